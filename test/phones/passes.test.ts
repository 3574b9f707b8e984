import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Passes } from '../../firmware/phones/passes.ts'
import type { Flow } from '../../firmware/sip/contract.ts'

const HOUR = 3_600_000
const HOLDER = { handset: 'handset-1', session: 'session-1' }

function flow(port: number, transport: Flow['transport'] = 'wss'): Flow {
  return {
    transport,
    local: { address: '192.0.2.1', port: 8089 },
    remote: { address: '192.0.2.9', port },
  }
}

function passes() {
  const clock = new VirtualClock()
  return { clock, passes: new Passes(clock) }
}

t.test('a pass is good on a connection of its own session', async (t) => {
  const { passes: all } = passes()
  all.arrived(flow(1), 'session-1')
  all.arrived(flow(2), 'session-2')
  const token = all.make(HOLDER)
  t.equal(all.handsetOf(token, flow(2)), undefined, 'not of another session')
  t.equal(
    all.handsetOf(token, flow(3)),
    undefined,
    'not of a connection that the pages know nothing of',
  )
  t.equal(all.handsetOf(token, flow(1, 'udp')), undefined, 'over WSS only')
  t.equal(all.handsetOf(token, flow(1)), 'handset-1')
  t.equal(all.handsetOf(`${token.slice(1)}A`, flow(1)), undefined)
})

t.test('a pass is for one connection, and goes with it', async (t) => {
  const { passes: all } = passes()
  all.arrived(flow(1), 'session-1')
  all.arrived(flow(2), 'session-1')
  const token = all.make(HOLDER)
  t.equal(all.handsetOf(token, flow(1)), 'handset-1')
  t.equal(all.handsetOf(token, flow(1)), 'handset-1', 'as often as that wants')
  t.equal(all.handsetOf(token, flow(2)), undefined)
  all.flowClosed(flow(1))
  all.arrived(flow(1), 'session-1')
  t.equal(all.handsetOf(token, flow(1)), undefined, 'the same address is another connection')
})

t.test('a pass that nobody uses is good for a minute, a used one for twelve hours', async (t) => {
  const { clock, passes: all } = passes()
  all.arrived(flow(1), 'session-1')
  const [early, late] = [all.make(HOLDER), all.make(HOLDER)]
  t.equal(all.handsetOf(early, flow(1)), 'handset-1')
  await clock.advance(60_001)
  t.equal(all.handsetOf(late, flow(1)), undefined)
  await clock.advance(11 * HOUR)
  t.equal(all.handsetOf(early, flow(1)), 'handset-1')
  await clock.advance(HOUR)
  t.equal(all.handsetOf(early, flow(1)), undefined)
})

t.test('a session has few passes: the oldest go', async (t) => {
  const { passes: all } = passes()
  all.arrived(flow(1), 'session-1')
  const made = Array.from({ length: 17 }, () => all.make(HOLDER))
  t.equal(all.handsetOf(made[0] ?? '', flow(1)), undefined)
  t.equal(all.handsetOf(made[1] ?? '', flow(1)), 'handset-1')
})
