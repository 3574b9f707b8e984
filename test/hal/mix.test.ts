import t from 'tap'
import { Office } from './office.ts'

t.test('each of three hears the two others and not itself', async (t) => {
  const office = new Office(t)
  const [alice, bob, carol] = await office.call(3)
  alice.phone.talk(400, -20)
  bob.phone.talk(1000, -20)
  carol.phone.talk(1800, -20)
  const voices = [
    [alice, 400],
    [bob, 1000],
    [carol, 1800],
  ] as const
  for (const [ear] of voices) {
    for (const [voice, hz] of voices) if (voice !== ear) await ear.phone.hears(hz, -20)
  }
  for (const [ear, hz] of voices) t.ok(ear.phone.level(hz) < -40)
})

t.test('one leaves a conference of three: the two others go on', async (t) => {
  const office = new Office(t)
  const [alice, bob, carol] = await office.call(3)
  alice.phone.talk(400)
  bob.phone.talk(1000)
  await carol.phone.hears(400)
  office.media.remove(carol.termination)
  alice.phone.forget()
  await alice.phone.hears(1000)
  await bob.phone.hears(400)
  t.equal(office.media.totals().terminations, 2)
})

t.test('the topology makes a listener: it hears both, nobody hears it', async (t) => {
  const office = new Office(t)
  const [alice, bob, monitor] = await office.call(3)
  office.media.setTopology(monitor.termination, alice.termination, false)
  office.media.setTopology(monitor.termination, bob.termination, false)
  alice.phone.talk(400)
  bob.phone.talk(1000)
  monitor.phone.talk(1800)
  await monitor.phone.hears(400)
  await monitor.phone.hears(1000)
  await alice.phone.hears(1000)
  await bob.phone.hears(400)
  t.ok(alice.phone.level(1800) < -40)
  t.ok(bob.phone.level(1800) < -40)
  office.media.setTopology(monitor.termination, alice.termination, true) // now it whispers
  await alice.phone.hears(1800)
  t.ok((await bob.phone.levelFromNow(1800)) < -40)
})

t.test('in a conference of four one does not hear another, and all else is heard', async (t) => {
  const office = new Office(t)
  const [alice, bob, carol, dave] = await office.call(4)
  office.media.setTopology(dave.termination, alice.termination, false)
  bob.phone.talk(400, -20)
  carol.phone.talk(1000, -20)
  dave.phone.talk(1800, -20)
  await alice.phone.hears(400, -20)
  await alice.phone.hears(1000, -20)
  await bob.phone.hears(1800, -20)
  t.ok(alice.phone.level(1800) < -40)
})

t.test('one-way: the speaker is heard and hears nothing', async (t) => {
  const office = new Office(t)
  const [speaker, listener] = await office.call(2)
  office.media.setTopology(listener.termination, speaker.termination, false)
  speaker.phone.talk(400)
  listener.phone.talk(1000)
  await listener.phone.hears(400)
  t.equal(speaker.phone.packets.length, 0)
})

t.test('a topology ends with the context: after a move all hear each other', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  office.media.setTopology(alice.termination, bob.termination, false)
  const context = office.media.addContext()
  office.media.move(alice.termination, context)
  office.media.move(bob.termination, context)
  alice.phone.talk(400)
  await bob.phone.hears(400)
})

t.test('two contexts have no topology between them', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  const [bob] = await office.call(1)
  t.throws(() => office.media.setTopology(alice.termination, bob.termination, true), {
    code: 'EINVAL',
  })
})

t.test('an echo gives back what was said', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  alice.phone.talk(700)
  office.media.setTopology(alice.termination, alice.termination, true)
  await alice.phone.hears(700)
  office.media.setTopology(alice.termination, alice.termination, false)
  alice.phone.hush()
})

t.test('a party that moves hears its new context and no longer the old one', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  const other = office.media.addContext()
  const carol = await office.party(other, 'PCMA')
  alice.phone.talk(400)
  carol.phone.talk(1800)
  await bob.phone.hears(400)
  office.media.move(bob.termination, other)
  await bob.phone.hears(1800)
  t.ok((await bob.phone.levelFromNow(400)) < -40)
})

t.test('loud voices together are clipped, not wrapped', async (t) => {
  const office = new Office(t)
  const [ear, ...speakers] = await office.call(4)
  for (const speaker of speakers) speaker.phone.talk(1000, 0)
  await ear.phone.hears(1000, 4.5) // full scale and beyond: near a square wave
})
