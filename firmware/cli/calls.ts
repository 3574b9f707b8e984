import { command } from '../bus/command.ts'
import { causeInWords } from '../calls/cause.ts'
import type { LiveCall } from '../calls/live-call.ts'
import { columns, plain } from '../plain.ts'
import { openCallLog } from '../records/call-log.ts'
import type { CallRecord } from '../records/call-record.ts'
import { commandSocket } from '../run-directory.ts'
import { openStore } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import type { CliCommand, CliIo } from './command.ts'
import { EXIT } from './command.ts'

const TIMEOUT_MS = 5000

export const calls: CliCommand = {
  name: 'calls',
  summary: 'calls that are on now, and the records of the last ones',
  usage: '[--last N]',
  async run(args, io) {
    const last = lastOf(args)
    if (last === undefined) {
      io.stderr(
        `calls: '${args.join(' ')}' is not understood. Use --last with a number from 1 to 10000.\n`,
      )
      return EXIT.usage
    }
    const live = await liveCalls(io)
    const records = recordedCalls(io, last)
    if (io.json) io.stdout(`${JSON.stringify({ live, records }, null, 2)}\n`)
    else io.stdout(render(live, records))
    return EXIT.ok
  },
}

function lastOf(args: readonly string[]): number | undefined {
  if (args.length === 0) return 20
  const [option, value] = args
  const last = Number(value)
  return option === '--last' && args.length === 2 && last >= 1 && last <= 10_000 ? last : undefined
}

/** Of the running exchange, which also puts its last events on the disk; none when it does not run. */
async function liveCalls({ environment, clock }: CliIo): Promise<readonly LiveCall[]> {
  const socket = commandSocket(environment.run, 'exchange')
  const answer = await command(socket, 'calls', {}, { timeoutMs: TIMEOUT_MS, clock })
  return answer.ok ? (answer.value as readonly LiveCall[]) : []
}

function recordedCalls({ environment, clock }: CliIo, limit: number): readonly CallRecord[] {
  try {
    const store = openStore({ data: environment.data, clock, readOnly: true })
    const records = openCallLog(store.records, clock).calls({ limit })
    void store.close()
    return records
  } catch (error) {
    if (error instanceof StoreError && error.code === 'missing') return []
    throw error
  }
}

function render(live: readonly LiveCall[], records: readonly CallRecord[]): string {
  const now = live.map(({ call, dialled, legs }) => [
    call,
    'on',
    legs.map(({ digits, name, phase }) => plain(`${name || digits} ${phase}`)).join(', '),
    `dialled ${plain(dialled)}`,
  ])
  const past = records
    .filter(({ call }) => !live.some((other) => other.call === call))
    .map((record) => [
      record.call,
      new Date(record.startedAt).toISOString().slice(0, 19).replace('T', ' '),
      `${plain(record.caller?.digits ?? '?')} dialled ${plain(record.dialled ?? '?')}`,
      record.talkingSeconds === undefined
        ? 'not answered'
        : `${record.talkingSeconds.toFixed(0)} s`,
      record.cause === undefined ? 'open' : causeInWords(record.cause),
    ])
  if (now.length + past.length === 0) return 'no calls yet\n'
  return columns(now) + columns(past)
}
