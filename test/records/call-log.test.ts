import { fork } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { checkRecords } from '../../firmware/records/check-records.ts'
import { aDirectory, opened } from '../store/a-store.ts'

function aCall(call: string, at: number, released = true): CallEvent[] {
  const caller = { digits: '101', name: 'Ada' }
  const events: CallEvent[] = [
    { call, sequence: 1, at, kind: 'began', leg: `${call}.1`, party: caller, dialled: '102' },
    {
      call,
      sequence: 2,
      at: at + 500,
      kind: 'ringing',
      leg: `${call}.2`,
      party: { digits: '102' },
    },
  ]
  if (released) events.push({ call, sequence: 3, at: at + 9000, kind: 'released', cause: 19 })
  return events
}

function aLog(t: Parameters<typeof aDirectory>[0], data = aDirectory(t)) {
  const clock = new VirtualClock()
  const store = opened(t, data, clock)
  return { clock, store, data, log: openCallLog(store.records, clock) }
}

t.test(
  'events are on the disk within a second of the clock, and are then acknowledged',
  async (t) => {
    const { log, clock, data } = aLog(t)
    let durable = 0
    const first = log.append(aCall('1-1-1', 1000)).then(() => durable++)
    await clock.advance(600)
    const second = log.append(aCall('1-1-2', 2000)).then(() => durable++)
    await clock.advance(399)
    t.equal(durable, 0)
    t.strictSame(log.calls(), [])
    t.equal(clock.waiting, 1, 'one commit for both')
    await clock.advance(1)
    await Promise.all([first, second])
    t.equal(clock.waiting, 0)
    const reader = aLog(t, data).log
    t.strictSame(
      reader.calls().map(({ call }) => call),
      ['1-1-2', '1-1-1'],
    )
  },
)

t.test(
  'DESIGN §4 the events of a call that only rings wait for what becomes of it, at most 15 s',
  async (t) => {
    const { log, clock } = aLog(t)
    const rings = (call: string) => aCall(call, 1000, false)
    const first = log.append(rings('1-1-1'))
    await clock.advance(14_999)
    t.strictSame(log.calls(), [])
    t.equal(clock.waiting, 1)
    await clock.advance(1)
    await first
    t.equal(log.calls().length, 1)

    const second = log.append(rings('1-1-2'))
    await clock.advance(14_500)
    const answered = log.append([{ call: '1-1-2', sequence: 3, at: 9000, kind: 'answered' }])
    const third = log.append(rings('1-1-3'))
    await clock.advance(499)
    t.equal(clock.waiting, 1, 'one commit for all three')
    await clock.advance(1)
    await Promise.all([second, answered, third])
    t.equal(log.calls().length, 3, 'what had waited is not put off by what came later')

    const fourth = log.append(rings('1-1-4'))
    const released = log.append([{ call: '1-1-4', sequence: 3, at: 9000, kind: 'released' }])
    await clock.advance(1000)
    await Promise.all([fourth, released])

    const emergency = rings('1-1-5').map((event) => ({
      ...event,
      party: { digits: '911', plan: 'emergency' as const },
    }))
    const fifth = log.append(emergency)
    await clock.advance(1000)
    await fifth
    t.equal(log.calls().length, 5)
  },
)

t.test('the same events appended again, whole or in part, change nothing', async (t) => {
  const { log, store } = aLog(t)
  const events = aCall('1-1-1', 1000)
  for (const again of [events, events.slice(0, 1), events.slice(1), events]) {
    void log.append(again)
    await log.flush()
    t.strictSame(log.events('1-1-1'), events)
    t.equal(log.calls().length, 1)
    t.strictSame(log.open(), [], 'it is not opened again')
  }
  t.strictSame(checkRecords(store.records).damage, [])
})

t.test('a call without its release is open', async (t) => {
  const { log } = aLog(t)
  void log.append([...aCall('1-1-1', 1000), ...aCall('1-1-2', 2000, false)])
  await log.flush()
  t.match(log.open(), [{ call: '1-1-2' }])
  t.notOk(log.call('1-1-2')?.endedAt)
  t.equal(log.call('1-1-3'), undefined)
})

t.test(
  'calls of the last two days are looked at for open ones, whatever came after them',
  async (t) => {
    const { log } = aLog(t)
    const day = 24 * 3_600_000
    void log.append([...aCall('1-1-1', 1, false), ...aCall('1-1-2', 1.5 * day, false)])
    for (let n = 3; n < 300; n++) void log.append(aCall(`1-1-${n}`, 3 * day + n))
    void log.append(aCall('1-2-1', 3 * day + 5000, false))
    await log.flush()
    t.match(
      log.open().map(({ call }) => call),
      ['1-2-1', '1-1-2'],
    )
  },
)

t.test('calls are listed latest first, page by page, each once', async (t) => {
  const { log } = aLog(t)
  const names = Array.from({ length: 25 }, (_, n) => `1-1-${n + 1}`)
  for (const [n, call] of names.entries()) void log.append(aCall(call, 1000 + (n >> 1)))
  await log.flush()
  const listed: string[] = []
  for (let before: string | undefined; ; before = listed.at(-1)) {
    const page = log.calls({ limit: 10, ...(before !== undefined && { before }) })
    if (page.length === 0) break
    t.ok(page.length <= 10)
    listed.push(...page.map(({ call }) => call))
  }
  t.strictSame(listed, names.toReversed(), 'by number: 10 is after 9')
  t.strictSame(log.calls({ before: '1-1-1' }), [])
})

t.test('calls whose names begin alike are apart', async (t) => {
  const { log } = aLog(t)
  void log.append([...aCall('1-1-1', 1), ...aCall('1-1-10', 2), ...aCall('1-1-1.5', 3)])
  await log.flush()
  t.equal(log.events('1-1-1').length, 3)
})

t.test(
  'texts of strangers are cut to what is kept, and our own mistakes are defects',
  async (t) => {
    const { log } = aLog(t)
    const party = { digits: '9'.repeat(500), name: 'x'.repeat(1e6) }
    void log.append([
      { call: '1-1-1', sequence: 1, at: 1, kind: 'began', party, dialled: 'y'.repeat(1e5) },
    ])
    await log.flush()
    const [event] = log.events('1-1-1')
    t.match(event, { party: { digits: /^9{128}$/, name: /^x{128}$/ }, dialled: /^y{128}$/ })
    const wrong: unknown[] = [
      { call: 'a/b', sequence: 1, at: 1, kind: 'began' },
      { call: '1-1-1', sequence: 0, at: 1, kind: 'began' },
      { call: '1-1-1', sequence: 1, at: 1.5, kind: 'began' },
      { call: '1-1-1', sequence: 1, at: 1, kind: 'exploded' },
    ]
    for (const event of wrong) t.throws(() => log.append([event as CallEvent]), /assertion failed/)
  },
)

t.test('a missing event is found by the check', async (t) => {
  const { log, store } = aLog(t)
  const [first, , third] = aCall('1-1-1', 1) as [CallEvent, CallEvent, CallEvent]
  void log.append([first, third, ...aCall('1-1-2', 2)])
  await log.flush()
  t.match(checkRecords(store.records).damage, [/^records: call 001-0+1-0+1: event 2 is missing\.$/])
})

t.test(
  'kill -9 among many commits: acknowledged events are there, and appending again mends the rest',
  async (t) => {
    const data = aDirectory(t)
    const writer = fork(new URL('event-writer.ts', import.meta.url), [data])
    let acknowledged = 0
    writer.on('message', (calls) => {
      acknowledged = Number(calls)
      if (acknowledged === 50) setTimeout(() => writer.kill('SIGKILL'), 5)
    })
    await once(writer, 'exit')
    const { log, store } = aLog(t, data)
    t.ok(acknowledged >= 50)
    for (let n = 1; n <= acknowledged; n++) {
      if (log.events(`1-1-${n}`).length !== 3) t.fail(`call ${n} of ${acknowledged}`)
    }
    t.strictSame(checkRecords(store.records).damage, [])
    void log.append(aCall(`1-1-${acknowledged + 1}`, 5))
    await log.flush()
    t.strictSame(checkRecords(store.records).damage, [])
  },
)
