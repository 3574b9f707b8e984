import type { Attribute, MediaDescription, SessionDescription } from './sdp.ts'

/** Reading the a= lines that calls need besides those in `MediaDescription`. What is malformed is overlooked, as if it were not there. */

/** Most lines of one name that are looked at. */
const MOST = 64

/** Values of all attributes of a name, '' for one without. */
export function valuesOf(attributes: readonly Attribute[], name: string): string[] {
  const values: string[] = []
  for (const attribute of attributes) {
    if (attribute.name === name && values.push(attribute.value ?? '') === MOST) break
  }
  return values
}

/** The stream's own values, else the session's: fingerprint, setup and the ICE credentials may stand at either place. */
function inherited(session: SessionDescription, media: MediaDescription, name: string): string[] {
  const own = valuesOf(media.attributes, name)
  return own.length ? own : valuesOf(session.attributes, name)
}

function has(media: MediaDescription, name: string): boolean {
  return media.attributes.some((attribute) => attribute.name === name)
}

/** A key for SRTP, RFC 4568 §9.1. */
export interface Crypto {
  readonly tag: number
  /** `AES_CM_128_HMAC_SHA1_80` … */
  readonly suite: string
  /** Base64 of master key and salt. A secret: never logged. */
  readonly key: string
  /** Packets that the key may protect, as a power of two or a number; undefined: 2**48. */
  readonly lifetime?: string | undefined
  readonly mki?: { readonly value: string; readonly octets: number } | undefined
  /** `UNENCRYPTED_SRTCP`, `KDR=1` … */
  readonly session: readonly string[]
}

const CRYPTO =
  /^(\d{1,9}) +(\w{1,64}) +inline:([A-Za-z0-9+/]{1,128}={0,2})(?:\|(2\^\d{1,2}|\d{1,15}))?(?:\|(\d{1,10}):(\d{1,3}))?((?: +\S{1,64}){0,8}) *$/

/** In the order of preference. One of several keys, which nobody sends, is overlooked. */
export function cryptosOf(media: MediaDescription): Crypto[] {
  return valuesOf(media.attributes, 'crypto').flatMap((value) => {
    const [, tag, suite, key, lifetime, mki, octets, session] = CRYPTO.exec(value) ?? []
    if (!tag || !suite || !key) return []
    return {
      tag: Number(tag),
      suite,
      key,
      lifetime,
      mki: mki && octets ? { value: mki, octets: Number(octets) } : undefined,
      session: (session ?? '').split(' ').filter(Boolean),
    }
  })
}

export function cryptoAttribute(crypto: Crypto): Attribute {
  const lifetime = crypto.lifetime ? `|${crypto.lifetime}` : ''
  const mki = crypto.mki ? `|${crypto.mki.value}:${crypto.mki.octets}` : ''
  const session = crypto.session.map((param) => ` ${param}`).join('')
  const value = `${crypto.tag} ${crypto.suite} inline:${crypto.key}${lifetime}${mki}${session}`
  return { name: 'crypto', value }
}

/** Hash of a certificate, RFC 8122 §5. */
export interface Fingerprint {
  /** Lower case: `sha-256`. */
  readonly hash: string
  /** Upper case with colons. */
  readonly value: string
}

/** All that are given: any of them may match. */
export function fingerprintsOf(
  session: SessionDescription,
  media: MediaDescription,
): Fingerprint[] {
  return inherited(session, media, 'fingerprint').flatMap((value) => {
    const [, hash, digits] =
      /^([\w-]{1,16}) +((?:[0-9a-f]{2}:){15,63}[0-9a-f]{2}) *$/i.exec(value) ?? []
    return hash && digits ? { hash: hash.toLowerCase(), value: digits.toUpperCase() } : []
  })
}

export type Setup = 'active' | 'passive' | 'actpass' | 'holdconn'

/** Who begins the DTLS handshake, RFC 4145 §4. */
export function setupOf(session: SessionDescription, media: MediaDescription): Setup | undefined {
  const [value = ''] = inherited(session, media, 'setup')
  return /^(?:active|passive|actpass|holdconn)$/.test(value) ? (value as Setup) : undefined
}

/** RTP and RTCP over one port, RFC 5761 §5.1.1. */
export function wantsRtcpMux(media: MediaDescription): boolean {
  return has(media, 'rtcp-mux')
}

/** `a=mid`, RFC 5888 §4. */
export function midOf(media: MediaDescription): string | undefined {
  return valuesOf(media.attributes, 'mid').find((value) =>
    /^[\w\-.!#$%&'*+^`{|}~]{1,64}$/.test(value),
  )
}

/** Streams that share one transport, by their mids (RFC 9143 §7.2). */
export function bundlesOf(session: SessionDescription): string[][] {
  return valuesOf(session.attributes, 'group').flatMap((value) => {
    const [semantics, ...mids] = value.split(/ +/, 65).filter(Boolean)
    return semantics === 'BUNDLE' && mids.length ? [mids] : []
  })
}

/** Feedback of a payload type, RFC 4585 §4.2: `nack pli`, `ccm fir` … `*` speaks of all. */
export function rtcpFeedbackOf(
  media: MediaDescription,
): { readonly payload: number | '*'; readonly feedback: string }[] {
  return valuesOf(media.attributes, 'rtcp-fb').flatMap((value) => {
    const [, payload, feedback] = /^(\*|\d{1,3}) +(\S.{0,63})$/.exec(value) ?? []
    if (!payload || !feedback || Number(payload) > 127) return []
    return { payload: payload === '*' ? payload : Number(payload), feedback: feedback.trim() }
  })
}

/** `a=ssrc`, RFC 5576 §4.1: the cname of each source, '' for one that says none. */
export function sourcesOf(media: MediaDescription): ReadonlyMap<number, string> {
  const sources = new Map<number, string>()
  for (const value of valuesOf(media.attributes, 'ssrc')) {
    const [, id, rest] = /^(\d{1,10}) +(\S.*)$/.exec(value) ?? []
    if (!id || Number(id) > 0xffffffff) continue
    const cname = /^cname:(\S{1,255})$/.exec(rest ?? '')?.[1]
    sources.set(Number(id), cname ?? sources.get(Number(id)) ?? '')
  }
  return sources
}

/** RTP header extensions, RFC 8285 §5. */
export function extensionsOf(
  media: MediaDescription,
): { readonly id: number; readonly uri: string; readonly direction?: string | undefined }[] {
  return valuesOf(media.attributes, 'extmap').flatMap((value) => {
    const [, id, direction, uri] =
      /^(\d{1,4})(?:\/(sendrecv|sendonly|recvonly|inactive))? +(\S{1,255})(?: .*)?$/.exec(value) ??
      []
    return id && uri ? { id: Number(id), uri, direction } : []
  })
}

/** `a=label` (RFC 4574) and `a=content` (RFC 4796): which of several streams of a kind this is. */
export function roleOf(media: MediaDescription): { label?: string | undefined; content: string[] } {
  const [label] = valuesOf(media.attributes, 'label')
  const [content = ''] = valuesOf(media.attributes, 'content')
  return { label, content: content.split(',').filter(Boolean) }
}
