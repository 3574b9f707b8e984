import t from 'tap'
import { Office } from './office.ts'
import { pause, until } from './phone.ts'

t.test('a call of PCMU and PCMA hears itself in both directions', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context, 'PCMU')
  const bob = await office.party(context, 'PCMA')
  alice.phone.talk(440)
  bob.phone.talk(1000)
  await bob.phone.hears(440)
  await alice.phone.hears(1000)
  t.ok(alice.phone.level(440) < -40, 'and not oneself')
  t.ok(bob.phone.level(1000) < -40)
})

t.test('RFC 3550 §5.1 a relayed stream has our SSRC and goes on without a gap', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  for (let i = 0; i < 50; i++) {
    alice.phone.send(Buffer.alloc(160, i))
    alice.phone.timestamp = (alice.phone.timestamp + 160) >>> 0
  }
  await until(() => bob.phone.packets.length === 50)
  const { packets } = bob.phone
  t.ok(packets.every((packet) => packet.ssrc === packets[0]?.ssrc))
  t.not(packets[0]?.ssrc, alice.phone.ssrc)
  packets.forEach((packet, i) => {
    const before = packets[i - 1]
    t.equal(packet.payload[0], i)
    t.equal(packet.marker, i === 0)
    if (!before) return
    t.equal(packet.sequence, (before.sequence + 1) & 0xffff)
    t.equal(packet.timestamp, (before.timestamp + 160) >>> 0)
  })
})

t.test('what was lost and out of order stays so in the numbers', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  for (const sequence of [10, 11, 14, 13]) {
    alice.phone.sequence = sequence
    alice.phone.timestamp = sequence * 160
    alice.phone.send(Buffer.alloc(160))
  }
  await until(() => bob.phone.packets.length === 4)
  const first = bob.phone.packets[0]
  if (!first) throw new Error('nothing came')
  t.strictSame(
    bob.phone.packets.map((packet) => (packet.sequence - first.sequence) & 0xffff),
    [0, 1, 4, 3],
  )
  t.strictSame(
    bob.phone.packets.map((packet) => (packet.timestamp - first.timestamp) >>> 0),
    [0, 160, 640, 480],
  )
})

t.test('another source at an ear begins with a marker and goes on in the numbers', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  const elsewhere = office.media.addContext()
  const carol = await office.party(elsewhere)
  alice.phone.sendFrame(new Array(160).fill(0))
  await until(() => bob.phone.packets.length === 1)
  office.media.move(bob.termination, elsewhere)
  carol.phone.ssrc = 99
  carol.phone.sequence = 7
  carol.phone.sendFrame(new Array(160).fill(0))
  await until(() => bob.phone.packets.length === 2)
  const [before, after] = bob.phone.packets
  if (!before || !after) throw new Error('nothing came')
  t.equal(after.ssrc, before.ssrc)
  t.equal(after.sequence, (before.sequence + 1) & 0xffff)
  t.ok(after.marker)
  const gap = (after.timestamp - before.timestamp) >>> 0
  t.ok(gap >= 160 && gap < 8000 * 20, `the timestamp went on by the time that passed: ${gap}`)
})

t.test('packets of another length are cut to the ptime of the ear', async (t) => {
  const office = new Office(t)
  const context = office.media.addContext()
  const alice = await office.party(context)
  const bob = await office.party(context, 'PCMU', { ptimeMs: 30 })
  for (let i = 0; i < 30; i++) {
    alice.phone.send(Buffer.alloc(160, 0x80 + i))
    alice.phone.timestamp = (alice.phone.timestamp + 160) >>> 0
  }
  await until(() => bob.phone.packets.length === 20)
  const { packets } = bob.phone
  t.ok(packets.every((packet) => packet.payload.length === 240))
  t.strictSame(
    Buffer.concat(packets.map((packet) => packet.payload)),
    Buffer.concat(Array.from({ length: 30 }, (_, i) => Buffer.alloc(160, 0x80 + i))),
  )
  packets.slice(1).forEach((packet, i) => {
    t.equal((packet.timestamp - (packets[i]?.timestamp ?? 0)) >>> 0, 240)
  })
})

t.test('an idle call sends nothing', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  await pause(300)
  t.equal(alice.phone.packets.length + bob.phone.packets.length, 0)
})

t.test('a party on hold neither hears nor is heard, and comes back', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  alice.phone.talk(440)
  bob.phone.talk(1000)
  await bob.phone.hears(440)
  office.media.setRtp(bob.termination, bob.phone.stream({ send: false, receive: false }))
  await pause(100) // what was on its way
  const before = bob.phone.packets.at(-1)
  alice.phone.forget()
  bob.phone.forget()
  await pause(200)
  t.equal(alice.phone.packets.length + bob.phone.packets.length, 0)
  office.media.setRtp(bob.termination, bob.phone.stream())
  await bob.phone.hears(440)
  await alice.phone.hears(1000)
  const [after] = bob.phone.packets
  t.equal(after?.sequence, ((before?.sequence ?? 0) + 1) & 0xffff, 'what was held back is no loss')
  t.ok(after?.marker)
})

t.test('malformed RTP is counted, and the call goes on', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  const bad = ['', '80', '00'.repeat(12), 'ff'.repeat(40), `a0${'00'.repeat(11)}`, '9f'.repeat(13)]
  for (const hex of bad) alice.phone.sendRaw(Buffer.from(hex, 'hex'))
  alice.phone.sendRaw(Buffer.alloc(9000, 0x80))
  await until(() => office.media.stats(alice.termination).droppedMalformed === bad.length + 1)
  alice.phone.talk(440)
  await bob.phone.hears(440)
})
