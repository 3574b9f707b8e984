import { command } from '../bus/command.ts'
import type { SimCommand, SimulatedLine } from '../gateway/sim-command.ts'
import { SIM_ACTIONS } from '../gateway/sim-command.ts'
import { columns, plain } from '../plain.ts'
import { commandSocket } from '../run-directory.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'
import { readSimWords } from './sim-words.ts'
import { jsonText, watch } from './watch.ts'

const TIMEOUT_MS = 5000

export const sim: CliCommand = {
  name: 'sim',
  summary: 'simulated telephones and outside lines: lift, dial, ring, listen',
  usage: `[LINE ${SIM_ACTIONS.join('|')} …] [--watch]`,
  async run(args, io) {
    const forever = args.includes('--watch')
    const words = args.filter((word) => word !== '--watch')
    if (words.length === 0) return watch(io, forever, () => list(io, forever))
    const read = readSimWords(words, process.cwd())
    if (!read.ok) {
      io.stderr(`sim: ${read.error}\n`)
      return EXIT.usage
    }
    if (read.value.action === 'listen') {
      return watch(io, forever, () => listen(io, read.value, forever))
    }
    const done = await ask(io, read.value)
    if (done.ok && io.json) io.stdout(jsonText(done.value, false))
    return done.ok ? EXIT.ok : done.code
  },
}

type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; code: number }

/** Asks the lines process; a person has been told when it refuses. */
async function ask({ environment, clock, stderr }: CliIo, args: object): Promise<Answered> {
  const socket = commandSocket(environment.run, 'lines')
  const answer = await command(socket, 'sim', args, { timeoutMs: TIMEOUT_MS, clock })
  if (answer.ok) return answer
  const { code, text } = answer.error
  stderr(`sim: ${text}\n`)
  const away = code === 'not-running' || code === 'timeout' || code === 'gone'
  return { ok: false, code: away ? EXIT.notRunning : EXIT.failed }
}

async function list(io: CliIo, forever: boolean): Promise<string | number> {
  const answer = await ask(io, {})
  if (!answer.ok) return answer.code
  const found = answer.value as readonly SimulatedLine[]
  if (io.json) return jsonText(found, forever)
  if (found.length === 0) return 'no line is simulated (STROWGER_LINES)\n'
  const hint = "\n'strowger sim LINE ACTION' moves one, as: strowger sim fxs-1 lift\n"
  return columns(found.map(row)) + (forever ? '' : hint)
}

async function listen(io: CliIo, args: SimCommand, forever: boolean): Promise<string | number> {
  const answer = await ask(io, args)
  if (!answer.ok) return answer.code
  if (io.json) return jsonText(answer.value, forever)
  return columns([row(answer.value as SimulatedLine)])
}

/** What goes on at one far end, in words. */
function row({ line, hearing, office }: SimulatedLine): string[] {
  const { offHook, levelDbm0, hz } = hearing
  const loud = levelDbm0 <= -99 ? 'silence' : `${levelDbm0.toFixed(1)} dBm0`
  const tones = hz.length === 0 ? '' : `${hz.join(' + ')} Hz`
  const hook = office ? `office: ${plain(office.state)}` : offHook ? 'lifted' : 'on the hook'
  const more = office ? officeInWords(office) : bellInWords(hearing)
  return [plain(line), hook, `hears ${loud}`, tones, more]
}

function officeInWords({ dialled }: NonNullable<SimulatedLine['office']>): string {
  return dialled === '' ? '' : `dialled ${plain(dialled)}`
}

function bellInWords(hearing: SimulatedLine['hearing']): string {
  const { ringing, rings, callerNumber, callerName, battery } = hearing
  const caller = `${plain(callerNumber)} ${plain(callerName)}`.trim()
  const parts = [
    battery ? '' : 'no line feed',
    ringing ? 'the bell sounds' : '',
    rings > 0 ? `rang ${rings} times` : '',
    caller === '' ? '' : `shows ${caller}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}
