import t from 'tap'
import {
  connectionOf,
  directionOf,
  formatSdp,
  isHeld,
  parseSdp,
  SDP_LIMITS,
} from '../../../firmware/sip/sdp/sdp.ts'

const OFFER = [
  'v=0',
  'o=alice 2890844526 18446744073709551615 IN IP4 host.example',
  's=',
  'c=IN IP4 192.0.2.1',
  'b=AS:128',
  't=0 0',
  'a=sendonly',
  'a=group:BUNDLE a v',
  'm=audio 49170 RTP/AVP 0 8 97 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:97 opus/48000/2',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:97 useinbandfec=1; maxplaybackrate=16000',
  'a=fmtp:101 0-16',
  'a=ptime:20',
  'a=maxptime:60',
  'a=rtcp:53020 IN IP4 192.0.2.9',
  'a=sendrecv',
  'a=mid:a',
  'a=ssrc:1 cname:x',
  'm=video 0 RTP/AVP 31',
  'm=image 5000 udptl t38',
  'c=IN IP6 2001:db8::1',
  'a=T38FaxVersion:0',
  '',
].join('\r\n')

function parsed(text: string) {
  const result = parseSdp(text)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

t.test('RFC 8866 a description is read into its parts', async (t) => {
  const session = parsed(OFFER)
  t.match(session, {
    origin: { username: 'alice', sessionId: '2890844526', version: '18446744073709551615' },
    connection: { address: '192.0.2.1', family: 'IP4' },
    direction: 'sendonly',
    bandwidth: ['AS:128'],
    attributes: [{ name: 'group', value: 'BUNDLE a v' }],
  })
  const [audio, video, image] = session.media
  if (!audio || !video || !image) throw new Error('media are missing')
  t.match(audio, {
    type: 'audio',
    port: 49170,
    protocol: 'RTP/AVP',
    formats: ['0', '8', '97', '101'],
    ptime: 20,
    maxptime: 60,
    rtcp: { port: 53020, address: '192.0.2.9' },
    attributes: [
      { name: 'mid', value: 'a' },
      { name: 'ssrc', value: '1 cname:x' },
    ],
  })
  t.strictSame(audio.rtpmaps[1], { payload: 97, encoding: 'opus', clockRate: 48000, channels: 2 })
  t.strictSame(audio.fmtps[1], { format: '101', parameters: '0-16' })
  t.equal(directionOf(session, audio), 'sendrecv')
  t.equal(directionOf(session, image), 'sendonly')
  t.equal(connectionOf(session, audio)?.address, '192.0.2.1')
  t.strictSame(connectionOf(session, image), { address: '2001:db8::1', family: 'IP6' })
})

t.test('RFC 8866 what is written is read again as the same', async (t) => {
  const session = parsed(OFFER)
  t.strictSame(parsed(formatSdp(session)), { ...session, name: '-' })
})

t.test('RFC 8866 §5 lines may end in LF alone', async (t) => {
  t.strictSame(parsed(OFFER.replaceAll('\r\n', '\n')), parsed(OFFER))
})

t.test('RFC 8866 what is no description is refused', async (t) => {
  const base = 'v=0\r\no=- 1 1 IN IP4 x\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n'
  t.ok(parseSdp(base).ok)
  for (const text of [
    '',
    'v=1',
    'hello',
    base.replace('v=0', 'v=0x'),
    base.replace(/o=.*\r\n/, ''),
    `${base}nonsense\r\n`,
    `${base}m=audio 1 RTP/AVP`,
    `${base}m=audio 70000 RTP/AVP 0`,
    `${base}m=audio x RTP/AVP 0`,
    `${base}m=audio 1 RTP/AVP 128`,
    `${base}m=audio 1 RTP/AVP x`,
    `${base}m=audio 1 RTP/AVP 0\r\na=rtpmap:0`,
    `${base}m=audio 1 RTP/AVP 0\r\na=rtpmap:200 x/8000`,
    `${base.replace(/c=.*\r\n/, '')}m=audio 1 RTP/AVP 0`,
    base.replace('c=IN', 'c=XX'),
    `${base}m=audio 1/0 RTP/AVP 0`,
    `${base}m=audio 1/x RTP/AVP 0`,
    `${base}a=x\ry`,
    `${base}a=x\0`,
  ]) {
    t.notOk(parseSdp(text).ok, JSON.stringify(text.slice(-40)))
  }
})

t.test('SECURITY row 15 size, lines, media and formats are capped', async (t) => {
  const base = 'v=0\r\no=- 1 1 IN IP4 x\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n'
  const media = (count: number) => 'm=audio 1 RTP/AVP 0\r\n'.repeat(count)
  t.ok(parseSdp(base + media(SDP_LIMITS.media)).ok)
  t.notOk(parseSdp(base + media(SDP_LIMITS.media + 1)).ok)
  t.notOk(parseSdp(base + 'a=x\r\n'.repeat(SDP_LIMITS.lines)).ok)
  t.notOk(parseSdp(`${base}a=${'x'.repeat(SDP_LIMITS.octets)}`).ok)
  t.notOk(parseSdp(`${base}m=audio 1 RTP/AVP${' 0'.repeat(SDP_LIMITS.formats + 1)}`).ok)
})

t.test('RFC 8866 §5.14 a stream of several ports, and of none', async (t) => {
  const text =
    'v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 ::1\r\nt=0 0\r\nm=video 49170/2 RTP/AVP 31\r\nm=audio 0 RTP/AVP 0\r\n'
  const { media } = parsed(text)
  t.match(media, [{ port: 49170, portCount: 2 }, { port: 0 }])
  t.equal(formatSdp(parsed(text)), text)
})

t.test('RFC 3264 §8.4 a stream is held by its direction or by the zero address', async (t) => {
  const held = (lines: string, address = '192.0.2.1') => {
    const family = address.includes(':') ? 'IP6' : 'IP4'
    const session = parsed(
      `v=0\no=- 1 1 IN IP4 x\nc=IN ${family} ${address}\nm=audio 1 RTP/AVP 0\n${lines}`,
    )
    return session.media[0] && isHeld(session, session.media[0])
  }
  t.equal(held('a=sendonly'), true)
  t.equal(held('a=inactive'), true)
  t.equal(held('a=recvonly'), false)
  t.equal(held(''), false)
  t.equal(held('', '0.0.0.0'), true)
  t.equal(held('', '::'), true)
  t.equal(held('c=IN IP4 192.0.2.2', '0.0.0.0'), false, 'the stream has its own address')
})
