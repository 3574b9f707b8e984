import { type KeyObject, sign, verify } from 'node:crypto'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import { fromBase32, toBase32 } from './base32.ts'

/** What a key opens: a feature of the catalogue, or so many of something. Names that this release does not know open nothing. */
export interface Grant {
  readonly feature: string
  /** Of a counted feature. */
  readonly count?: number
}

/** What an issuer says in a key. Times are UTC in ms, of whole seconds. */
export interface FeatureKey {
  /** The one unit that it is for, FKEY-1. */
  readonly unit: string
  /** Keys of one series replace each other: the higher number stands. */
  readonly series: string
  readonly number: number
  readonly issued: number
  /** None: for good, FKEY-10. */
  readonly expires?: number
  readonly grants: readonly Grant[]
}

/** Characters of a key, whatever separates them: 64 grants with room to spare. */
export const LONGEST_KEY = 4096

const BEGIN = 'SK1'
const SIGNATURE = 64 // octets of an Ed25519 signature, RFC 8032 §5.1.6
const MOST_GRANTS = 64
const LATEST = 253_402_300_799 // 9999-12-31, in seconds
/** What is signed begins so: a signature made for anything else is none of ours. */
const DOMAIN = Buffer.from('strowger feature key 1\n')

const NO_KEY = 'That is no feature key. Copy all of it, from SK1 to its end.'

/**
 * A key as people paste or upload it: `SK1-` and base 32 in groups, white space and dashes wherever they like. Nothing in it is
 * looked at before one of the issuers is found to have signed it.
 */
export function readFeatureKey(
  text: string,
  issuers: readonly KeyObject[],
): Result<FeatureKey, Text> {
  if (text.length > 2 * LONGEST_KEY) return refuse('That is too long for a feature key.')
  const plain = compact(text)
  if (plain.length > LONGEST_KEY) return refuse('That is too long for a feature key.')
  if (!plain.startsWith(BEGIN)) return refuse(NO_KEY)
  const octets = fromBase32(plain.slice(BEGIN.length))
  if (!octets || octets.length <= SIGNATURE) return refuse(NO_KEY)
  const said = octets.subarray(0, -SIGNATURE)
  const signature = octets.subarray(-SIGNATURE)
  const signed = Buffer.concat([DOMAIN, said])
  if (!issuers.some((issuer) => verify(null, signed, issuer, signature))) {
    return refuse(
      'Nobody whom this unit trusts has signed this key, or a character of it is wrong.',
    )
  }
  return whatItSays(said)
}

/** The one spelling of a key, by which two are compared. */
export function compact(text: string): string {
  return text.replace(/[\s-]+/g, '').toUpperCase()
}

/** A key with its signature, in groups of five. */
export function writeFeatureKey(key: FeatureKey, issuer: KeyObject): string {
  const said = Buffer.from(
    JSON.stringify({
      u: key.unit,
      s: key.series,
      n: key.number,
      i: key.issued / 1000,
      ...(key.expires !== undefined && { e: key.expires / 1000 }),
      g: key.grants.map(({ feature, count }) =>
        count === undefined ? [feature] : [feature, count],
      ),
    }),
  )
  const signature = sign(null, Buffer.concat([DOMAIN, said]), issuer)
  const groups = toBase32(Buffer.concat([said, signature])).match(/.{1,5}/g) ?? []
  return [BEGIN, ...groups].join('-')
}

function whatItSays(said: Buffer): Result<FeatureKey, Text> {
  const unknown = refuse(
    'This key says something that this release does not understand. Update the unit.',
  )
  let parsed: unknown
  try {
    parsed = JSON.parse(said.toString('utf8'))
  } catch {
    return unknown
  }
  const { u, s, n, i, e, g } = (parsed ?? {}) as Record<string, unknown>
  if (typeof u !== 'string' || !/^[0-9a-f-]{36}$/.test(u)) return unknown
  if (typeof s !== 'string' || !/^[A-Za-z0-9-]{1,32}$/.test(s)) return unknown
  if (!isCount(n) || !isTime(i) || !(e === undefined || isTime(e))) return unknown
  if (!Array.isArray(g) || g.length > MOST_GRANTS || !g.every(isGrant)) return unknown
  return ok({
    unit: u,
    series: s,
    number: n,
    issued: i * 1000,
    ...(e !== undefined && { expires: e * 1000 }),
    grants: g.map(([feature, count]) => ({ feature, ...(count !== undefined && { count }) })),
  })
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000
}

function isTime(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LATEST
}

function isGrant(value: unknown): value is [feature: string, count?: number] {
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) return false
  const [feature, count] = value
  if (typeof feature !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(feature)) return false
  return count === undefined || isCount(count)
}
