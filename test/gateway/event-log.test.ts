import t from 'tap'
import { EventLog } from '../../firmware/gateway/event-log.ts'

const BODY = { kind: 'rtp-lost', termination: 'x' } as const

t.test(
  'an event log forgets what is acknowledged and what is too much, whatever the order',
  async (t) => {
    const log = new EventLog(5000)
    let oldest = 1
    for (let n = 1; n <= 20_000; n++) {
      t.equal(log.append(BODY).event, n) || t.bailout()
      oldest = Math.max(oldest, n - 4999)
      if (n % 7 === 0 && n % 1000 > 500) {
        log.acknowledge(n - 3)
        oldest = Math.max(oldest, n - 2)
      }
      if (n % 501 !== 0) continue
      t.equal(log.kept, n - oldest + 1)
      t.equal(log.since(oldest - 2), undefined)
      const all = log.since(oldest - 1)
      t.equal(all?.length, log.kept)
      t.equal(all?.[0]?.event, oldest)
      t.equal(all?.at(-1)?.event, n)
      t.strictSame(log.since(n), [])
      t.equal(log.since(n + 1), undefined)
    }
  },
)
