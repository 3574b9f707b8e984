import { randomBytes } from 'node:crypto'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { quote } from '../message/tokens.ts'
import type { Algorithm } from './digest.ts'
import { ALGORITHMS, digestHa1, digestHash, parseDigest } from './digest.ts'

/** Who we are to somebody else's server. */
export interface Login {
  readonly user: string
  readonly password: string
  /** The realm that may be answered; undefined: any. Another one is never answered (SECURITY row 4). */
  readonly realm?: string | undefined
}

/** A `Digest` challenge, RFC 7616 §3.3, as far as we can answer it. */
export interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly algorithm: Algorithm
  readonly opaque: string | undefined
  /** Undefined: a server of RFC 2069, which knows no qop. */
  readonly qop: 'auth' | undefined
}

/**
 * What the answer is about besides the challenge. Digest's `uri` is the Request-URI; `cnonce` and `count` may be given for tests and
 * for a nonce that is used again.
 */
export interface Challenged {
  readonly method: string
  readonly uri: string
  readonly cnonce?: string
  readonly count?: number
}

/** Reads a WWW-Authenticate or Proxy-Authenticate header; undefined: another scheme, malformed, or nothing that we can answer. */
export function readChallenge(header: string): Challenge | undefined {
  const values = parseDigest(header)
  const realm = values?.get('realm')
  const nonce = values?.get('nonce')
  if (!values || realm === undefined || nonce === undefined) return undefined
  const named = (values.get('algorithm') ?? 'MD5').toUpperCase()
  const algorithm = ALGORITHMS.find((one) => one === named)
  const offered = values
    .get('qop')
    ?.toLowerCase()
    .split(',')
    .map((word) => word.trim())
  if (!algorithm || (offered && !offered.includes('auth'))) return undefined // auth-int alone
  return { realm, nonce, algorithm, opaque: values.get('opaque'), qop: offered && 'auth' }
}

/** The value of an Authorization or Proxy-Authorization header, RFC 7616 §3.4; undefined for a realm that is not ours to answer. */
export function answerChallenge(
  { realm, nonce, algorithm, opaque, qop }: Challenge,
  { user, password, realm: ours }: Login,
  { method, uri, cnonce = randomBytes(12).toString('base64url'), count = 1 }: Challenged,
): string | undefined {
  if (ours !== undefined && realm !== ours) return undefined
  const ha1 = digestHa1(user, realm, password, algorithm)
  const ha2 = digestHash(algorithm, `${method}:${uri}`)
  const nc = count.toString(16).padStart(8, '0')
  const proof = qop ? `${nonce}:${nc}:${cnonce}:${qop}` : nonce
  const response = digestHash(algorithm, `${ha1}:${proof}:${ha2}`)
  const pairs = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`, `cnonce=${quote(cnonce)}`] : []),
  ]
  return `Digest ${pairs.join(', ')}`
}

/**
 * Answers the 401 and 407 of one server for the user agent: the strongest algorithm that it offers (RFC 8760 §2.4), and only
 * for the realm of the login.
 */
export function loginCredentials(
  login: Login,
): (
  response: SipResponse,
  request: SipRequest,
) => readonly [name: string, value: string] | undefined {
  return (response, { method, uri }) => {
    const isProxy = response.status === 407
    const challenges = response
      .headers(isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate')
      .slice(0, 8)
      .flatMap((header) => readChallenge(header) ?? [])
      .filter(({ realm }) => login.realm === undefined || realm === login.realm)
    const [best] = challenges.sort(
      (one, other) => ALGORITHMS.indexOf(other.algorithm) - ALGORITHMS.indexOf(one.algorithm),
    )
    const value = best && answerChallenge(best, login, { method, uri })
    return value === undefined
      ? undefined
      : [isProxy ? 'Proxy-Authorization' : 'Authorization', value]
  }
}
