import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../clock/clock.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { ExtraHeaders } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'
import { splitList, TOKEN, unquote } from '../message/tokens.ts'
import { parseUri } from '../message/uri.ts'

/** Why credentials do not pass. `stale`: they are right but for the nonce, so the client may try again unasked. */
export type DigestFailure = 'no-credentials' | 'stale' | 'wrong'

export interface DigestServerOptions {
  readonly clock: Clock
  readonly realm: string
  /** Secret of this unit, 16 octets or more; the same after a restart, so that phones need not ask again. */
  readonly key: Buffer
}

const NONCE_LIFETIME_MS = 10 * 60_000
/** Nonces whose counts are remembered; when there are more, the oldest become stale early. */
const MOST_NONCES = 20_000
/** How far a nonce count may lag behind the highest seen: requests overtake each other over UDP. */
const WINDOW = 32

interface NonceUse {
  readonly madeAt: number
  highest: number
  /** Bit n: `highest - n` has been seen. */
  seen: number
}

/**
 * Server side of digest authentication: RFC 7616 with MD5 and qop=auth (RFC 2617 compatible). A nonce carries its own time
 * and signature, so a challenge costs no memory; only a nonce that was used with the right password is remembered.
 * Known and unknown users get the same work and the same answers (SECURITY row 1).
 */
export class DigestServer {
  readonly #clock: Clock
  readonly #realm: string
  readonly #key: Buffer
  readonly #nobody: string
  readonly #used = new Map<string, NonceUse>()
  /** Nonces made until then and not in `#used` are stale: their counts have been forgotten. */
  #forgottenUntil = -1

  constructor({ clock, realm, key }: DigestServerOptions) {
    this.#clock = clock
    this.#realm = realm
    this.#key = key
    this.#nobody = createHmac('sha256', key).update('nobody').digest('hex').slice(0, 32)
  }

  /** The header of a 401. A stale nonce is told so, which lets the client answer without asking its user. */
  challenge(stale = false): ExtraHeaders {
    const realm = this.#realm.replace(/["\\]/g, '\\$&')
    const hint = stale ? ', stale=true' : ''
    const nonce = this.#makeNonce()
    const value = `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"${hint}`
    return [['WWW-Authenticate', value]]
  }

  /**
   * Checks the Authorization header for our realm. `ha1Of` gives MD5(username:realm:password) in lower-case hex, undefined
   * for somebody unknown. A success uses up the nonce count.
   */
  verify(
    request: SipRequest,
    ha1Of: (username: string) => string | undefined,
  ): Result<{ readonly username: string }, DigestFailure> {
    const credentials = this.#credentials(request)
    if (!credentials) return refuse('no-credentials')
    const username = credentials.get('username') ?? ''
    const count = nonceCount(credentials)
    const ha1 = ha1Of(username)
    const right = answers(request.method, credentials, ha1 ?? this.#nobody)
    if (!right || ha1 === undefined || count === undefined || !fits(request, credentials)) {
      return refuse('wrong')
    }
    const nonce = credentials.get('nonce') ?? ''
    return this.#use(nonce, count) ? ok({ username }) : refuse('stale')
  }

  #credentials(request: SipRequest): ReadonlyMap<string, string> | undefined {
    for (const header of request.headers('Authorization')) {
      const credentials = parseDigest(header)
      if (credentials?.get('realm') === this.#realm) return credentials
    }
    return undefined
  }

  /** Time and chance, then the signature of both. */
  #makeNonce(): string {
    const made = Buffer.allocUnsafe(12)
    made.writeUIntBE(Math.floor(this.#clock.uptime()), 0, 6)
    randomBytes(6).copy(made, 6)
    return Buffer.concat([made, this.#sign(made)]).toString('base64url')
  }

  #sign(made: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(made).digest().subarray(0, 15)
  }

  /** Whether the nonce is ours, young, and not yet used with this count. */
  #use(nonce: string, count: number): boolean {
    const madeAt = this.#madeAt(nonce)
    const now = this.#clock.uptime()
    if (madeAt === undefined || madeAt > now || now - madeAt > NONCE_LIFETIME_MS) return false
    const use = this.#used.get(nonce)
    if (use) return countUp(use, count)
    if (madeAt <= this.#forgottenUntil) return false
    this.#used.set(nonce, { madeAt, highest: count, seen: 1 })
    this.#forget(now)
    return true
  }

  #madeAt(nonce: string): number | undefined {
    const bytes = Buffer.from(nonce, 'base64url')
    if (bytes.length !== 27) return undefined
    const made = bytes.subarray(0, 12)
    return timingSafeEqual(this.#sign(made), bytes.subarray(12)) ? made.readUIntBE(0, 6) : undefined
  }

  #forget(now: number): void {
    for (const [nonce, use] of this.#used) {
      const isOld = now - use.madeAt > NONCE_LIFETIME_MS
      if (!isOld && this.#used.size <= MOST_NONCES) return
      this.#used.delete(nonce)
      if (!isOld) this.#forgottenUntil = Math.max(this.#forgottenUntil, use.madeAt)
    }
  }
}

/** MD5(username:realm:password) in lower-case hex: what is kept instead of the password. */
export function digestHa1(username: string, realm: string, password: string): string {
  return hash('md5', `${username}:${realm}:${password}`)
}

/** Values of a `Digest` header, quotes undone; undefined when it is another scheme or malformed. */
export function parseDigest(header: string): ReadonlyMap<string, string> | undefined {
  const [scheme] = /^digest[ \t]+/i.exec(header) ?? []
  if (!scheme) return undefined
  const values = new Map<string, string>()
  for (const pair of splitList(header.slice(scheme.length))) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(equals, 0)).trim().toLowerCase()
    const text = pair.slice(equals + 1).trim()
    const value = text.startsWith('"') ? unquote(text) : text
    if (!TOKEN.test(name) || value === undefined || values.has(name)) return undefined
    values.set(name, value)
  }
  return values
}

function nonceCount(credentials: ReadonlyMap<string, string>): number | undefined {
  const text = credentials.get('nc') ?? ''
  const count = /^[0-9a-fA-F]{8}$/.test(text) ? Number.parseInt(text, 16) : 0
  return count > 0 ? count : undefined
}

/** RFC 7616 §3.4.1, compared in constant time. */
function answers(method: string, credentials: ReadonlyMap<string, string>, ha1: string): boolean {
  const value = (name: string) => credentials.get(name) ?? ''
  const ha2 = hash('md5', `${method}:${value('uri')}`)
  const wanted = hash(
    'md5',
    `${ha1}:${value('nonce')}:${value('nc')}:${value('cnonce')}:auth:${ha2}`,
  )
  const given = Buffer.from(value('response').toLowerCase().padEnd(32).slice(0, 32), 'latin1')
  return timingSafeEqual(Buffer.from(wanted, 'latin1'), given)
}

/**
 * Ours is MD5 with qop=auth, and the answer must be for this request (RFC 7616 §3.4.6): for the same user, or for none, as
 * sipp and some gateways write the server's address alone. So what was overheard and held back cannot call somebody else;
 * that it serves once only is up to the nonce count.
 */
function fits(request: SipRequest, credentials: ReadonlyMap<string, string>): boolean {
  const algorithm = credentials.get('algorithm') ?? 'MD5'
  if (algorithm.toUpperCase() !== 'MD5' || credentials.get('qop') !== 'auth') return false
  const uri = parseUri(credentials.get('uri') ?? '')
  return uri.ok && (uri.value.user === undefined || uri.value.user === request.requestUri.user)
}

/** Marks a count as seen; false when it was, or is too far behind to tell. */
function countUp(use: NonceUse, count: number): boolean {
  const ahead = count - use.highest
  if (ahead > 0) {
    use.seen = ahead < WINDOW ? (use.seen << ahead) | 1 : 1
    use.highest = count
    return true
  }
  const bit = 1 << -ahead
  if (-ahead >= WINDOW || use.seen & bit) return false
  use.seen |= bit
  return true
}
