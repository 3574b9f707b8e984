import type { FastifyInstance } from 'fastify'
import { EVENT_CLASSES, SEVERITIES } from '../../../records/event-kinds.ts'
import { type AdminEvent, AdminEvents, MOST_EVENTS } from '../../../store/admin-events.ts'
import { writeCsv } from '../../../store/csv.ts'
import { message, sayChoice } from '../../../words/say.ts'
import type { ShownEvent } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { languageOf, wordsOf } from '../../words-of.ts'
import { numberOf, textOf } from '../config-query.ts'
import { oneOf } from '../files/asked.ts'

const USUAL = 50
const MOST = 500
const LATEST = 8.64e15 // UTC ms: the last moment that a Date has

type Query = Readonly<Record<string, unknown>>

/** The event log (EVT rows): page by page, and as a file. */
export function eventEndpoints(app: FastifyInstance, parts: Parts): void {
  const log = () => new AdminEvents(parts.store().records, parts.clock)

  app.get('/api/v1/events', (request): Promise<ShownEvent[]> => {
    const query = request.query as Query
    const limit = Math.max(1, numberOf(query, 'limit', USUAL, MOST))
    return log().search({ ...wanted(query), limit, language: languageOf(request) })
  })

  app.get('/api/v1/events/file', async (request, reply) => {
    const query = request.query as Query
    const format = oneOf(query, 'format', ['csv', 'txt'])
    const { language, say } = wordsOf(request)
    const events = await log().search({ ...wanted(query), limit: MOST_EVENTS, language })
    const choice = (value: string) => sayChoice(language, value)
    const head = ['Time', 'Severity', 'Kind of event', 'Event', 'By', 'From'].map(say)
    const rows = events.map((event) => cells(event, choice))
    const text = format === 'csv' ? writeCsv([head, ...rows]) : rows.map(line).join('')
    return reply
      .type(`${format === 'csv' ? 'text/csv' : 'text/plain'}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="events.${format}"`)
      .send(text)
  })
}

function wanted(query: Query) {
  const time = (name: string, usual: number) => numberOf(query, name, usual, LATEST)
  return {
    before: time('before', LATEST),
    from: time('from', 0),
    to: time('to', LATEST),
    q: textOf(query, 'q'),
    severities: several(query, 'severity', SEVERITIES),
    classes: several(query, 'class', EVENT_CLASSES),
  }
}

/** Some of these words with commas between them. @throws Refusal `bad-request` */
function several<const W extends string>(query: Query, name: string, words: readonly W[]): W[] {
  const given = textOf(query, name)
  return (given === '' ? [] : given.split(',')).map((one) => {
    const found = words.find((word) => word === one)
    if (found !== undefined) return found
    throw new Refusal('bad-request', message('refusal.one-of', { name, words }))
  })
}

function cells(event: AdminEvent, choice: (value: string) => string): string[] {
  const { at, severity, class: kind, text, by, from } = event
  return [new Date(at).toISOString(), choice(severity), choice(kind), text, by, from]
}

/** EVT-5: a line an event. */
function line(cellsOfOne: readonly string[]): string {
  return `${cellsOfOne.map((cell) => cell.replace(/\p{Cc}+/gu, ' ')).join('\t')}\n`
}
