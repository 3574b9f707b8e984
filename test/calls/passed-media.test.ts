import t from 'tap'
import { planOf } from '../../firmware/calls/offer-passing.ts'
import {
  answerTo,
  isSame,
  lineOf,
  passableIn,
  streamOf,
} from '../../firmware/calls/passed-media.ts'
import { formatSdp, parseSdp } from '../../firmware/sip/sdp/sdp.ts'

function passable(...lines: string[]) {
  const head = ['v=0', 'o=- 1 1 IN IP4 10.0.0.9', 's=-', 'c=IN IP4 10.0.0.9', 't=0 0']
  const parsed = parseSdp([...head, ...lines, ''].join('\r\n'))
  if (!parsed.ok) throw new Error(parsed.error)
  return passableIn(parsed.value)
}

const AUDIO = 'm=audio 4000 RTP/AVP 0'
const FAX = ['m=image 4002 udptl t38', 'a=T38FaxVersion:0', 'a=T38FaxUdpEC:t38UDPRedundancy']
const VIDEO = ['m=video 4004 RTP/AVPF 97', 'a=rtpmap:97 VP8/90000', 'a=rtcp-fb:97 nack']

t.test('video in the clear and T.38 pass, nothing else does', async (t) => {
  t.match(passable(AUDIO, ...FAX), [{ index: 1, media: { type: 'image', protocol: 'udptl' } }])
  t.match(passable(...VIDEO, AUDIO), [{ index: 0, media: { remote: { port: 4004 } } }])
  for (const other of [
    'm=video 0 RTP/AVP 97',
    'm=video 4004 RTP/SAVP 97',
    'm=video 4004 UDP/TLS/RTP/SAVPF 97',
    'm=image 4002 TCP t38',
    'm=image 4002 udptl gif',
    'm=application 4004 UDP/BFCP *',
    'm=text 4004 RTP/AVP 98',
  ]) {
    t.strictSame(passable(AUDIO, other), [], other)
  }
  t.equal(passable(AUDIO, ...VIDEO, ...VIDEO, ...VIDEO).length, 2, 'two of a call')
})

t.test(
  'VOIP-9 two streams of video beside audio pass, of any codec, as they were offered',
  async (t) => {
    const offered = passable(
      AUDIO,
      'm=video 4004 RTP/AVP 34 96 97 98',
      'a=rtpmap:34 H263/90000',
      'a=rtpmap:96 H264/90000',
      'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1',
      'a=rtpmap:97 MP4V-ES/90000',
      'a=fmtp:97 profile-level-id=1',
      'a=rtpmap:98 nobody-knows/90000',
      'm=video 4006 RTP/AVP 31',
    )
    t.match(offered, [
      { index: 1, media: { formats: ['34', '96', '97', '98'] } },
      { index: 2, media: { formats: ['31'] } },
    ])
    t.strictSame(
      offered[0]?.media.rtpmaps.map(({ encoding }) => encoding),
      ['H263', 'H264', 'MP4V-ES', 'nobody-knows'],
    )
    t.equal(offered[0]?.media.fmtps.length, 2)
  },
)

t.test('what is told on is on a list, and bounded', async (t) => {
  const attributes = [
    'a=fmtp:97 max-fs=3600',
    'a=fmtp:98 of-no-format',
    'a=rtpmap:98 H264/90000',
    'a=crypto:1 x inline:secret',
    'a=candidate:1 1 UDP 1 10.0.0.9 4004 typ host',
    'a=ice-ufrag:secret',
    `a=imageattr:97 ${'x'.repeat(300)}`,
    'a=framerate:30',
    'b=AS:512',
    'b=X-evil:1',
    ...Array.from({ length: 60 }, (_, i) => `a=rtcp-fb:97 ccm ${i}`),
  ]
  const [video] = passable(...VIDEO, ...attributes)
  if (!video) throw new Error('no video')
  const line = lineOf(video.media, 30_000, 'sendonly')
  const origin = { username: '-', sessionId: '1', version: '1', address: '192.0.2.1' }
  const text = formatSdp({ origin, name: '-', bandwidth: [], attributes: [], media: [line] })
  t.match(text, /m=video 30000 RTP\/AVPF 97\r\nb=AS:512\r\na=rtpmap:97 VP8/)
  t.match(text, /a=fmtp:97 max-fs=3600\r\na=sendonly\r\na=rtcp-fb:97 nack/)
  t.match(text, /a=framerate:30/)
  t.notMatch(text, /secret|candidate|imageattr|evil|H264|of-no-format|10\.0\.0\.9/)
  t.equal(line.attributes.length, 24)
  const [fax] = passable(...FAX, 'a=sendrecv')
  t.notMatch(fax && lineOf(fax.media, 30_000, 'sendrecv'), { direction: String })
})

t.test(
  'hold, the zero address and a name stop the stream; another address is the same wish',
  async (t) => {
    const media = (...more: string[]) => {
      const [only] = passable(...VIDEO, ...more)
      if (!only) throw new Error('no video')
      return only.media
    }
    t.match(streamOf(media(), false), { rtp: true, send: true, receive: true, symmetric: true })
    t.match(streamOf(media(), true), { send: false, receive: false })
    t.match(streamOf(media('a=sendonly'), false), { send: false, receive: true })
    t.match(streamOf(media('c=IN IP4 0.0.0.0'), false), { send: false, receive: false })
    t.match(streamOf(media('c=IN IP4 phone.example'), false), { remote: undefined, send: false })
    t.match(streamOf(media('a=rtcp:4999'), false), { remote: { rtcpPort: 4999 } })
    t.ok(isSame(media(), media('a=inactive', 'c=IN IP4 10.0.0.10')))
    t.notOk(isSame(media(), media('a=fmtp:97 max-fs=1')))
  },
)

t.test('RFC 3264 §6.1 a direction is answered no wider than the other party allows', async (t) => {
  t.equal(answerTo('sendrecv', 'sendrecv'), 'sendrecv')
  t.equal(answerTo('sendrecv', 'recvonly'), 'recvonly')
  t.equal(answerTo('sendrecv', 'sendonly'), 'sendonly')
  t.equal(answerTo('sendonly', 'sendrecv'), 'recvonly')
  t.equal(answerTo('recvonly', 'sendrecv'), 'sendonly')
  t.equal(answerTo('sendonly', 'sendonly'), 'inactive')
  t.equal(answerTo('inactive', 'sendrecv'), 'inactive')
})

t.test('RFC 3264 §8 m-lines keep their places; fax takes that of the audio', async (t) => {
  const said = (...lines: string[]) =>
    ['v=0', 'o=- 1 1 IN IP4 1.2.3.4', 's=-', 'c=IN IP4 1.2.3.4', 't=0 0', ...lines, ''].join('\r\n')
  const [fax] = passable(...FAX)
  const [video] = passable(...VIDEO)
  if (!fax || !video) throw new Error('nothing passes')
  const plan = (before: string[], audio: boolean, ...media: (typeof fax)[]) =>
    planOf(said(...before), { audio, media })
  t.strictSame(plan([AUDIO], false, fax), { audio: undefined, places: [0] })
  t.strictSame(plan([AUDIO], true, fax), { audio: 0, places: [1] })
  t.strictSame(
    plan(['m=image 4000 udptl t38'], true),
    { audio: 0, places: [] },
    'and gives it back',
  )
  t.strictSame(plan(['m=image 4000 udptl t38'], false, fax), { audio: undefined, places: [0] })
  t.strictSame(plan([AUDIO, 'm=video 0 RTP/AVP 97'], true, video), { audio: 0, places: [1] })
  t.strictSame(plan([AUDIO, 'm=video 4 RTP/AVP 97'], false, fax), { audio: undefined, places: [0] })
  t.strictSame(plan(['m=video 0 RTP/AVP 97', AUDIO], true, fax, video), {
    audio: 1,
    places: [2, 0],
  })
})
