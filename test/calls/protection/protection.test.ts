import t from 'tap'
import { ALL } from '../../../firmware/calls/codec-formats.ts'
import {
  readAnswer,
  readOffer,
  writeAnswer,
  writeNextOffer,
  writeOffer,
} from '../../../firmware/calls/offer-answer.ts'
import type { EncryptionSettings, Protection } from '../../../firmware/calls/protection/policy.ts'
import {
  forEmergencies,
  insistingOn,
  protectionOf,
} from '../../../firmware/calls/protection/policy.ts'
import type { Ours } from '../../../firmware/calls/protection/read.ts'
import { LegSecrets } from '../../../firmware/calls/protection/secrets.ts'
import type { Transport } from '../../../firmware/sip/contract.ts'

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')
const THEIRS = Array.from({ length: 32 }, () => 'CD').join(':')
const KEY = Buffer.alloc(30, 5).toString('base64')
const CAPABILITIES = { codecs: ALL, eventPayloadType: 101 }
const local = {
  address: '192.0.2.1',
  port: 20000,
  sessionId: '7',
  version: 1,
  fingerprint: FINGERPRINT,
}

const settings = (
  encryption: EncryptionSettings['encryption'],
  encryptionOffer: EncryptionSettings['encryptionOffer'] = 'avp',
  keysInClear = false,
) => ({ encryption, encryptionOffer, keysInClear })

/** A leg's side; another call, other secrets. */
const side = (protection: Protection): Ours => ({ protection, secrets: new LegSecrets() })
const over = (transport: Transport, given?: EncryptionSettings) =>
  side(protectionOf(given, transport))

const offer = (...lines: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 10.0.0.9', 's=-', 'c=IN IP4 10.0.0.9', 't=0 0', ...lines, ''].join('\r\n')
const savp = offer('m=audio 4000 RTP/SAVP 0', `a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:${KEY}`)
const avp = offer('m=audio 4000 RTP/AVP 0', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`)
const plain = offer('m=audio 4000 RTP/AVP 0')
const browser = offer(
  'a=group:BUNDLE audio',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 110',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:110 telephone-event/48000',
  'a=ice-ufrag:th3r',
  'a=ice-pwd:passwordOf24LettersAndMore',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${THEIRS}`,
  'a=setup:actpass',
  'a=mid:audio',
  'a=rtcp-mux',
  'a=sendrecv',
)

const lines = (text: string, start: string) =>
  text.split('\r\n').filter((line) => line.startsWith(start))
const transportOf = (text: string, ours: Ours) => {
  const read = readOffer(text, undefined, ALL, ours)
  return read.ok ? read.value.stream.transport : read.error
}

t.test(
  'RFC 4568 §5.1.2 an offered key is taken, and answered with ours of the same suite',
  async (t) => {
    const ours = over('tls')
    const read = readOffer(savp, undefined, ALL, ours)
    t.ok(read.ok)
    if (!read.ok) return
    const local32 = ours.secrets.key('AES_CM_128_HMAC_SHA1_32')
    t.strictSame(read.value.stream.transport, {
      keying: 'sdes',
      keys: { suite: 'AES_CM_128_HMAC_SHA1_32', local: local32, remote: KEY },
      mux: false,
    })
    const answer = writeAnswer(local, read.value)
    t.strictSame(lines(answer, 'm='), ['m=audio 20000 RTP/SAVP 0'])
    t.strictSame(lines(answer, 'a=crypto'), [
      `a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:${local32}`,
    ])
  },
)

t.test(
  'SECURITY 6: keys are taken over TLS, and elsewhere only where somebody said so',
  async (t) => {
    t.match(transportOf(avp, over('tls')), { keying: 'sdes' })
    t.equal(
      transportOf(avp, over('udp')),
      undefined,
      'a plain offer with keys is taken in the clear',
    )
    t.equal(transportOf(savp, over('tcp')), 488)
    t.match(transportOf(savp, over('udp', settings('optional', 'avp', true))), { keying: 'sdes' })
  },
)

t.test('off takes no encryption, required takes nothing else', async (t) => {
  t.equal(transportOf(savp, over('tls', settings('off'))), 488)
  t.equal(transportOf(avp, over('tls', settings('off'))), undefined)
  t.equal(transportOf(plain, over('tls', settings('required'))), 488)
  t.match(transportOf(avp, over('tls', settings('required'))), { keying: 'sdes' })
  t.equal(transportOf(browser, over('tls', settings('off'))), 488)
})

t.test('SECURITY 22: an emergency call is taken as it can be heard', async (t) => {
  const emergency = forEmergencies(settings('required'))
  t.equal(transportOf(plain, over('udp', emergency)), undefined)
  t.match(transportOf(savp, over('udp', emergency)), { keying: 'sdes' })
})

t.test('RFC 4568 keys that we cannot use are passed over for those that we can', async (t) => {
  const odd = offer(
    'm=audio 4000 RTP/SAVP 0',
    `a=crypto:1 F8_128_HMAC_SHA1_80 inline:${KEY}`,
    `a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^20|1:4`,
    `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${KEY} UNENCRYPTED_SRTP`,
    'a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:QUJD',
    `a=crypto:5 AES_256_CM_HMAC_SHA1_80 inline:${Buffer.alloc(46, 9).toString('base64')} WSH=64`,
  )
  t.match(transportOf(odd, over('tls')), { keys: { suite: 'AES_256_CM_HMAC_SHA1_80' } })
})

t.test('RFC 8839, RFC 5763, RFC 9143 a browser is answered as it wants', async (t) => {
  const ours = over('wss')
  const read = readOffer(browser, undefined, ALL, ours)
  t.ok(read.ok)
  if (!read.ok) return
  const { stream } = read.value
  t.equal(stream.codec, 'opus')
  t.equal(stream.send && stream.receive, true, 'no hold, whatever its c= line says')
  t.equal(stream.remote, undefined)
  t.match(stream.transport, {
    keying: 'dtls',
    dtls: { active: false, hash: 'sha-256', fingerprint: THEIRS },
    ice: { remoteUfrag: 'th3r', localUfrag: /^[\w+/]{8}$/, localPassword: /^[\w+/]{32}$/ },
    mux: true,
  })
  const answer = writeAnswer(local, read.value)
  const [head = '', media = ''] = answer.split('m=')
  t.match(head, /\r\na=ice-lite\r\n/)
  t.match(head, /\r\na=group:BUNDLE audio\r\n/)
  t.match(media, /^audio 20000 UDP\/TLS\/RTP\/SAVPF 111 110\r\n/)
  for (const wanted of [
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    'a=setup:passive',
    'a=mid:audio',
    'a=rtcp-mux',
    `a=ice-ufrag:${stream.transport?.ice?.localUfrag}`,
    `a=ice-pwd:${stream.transport?.ice?.localPassword}`,
    'a=candidate:1 1 udp 2130706431 192.0.2.1 20000 typ host',
    'a=end-of-candidates',
  ]) {
    t.ok(media.split('\r\n').includes(wanted), wanted)
  }
})

t.test(
  'RFC 8839 §4.4.1.1 credentials stay with those of the peer, and change with them',
  async (t) => {
    const ours = over('wss')
    const first = transportOf(browser, ours)
    if (typeof first !== 'object') throw new Error('no transport')
    const again = { ...ours, inUse: first }
    t.strictSame(transportOf(browser, again), first)
    const restarted = transportOf(browser.replace('th3r', 'newr'), again)
    t.match(restarted, { ice: { remoteUfrag: 'newr' } })
    t.not((restarted as typeof first).ice?.localUfrag, first.ice?.localUfrag)
    t.not((restarted as typeof first).ice?.localPassword, first.ice?.localPassword)
  },
)

t.test(
  'RFC 8445 §6.1.1 a peer that is lite itself, or wants another port for RTCP, has no ICE',
  async (t) => {
    const lite = browser.replace('a=group', 'a=ice-lite\r\na=group').replace('0.0.0.0', '10.0.0.9')
    const apart = browser.replace('a=rtcp-mux\r\n', '').replace('0.0.0.0', '10.0.0.9')
    for (const text of [lite, apart]) {
      const read = readOffer(text, undefined, ALL, over('wss'))
      t.match(read, { value: { stream: { remote: { address: '10.0.0.9', port: 9 } } } })
      t.equal(read.ok && read.value.stream.transport?.ice, undefined)
    }
  },
)

t.test('RFC 8122 a fingerprint by SHA-1 alone proves nothing', async (t) => {
  const weak = browser.replace(`sha-256 ${THEIRS}`, `sha-1 ${THEIRS.slice(0, 59)}`)
  t.equal(transportOf(weak, over('wss')), 488)
})

t.test('DTLS without ICE goes where the description says', async (t) => {
  const baresip = offer(
    'm=audio 4000 UDP/TLS/RTP/SAVPF 0',
    'a=setup:active',
    `a=fingerprint:SHA-256 ${THEIRS.toLowerCase()}`,
  )
  const read = readOffer(baresip, undefined, ALL, over('udp'))
  t.match(read, {
    value: {
      stream: {
        remote: { address: '10.0.0.9', port: 4000 },
        transport: { keying: 'dtls', dtls: { active: false, fingerprint: THEIRS }, mux: false },
      },
    },
  })
  t.match(transportOf(baresip.replace('active', 'passive'), over('udp')), {
    dtls: { active: true },
  })
  t.equal(transportOf(baresip.replace('active', 'holdconn'), over('udp')), 488)
})

/** What our offer becomes when another one of us answers it; as seen from here and from there. */
function meet(from: Ours, to: Ours) {
  const offered = writeOffer(local, CAPABILITIES, from)
  const read = readOffer(offered, undefined, ALL, to)
  if (!read.ok) return { offered, refused: read.error }
  const theirs = { ...local, fingerprint: THEIRS }
  const answer = writeAnswer(theirs, read.value)
  return { offered, there: read.value.stream.transport, here: readAnswer(answer, from), answer }
}

for (const [name, from, profile, keying] of [
  ['optional over UDP', over('udp'), 'RTP/AVP', undefined],
  ['optional over TLS', over('tls'), 'RTP/AVP', 'sdes'],
  ['savp over TLS', over('tls', settings('optional', 'savp')), 'RTP/SAVP', 'sdes'],
  ['required over TLS', over('tls', settings('required')), 'RTP/SAVP', 'sdes'],
  ['required over UDP', over('udp', settings('required')), 'UDP/TLS/RTP/SAVP', 'dtls'],
  [
    'required, keys in the clear',
    over('udp', settings('required', 'avp', true)),
    'RTP/SAVP',
    'sdes',
  ],
  ['dtls', over('udp', settings('optional', 'dtls')), 'UDP/TLS/RTP/SAVP', 'dtls'],
  ['off over TLS', over('tls', settings('off')), 'RTP/AVP', undefined],
] as const) {
  t.test(`we offer ${name}: ${profile}`, async (t) => {
    const met = meet(from, over('tls', settings('optional', 'avp', true)))
    t.match(met.offered, new RegExp(`m=audio 20000 ${profile} `))
    t.equal(met.here?.transport?.keying, keying)
    t.equal(met.there?.keying, keying)
    const [a, b] = [met.here?.transport?.keys, met.there?.keys]
    if (keying === 'sdes') t.strictSame([a?.local, a?.remote], [b?.remote, b?.local])
    if (keying === 'dtls') {
      t.match(met.here?.transport?.dtls, { active: true, fingerprint: THEIRS })
      t.match(met.there?.dtls, { active: false, fingerprint: FINGERPRINT })
    }
  })
}

t.test('a browser is offered what it knows', async (t) => {
  const from = over('ws')
  const met = meet(from, over('wss'))
  t.match(met.offered, /m=audio 20000 UDP\/TLS\/RTP\/SAVPF /)
  t.match(met.offered, /a=ice-lite\r\na=group:BUNDLE 0\r\n/)
  for (const line of ['a=setup:actpass', 'a=mid:0', 'a=rtcp-mux', 'a=end-of-candidates']) {
    t.ok(met.offered.split('\r\n').includes(line), line)
  }
  const [ufrag] = lines(met.offered, 'a=ice-ufrag:')
  const answer = browser
    .replace('actpass', 'active')
    .replace('111 0 110', '0')
    .replaceAll('audio\r\n', '0\r\n')
    .replace('a=group:BUNDLE audio', 'a=group:BUNDLE 0')
  const stream = readAnswer(answer, from)
  t.match(stream?.transport, {
    keying: 'dtls',
    dtls: { active: false, fingerprint: THEIRS },
    ice: { remoteUfrag: 'th3r' },
    mux: true,
  })
  t.equal(`a=ice-ufrag:${stream?.transport?.ice?.localUfrag}`, ufrag)
  t.equal(readAnswer(answer.replace('a=rtcp-mux\r\n', ''), from), undefined)

  const before = stream?.transport
  const next = writeNextOffer(local, CAPABILITIES, met.offered, stream, { ...from, inUse: before })
  t.match(next, /UDP\/TLS\/RTP\/SAVPF/)
  t.strictSame(lines(next, 'a=ice-ufrag:'), [ufrag], 'ICE does not begin anew')
  t.strictSame(lines(next, 'a=mid:'), ['a=mid:0'])
})

t.test('RFC 4568 §5.1.3 an answer with a key that was not offered is none', async (t) => {
  const from = over('tls', settings('required'))
  t.equal(readAnswer(savp, from), undefined, 'tag 3 is another suite')
  t.equal(readAnswer(plain, from), undefined)
  t.equal(readAnswer(savp, over('udp')), undefined, 'nothing was offered')
  t.match(readAnswer(plain, over('tls')), { codec: 'PCMU' }, 'declined')
})

t.test('what was agreed on is offered again', async (t) => {
  const ours = over('tls')
  const read = readOffer(avp, undefined, ALL, ours)
  if (!read.ok) throw new Error('no offer')
  const { stream } = read.value
  const inUse = { ...ours, inUse: stream.transport }
  const next = writeNextOffer(local, CAPABILITIES, writeAnswer(local, read.value), stream, inUse)
  t.match(next, /RTP\/SAVP /)
  t.ok(next.includes(ours.secrets.key('AES_CM_128_HMAC_SHA1_80')), 'the key stays')
  const dtls = over('udp')
  const shaken = readOffer(
    browser.replace('a=ice-ufrag:th3r\r\n', '').replace('0.0.0.0', '10.0.0.9'),
    undefined,
    ALL,
    dtls,
  )
  if (!shaken.ok) throw new Error('no offer')
  const again = writeNextOffer(
    local,
    CAPABILITIES,
    writeAnswer(local, shaken.value),
    shaken.value.stream,
    {
      ...dtls,
      inUse: shaken.value.stream.transport,
    },
  )
  t.match(again, /UDP\/TLS\/RTP\/SAVP /)
})

t.test('the secrets of a leg follow from one that is kept', async (t) => {
  const one = new LegSecrets()
  t.equal(one.seed, undefined, 'nothing is made where nothing is needed')
  const key = one.key('AEAD_AES_256_GCM')
  const again = new LegSecrets(one.seed)
  t.equal(again.key('AEAD_AES_256_GCM'), key)
  t.equal(Buffer.from(key, 'base64').length, 44)
  t.not(again.key('AEAD_AES_128_GCM').slice(0, 20), key.slice(0, 20), 'each suite has its own')
  t.not(new LegSecrets().key('AEAD_AES_256_GCM'), key)
  t.notSame(again.ice('a'), again.ice('b'))
})

t.test(
  'who refuses what can be declined is offered RTP/SAVP, where keys may be told',
  async (t) => {
    t.match(insistingOn(undefined, 'tls'), { offers: 'savp', accepts: 'both' })
    t.match(insistingOn(settings('optional', 'avp', true), 'udp'), { offers: 'savp' })
    t.match(insistingOn(forEmergencies(), 'udp'), { offers: 'savp' })
    t.equal(insistingOn(undefined, 'udp'), undefined, 'no key is told in the clear')
    for (const given of [settings('off'), settings('required'), settings('optional', 'savp')]) {
      t.equal(insistingOn(given, 'tls'), undefined, JSON.stringify(given))
    }
  },
)
