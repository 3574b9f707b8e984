import t from 'tap'
import { payloads } from '../../firmware/bus/payloads.ts'
import { fits } from '../../firmware/bus/schema.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { CallTeller } from '../../firmware/exchange/tell-of-calls.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'

t.test(
  'pages and console hear when a call begins, rings, is answered, goes to others and ends; no party is on the bus',
  async (t) => {
    const visible = [
      'began',
      'ringing',
      'answered',
      'diverted',
      'transferred',
      'replaced',
      'released',
    ] as const
    const kinds = [
      ...visible.slice(0, 3),
      'program',
      'digits',
      'left',
      ...visible.slice(3),
    ] as const
    const party = { digits: '101', name: 'Ada' }
    const events = kinds.map(
      (kind, sequence): CallEvent => ({ call: '1-2-3', sequence, at: 7, kind, leg: 'a', party }),
    )
    const told: unknown[] = []
    const bus = {
      publish: (_topic: unknown, params: object, payload: object) =>
        void told.push({ ...params, ...payload }),
    }
    new CallTeller(bus, new VirtualClock()).tell(events)
    t.strictSame(
      told,
      visible.map((event) => ({
        site: 'local',
        call: '1-2-3',
        at: 7,
        event,
        leg: 'a',
      })),
    )
    for (const payload of told) {
      const { at, event, leg } = payload as { at: number; event: string; leg: string }
      t.ok(fits(payloads.CallEvent, { at, event, leg }))
    }
  },
)

t.test('in a rush some events are told, and always one after the last', async (t) => {
  const clock = new VirtualClock()
  const told: string[] = []
  const bus = { publish: (_topic: unknown, { call }: { call: string }) => void told.push(call) }
  const teller = new CallTeller(bus as never, clock)
  for (let call = 0; call < 2000; call++) {
    teller.tell([{ call: `1-1-${call}`, sequence: 0, at: 0, kind: 'began' }])
    await clock.advance(5)
  }
  t.ok(told.length > 100 && told.length < 200, `${told.length} of 2000`)
  await clock.advance(200)
  t.equal(told.at(-1), '1-1-1999')
  const before = told.length
  await clock.advance(60_000)
  t.equal(told.length, before, 'nothing is told twice')
})
