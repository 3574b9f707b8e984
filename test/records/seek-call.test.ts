import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { openCallLog } from '../../firmware/records/call-log.ts'
import { callKey } from '../../firmware/records/call-number.ts'
import { type CallsInOrder, seekCall } from '../../firmware/records/seek-call.ts'
import { aDirectory, opened } from '../store/a-store.ts'

type Began = readonly [call: string, at: number]

/** Calls as the log has them, and how many were looked at. */
function inOrder(calls: readonly Began[]): CallsInOrder & { looks: number } {
  const keys = calls.map(([call]) => callKey(call))
  const order = {
    looks: 0,
    first: calls[0]?.[0] ?? '',
    last: calls.at(-1)?.[0] ?? '',
    from(number: string) {
      order.looks++
      const wanted = callKey(number)
      const [call = '', at = 0] = calls[keys.findIndex((key) => key >= wanted)] ?? []
      return call ? { call, at } : undefined
    },
  }
  return order
}

/** Every exchange process begins anew with call 1: three of them, with 400, 1 and 300 calls, one a second. */
const calls: Began[] = []
for (const [epoch, count] of [
  [3, 400],
  [4, 1],
  [900, 300],
] as const) {
  for (let n = 1; n <= count; n++) calls.push([`1-${epoch}-${n}`, (calls.length + 1) * 1000])
}

t.test(
  'all calls until a moment stand before the place that is found, and few others',
  async (t) => {
    for (let at = 500; at <= 702_000; at += 1500) {
      const order = inOrder(calls)
      const place = seekCall(order, at)
      if (place === undefined) {
        if (at < 701_000) t.fail(`${at}: no place`)
        continue
      }
      const key = callKey(place)
      const before = calls.filter(([call]) => callKey(call) < key)
      const until = calls.filter(([, began]) => began <= at)
      if (until.some(([call]) => callKey(call) >= key)) t.fail(`${at}: ${place} is early`)
      if (before.length > until.length + 101) t.fail(`${at}: ${place} is late`)
      if (order.looks > 70) t.fail(`${at}: ${order.looks} looks`)
    }
    t.equal(seekCall(inOrder(calls), 701_000), undefined, 'until the last one: any call')
  },
)

t.test(
  'calls of several sites, and such as are numbered in another way, are not sought',
  async (t) => {
    t.equal(seekCall(inOrder([...calls, ['2-1-1', 1]]), 5000), undefined)
    t.equal(seekCall(inOrder([['x', 1], ...calls]), 5000), undefined)
    t.equal(seekCall(inOrder([]), 5000), undefined)
  },
)

t.test('the log finds the calls of a day long ago among thousands', async (t) => {
  const clock = new VirtualClock()
  const store = opened(t, aDirectory(t), clock)
  const log = openCallLog(store.records, clock)
  t.equal(log.seek(1), undefined, 'there is none yet')
  const events = calls.flatMap(([call, at]): CallEvent[] => [
    { call, sequence: 1, at, kind: 'began', leg: 'a' },
    { call, sequence: 2, at: at + 90_000, kind: 'released', cause: 16 },
  ])
  void log.append(events)
  await log.flush()
  const before = log.seek(5000)
  t.equal(before, '1-3-106')
  const [latest] = log.calls({ limit: 1, ...(before !== undefined && { before }) })
  t.match(latest, { call: '1-3-105' })
  t.equal(log.seek(0), '1-3-101')
  t.equal(log.seek(701_000), undefined)
  t.equal(log.seek(401_000), '1-900-101', 'over the end of an epoch')
})
