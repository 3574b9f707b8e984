import t from 'tap'
import { Office } from './office.ts'
import { pause, until } from './phone.ts'

t.test('SECURITY row 6: a phone behind a NAT is learned, then locked', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context, 'PCMU', { symmetric: true })
  const bob = await office.party(context)
  const nat = await office.stranger(alice.port) // where Alice's packets really come from
  bob.phone.talk(1000)
  nat.talk(400)
  t.match(await office.event('learned'), { termination: alice.termination })
  await bob.phone.hears(400)
  await nat.hears(1000)
  t.match(office.media.stats(alice.termination).remote, { port: nat.port })
  const thief = await office.stranger(alice.port)
  thief.talk(1800)
  await until(() => office.media.stats(alice.termination).droppedSource > 20)
  t.equal(thief.packets.length, 0, 'silence towards strangers')
  t.ok((await bob.phone.levelFromNow(1800)) < -40)
  t.match(office.media.stats(alice.termination).remote, { port: nat.port })
})

t.test(
  'SECURITY row 6: RTP bleed: who is not in the SDP hears nothing and is not heard',
  async (t) => {
    const office = new Office(t)
    const [alice, bob] = await office.call(2)
    bob.phone.talk(1000)
    await alice.phone.hears(1000)
    const thief = await office.stranger(alice.port)
    thief.talk(1800)
    await until(() => office.media.stats(alice.termination).droppedSource > 20)
    t.equal(thief.packets.length, 0)
    t.ok(office.events.every((event) => event.kind !== 'learned'))
    t.equal(office.media.stats(alice.termination).packetsReceived, 0)
  },
)

t.test('SECURITY row 6: once the phone itself has sent, nobody else is learned', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context, 'PCMU', { symmetric: true })
  alice.phone.sendFrame(new Int16Array(160))
  await until(() => office.media.stats(alice.termination).packetsReceived === 1)
  const thief = await office.stranger(alice.port)
  thief.talk(1800)
  await until(() => office.media.stats(alice.termination).droppedSource > 20)
  t.match(office.media.stats(alice.termination).remote, { port: alice.phone.port })
})

t.test('SECURITY row 6: before a stream is set nothing is taken or sent', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  const context = office.media.addContext()
  const { termination, port } = office.media.addRtp(context, { localAddress: '127.0.0.1' })
  const early = await office.stranger(port)
  early.talk(400)
  await until(() => office.media.stats(termination).droppedSource > 5)
  t.equal(early.packets.length, 0)
  t.equal(office.media.stats(alice.termination).droppedSource, 0)
})

t.test('a peer whose address is not known yet is learned', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const bob = await office.party(context)
  const { termination, port } = office.media.addRtp(context, { localAddress: '127.0.0.1' })
  const late = await office.stranger(port)
  const { remote: _, ...stream } = late.stream({ symmetric: true })
  office.media.setRtp(termination, stream)
  t.equal(office.media.stats(termination).remote, undefined)
  bob.phone.talk(1000)
  late.talk(400)
  await late.hears(1000)
  await bob.phone.hears(400)
})

t.test('another SDP address is a new peer', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  const desk = await office.stranger(alice.port)
  bob.phone.talk(1000)
  await alice.phone.hears(1000)
  office.media.setRtp(alice.termination, desk.stream())
  await desk.hears(1000)
  alice.phone.forget()
  await pause(100)
  t.equal(alice.phone.packets.length, 0)
})
