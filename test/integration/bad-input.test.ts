import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import t, { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { RtpPhone } from '../peers/rtp-phone.ts'
import { RtpStream } from '../peers/rtp-stream.ts'
import { formatSip, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2) })
const [ann, bob] = [numberOf(0), numberOf(1)]

/** A good INVITE as text, to be spoilt. */
function invite(phone: RtpPhone): string {
  return formatSip(
    phone.sip.build('INVITE', phone.uriOf(bob), {
      callId: randomBytes(8).toString('hex'),
      from: `<${phone.aor}>;tag=1`,
      to: `<${phone.uriOf(bob)}>`,
      cseq: 1,
      headers: [['Contact', phone.contact]],
      body: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n',
    }),
  )
}

/** Ways in which a message is wrong; each gets a good one. */
const spoilt: Readonly<Record<string, (good: string) => string | Buffer>> = {
  'random bytes': () => randomBytes(1200),
  'nothing but line ends': () => '\r\n\r\n\r\n',
  'half a message': (good) => good.slice(0, good.length / 2),
  'no Via': (good) => good.replace(/Via:.*\r\n/, ''),
  'a Via without a branch': (good) => good.replace(/;branch=\w+/, ''),
  'a Content-Length beyond the end': (good) => good.replace(/Length: \d+/, 'Length: 99999'),
  'a negative Content-Length': (good) => good.replace(/Length: \d+/, 'Length: -1'),
  'a CSeq too large': (good) => good.replace('CSeq: 1 ', 'CSeq: 99999999999 '),
  'a CSeq of another method': (good) => good.replace('1 INVITE', '1 BYE'),
  'a thousand headers': (good) => good.replace('\r\n', `\r\n${'X: y\r\n'.repeat(1000)}`),
  'a header of 50 kB': (good) => good.replace('\r\n', `\r\nX: ${'y'.repeat(50_000)}\r\n`),
  'zero bytes in a name': (good) => good.replace('From', 'Fr\0om'),
  'another version': (good) => good.replace('SIP/2.0', 'SIP/7.0'),
  'an SDP of nonsense': (good) => good.replace('v=0', 'v=\xff\xfe'),
  'a port beyond 65535 in the SDP': (good) => good.replace('audio 4000', 'audio 99999'),
  'Max-Forwards 0': (good) => good.replace('Forwards: 70', 'Forwards: 0'),
  'two To headers': (good) => good.replace('To:', 'To: <sip:x@127.0.0.1>\r\nTo:'),
  'a response that nobody waits for': (good) => good.replace(/^INVITE.*/, 'SIP/2.0 200 OK'),
}

test('bad SIP over UDP and TCP and bad RTP do no harm', async (t) => {
  const before = (await server.status()).processes.map(({ name, pid }) => ({ name, pid }))
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  for (const [how, spoil] of Object.entries(spoilt)) {
    for (let copy = 0; copy < 5; copy++) {
      const bad = spoil(invite(caller))
      caller.sip.sendRaw(bad)
      await overTcp(bad)
    }
    t.equal(statusOf(await caller.register()), 200, `${how}: registrations are taken`)
  }

  const out = await caller.call(bob)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  for (const length of [0, 1, 11, 12, 40, 1400]) {
    for (let copy = 0; copy < 20; copy++) out.rtp.sendRaw(randomBytes(length))
  }
  await until('a second of sound', () => back.rtp.arrivals.length > 60)
  t.ok(heardTone(back.rtp.heard(), 440).level > -11)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
  const after = (await server.status()).processes.map(({ name, pid }) => ({ name, pid }))
  t.strictSame(after, before, 'no process was started anew')
})

/** Sends and closes a moment later; the server may close first. */
async function overTcp(bytes: string | Buffer): Promise<void> {
  const socket = connect(server.sip.port, server.sip.address)
  socket.on('error', () => undefined) // it is the server's right to reset the connection
  socket.write(bytes)
  await systemClock.sleep(5)
  socket.destroy()
}

test('RTP from a stranger is not heard', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  await until('sound', () => back.rtp.arrivals.length > 50)
  const stranger = await RtpStream.open()
  t.teardown(() => stranger.close())
  stranger.sendTo(out.session?.place) // the port where the server takes the caller's audio
  stranger.start({ hz: 2000, level: 0 })
  const from = back.rtp.arrivals.length
  await until('another second of sound', () => {
    return back.rtp.arrivals.length > from + 60 && stranger.sent > 50
  })
  t.equal(heardTone(back.rtp.heard(), 2000).firstAt, undefined)
  t.equal(stranger.arrivals.length, 0, 'nor is anything sent to him')
  await out.bye()
  await back.over()
})
