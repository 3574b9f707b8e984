import t from 'tap'
import type { CallRecord } from '../../../firmware/records/call-record.ts'
import { shownRecord } from '../../../firmware/web/api/shown-record.ts'
import { lostPercent, toneOfScore } from '../../../firmware/web/ui/src/calls/quality.ts'

const COUNTED = { packetsReceived: 990, packetsLost: 10, packetsSent: 1000, jitterMs: 4.2 }
const RECORD: CallRecord = {
  call: '1-2-3',
  startedAt: 0,
  legs: [
    { leg: 'a', startedAt: 0, party: { digits: '101' }, quality: { ...COUNTED, mos: 4.2 } },
    { leg: 'b', startedAt: 0, party: { digits: '102' } },
  ],
  programs: [],
  digits: 0,
  adopted: 0,
}

t.test(
  'DESIGN 6: a record tells how each leg sounded, and leaves out what nobody knows',
  async (t) => {
    const { quality } = shownRecord(RECORD, 'en')
    t.strictSame(quality, [{ leg: 'a', party: { digits: '101' }, ...COUNTED, mos: 4.2 }])
    t.equal(shownRecord({ ...RECORD, legs: [] }, 'en').quality, undefined)
  },
)

t.test('G.109: good, middling, bad, and unknown as unknown', async (t) => {
  t.strictSame([4.4, 4.03, 3.5, 2.9, undefined].map(toneOfScore), [
    'good',
    'good',
    'warn',
    'bad',
    'idle',
  ])
  t.equal(lostPercent(COUNTED), 1)
  t.equal(lostPercent({ packetsReceived: 0, packetsLost: 0 }), undefined, 'nothing came')
})
