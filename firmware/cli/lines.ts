import { command } from '../bus/command.ts'
import type { ShownLine } from '../gateway/shown-line.ts'
import { columns, plain } from '../plain.ts'
import { commandSocket } from '../run-directory.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'
import { jsonText, watch } from './watch.ts'

const TIMEOUT_MS = 5000
const METER_CELLS = 10
const METER_DB = 5 // of a cell; the first is at -50 dBm0

export const lines: CliCommand = {
  name: 'lines',
  summary: 'analog lines: driver, hook, what goes on, and how loud',
  usage: '[--watch]',
  async run(args, io) {
    const wrong = args.find((word) => word !== '--watch')
    if (wrong !== undefined) {
      io.stderr(`lines: '${wrong}' is not understood. As: strowger lines --watch\n`)
      return EXIT.usage
    }
    const forever = args.includes('--watch')
    return watch(io, forever, () => look(io, forever))
  },
}

async function look({ environment, clock, json, stderr }: CliIo, forever: boolean) {
  const socket = commandSocket(environment.run, 'lines')
  const answer = await command(socket, 'lines', {}, { timeoutMs: TIMEOUT_MS, clock })
  if (!answer.ok) {
    stderr(`lines: the lines process does not answer (${answer.error.text})\n`)
    return EXIT.notRunning
  }
  const found = answer.value as readonly ShownLine[]
  return json ? jsonText(found, forever) : renderLines(found)
}

/** A row a line, under headings. */
export function renderLines(lines: readonly ShownLine[]): string {
  if (lines.length === 0) return 'this server has no analog lines (STROWGER_LINES)\n'
  const head = ['', 'line', 'driver', 'hook', 'state', 'says, dBm0', 'hears, dBm0']
  return columns([head, ...lines.map(row)])
}

function row(line: ShownLine): string[] {
  const { line: name, driver, hook, levelFrom, levelTo } = line
  const what = stateOf(line)
  const lamp = what === 'idle' ? '○' : isWrong(line) ? '!' : '●'
  return [lamp, plain(name), plain(driver), hook, what, meter(levelFrom), meter(levelTo)]
}

function isWrong({ battery, audio, lifeline }: ShownLine): boolean {
  return !battery || !audio || lifeline !== 'off'
}

function stateOf(line: ShownLine): string {
  const { kind, hook, ringing, battery, audio, lifeline, termination } = line
  if (lifeline === 'call') return 'emergency call without the exchange'
  if (lifeline === 'tone') return 'lifeline: emergency numbers only'
  if (!battery) return 'no voltage'
  if (!audio) return 'no audio'
  if (ringing) return kind === 'fxs' ? 'is rung' : 'rings'
  if (termination !== undefined) return hook === 'off' ? 'in a call' : 'taken for a call'
  return hook === 'off' ? 'off hook, nobody serves it' : 'idle'
}

/** `█████·····  -25.0`: a cell is 5 dB. */
function meter(level: number): string {
  const filled = Math.round((level + METER_CELLS * METER_DB) / METER_DB)
  const cells = Math.max(0, Math.min(METER_CELLS, filled))
  const number = level <= -99 ? 'silent' : level.toFixed(1)
  return `${'█'.repeat(cells)}${'·'.repeat(METER_CELLS - cells)} ${number.padStart(6)}`
}
