import { bundlesOf, cryptoAttribute, midOf } from '../../sip/sdp/attributes.ts'
import { candidateAttribute } from '../../sip/sdp/ice.ts'
import type { Attribute, MediaDescription, SessionDescription } from '../../sip/sdp/sdp.ts'
import { offersNow } from './policy.ts'
import type { Agreed, Ours } from './read.ts'
import { OFFERED, offeredIce } from './read.ts'
import type { LegSecrets } from './secrets.ts'

/** Where we are, and the certificate that is shown there. */
export interface Place {
  readonly address: string
  readonly port: number
  readonly fingerprint?: string | undefined
}

/** Attributes of a stream, and of the session that it is in. */
export interface Written {
  readonly protocol: string
  readonly media: readonly Attribute[]
  readonly session: readonly Attribute[]
}

/** A host candidate is the best there is (RFC 8445 §5.1.2.1): type 126, local preference 65535, component 1. */
const PRIORITY = 2 ** 24 * 126 + 2 ** 8 * 65_535 + 255
const MID = '0'

/** Our side of what was agreed on with the offer that `media` is a stream of. */
export function writeAgreed(
  offer: SessionDescription,
  media: MediaDescription,
  { transport, cryptoTag }: Agreed,
  place: Place,
): Written {
  const { protocol } = media
  if (!transport) return { protocol, media: [], session: [] }
  const { keys, dtls, ice, mux } = transport
  const mid = midOf(media)
  const bundled = bundlesOf(offer).some((mids) => mid !== undefined && mids.includes(mid))
  return {
    protocol,
    media: [
      ...(keys && cryptoTag !== undefined
        ? [cryptoAttribute({ tag: cryptoTag, suite: keys.suite, key: keys.local, session: [] })]
        : []),
      ...(dtls ? identity(place, dtls.active ? 'active' : 'passive') : []),
      ...(ice ? checked(ice.localUfrag, ice.localPassword, place) : []),
      ...(mux ? [{ name: 'rtcp-mux' }] : []),
      ...(mid === undefined ? [] : [{ name: 'mid', value: mid }]),
    ],
    session: ofSession(ice !== undefined, bundled ? mid : undefined),
  }
}

/** What we offer. `mid`: the stream's name in a call that is up. */
export function writeOffered(
  { protection, secrets, inUse }: Ours,
  place: Place,
  mid: string = MID,
): Written {
  const offers = offersNow(protection, inUse)
  if (offers === 'plain') return { protocol: 'RTP/AVP', media: [], session: [] }
  if (offers === 'avp' || offers === 'savp') {
    const protocol = offers === 'avp' ? 'RTP/AVP' : 'RTP/SAVP'
    return { protocol, media: keysOffered(secrets), session: [] }
  }
  const dtls = identity(place, 'actpass')
  if (offers === 'dtls') {
    const media = [...dtls, { name: 'rtcp-mux' }] // or RTCP would need a handshake of its own
    return { protocol: 'UDP/TLS/RTP/SAVP', media, session: [] }
  }
  const { localUfrag, localPassword } = inUse?.ice ?? offeredIce(secrets)
  return {
    protocol: 'UDP/TLS/RTP/SAVPF',
    media: [
      ...dtls,
      ...checked(localUfrag, localPassword, place),
      { name: 'rtcp-mux' },
      { name: 'mid', value: mid },
    ],
    session: ofSession(true, mid),
  }
}

function keysOffered(secrets: LegSecrets): Attribute[] {
  return OFFERED.map((suite, index) =>
    cryptoAttribute({ tag: index + 1, suite, key: secrets.key(suite), session: [] }),
  )
}

/** @throws Error where the gateway has told no certificate of its own: one for audio always does */
function identity({ fingerprint }: Place, setup: string): Attribute[] {
  if (fingerprint === undefined) throw new Error('the media gateway has no certificate')
  return [
    { name: 'fingerprint', value: `sha-256 ${fingerprint}` },
    { name: 'setup', value: setup },
  ]
}

/** One host candidate, and no more will come (RFC 8445 §5.1, RFC 8840 §4.1). */
function checked(ufrag: string, password: string, { address, port }: Place): Attribute[] {
  const candidate = candidateAttribute({
    foundation: '1',
    component: 1,
    transport: 'udp',
    priority: PRIORITY,
    address,
    port,
    type: 'host',
  })
  return [
    { name: 'ice-ufrag', value: ufrag },
    { name: 'ice-pwd', value: password },
    candidate,
    { name: 'end-of-candidates' },
  ]
}

function ofSession(hasIce: boolean, bundled: string | undefined): Attribute[] {
  return [
    ...(hasIce ? [{ name: 'ice-lite' }] : []),
    ...(hasIce && bundled !== undefined ? [{ name: 'group', value: `BUNDLE ${bundled}` }] : []),
  ]
}
