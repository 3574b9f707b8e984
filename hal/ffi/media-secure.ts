/** How packets of an RTP termination travel: `struct media_secure` with names for numbers. All keys and passwords are secrets of the call. */
export interface SecureTransport {
  readonly keying: 'plain' | 'sdes' | 'dtls'
  /** SDES: of the descriptions. DTLS: of a handshake that an earlier instance made. */
  readonly keys?: SrtpKeys
  readonly dtls?: DtlsPeer
  /** The peer checks, and is where its checks nominate; we answer (RFC 8445 §2.5). */
  readonly ice?: IceLite
  /** RTCP through the port of RTP (RFC 5761). */
  readonly mux: boolean
}

export interface DtlsPeer {
  /** We begin the handshake. */
  readonly active: boolean
  readonly hash: 'sha-256' | 'sha-384' | 'sha-512'
  /** Of the peer's certificate, hexadecimal with colons. */
  readonly fingerprint: string
}

export interface IceLite {
  readonly localUfrag: string
  readonly localPassword: string
  readonly remoteUfrag: string
}

/** Base64 of each side's master key and salt. */
export interface SrtpKeys {
  readonly suite: SrtpSuite
  readonly local: string
  readonly remote: string
}

/** Names of RFC 4568 §6.2, RFC 6188 and RFC 7714, with the octets of master key and salt. */
export const SRTP_SUITES = {
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
  AES_256_CM_HMAC_SHA1_80: 46,
  AES_256_CM_HMAC_SHA1_32: 46,
  AEAD_AES_128_GCM: 28,
  AEAD_AES_256_GCM: 44,
} as const
export type SrtpSuite = keyof typeof SRTP_SUITES

const suiteNames = Object.keys(SRTP_SUITES) as SrtpSuite[] // in the order of enum media_suite, from 1
const KEY = 46
const DIGEST = 64
const keyings = { plain: 0, sdes: 1, dtls: 2 } as const
const hashes = { 'sha-256': 1, 'sha-384': 2, 'sha-512': 3 } as const

/** `struct media_keys`. */
export interface RawKeys {
  suite: number
  local: Uint8Array
  remote: Uint8Array
  reserved: number[]
}

export function nativeSecure({ keying, keys, dtls, ice, mux }: SecureTransport) {
  return {
    keying: keyings[keying],
    mux: Number(mux),
    active: Number(dtls?.active ?? false),
    hash: dtls ? hashes[dtls.hash] : 0,
    digest: padded(Buffer.from(dtls?.fingerprint.replaceAll(':', '') ?? '', 'hex'), DIGEST),
    keys: nativeKeys(keys),
    local_ufrag: ice?.localUfrag ?? '',
    local_password: ice?.localPassword ?? '',
    remote_ufrag: ice?.remoteUfrag ?? '',
    reserved: [0],
  }
}

function nativeKeys(keys: SrtpKeys | undefined): RawKeys {
  return {
    suite: keys ? suiteNames.indexOf(keys.suite) + 1 : 0,
    local: padded(Buffer.from(keys?.local ?? '', 'base64'), KEY),
    remote: padded(Buffer.from(keys?.remote ?? '', 'base64'), KEY),
    reserved: [0, 0, 0],
  }
}

function padded(bytes: Buffer, length: number): Buffer {
  const whole = Buffer.alloc(length)
  bytes.copy(whole)
  return whole
}

export function suiteOf(number: number): SrtpSuite | undefined {
  return suiteNames[number - 1]
}

/** Undefined while there are none. */
export function keysOf(raw: RawKeys): SrtpKeys | undefined {
  const suite = suiteOf(raw.suite)
  if (!suite) return undefined
  const text = (key: Uint8Array) =>
    Buffer.from(key.subarray(0, SRTP_SUITES[suite])).toString('base64')
  return { suite, local: text(raw.local), remote: text(raw.remote) }
}

/** As SDP writes it (RFC 8122 §5), of the hexadecimal digits of `media_fingerprint`. */
export function fingerprintText(digits: string): string {
  return (digits.toUpperCase().match(/../g) ?? []).join(':')
}
