import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { FxsLeg } from '../../firmware/calls/fxs-leg.ts'
import { autoAnswerSteps } from '../../firmware/model/auto-answer-digits.ts'
import { LineWorld, somebody } from './line-world.ts'

const RINGING = {
  line: 'fxs-1',
  cadence: [2000, 4000],
  caller: { number: '101', name: 'Ada' },
  whenAnswered: [],
}

t.test('a lifted telephone has audio at once and its keys are heard', async (t) => {
  const w = new LineWorld()
  const leg = FxsLeg.incoming(w.world, 'c.1', somebody, 'fxs-1')
  await w.settle()
  t.ok(leg.hasAudio)
  t.match(w.lines.of('add-line'), [{ line: 'fxs-1', termination: 'c.1' }])
  t.match(w.media.of('add-line'), [{ line: 'fxs-1', termination: 'c.1' }])
  t.match(w.media.of('detect'), [{ termination: 'c.1', side: 'from' }])
})

t.test(
  'RING-7 a called telephone rings with its cadence and caller, until it is lifted',
  async (t) => {
    const w = new LineWorld()
    const leg = FxsLeg.outgoing(w.world, 'c.2', somebody, RINGING)
    await w.settle()
    t.equal(leg.phase, 'alerting')
    t.match(w.lines.of('ring'), [{ cadence: [2000, 4000], caller: { number: '101' } }])
    t.notOk(leg.hasAudio)

    leg.lineEvent({ kind: 'off-hook' })
    await w.settle()
    t.equal(leg.phase, 'answered')
    t.match(w.lines.of('ring').at(-1), { cadence: [] })
    t.match(w.media.of('add-line'), [{ line: 'fxs-1' }])
  },
)

t.test('on hook ends the leg and lets go of the line', async (t) => {
  const w = new LineWorld()
  const leg = FxsLeg.incoming(w.world, 'c.1', somebody, 'fxs-1')
  leg.lineEvent({ kind: 'on-hook' })
  await w.settle()
  t.match(leg, { phase: 'released', cause: Cause.normalClearing, releasedBy: 'party' })
  t.match(w.lines.of('drop-context'), [{ context: 'c.1' }])
  t.strictSame(w.released, ['fxs-1'])
})

t.test('on hook frees the audio of the line at once, however long its call goes on', async (t) => {
  const w = new LineWorld()
  const leg = FxsLeg.incoming(w.world, 'c.1', somebody, 'fxs-1')
  await w.settle()
  leg.lineEvent({ kind: 'on-hook' })
  t.notOk(leg.isInContext)
  await w.settle()
  t.match(w.media.of('subtract'), [{ termination: 'c.1' }])
})

t.test('hook flashes are counted, not while it rings', async (t) => {
  const w = new LineWorld()
  const leg = FxsLeg.outgoing(w.world, 'c.2', somebody, RINGING)
  await w.settle()
  leg.lineEvent({ kind: 'flash' })
  t.equal(leg.flashes, 0)
  leg.lineEvent({ kind: 'off-hook' })
  await w.settle()
  leg.lineEvent({ kind: 'flash' })
  t.equal(leg.flashes, 1)
})

t.test('a telephone that is off hook already is busy', async (t) => {
  const w = new LineWorld()
  w.lines.failures.push(undefined, 'line-busy')
  const leg = FxsLeg.outgoing(w.world, 'c.2', somebody, RINGING)
  await w.settle()
  t.match(leg, { phase: 'released', cause: Cause.userBusy })
})

t.test('after a restart it holds what it held: the bell, the audio', async (t) => {
  const w = new LineWorld()
  const before = FxsLeg.outgoing(w.world, 'c.2', somebody, RINGING)
  await w.settle()
  const after = new LineWorld()
  const leg = FxsLeg.restore(after.world, structuredClone(before.snapshot()))
  leg.resync()
  await after.settle()
  t.equal(leg.phase, 'alerting')
  t.match(after.lines.asked, [{ op: 'context' }, { op: 'add-line' }, { op: 'ring' }])
  leg.lineEvent({ kind: 'off-hook' })
  await after.settle()
  t.equal(leg.phase, 'answered')
})

t.test(
  'ANLG-12 CO-22 a device that answers is sent its digits before the caller hears it',
  async (t) => {
    const w = new LineWorld()
    const whenAnswered = autoAnswerSteps('P+12', { extension: '', dnis: '' })
    const leg = FxsLeg.outgoing(w.world, 'c.2', somebody, { ...RINGING, whenAnswered })
    await w.settle()
    leg.lineEvent({ kind: 'off-hook' })
    await w.settle(999)
    t.strictSame(w.media.of('digits'), [], 'a second of pause first')
    await w.settle(1)
    t.match(w.media.of('digits'), [{ digits: '1', onMs: 150, gapMs: 150 }])
    await w.settle(300)
    t.match(w.media.of('digits').at(-1), { digits: '2' })
    t.equal(leg.phase, 'alerting')
    await w.settle(300)
    t.equal(leg.phase, 'answered')
  },
)

t.test(
  'after a restart a line that was being let go of is let go of, before anything else',
  async (t) => {
    const w = new LineWorld()
    const before = FxsLeg.incoming(w.world, 'c.1', somebody, 'fxs-1')
    before.lineEvent({ kind: 'on-hook' })
    const after = new LineWorld()
    FxsLeg.restore(after.world, structuredClone(before.snapshot()))
    t.match(after.lines.asked, [{ op: 'drop-context', context: 'c.1' }])
  },
)
