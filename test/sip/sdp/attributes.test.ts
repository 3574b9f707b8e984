import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import {
  bundlesOf,
  cryptoAttribute,
  cryptosOf,
  extensionsOf,
  fingerprintsOf,
  midOf,
  roleOf,
  rtcpFeedbackOf,
  setupOf,
  sourcesOf,
  wantsRtcpMux,
} from '../../../firmware/sip/sdp/attributes.ts'
import {
  candidateAttribute,
  iceOf,
  MOST_CANDIDATES,
  parseCandidate,
} from '../../../firmware/sip/sdp/ice.ts'
import type { MediaDescription, SessionDescription } from '../../../firmware/sip/sdp/sdp.ts'
import { formatSdp, parseSdp } from '../../../firmware/sip/sdp/sdp.ts'

/** A session and its first stream, with these lines in each. */
function described(
  lines: readonly string[],
  {
    session = [],
    stream = 'audio 9 UDP/TLS/RTP/SAVPF 111 0',
  }: { session?: string[]; stream?: string } = {},
): [SessionDescription, MediaDescription] {
  const text = ['v=0', 'o=- 1 1 IN IP4 x', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', ...session]
  const parsed = parseSdp([...text, `m=${stream}`, ...lines, ''].join('\r\n'))
  if (!parsed.ok) throw new Error(parsed.error)
  return [parsed.value, parsed.value.media[0] as MediaDescription]
}

const PRINT = Array.from({ length: 32 }, () => 'aB').join(':')
const KEY = 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz'

t.test('RFC 4568 §9.1 keys for SRTP, in the order of preference', async (t) => {
  const lines = [
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^20|1:4 UNENCRYPTED_SRTCP KDR=1`,
    `a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:${KEY}`,
    'a=crypto:x broken',
    'a=crypto:3 F8 inline:!',
  ]
  const [, media] = described(lines)
  const keys = cryptosOf(media)
  t.match(keys, [
    {
      tag: 1,
      key: KEY,
      lifetime: '2^20',
      mki: { value: '1', octets: 4 },
      session: ['UNENCRYPTED_SRTCP', 'KDR=1'],
    },
    { tag: 2, suite: 'AES_CM_128_HMAC_SHA1_32' },
  ])
  t.equal(keys.length, 2)
  t.strictSame(
    keys.map((key) => `a=crypto:${cryptoAttribute(key).value}`),
    lines.slice(0, 2),
  )
})

t.test('RFC 8122, RFC 4145, RFC 5763 DTLS, said of a stream or of all', async (t) => {
  const session = [`a=fingerprint:SHA-256 ${PRINT}`, 'a=setup:actpass']
  const [whole, media] = described([], { session })
  t.strictSame(fingerprintsOf(whole, media), [{ hash: 'sha-256', value: PRINT.toUpperCase() }])
  t.equal(setupOf(whole, media), 'actpass')
  const [own, stream] = described(['a=setup:active', 'a=fingerprint:sha-1 short'], { session })
  t.equal(setupOf(own, stream), 'active')
  t.strictSame(fingerprintsOf(own, stream), [], 'its own, though wrong, is not replaced')
})

t.test('RFC 8839 ICE', async (t) => {
  const lines = [
    'a=ice-ufrag:8hhY',
    'a=ice-pwd:asd88fgpdd777uzjYhagZg',
    'a=ice-options:trickle ice2',
    'a=candidate:1 1 UDP 2130706431 2001:db8::1 8998 typ host',
    'a=candidate:2 1 udp 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998 generation 0',
    'a=candidate:3 1 tcp 1 a-b.local 9 typ host tcptype active',
    'a=candidate:4 1 udp 1 fe80::1%eth0 9 typ host',
    'a=candidate:5 0 udp 1 192.0.2.1 9 typ host',
    'a=candidate:6 1 udp 1 example.com 9 typ host',
    'a=candidate:7 1 udp 2147483648 192.0.2.1 9 typ host',
    'a=end-of-candidates',
  ]
  const [session, media] = described(lines, { session: ['a=ice-lite'] })
  const ice = iceOf(session, media)
  t.match(ice, { ufrag: '8hhY', isLite: true, isComplete: true, options: ['trickle', 'ice2'] })
  t.match(ice?.candidates, [
    { transport: 'udp', address: '2001:db8::1', related: undefined },
    { type: 'srflx', related: { address: '10.0.1.1', port: 8998 } },
    { tcpType: 'active', address: 'a-b.local' },
  ])
  t.equal(ice?.candidates.length, 3)
  for (const candidate of ice?.candidates ?? []) {
    t.strictSame(parseCandidate(candidateAttribute(candidate).value ?? ''), candidate)
  }
  const many = Array.from({ length: 60 }, () => lines[3] ?? '')
  t.equal(iceOf(...described([...lines.slice(0, 2), ...many]))?.candidates.length, MOST_CANDIDATES)
  t.equal(iceOf(...described([])), undefined)
})

t.test(
  'RFC 5888, RFC 9143, RFC 5761, RFC 4585, RFC 5576, RFC 8285 streams of browsers',
  async (t) => {
    const [session, media] = described(
      [
        'a=mid:0',
        'a=rtcp-mux',
        'a=rtcp-fb:111 transport-cc',
        'a=rtcp-fb:* nack pli',
        'a=rtcp-fb:200 nack',
        'a=ssrc:4294967295 cname:x@y',
        'a=ssrc:4294967295 msid:a b',
        'a=ssrc:4294967296 cname:z',
        'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
        'a=extmap:2/sendonly urn:x y z',
        'a=label:10',
        'a=content:slides,speaker',
      ],
      { session: ['a=group:BUNDLE 0 1', 'a=group:LS 0'] },
    )
    t.equal(midOf(media), '0')
    t.ok(wantsRtcpMux(media))
    t.strictSame(bundlesOf(session), [['0', '1']])
    t.strictSame(rtcpFeedbackOf(media), [
      { payload: 111, feedback: 'transport-cc' },
      { payload: '*', feedback: 'nack pli' },
    ])
    t.strictSame([...sourcesOf(media)], [[4294967295, 'x@y']])
    t.match(extensionsOf(media), [{ id: 1 }, { id: 2, uri: 'urn:x', direction: 'sendonly' }])
    t.strictSame(roleOf(media), { label: '10', content: ['slides', 'speaker'] })
  },
)

t.test(
  'RFC 8866 any description that can be read is written so that it is read as the same',
  async () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9-]{1,12}$/)
    const text = fc.stringMatching(/^[ -~]{0,30}$/)
    const address = fc.oneof(fc.ipV4(), fc.ipV6())
    const payload = fc.nat(127)
    const connection = address.map((text) => `c=IN ${text.includes(':') ? 'IP6' : 'IP4'} ${text}`)
    const attribute = fc.oneof(
      fc.tuple(word, text).map(([name, value]) => `a=x-${name}:${value}`),
      word.map((name) => `a=x-${name}`),
      fc.constantFrom('a=sendonly', 'a=recvonly', 'a=inactive', 'a=sendrecv', 'a=ptime:20'),
      fc.tuple(payload, word).map(([type, name]) => `a=rtpmap:${type} ${name}/8000/2`),
      fc.tuple(payload, text).map(([type, value]) => `a=fmtp:${type} ${value}`),
      fc.nat(65_535).map((port) => `a=rtcp:${port} IN IP4 192.0.2.1`),
      connection,
      word.map((name) => `b=AS:${name}`),
    )
    const stream = fc
      .tuple(
        word,
        fc.nat(65_535),
        fc.integer({ min: 1, max: 999 }),
        fc.array(payload, { minLength: 1, maxLength: 9 }),
        fc.array(attribute, { maxLength: 9 }),
      )
      .map(([type, port, count, formats, lines]) => [
        `m=${type} ${port}${count > 900 ? `/${count}` : ''} RTP/AVP ${formats.join(' ')}`,
        ...lines,
      ])
    const description = fc
      .tuple(word, address, connection, fc.array(stream, { maxLength: 5 }))
      .map(([user, host, where, streams]) =>
        [
          'v=0',
          `o=${user} 1 2 IN ${host.includes(':') ? 'IP6' : 'IP4'} ${host}`,
          's= ',
          where,
          't=0 0',
          ...streams.flat(),
          '',
        ].join('\r\n'),
      )
    fc.assert(
      fc.property(description, (text) => {
        const first = parseSdp(text)
        if (!first.ok) throw new Error(first.error)
        const written = formatSdp(first.value)
        const again = parseSdp(written)
        if (!again.ok) throw new Error(again.error)
        return isDeepStrictEqual(again.value, first.value) && formatSdp(again.value) === written
      }),
      { numRuns: 2000, seed: 8866 },
    )
  },
)
