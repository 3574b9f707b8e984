import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import type { FxoDialling } from '../../firmware/calls/fxo-leg.ts'
import { FxoLeg } from '../../firmware/calls/fxo-leg.ts'
import { LineWorld, somebody } from './line-world.ts'

const MANNERS = {
  line: 'fxo-1',
  preDialMs: 500,
  dtmfOnMs: 100,
  dtmfGapMs: 80,
  answersByReversal: false,
  disconnectsByTone: true,
  silenceMs: 600_000,
}
const DIALLING: FxoDialling = {
  ...MANNERS,
  digits: '5550100',
  emergency: false,
  insists: false,
  waitMs: 0,
}

async function outgoing(w: LineWorld, changes: Partial<FxoDialling> = {}): Promise<FxoLeg> {
  const leg = FxoLeg.outgoing(w.world, 'c.2', somebody, { ...DIALLING, ...changes })
  await w.settle()
  return leg
}

/** Through the digits of a usual call. */
async function through(w: LineWorld, leg: FxoLeg): Promise<void> {
  leg.heard('dial', 'from')
  await w.settle(500)
  await w.settle(7 * 180 + 150)
}

t.test(
  'CO-15 CO-16 CO-17 seizes, and dials when the tone is there and the delay over',
  async (t) => {
    const w = new LineWorld()
    const leg = await outgoing(w)
    t.match(w.lines.of('hook'), [{ state: 'off' }])
    leg.heard('dial', 'from')
    await w.settle(499)
    t.strictSame(w.media.of('digits'), [], 'not before the delay is over')
    await w.settle(1)
    t.match(w.media.of('digits'), [{ digits: '5550100', onMs: 100, gapMs: 80 }])
    t.equal(leg.phase, 'calling')
    await w.settle(7 * 180 + 150)
    t.equal(leg.phase, 'answered')
    t.strictSame(w.found, ['dial-tone'])
  },
)

t.test('a late dial tone is waited for', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w)
  await w.settle(2000)
  t.strictSame(w.media.of('digits'), [])
  leg.heard('dial', 'from')
  t.equal(w.media.of('digits').length, 1)
})

t.test('a line without dial tone is given up for another one, and that is said', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w)
  await w.settle(500)
  await w.settle(2500)
  t.match(leg, { phase: 'released', cause: Cause.circuitUnavailable })
  t.strictSame(w.found, ['no-dial-tone'])
})

t.test('glare: a voice in place of dial tone is no fault of the line', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w)
  leg.heard('sound', 'from')
  await w.settle(500)
  await w.settle(2500)
  t.match(leg, { phase: 'released', cause: Cause.circuitUnavailable })
  t.strictSame(w.found, [])
})

t.test('an emergency call on the last line dials without dial tone', async (t) => {
  const w = new LineWorld()
  await outgoing(w, { digits: '911', emergency: true, insists: true })
  t.match(w.lines.of('add-line'), [{ protected: true }])
  await w.settle(500)
  await w.settle(2500)
  t.match(w.media.of('digits'), [{ digits: '911' }])
})

t.test('answer by reversal, and its end by another one', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w, { answersByReversal: true })
  await through(w, leg)
  t.match(leg, { phase: 'alerting', earlyMedia: true })
  leg.lineEvent({ kind: 'reversal' })
  t.equal(leg.phase, 'answered')
  leg.lineEvent({ kind: 'reversal' })
  t.match(leg, { phase: 'released', cause: Cause.normalClearing })
})

t.test('CO-14 the far end hangs up: by CPC, by busy tone, by dial tone', async (t) => {
  const w = new LineWorld()
  const byCurrent = await outgoing(w)
  await through(w, byCurrent)
  byCurrent.lineEvent({ kind: 'disconnect' })
  t.match(byCurrent, { phase: 'released', cause: Cause.normalClearing, releasedBy: 'party' })

  const byTone = await outgoing(w)
  await through(w, byTone)
  byTone.heard('busy', 'from')
  t.match(byTone, { phase: 'released', cause: Cause.userBusy })

  const again = await outgoing(w)
  await through(w, again)
  again.heard('dial', 'from')
  t.equal(again.phase, 'answered', 'what is left of our own dial tone')
  await w.settle(6000)
  again.heard('dial', 'from')
  t.equal(again.phase, 'released')
})

t.test(
  'nobody tells that the far end has gone: silence ends the call, voice does not',
  async (t) => {
    const w = new LineWorld()
    const leg = await outgoing(w)
    await through(w, leg)
    leg.heard('silence', 'from')
    await w.settle(599_000)
    leg.heard('sound', 'from')
    await w.settle(599_000)
    t.equal(leg.phase, 'answered')
    leg.heard('silence', 'from')
    w.isAside = true
    await w.settle(600_000)
    t.equal(leg.phase, 'answered', 'on hold nobody speaks')
    w.isAside = false
    await w.settle(600_000)
    t.match(leg, { phase: 'released', cause: Cause.recoveryOnTimerExpiry })
    t.ok(w.found.includes('no-disconnect'))
  },
)

t.test('who only listens is not cut off for ten minutes of it', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w)
  await through(w, leg)
  leg.heard('silence', 'from')
  leg.heard('sound', 'to')
  await w.settle(3_599_000)
  t.equal(leg.phase, 'answered')
  await w.settle(1000)
  t.match(leg, { phase: 'released', cause: Cause.recoveryOnTimerExpiry }, 'not for ever either')

  const other = await outgoing(w)
  await through(w, other)
  other.heard('silence', 'from')
  other.heard('sound', 'to')
  await w.settle(300_000)
  other.heard('silence', 'to')
  await w.settle(600_000)
  t.equal(other.phase, 'released', 'both are silent')
})

t.test(
  'a line that fell silent while it was dialled, and never says a word, is freed',
  async (t) => {
    const w = new LineWorld()
    const leg = await outgoing(w)
    leg.heard('dial', 'from')
    await w.settle(500)
    leg.heard('silence', 'from') // said once: nothing changes after it
    await w.settle(7 * 180 + 150)
    t.equal(leg.phase, 'answered')
    await w.settle(300_000)
    const restored = FxoLeg.restore(w.world, structuredClone(leg.snapshot()))
    await w.settle(600_000)
    t.match(leg, { phase: 'released', cause: Cause.recoveryOnTimerExpiry })
    t.match(restored, { phase: 'released', cause: Cause.recoveryOnTimerExpiry })
  },
)

t.test('an outside call is answered, or its caller gives up', async (t) => {
  const w = new LineWorld()
  const leg = FxoLeg.incoming(w.world, 'c.1', somebody, MANNERS)
  leg.alert()
  await w.settle()
  t.strictSame(w.lines.of('hook'), [])
  const answering = leg.answer()
  leg.lineEvent({ kind: 'ring-over' })
  await answering
  t.equal(leg.phase, 'answered', 'an answered line rings no more')
  t.match(w.lines.of('hook'), [{ state: 'off' }])

  const other = FxoLeg.incoming(w.world, 'd.1', somebody, MANNERS)
  other.lineEvent({ kind: 'ring-over' })
  t.match(other, { phase: 'released', cause: Cause.normalClearing, releasedBy: 'party' })
})

t.test('a caller who gave up before we answered: the dial tone is nobody to talk to', async (t) => {
  const w = new LineWorld()
  const leg = FxoLeg.incoming(w.world, 'c.1', somebody, MANNERS)
  await leg.answer()
  await w.settle(500)
  leg.heard('dial', 'from')
  t.match(leg, { phase: 'released', cause: Cause.normalClearing, releasedBy: 'party' })
})

t.test('a cut line, a dead card: the leg is released', async (t) => {
  for (const kind of ['battery-lost', 'audio-stopped'] as const) {
    const w = new LineWorld()
    const leg = await outgoing(w)
    await through(w, leg)
    leg.lineEvent({ kind })
    await w.settle()
    t.match(leg, { phase: 'released', cause: Cause.destinationOutOfOrder })
    t.equal(w.lines.of('drop-context').length, 1)
  }
})

t.test('a restart at every stage of going out loses nothing and dials once', async (t) => {
  for (const stage of ['idle', 'seizing', 'dialling', 'through']) {
    const w = new LineWorld()
    const leg = FxoLeg.outgoing(w.world, 'c.2', somebody, DIALLING)
    if (stage !== 'idle') await w.settle()
    if (stage === 'dialling' || stage === 'through') leg.heard('dial', 'from')
    if (stage === 'dialling' || stage === 'through') await w.settle(500)
    if (stage === 'through') await w.settle(7 * 180 + 150)
    const snapshot = structuredClone(leg.snapshot())
    t.equal((snapshot as { stage?: string }).stage, stage)
    const after = new LineWorld()
    const restored = FxoLeg.restore(after.world, snapshot)
    await after.settle()
    if (stage !== 'through') restored.heard('dial', 'from')
    await after.settle(500)
    await after.settle(7 * 180 + 150)
    t.equal(restored.phase, 'answered', stage)
    const keys = [...w.media.of('digits'), ...after.media.of('digits')].map(({ key }) => key)
    t.equal(new Set(keys).size, 1, 'one key: the gateway sends them once')
  }
})

t.test('the lifeline takes the line for an emergency call: the leg is over', async (t) => {
  const w = new LineWorld()
  const leg = await outgoing(w)
  await through(w, leg)
  leg.lineEvent({ kind: 'lifeline', state: 'tone' })
  t.equal(leg.phase, 'answered')
  leg.lineEvent({ kind: 'lifeline', state: 'call', peer: 'fxo-1' })
  t.match(leg, { phase: 'released', cause: Cause.preempted, hasLostLine: true })
})
