import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { TimerWheel } from '../../../firmware/sip/timer-wheel.ts'
import { answerStun } from '../../../firmware/sip/transport/stun.ts'
import { StunServer } from '../../../firmware/sip/transport/stun-server.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer } from '../support/peer.ts'

const ID = 'b7e7a701bc34d686fa87dfae' // RFC 5769 §2.2

function request(attributes = '', kind = '0001'): Buffer {
  const length = (attributes.length / 2).toString(16).padStart(4, '0')
  return Buffer.from(`${kind}${length}2112a442${ID}${attributes}`, 'hex')
}

t.test('RFC 5769 §2.2, §2.3 the mapped addresses of the sample responses', async (t) => {
  const v4 = answerStun(request(), { address: '192.0.2.1', port: 32853 })
  t.equal(v4?.toString('hex'), `0101000c2112a442${ID}002000080001a147e112a643`)
  const v6 = answerStun(request(), { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32853 })
  t.equal(
    v6?.toString('hex'),
    `010100182112a442${ID}002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9`,
  )
})

t.test('RFC 5389 §7.3.1 what is not understood is named; the rest gets no answer', async (t) => {
  const from = { address: '192.0.2.1', port: 1 }
  const refused = answerStun(request('0024000400000001'), from)
  t.equal(refused?.toString('hex'), `011100102112a442${ID}0009000400000414000a000200240000`)
  t.ok(answerStun(request('802200047365726e'), from), 'SOFTWARE may be ignored')
  const silent = [
    request('', '0101'),
    request('', '0011'),
    request('00240008000000'),
    request('0024ffff00000001'),
    request().subarray(0, 19),
    Buffer.concat([request(), Buffer.alloc(4)]),
    Buffer.from(`000100002112a443${ID}`, 'hex'),
    Buffer.alloc(20),
  ]
  for (const octets of silent) t.equal(answerStun(octets, from), undefined)
})

t.test('RFC 5389 §15.5 a fingerprint, if there is one, is right', async (t) => {
  const from = { address: '192.0.2.1', port: 1 }
  const whole = request('8028000400000000')
  whole.writeUInt32BE((crc32(whole.subarray(0, 20)) ^ 0x5354554e) >>> 0, 24)
  t.ok(answerStun(whole, from))
  whole[24] = (whole[24] ?? 0) ^ 1
  t.equal(answerStun(whole, from), undefined)
})

t.test('SECURITY row 7 answers are few: nobody is flooded through us', async (t) => {
  const clock = new VirtualClock()
  const server = new StunServer(new TimerWheel(clock))
  const answers = (count: number, address: (n: number) => string) =>
    Array.from({ length: count }, (_, n) =>
      server.answer(request(), { address: address(n), port: n }),
    ).filter((answer) => answer !== undefined).length
  t.equal(
    answers(1000, () => '192.0.2.1'),
    50,
  )
  t.equal(
    answers(10_000, (n) => `10.0.${n >> 8}.${n & 255}`),
    1950,
    '2000 in all',
  )
  await clock.advance(1100)
  t.equal(
    answers(10, () => '192.0.2.1'),
    10,
  )
  await clock.advance(1100)
  t.equal(clock.waiting, 0)
})

t.test('RFC 5626 §3.5.2 STUN on the SIP port, beside SIP', async (t) => {
  const { address } = await anAgent(t)
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  socket.send(request(), address.port, address.address)
  const [answer] = await once(socket, 'message')
  t.equal(answer.readUInt16BE(26) ^ 0x2112, socket.address().port)
  const peer = await aPeer(t)
  for (const octets of ['\r\n\r\n', '\r\n', '\0', '', Buffer.from('0001', 'hex')]) {
    peer.sendOctets(octets, address)
  }
  t.strictSame(await peer.quiet(address), [], 'keep-alives of other kinds need no answer')
})
