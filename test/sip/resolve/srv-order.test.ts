import fc from 'fast-check'
import t from 'tap'
import { orderServers } from '../../../firmware/sip/resolve/srv-order.ts'
import { srv } from './support/dns.ts'

t.test('RFC 2782: lower priority first, the lot falls by weight', async (t) => {
  const records = [srv('c', 1, 20, 5), srv('a', 1, 10, 60), srv('b', 1, 10, 20), srv('z', 1, 10, 0)]
  const first = new Map<string, number>()
  const runs = 8100
  for (let n = 0; n < runs; n++) {
    let call = 0
    const ordered = orderServers(records, () => (call++ === 0 ? n / runs : 0.5))
    if (ordered.at(-1)?.target !== 'c') t.fail('priority is not kept')
    const target = ordered[0]?.target ?? ''
    first.set(target, (first.get(target) ?? 0) + 1)
  }
  t.same(Object.fromEntries(first), { z: 100, b: 2000, a: 6000 }, 'weight 0 is drawn rarely')
})

t.test('RFC 2782: every server is drawn exactly once, whatever weights and lots are', async () => {
  const record = fc.record({
    target: fc.string(),
    port: fc.nat(65_535),
    priority: fc.nat(3),
    weight: fc.nat(65_535),
  })
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 12 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      (records, lots) => {
        const ordered = orderServers(records, () => lots.next().value as number)
        const priorities = ordered.map(({ priority }) => priority)
        return (
          new Set(ordered).size === records.length &&
          priorities.every((priority, at) => at === 0 || priority >= (priorities[at - 1] ?? 0))
        )
      },
    ),
  )
})
