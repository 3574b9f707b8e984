import type { FastifyInstance } from 'fastify'
import type { Routed } from '../../numbers/dial-plan.ts'
import { openCallLog } from '../../records/call-log.ts'
import { message } from '../../words/say.ts'
import type { Explained, Rung, ShownRecord, Speaking } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { Refusal } from '../server/refusal.ts'
import { languageOf, wordsOf } from '../words-of.ts'
import { numberOf, textOf } from './config-query.ts'
import { refusalBy } from './live/unavailable.ts'
import { LATEST, OUTCOMES, type Outcome, type RecordQuery, searchRecords } from './record-search.ts'
import { shownRecord } from './shown-record.ts'

const CALL = /^\d{1,3}-\d{1,8}-\d{1,10}$/ // number of a call

/** What was: records; what a call's signalling was; what dialling would do. */
export function callEndpoints(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/calls/:call/ladder', async (request): Promise<readonly Rung[]> => {
    const { call } = request.params as { call: string }
    if (!CALL.test(call)) throw new Refusal('not-found', 'There is no such call.')
    const answer = await parts.ask('exchange', 'ladder', { call }, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    return answer.value as readonly Rung[]
  })

  app.get('/api/v1/calls/:call/speakers', async (request): Promise<Speaking> => {
    const { call } = request.params as { call: string }
    if (!CALL.test(call)) throw new Refusal('not-found', 'There is no such call.')
    const answer = await parts.ask('exchange', 'speakers', { call }, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    return { legs: answer.value as readonly string[] }
  })

  app.get('/api/v1/records', async (request, reply): Promise<ShownRecord[]> => {
    const query = recordQuery(request.query as Record<string, unknown>)
    await parts.ask('exchange', 'recorded', {}, parts.stopping) // who is away has nothing that waits, or cannot write it
    const log = openCallLog(parts.store().records, parts.clock)
    const gone = () => request.raw.destroyed || parts.stopping.aborted
    const { records, last } = await searchRecords(log, query, gone)
    if (last) void reply.headers({ 'x-searched-to': last.startedAt, 'x-searched-call': last.call })
    return records.map((record) => shownRecord(record, languageOf(request)))
  })

  app.get('/api/v1/explain', async (request): Promise<Explained> => {
    const digits = textOf(request.query as Record<string, unknown>, 'digits', 64)
    if (!/^[-0-9*#+(). ]{1,64}$/.test(digits)) {
      throw new Refusal('bad-request', 'digits: give what is dialled, at most 64 digits, * or #.')
    }
    const answer = await parts.ask('exchange', 'explain', { digits }, parts.stopping)
    if (!answer.ok) throw refusalBy('exchange', answer.error)
    const { explanation = [], steps = explanation } = answer.value as Partial<Routed>
    return { explanation: steps.map(wordsOf(request).say) }
  })
}

function recordQuery(query: Record<string, unknown>): RecordQuery {
  const before = textOf(query, 'before')
  if (before && !CALL.test(before)) {
    throw new Refusal('bad-request', 'before: give the number of a call, as 1-2-3.')
  }
  const outcome = textOf(query, 'outcome')
  if (outcome && !OUTCOMES.includes(outcome as Outcome)) {
    const values = { name: 'outcome', known: OUTCOMES.join(', ') }
    throw new Refusal('bad-request', message('query.one-of', values))
  }
  return {
    limit: Math.max(1, numberOf(query, 'limit', 100, 500)),
    ...(before && { before }),
    q: textOf(query, 'q'),
    from: numberOf(query, 'from', 0, LATEST),
    to: numberOf(query, 'to', LATEST, LATEST),
    outcome: (outcome || undefined) as Outcome | undefined,
  }
}
