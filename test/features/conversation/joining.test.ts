import t from 'tap'
import { canBeJoined, letIn } from '../../../firmware/features/conversation/joining.ts'
import { ScriptedLeg } from '../../calls/fakes.ts'
import { aTalk } from './a-talk.ts'

/** A third comes to the called party of a talk. */
async function aThird() {
  const talk = await aTalk()
  const { call, caller } = talk
  const called = talk.phone('102')
  if (!call) throw new Error('no call')
  const third = letIn(call, called, (id) => new ScriptedLeg(call, id, 'in', '105')) as ScriptedLeg
  await talk.exchange.settle()
  return { talk, call, caller, called, third }
}

t.test('RFC 3911 a third is answered and hears both, who hear him and each other', async (t) => {
  const { talk, call, caller, called, third } = await aThird()
  t.strictSame(third.told, ['answer'])
  t.ok(talk.hear(third, caller) && talk.hear(third, called) && talk.hear(caller, called))
  t.match(call.steps.saved.state, { part: 'three-way', holder: called.id, third: third.id })
  t.notOk(canBeJoined(call, called), 'three are enough')
})

t.test('whoever leaves, the two others go on; and another may join them then', async (t) => {
  for (const leaves of ['caller', 'called', 'third'] as const) {
    const { talk, call, ...three } = await aThird()
    await talk.hangsUp(three[leaves])
    const [one, other] = Object.entries(three).flatMap(([who, leg]) =>
      who === leaves ? [] : [leg],
    )
    if (!one || !other) throw new Error('nobody is left')
    t.match([one.phase, other.phase], ['answered', 'answered'], leaves)
    t.equal(call.partnerOf(one), other, leaves)
    t.ok(talk.hear(one, other), leaves)
    t.ok(canBeJoined(call, one), leaves)
    await talk.hangsUp(one)
    t.equal(other.phase, 'released', leaves)
    t.equal(talk.exchange.table.calls.length, 0, leaves)
  }
})

t.test('who holds the other is not joined', async (t) => {
  const talk = await aTalk()
  const called = talk.phone('102')
  await talk.flash(called)
  t.notOk(talk.call && canBeJoined(talk.call, called))
})
