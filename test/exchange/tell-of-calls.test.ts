import t from 'tap'
import { payloads } from '../../firmware/bus/payloads.ts'
import { fits } from '../../firmware/bus/schema.ts'
import { tellOfCalls } from '../../firmware/exchange/tell-of-calls.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'

t.test(
  'pages and console hear when a call begins, rings, is answered and ends; no party is on the bus',
  async (t) => {
    const kinds = ['began', 'program', 'ringing', 'answered', 'digits', 'left', 'released'] as const
    const party = { digits: '101', name: 'Ada' }
    const events = kinds.map(
      (kind, sequence): CallEvent => ({ call: '1-2-3', sequence, at: 7, kind, leg: 'a', party }),
    )
    const told: unknown[] = []
    tellOfCalls(
      { publish: (_topic, params, payload) => void told.push({ ...params, ...payload }) },
      events,
    )
    t.strictSame(
      told,
      ['began', 'ringing', 'answered', 'released'].map((event) => ({
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
