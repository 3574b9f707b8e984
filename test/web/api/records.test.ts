import t from 'tap'
import type { CallEvent } from '../../../firmware/records/call-event.ts'
import { openCallLog } from '../../../firmware/records/call-log.ts'
import { type CallRecord, projectCall } from '../../../firmware/records/call-record.ts'
import { ok } from '../../../firmware/result.ts'
import { LATEST, MOST_LOOKED_AT, searchRecords } from '../../../firmware/web/api/record-search.ts'
import type { ShownRecord } from '../../../firmware/web/contract.ts'
import { anApi } from './an-api.ts'

const HOUR = 3_600_000

/** One call an hour: the first answered, then one nobody answered, one that failed, and so on. */
function events(n: number): CallEvent[] {
  const call = `1-1-${n}`
  const at = n * HOUR
  const caller = { digits: String(100 + n), name: n === 4 ? 'Zoë Müller' : 'Ada' }
  const began: CallEvent = {
    call,
    sequence: 1,
    at,
    kind: 'began',
    leg: 'a',
    party: caller,
    dialled: '2001',
  }
  const party = { digits: '2001', name: 'Grace' }
  const answered: CallEvent = {
    call,
    sequence: 2,
    at: at + 1000,
    kind: 'answered',
    leg: 'b',
    party,
  }
  const cause = [16, 19, 38][n % 3] ?? 16
  const released: CallEvent = { call, sequence: 3, at: at + 2000, kind: 'released', cause }
  return n % 3 === 0 ? [began, answered, released] : [began, released]
}

t.test(
  'a call that has just ended is among the records: what waits for the disk is written for who asks',
  async (t) => {
    const asked: string[] = []
    let flush = async () => {}
    const { admin, store, clock } = await anApi(t, {
      ask: async (program, verb) => {
        asked.push(`${program} ${verb}`)
        await flush()
        return ok(undefined)
      },
    })
    const log = openCallLog(store.records, clock)
    void log.append(events(3))
    const records = async () => (await admin.get<ShownRecord[]>('records?limit=1')).body
    t.strictSame(await records(), [], 'it waits')
    flush = () => log.flush()
    t.match(await records(), [{ call: '1-1-3', cause: 16 }])
    t.strictSame(asked, ['exchange recorded', 'exchange recorded'])
  },
)

t.test('records are found by number, name, time and outcome, newest first', async (t) => {
  const { admin, store, clock } = await anApi(t)
  const log = openCallLog(store.records, clock)
  void log.append(Array.from({ length: 12 }, (_, n) => events(n)).flat())
  await log.flush()
  const calls = async (query: string) =>
    (await admin.get<ShownRecord[]>(`records?${query}`)).body.map(({ call }) => call.slice(4))
  t.equal((await calls('')).length, 12)
  t.strictSame(await calls('outcome=answered'), ['9', '6', '3', '0'])
  t.strictSame(await calls('outcome=missed'), ['10', '7', '4', '1'])
  t.strictSame(await calls('outcome=failed'), ['11', '8', '5', '2'])
  t.strictSame(await calls('q=muller'), ['4'], 'without accents and case')
  t.strictSame(await calls('q=grace%20103'), ['3'], 'every word, whoever it is of')
  t.strictSame(await calls(`from=${2 * HOUR}&to=${4 * HOUR}`), ['4', '3', '2'])
  t.strictSame(await calls('outcome=answered&limit=2'), ['9', '6'])
  t.strictSame(await calls('outcome=answered&limit=2&before=1-1-6'), ['3', '0'])
  t.strictSame(await calls('q=nobody'), [])
  for (const query of ['outcome=x', 'from=-1', 'to=x', `q=${'x'.repeat(201)}`, 'q=a&q=b']) {
    t.equal((await admin.get(`records?${query}`)).status, 400, query)
  }
  const answer = await admin.browser.request('GET', 'records?q=muller&limit=1')
  t.equal(answer.headers['x-searched-to'], String(4 * HOUR), 'how far back that was')
  t.equal(answer.headers['x-searched-call'], '1-1-4')
  t.equal(
    (await admin.browser.request('GET', 'records?q=nobody')).headers['x-searched-call'],
    '1-1-0',
  )
})

const record = (n: number) =>
  projectCall([{ call: `1-1-${n}`, sequence: 1, at: n * 1000, kind: 'began' }]) as CallRecord

/** A log of calls 1 to `size`, and how many were read of it. */
function aLog(size: number) {
  const log = {
    read: 0,
    seek: (at: number) => (at < size * 1000 ? `1-1-${Math.floor(at / 1000) + 1}` : undefined),
    calls({ limit = 50, before = `1-1-${size + 1}` } = {}) {
      const newest = Number(before.slice(4)) - 1
      const page = Array.from({ length: Math.min(limit, newest) }, (_, n) => record(newest - n))
      log.read += page.length
      return page
    },
  }
  return log
}

const all = { limit: 100, q: '', from: 0, to: LATEST }

t.test(
  'a search looks at so many records and says where it stopped; others have their turn meanwhile',
  async (t) => {
    const log = aLog(50_000)
    let turns = 0
    const count = () => {
      turns++
      if (turns < 1000) setImmediate(count)
    }
    setImmediate(count)
    const { records, last } = await searchRecords(log, { ...all, q: 'nobody' }, () => false)
    t.strictSame(records, [])
    t.equal(log.read, MOST_LOOKED_AT)
    t.equal(last?.call, `1-1-${50_000 - MOST_LOOKED_AT + 1}`)
    t.ok(turns >= 100, `${turns}`)
  },
)

t.test('it stops before what is too old, and when nobody waits any more', async (t) => {
  const old = aLog(50_000)
  const { records } = await searchRecords(
    old,
    { ...all, from: 49_900_000, limit: 500 },
    () => false,
  )
  t.equal(records.length, 101)
  t.equal(old.read, 300)
  const left = aLog(50_000)
  await searchRecords(left, { ...all, q: 'nobody' }, () => left.read >= 500)
  t.equal(left.read, 500)
})

t.test(
  'a time long ago is found at once, and a page further on begins where it is told',
  async (t) => {
    const log = aLog(50_000)
    const query = { ...all, limit: 10, from: 900_000, to: 1_000_000 }
    const { records } = await searchRecords(log, query, () => false)
    t.equal(records[0]?.call, '1-1-1000')
    t.equal(log.read, 100)
    const next = { ...query, before: '1-1-991' }
    t.equal((await searchRecords(log, next, () => false)).records[0]?.call, '1-1-990')
  },
)
