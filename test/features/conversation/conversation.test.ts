import t from 'tap'
import { Cause } from '../../../firmware/calls/cause.ts'
import { aTalk } from './a-talk.ts'

const RECALL = '350+440 …' // in bursts, then steady
const BUSY = '480+620'

t.test('two talk until one hangs up; the other is released with the same cause', async (t) => {
  const talk = await aTalk()
  const called = talk.phone('102')
  t.ok(talk.hear(talk.caller, called))
  await talk.hangsUp(called)
  t.match(talk.exchange.events.at(-1), { kind: 'released', cause: Cause.normalClearing })
  t.equal(talk.exchange.table.calls.length, 0)
})

t.test(
  'a hook flash puts the other on hold and gives recall dial tone; another one goes back',
  async (t) => {
    const talk = await aTalk()
    const called = talk.phone('102')
    await talk.flash(called)
    t.notOk(talk.hear(talk.caller, called), 'on hold')
    t.strictSame(talk.tones(called), [RECALL])
    await talk.flash(called)
    t.ok(talk.hear(talk.caller, called))
    t.strictSame(talk.tones(called), [])
  },
)

t.test('consultation: the held party hears nothing of it; hanging up transfers', async (t) => {
  const talk = await aTalk()
  const [holder, held] = [talk.phone('102'), talk.caller]
  holder.hasAudio = true
  await talk.flash(holder)
  await talk.dial(holder, '103')
  talk.phone('103').becomes('alerting')
  await talk.exchange.settle()
  t.strictSame(talk.tones(holder), ['440+480'])
  await talk.answers('103')
  const third = talk.phone('103')
  t.ok(talk.hear(holder, third))
  t.notOk(talk.hear(held, third))
  t.notOk(talk.hear(held, holder))

  await talk.hangsUp(holder)
  t.ok(talk.hear(held, third), 'transferred')
  t.ok(talk.exchange.kinds().includes('transferred'))
  await talk.hangsUp(third)
  t.equal(talk.exchange.table.calls.length, 0)
})

t.test(
  'the caller may consult and transfer too: the call outlives the one that began it',
  async (t) => {
    const talk = await aTalk()
    const called = talk.phone('102')
    await talk.flash(talk.caller)
    await talk.dial(talk.caller, '103')
    await talk.answers('103')
    await talk.hangsUp(talk.caller)
    t.ok(talk.hear(called, talk.phone('103')))
    await talk.exchange.clock.advance(60_000)
    t.equal(talk.exchange.table.calls.length, 1)
    await talk.hangsUp(called)
    t.equal(talk.exchange.table.calls.length, 0)
  },
)

t.test('hanging up while it rings transfers blindly: the held party hears ringback', async (t) => {
  const talk = await aTalk()
  const [holder, held] = [talk.phone('102'), talk.caller]
  held.hasAudio = true
  await talk.flash(holder)
  await talk.dial(holder, '103')
  await talk.hangsUp(holder)
  talk.phone('103').becomes('alerting')
  await talk.exchange.settle()
  t.strictSame(talk.tones(held), ['440+480'])
  await talk.answers('103')
  t.strictSame(talk.tones(held), [])
  t.ok(talk.hear(held, talk.phone('103')))
})

t.test('a second flash makes a three-way call, a third one drops the last to come', async (t) => {
  const talk = await aTalk()
  const [holder, held] = [talk.phone('102'), talk.caller]
  await talk.flash(holder)
  await talk.dial(holder, '103')
  await talk.answers('103')
  const third = talk.phone('103')
  await talk.flash(holder)
  t.ok(talk.hear(holder, held) && talk.hear(holder, third) && talk.hear(held, third))
  await talk.flash(holder)
  t.equal(third.phase, 'released')
  t.ok(talk.hear(holder, held))
})

t.test('in a three-way call anybody may leave', async (t) => {
  for (const who of ['holder', 'held', 'third'] as const) {
    const talk = await aTalk()
    const legs = { holder: talk.phone('102'), held: talk.caller, third: talk.caller }
    await talk.flash(legs.holder)
    await talk.dial(legs.holder, '103')
    await talk.answers('103')
    legs.third = talk.phone('103')
    await talk.flash(legs.holder)
    await talk.hangsUp(legs[who])
    const [a, b] = Object.entries(legs)
      .filter(([name]) => name !== who)
      .map(([, leg]) => leg)
    t.ok(a && b && talk.hear(a, b), `without the ${who}`)
    if (a) await talk.hangsUp(a)
    t.equal(talk.exchange.table.calls.length, 0)
  }
})

t.test('a busy number: busy tone, then the held party again', async (t) => {
  const talk = await aTalk()
  const called = talk.phone('102')
  await talk.flash(called)
  await talk.dial(called, '109')
  t.strictSame(talk.tones(called), [BUSY])
  await talk.exchange.clock.advance(4500)
  t.strictSame(talk.tones(called), [])
  t.ok(talk.hear(talk.caller, called))
})

t.test('who hangs up with a party on hold is called back', async (t) => {
  const talk = await aTalk()
  const called = talk.phone('102')
  Object.assign(called, { device: '102' })
  await talk.flash(called)
  await talk.hangsUp(called)
  const again = talk.phone('102')
  t.not(again, called, 'the telephone rings again')
  await talk.answers('102')
  t.ok(talk.hear(talk.caller, again))
})

t.test('the held party hangs up: the consultation goes on as a call', async (t) => {
  const talk = await aTalk()
  const called = talk.phone('102')
  await talk.flash(called)
  await talk.dial(called, '103')
  await talk.hangsUp(talk.caller)
  await talk.answers('103')
  t.ok(talk.hear(called, talk.phone('103')))
  t.equal(talk.exchange.table.calls.length, 1)
  await talk.hangsUp(called)
  t.equal(talk.exchange.table.calls.length, 0)
})

t.test('in each state a killed exchange goes on where it was', async (t) => {
  const talk = await aTalk()
  const killed = async () => {
    await talk.exchange.killed()
    return talk.call?.legs as never as Parameters<typeof talk.flash>[0][]
  }
  let [held, holder, third] = await killed()
  if (!held || !holder) throw new Error('no legs')
  await talk.flash(holder)
  await talk.dial(holder, '10')
  ;[held, holder] = await killed()
  if (!held || !holder) throw new Error('no legs')
  await talk.dial(holder, '3')
  ;[held, holder, third] = await killed()
  if (!held || !holder || !third) throw new Error('103 does not ring')
  third.becomes('answered')
  await talk.exchange.settle()
  ;[held, holder, third] = await killed()
  if (!held || !holder || !third) throw new Error('no legs')
  await talk.hangsUp(holder)
  ;[held, holder, third] = await killed()
  if (!held || !holder || !third) throw new Error('no legs')
  t.ok(talk.hear(held, third))
  await talk.hangsUp(held)
  t.equal(talk.exchange.table.calls.length, 0)
  const left = talk.exchange.events.filter(({ kind }) => kind === 'left')
  t.equal(left.length, 3, 'each is recorded as left once')
})

t.test(
  'MOH-1 who is put on hold by a telephone hears its music, and not the telephone',
  async (t) => {
    const talk = await aTalk()
    const [holder, held] = [talk.phone('102'), talk.caller]
    t.strictSame(talk.tones(held), [])
    for (let times = 0; times < 3; times++) {
      await talk.holds(holder, true)
      t.strictSame(talk.tones(held), ['music'])
      t.notOk(talk.hear(held, holder))
      t.strictSame(talk.tones(holder), [])
      await talk.holds(holder, false)
      t.strictSame(talk.tones(held), [], 'stops on retrieve')
      t.ok(talk.hear(held, holder))
    }
  },
)

t.test('MOH-3 a telephone without music: the held party hears what it sends', async (t) => {
  const talk = await aTalk()
  await talk.holds(talk.caller, true)
  t.strictSame(talk.tones(talk.phone('102')), [])
  t.ok(talk.hear(talk.caller, talk.phone('102')))
})

t.test(
  'MOH-1 music during a consultation, until somebody speaks with the party again',
  async (t) => {
    const talk = await aTalk()
    const [holder, held] = [talk.phone('102'), talk.caller]
    held.hasAudio = true
    await talk.flash(holder)
    t.strictSame(talk.tones(held), ['music'])
    await talk.dial(holder, '103')
    t.strictSame(talk.tones(held), ['music'])
    await talk.answers('103')
    t.strictSame(talk.tones(held), ['music'])
    await talk.flash(holder)
    t.strictSame(talk.tones(held), [], 'a three-way call has none')
    await talk.flash(holder)
    t.ok(talk.hear(held, holder))
    await talk.flash(holder)
    t.strictSame(talk.tones(held), ['music'], 'again')
    await talk.dial(holder, '104')
    await talk.answers('104')
    t.strictSame(talk.tones(held), ['music'])
    await talk.hangsUp(holder)
    t.strictSame(talk.tones(held), [], 'nobody holds it')
  },
)

t.test(
  'MOH-1 the music goes on over a restart of the exchange, and is not begun twice',
  async (t) => {
    const talk = await aTalk()
    const [holder, held] = [talk.phone('102'), talk.caller]
    await talk.holds(holder, true)
    const before = talk.exchange.gateway.of('play').map(({ attachment }) => attachment)
    await talk.exchange.killed()
    t.equal(
      talk.exchange.gateway.of('stop').some(({ attachment }) => before.includes(attachment)),
      false,
      'no gap',
    )
    t.strictSame(
      new Set(talk.exchange.gateway.of('play').map(({ attachment }) => attachment)),
      new Set(before),
      'said again under the same name, which changes nothing',
    )
    const again = talk.exchange.phone(holder.id)
    await talk.holds(again, false)
    t.strictSame(talk.tones(held), [])
  },
)
