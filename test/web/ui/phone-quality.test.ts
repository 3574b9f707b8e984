import t from 'tap'
import { shareOf } from '../../../firmware/web/ui/src/softphone/level-share.ts'
import { mosOf, qualityOf, receivedIn } from '../../../firmware/web/ui/src/softphone/quality.ts'

t.test('ITU-T G.107 a perfect line is 4.4, loss and delay cost', async (t) => {
  t.ok(Math.abs(mosOf(0, 0) - 4.41) < 0.01)
  t.ok(mosOf(0.01, 50) < mosOf(0, 50))
  t.ok(mosOf(0, 400) < mosOf(0, 150))
  t.ok(Math.abs(mosOf(0.05, 50) - 3.7) < 0.3, `5 %: ${mosOf(0.05, 50)}`)
  t.equal(mosOf(1, 5000), 1)
})

t.test('quality is that since the last look', async (t) => {
  const before = { packets: 1000, lost: 100, jitterMs: 2, roundTripMs: 4 }
  const now = { packets: 1090, lost: 110, jitterMs: 3, roundTripMs: 4 }
  t.equal(qualityOf(now, before)?.loss, 0.1)
  t.equal(qualityOf(now, before)?.jitterMs, 3)
  t.equal(qualityOf(now, now), undefined, 'nothing has come')
  t.equal(qualityOf({ ...now, lost: 90 }, before)?.loss, 0, 'late packets are found again')
})

t.test('what a browser counts is read, whatever else is there', async (t) => {
  t.equal(receivedIn([{ type: 'codec' }]), undefined)
  const found = receivedIn([
    { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 7, packetsLost: 1, jitter: 0.004 },
    { type: 'candidate-pair', state: 'failed', currentRoundTripTime: 9 },
    { type: 'candidate-pair', state: 'succeeded', currentRoundTripTime: 0.02 },
  ])
  t.strictSame(found, { packets: 7, lost: 1, jitterMs: 4, roundTripMs: 20 })
})

t.test('a level is a share of 60 dB', async (t) => {
  t.equal(shareOf(new Float32Array(8)), 0)
  t.equal(shareOf(new Float32Array(8).fill(1)), 1)
  t.ok(Math.abs(shareOf(new Float32Array(8).fill(10 ** -1.5)) - 0.5) < 0.001)
})
