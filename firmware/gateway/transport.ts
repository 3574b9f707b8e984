import type { SrtpSuite } from '../../hal/ffi/media-secure.ts'
import { SRTP_SUITES } from '../../hal/ffi/media-secure.ts'
import type { Check } from './shapes.ts'
import { object, oneOf, optional, text } from './shapes.ts'

export type {
  DtlsPeer,
  IceLite,
  SecureTransport,
  SrtpKeys,
  SrtpSuite,
} from '../../hal/ffi/media-secure.ts'
export { SRTP_SUITES } from '../../hal/ffi/media-secure.ts'

const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'is not true or false')

const keysShape = object({
  suite: oneOf(...Object.keys(SRTP_SUITES)),
  local: text(64),
  remote: text(64),
})
const keys: Check = (value) => {
  const complaint = keysShape(value)
  if (complaint) return complaint
  const { suite, local, remote } = value as { suite: SrtpSuite; local: string; remote: string }
  const fits = (key: string) => Buffer.from(key, 'base64').length === SRTP_SUITES[suite]
  return fits(local) && fits(remote) ? undefined : 'has a key of another length than its suite'
}

const DIGITS = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const
const dtlsShape = object({
  active: flag,
  hash: oneOf(...Object.keys(DIGITS)),
  fingerprint: text(191),
})
const dtls: Check = (value) => {
  const complaint = dtlsShape(value)
  if (complaint) return complaint
  const { hash, fingerprint } = value as { hash: keyof typeof DIGITS; fingerprint: string }
  const octets = fingerprint.split(':')
  return octets.length === DIGITS[hash] && octets.every((octet) => /^[0-9A-F]{2}$/.test(octet))
    ? undefined
    : 'has a fingerprint that is none of its hash'
}

const shape = object({
  keying: oneOf('plain', 'sdes', 'dtls'),
  keys: optional(keys),
  dtls: optional(dtls),
  ice: optional(object({ localUfrag: text(32), localPassword: text(64), remoteUfrag: text(256) })),
  mux: flag,
})

/** A `SecureTransport` off the wire. */
export const transport: Check = (value) => {
  const complaint = shape(value)
  if (complaint) return complaint
  const { keying, keys, dtls } = value as { keying: string; keys?: unknown; dtls?: unknown }
  if (keying === 'sdes' && !keys) return 'has no keys'
  return (keying === 'dtls') === (dtls !== undefined) ? undefined : 'has DTLS or not'
}
