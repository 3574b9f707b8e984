import { causeInWords } from '../../calls/cause.ts'
import { type CallLog, openCallLog } from '../../records/call-log.ts'
import type { CallRecord } from '../../records/call-record.ts'
import type { Desk } from '../command.ts'
import { ladderRows, type Rung } from '../ladder.ts'
import { short } from '../terminal/inert.ts'
import { columns } from '../terminal/layout.ts'

const CALL = /^\d{1,3}-\d{1,8}-\d{1,10}$/ // number of a call
const LAST = 100 // calls, newest first

/** The calls that were, as many as anybody reads at a console. */
export async function pastCalls(desk: Desk): Promise<void> {
  const { terminal } = desk
  const log = await recordsOf(desk)
  const past = log?.calls({ limit: LAST }).filter(({ endedAt }) => endedAt !== undefined) ?? []
  if (past.length === 0) return terminal.line('There are no records of calls.')
  await terminal.page(columns(past.map((record) => [record.call, ...rowOf(record)])))
}

/** One call, live or over: who it was between, what became of it, and the messages between them. */
export async function storyOf(call: string, desk: Desk): Promise<void> {
  const { terminal } = desk
  const record = CALL.test(call) ? (await recordsOf(desk))?.call(call) : undefined
  const answer = await desk.ask('exchange', 'ladder', { call })
  const rungs = answer.ok && Array.isArray(answer.value) ? (answer.value as Rung[]) : []
  if (!record && rungs.length === 0) {
    return terminal.line(
      answer.ok
        ? `There is no call ${call}. See calls, or calls past.`
        : `The exchange does not answer: ${answer.error.text}`,
    )
  }
  const told = record ? [rowOf(record).join('  '), ...transfersOf(record)] : []
  const signalling = rungs.length > 0 ? ladderRows(rungs) : ['Its messages are no longer kept.']
  await terminal.page([...told, ...signalling])
}

/** Undefined where there is no store yet. What waits for the disk is written first. */
async function recordsOf({ ask, unit, clock }: Desk): Promise<CallLog | undefined> {
  await ask('exchange', 'recorded')
  return unit.store && openCallLog(unit.store.records, clock)
}

/** When, who whom, how long, why it ended. */
function rowOf(record: CallRecord): string[] {
  const { startedAt, caller, dialled, answeredBy, talkingSeconds, cause } = record
  const began = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')
  const answered = answeredBy ? `, ${nameOf(answeredBy)} answered` : ''
  return [
    began,
    `${nameOf(caller)} dialled ${short(dialled ?? '?', 20)}${answered}`,
    talkingSeconds === undefined ? 'not answered' : `${talkingSeconds.toFixed(0)} s`,
    cause === undefined ? 'is on' : causeInWords(cause),
  ]
}

function transfersOf({ transfers = [] }: CallRecord): string[] {
  return transfers.map(({ kind, party, by, to, into }) => {
    const more = [
      by && `by ${nameOf(by)}`,
      to && `to ${nameOf(to)}`,
      into && `into call ${into}`,
    ].filter(Boolean)
    return `  ${kind}: ${[nameOf(party), ...more].join(' ')}`
  })
}

function nameOf(party: CallRecord['caller']): string {
  if (!party) return '?'
  const { name = '', digits } = party
  return [short(name, 20), short(digits, 16)].filter(Boolean).join(' ') || '?'
}
