import type { DtlsPeer, IceLite, SecureTransport, SrtpSuite } from '../../gateway/transport.ts'
import { SRTP_SUITES } from '../../gateway/transport.ts'
import type { Crypto, Fingerprint } from '../../sip/sdp/attributes.ts'
import { cryptosOf, fingerprintsOf, setupOf, wantsRtcpMux } from '../../sip/sdp/attributes.ts'
import { iceOf } from '../../sip/sdp/ice.ts'
import type { MediaDescription, SessionDescription } from '../../sip/sdp/sdp.ts'
import type { Protection } from './policy.ts'
import { offersNow } from './policy.ts'
import type { LegSecrets } from './secrets.ts'

/** What was agreed on: how packets travel, undefined for in the clear. */
export interface Agreed {
  readonly transport?: SecureTransport
  /** Of the key that was taken, RFC 4568 §5.1.2. */
  readonly cryptoTag?: number
}

/** What we bring: `inUse` is how packets travel now, whose ICE credentials stay until the peer has others. */
export interface Ours {
  readonly protection: Protection
  readonly secrets: LegSecrets
  readonly inUse?: SecureTransport | undefined
}

const PROFILE = /^(?:RTP\/S?AVPF?|UDP\/TLS\/RTP\/SAVPF?)$/

/** Whether a stream is RTP as we know it, in the clear or not. */
export function isRtp({ protocol }: MediaDescription): boolean {
  return PROFILE.test(protocol)
}

function isSecure({ protocol }: MediaDescription): boolean {
  return /\/SAVPF?$/.test(protocol)
}

/** How to take an offered stream; undefined where it may not be taken. */
export function agreeOn(
  session: SessionDescription,
  media: MediaDescription,
  ours: Ours,
): Agreed | undefined {
  const { accepts } = ours.protection
  const secure =
    accepts === 'plain' ? undefined : (byDtls(session, media, ours) ?? byKeys(media, ours))
  if (secure) return { ...secure, transport: withIce(session, media, ours, secure.transport) }
  return isSecure(media) || accepts === 'secure' ? undefined : {}
}

/** What an answer has made of our offer; undefined where it is none to it. */
export function agreedIn(
  session: SessionDescription,
  media: MediaDescription,
  ours: Ours,
): Agreed | undefined {
  const { protection, inUse } = ours
  const offers = offersNow(protection, inUse)
  const isDtls = offers === 'dtls' || offers === 'webrtc'
  const secure = isDtls ? byDtls(session, media, ours) : byAnsweredKey(media, offers, ours)
  if (!secure) return isSecure(media) || protection.accepts === 'secure' ? undefined : {}
  if (offers === 'webrtc') return withOfferedIce(session, media, ours, secure)
  return offers === 'dtls' ? secure : { ...secure, transport: { ...secure.transport, mux: false } }
}

// ---- DTLS ----

type Secured = Agreed & { readonly transport: SecureTransport }

function byDtls(
  session: SessionDescription,
  media: MediaDescription,
  { inUse }: Ours,
): Secured | undefined {
  if (!isSecure(media)) return undefined
  const peer = strongest(fingerprintsOf(session, media))
  const setup = setupOf(session, media)
  if (!peer || setup === undefined || setup === 'holdconn') return undefined
  // Who offers `actpass` leaves it to us, and we wait: a peer behind a NAT reaches us and not we it. In use, roles stay (RFC 8842 §5.5).
  const before = inUse?.dtls
  const stays = before?.fingerprint === peer.fingerprint && setup === 'actpass'
  const active = stays ? before.active : setup === 'passive'
  return { transport: { keying: 'dtls', dtls: { ...peer, active }, mux: wantsRtcpMux(media) } }
}

const HASHES = ['sha-256', 'sha-384', 'sha-512'] as const

/** RFC 8122 §5: of several hashes any that we know; SHA-1 proves nothing any more. */
function strongest(given: readonly Fingerprint[]): Omit<DtlsPeer, 'active'> | undefined {
  for (const hash of HASHES) {
    const found = given.find((one) => one.hash === hash)
    if (found) return { hash, fingerprint: found.value }
  }
  return undefined
}

// ---- keys in the description, RFC 4568 ----

function byKeys(media: MediaDescription, { protection, secrets }: Ours): Secured | undefined {
  if (!protection.mayTellKeys) return undefined
  const crypto = cryptosOf(media).find(isUsable)
  return crypto && keyed(media, crypto, secrets)
}

/** The answer repeats the tag and the suite of the key that it takes (RFC 4568 §5.1.3). */
function byAnsweredKey(
  media: MediaDescription,
  offers: Protection['offers'],
  { secrets }: Ours,
): Secured | undefined {
  if (offers !== 'avp' && offers !== 'savp') return undefined
  const [crypto] = cryptosOf(media)
  if (!crypto || !isUsable(crypto) || OFFERED[crypto.tag - 1] !== crypto.suite) return undefined
  return keyed(media, crypto, secrets)
}

function keyed(media: MediaDescription, crypto: Crypto, secrets: LegSecrets): Secured {
  const suite = crypto.suite as SrtpSuite
  const keys = { suite, local: secrets.key(suite), remote: crypto.key }
  return {
    cryptoTag: crypto.tag,
    transport: { keying: 'sdes', keys, mux: wantsRtcpMux(media) },
  }
}

/** With one master key for all packets, which every telephone means; not without encryption or authentication. */
function isUsable({ suite, key, mki, session }: Crypto): boolean {
  if (!Object.hasOwn(SRTP_SUITES, suite) || mki) return false
  if (Buffer.from(key, 'base64').length !== SRTP_SUITES[suite as SrtpSuite]) return false
  return session.every((parameter) => /^WSH=/.test(parameter))
}

/** What we offer, best first: what every telephone has comes first, for some look at nothing else. The tag is the place. */
export const OFFERED: readonly SrtpSuite[] = [
  'AES_CM_128_HMAC_SHA1_80',
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
  'AES_256_CM_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
]

// ---- ICE ----

/** Two that are lite would wait for each other (RFC 8445 §6.1.1), and without rtcp-mux a second port would have to be checked: then there is none. */
function withIce(
  session: SessionDescription,
  media: MediaDescription,
  { secrets, inUse }: Ours,
  transport: SecureTransport,
): SecureTransport {
  const ice = iceOf(session, media)
  if (!ice || ice.isLite || !transport.mux) return transport
  return { ...transport, ice: iceWith(ice.ufrag, secrets, inUse?.ice) }
}

/** A browser answers with all that it was offered, or it is none. */
function withOfferedIce(
  session: SessionDescription,
  media: MediaDescription,
  { secrets, inUse }: Ours,
  { transport }: Secured,
): Agreed | undefined {
  const ice = iceOf(session, media)
  if (!ice || ice.isLite || !transport.mux) return undefined
  const { localUfrag, localPassword } = inUse?.ice ?? offeredIce(secrets)
  return { transport: { ...transport, ice: { localUfrag, localPassword, remoteUfrag: ice.ufrag } } }
}

/** The credentials of our offers. */
export function offeredIce(secrets: LegSecrets): Omit<IceLite, 'remoteUfrag'> {
  const { ufrag, password } = secrets.iceOffered()
  return { localUfrag: ufrag, localPassword: password }
}

function iceWith(remoteUfrag: string, secrets: LegSecrets, inUse: IceLite | undefined): IceLite {
  if (inUse?.remoteUfrag === remoteUfrag) return inUse
  const { ufrag, password } = secrets.ice(remoteUfrag)
  return { localUfrag: ufrag, localPassword: password, remoteUfrag }
}
