import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t from 'tap'
import { Office } from './office.ts'
import { pause, until } from './phone.ts'

t.test('RFC 3550 A.3 loss is what did not come', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  for (let i = 0; i < 200; i++) {
    if (i % 10 === 5) alice.phone.sequence = (alice.phone.sequence + 1) & 0xffff
    else alice.phone.send(Buffer.alloc(160))
    alice.phone.timestamp = (alice.phone.timestamp + 160) >>> 0
    if (i % 20 === 0) await pause(1)
  }
  await until(() => bob.phone.packets.length === 180)
  t.match(office.media.stats(alice.termination), {
    packetsReceived: 180,
    bytesReceived: 180 * 160,
    lost: 20,
    droppedMalformed: 0,
    droppedSecure: 0,
    droppedSource: 0,
  })
  t.match(office.media.stats(bob.termination), { packetsSent: 180, bytesSent: 180 * 160, lost: 0 })
  const { mosListening = 0 } = office.media.stats(alice.termination)
  t.ok(Math.abs(mosListening - 3.41) < 0.05, `G.107: R 66, ${mosListening}`)
  t.equal(office.media.stats(bob.termination).mosListening, undefined, 'of who said nothing')
  t.match(office.media.totals(), { packetsReceived: 180, packetsSent: 180 })
})

t.test('a packet too late for the mix is counted', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(3)
  alice.phone.talk(400)
  await bob.phone.hears(400)
  const { sequence, timestamp } = alice.phone
  alice.phone.sequence = (sequence - 30) & 0xffff
  alice.phone.timestamp = (timestamp - 30 * 160) >>> 0
  const before = office.media.stats(alice.termination).late
  alice.phone.sendFrame(new Int16Array(160))
  alice.phone.sequence = sequence
  alice.phone.timestamp = timestamp
  await until(() => office.media.stats(alice.termination).late > before)
  await bob.phone.hears(400)
})

t.test('silence on the wire is told, and the end of it', async (t) => {
  const office = new Office(t, 300)
  const [alice] = await office.call(1)
  alice.phone.talk(400)
  await pause(600)
  t.strictSame(office.events, [])
  alice.phone.hush()
  t.match(await office.event('rtp-lost'), { termination: alice.termination })
  alice.phone.talk(400)
  t.match(await office.event('rtp-back'), { termination: alice.termination })
})

t.test('a party that may not send is not missed', async (t) => {
  const office = new Office(t, 200)
  const [alice] = await office.call(1)
  office.media.setRtp(alice.termination, alice.phone.stream({ receive: false }))
  await pause(700)
  t.strictSame(office.events, [])
})

t.test(
  'RFC 3550 §6.4 reports go out with CNAME and what was received; theirs are read',
  async (t) => {
    const office = new Office(t)
    const rtcp = createSocket('udp4')
    rtcp.bind(0, '127.0.0.1')
    await once(rtcp, 'listening')
    t.teardown(() => void rtcp.close())
    const [alice, bob] = await office.call(2)
    const remote = { address: '127.0.0.1', port: alice.phone.port, rtcpPort: rtcp.address().port }
    office.media.setRtp(alice.termination, alice.phone.stream({ remote }))
    alice.phone.talk(400)
    bob.phone.talk(1000)
    const [report] = (await once(rtcp, 'message')) as [Buffer]
    t.equal(report.readUInt8(1), 200, 'a sender report')
    t.equal(report.readUInt8(0), 0x81, 'with one block')
    t.equal(report.readUInt32BE(4), alice.phone.packets[0]?.ssrc)
    t.equal(report.readUInt32BE(28), alice.phone.ssrc, 'about the phone')
    t.equal(report.readUInt32BE(32), 0, 'which lost nothing')
    const sdes = report.subarray(52)
    t.equal(sdes.readUInt8(1), 202)
    t.equal(sdes.readUInt8(8), 1, 'CNAME')
    t.ok(sdes.readUInt8(9) >= 16)

    // A receiver report of the phone: a quarter lost, and the time our report took to come back.
    const answer = Buffer.alloc(32)
    answer[0] = 0x81
    answer[1] = 201
    answer.writeUInt16BE(7, 2)
    answer.writeUInt32BE(alice.phone.ssrc, 4)
    answer.writeUInt32BE(report.readUInt32BE(4), 8)
    answer[12] = 64
    report.copy(answer, 24, 10, 14) // the middle of our NTP time; it was answered at once
    rtcp.send(answer, alice.port + 1, '127.0.0.1')
    await until(() => office.media.stats(alice.termination).remoteLostPermille !== undefined)
    const stats = office.media.stats(alice.termination)
    t.equal(stats.remoteLostPermille, 250)
    t.ok(stats.roundTripMs !== undefined && stats.roundTripMs > 0 && stats.roundTripMs < 5000)
    t.ok(stats.jitterMs >= 0 && stats.jitterMs < 100)

    // RFC 3611: its own judgement, and from then on it is told ours.
    const metrics = Buffer.alloc(44)
    metrics.set([0x80, 207, 0, 10])
    metrics.writeUInt32BE(alice.phone.ssrc, 4)
    metrics.set([7, 0, 0, 8], 8)
    metrics.writeUInt32BE(report.readUInt32BE(4), 12)
    metrics[34] = 38 // MOS-LQ 3.8
    const told = once(rtcp, 'message') as Promise<[Buffer]>
    rtcp.send(Buffer.concat([answer, metrics]), alice.port + 1, '127.0.0.1')
    await until(() => office.media.stats(alice.termination).remoteMos === 3.8)
    const [next] = await told
    const ours = next.subarray(next.length - 44)
    t.strictSame([ours[1], ours[8]], [207, 7], 'VoIP metrics')
    t.equal(ours.readUInt32BE(12), alice.phone.ssrc)
    t.ok((ours[34] ?? 0) >= 40 && (ours[34] ?? 0) <= 45, `MOS-LQ ${ours[34]}`)

    rtcp.send(Buffer.from('81c80006', 'hex'), alice.port + 1, '127.0.0.1')
    await until(() => office.media.stats(alice.termination).droppedMalformed === 1)
  },
)
