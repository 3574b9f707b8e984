import { hash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../clock/clock.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { ExtraHeaders, Flow } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'
import { splitList, TOKEN, unquote } from '../message/tokens.ts'
import { parseUri } from '../message/uri.ts'
import { fillRandom } from '../random.ts'
import { KeyedHash } from './keyed-hash.ts'

/** Hash functions of RFC 7616 and RFC 8760 that we speak. */
export const ALGORITHMS = ['MD5', 'SHA-256'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/**
 * Why credentials do not pass. `stale`: they are right but for the nonce, so the client may try again unasked. `unsupported`: they
 * protect the body too (qop=auth-int), which we have not offered.
 */
export type DigestFailure = 'no-credentials' | 'stale' | 'wrong' | 'unsupported'

/** H(username:realm:password) of a user, in lower-case hex; undefined for somebody unknown. */
export type Ha1Of = (username: string, algorithm: Algorithm) => string | undefined

export interface DigestServerOptions {
  readonly clock: Clock
  readonly realm: string
  /** Secret of this unit, 16 octets or more; the same after a restart, so that phones need not ask again. */
  readonly key: Buffer
  /** What is offered on a listener, the best first: the same to everybody (SECURITY row 9). `usualAlgorithms` unless given. */
  readonly algorithms?: (flow: Flow) => readonly Algorithm[]
  /** Requests whose nonce serves once only, whatever its count. None unless given. */
  readonly oneTime?: (request: SipRequest) => boolean
}

/** MD5 where telephones are, who often know nothing else; SHA-256 on WebSockets, where browsers are (DESIGN §6). */
export function usualAlgorithms({ transport }: Flow): readonly Algorithm[] {
  return transport === 'ws' || transport === 'wss' ? ['SHA-256'] : ['MD5']
}

const NONCE_LIFETIME_MS = 10 * 60_000
/** Nonces whose counts are remembered; when there are more, the oldest become stale early. */
const MOST_NONCES = 20_000
/** How far a nonce count may lag behind the highest seen: requests overtake each other over UDP. */
const WINDOW = 32
/** No count is behind it: such a nonce is used up. */
const LAST_COUNT = 0xffff_ffff

/** For those who have only one kind of listener. */
const NOWHERE: Flow = {
  transport: 'udp',
  local: { address: '', port: 0 },
  remote: { address: '', port: 0 },
}

interface NonceUse {
  readonly madeAt: number
  highest: number
  /** Bit n: `highest - n` has been seen. */
  seen: number
}

/**
 * Server side of digest authentication: RFC 7616 with qop=auth (RFC 2617 compatible). A nonce carries its own time and signature,
 * so a challenge costs no memory; only a nonce that was used with the right password is remembered. Known and unknown
 * users get the same work and the same answers (SECURITY row 1).
 */
export class DigestServer {
  readonly #clock: Clock
  readonly #realm: string
  readonly #keyed: KeyedHash
  readonly #algorithms: (flow: Flow) => readonly Algorithm[]
  readonly #oneTime: (request: SipRequest) => boolean
  readonly #nobody: Readonly<Record<Algorithm, string>>
  readonly #used = new Map<string, NonceUse>()
  /** The request that was looked at last. */
  #read: {
    readonly request?: SipRequest
    readonly credentials?: ReadonlyMap<string, string> | undefined
  } = {}
  /** Nonces made until then and not in `#used` are stale: their counts have been forgotten. */
  #forgottenUntil = -1

  constructor(options: DigestServerOptions) {
    this.#clock = options.clock
    this.#realm = options.realm
    this.#keyed = new KeyedHash(options.key)
    this.#algorithms = options.algorithms ?? usualAlgorithms
    this.#oneTime = options.oneTime ?? (() => false)
    const nobody = this.#keyed.of(Buffer.from('nobody')).toString('hex')
    this.#nobody = { MD5: nobody.slice(0, 32), 'SHA-256': nobody }
  }

  /** The headers of a 401 to what came over `flow`. A stale nonce is told so, which lets the client answer without asking its user. */
  challenge(stale = false, flow: Flow = NOWHERE): ExtraHeaders {
    const realm = this.#realm.replace(/["\\]/g, '\\$&')
    const hint = stale ? ', stale=true' : ''
    return this.#algorithms(flow).map((algorithm) => {
      const nonce = this.#makeNonce()
      const value = `Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${hint}`
      return ['WWW-Authenticate', value] as const
    })
  }

  /** Who the request says it is from, in the credentials for our realm; nothing is proved. */
  claimed(request: SipRequest): string | undefined {
    return this.#credentials(request)?.get('username')
  }

  /** Checks the Authorization header for our realm. A success uses up the nonce count. */
  verify(
    request: SipRequest,
    ha1Of: Ha1Of,
    flow: Flow = NOWHERE,
  ): Result<{ readonly username: string }, DigestFailure> {
    const credentials = this.#credentials(request)
    if (!credentials) return refuse('no-credentials')
    if (credentials.get('qop')?.toLowerCase() === 'auth-int') return refuse('unsupported')
    const username = credentials.get('username') ?? ''
    const count = nonceCount(credentials)
    const offered = this.#algorithms(flow)
    const algorithm = algorithmOf(credentials)
    const hashed = algorithm ?? offered[0] ?? 'MD5'
    const ha1 = ha1Of(username, hashed)
    const right = answers(request.method, credentials, hashed, ha1 ?? this.#nobody[hashed])
    const isOffered = algorithm !== undefined && offered.includes(algorithm)
    if (!right || !isOffered || ha1 === undefined || count === undefined) return refuse('wrong')
    if (!fits(request, credentials)) return refuse('wrong')
    const nonce = credentials.get('nonce') ?? ''
    return this.#use(nonce, count, this.#oneTime(request)) ? ok({ username }) : refuse('stale')
  }

  /** Asked for twice for each request: who it claims to be, and whether it is. */
  #credentials(request: SipRequest): ReadonlyMap<string, string> | undefined {
    if (this.#read.request !== request) {
      this.#read = { request, credentials: this.#readCredentials(request) }
    }
    return this.#read.credentials
  }

  #readCredentials(request: SipRequest): ReadonlyMap<string, string> | undefined {
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
    fillRandom(made, 6)
    return Buffer.concat([made, this.#sign(made)]).toString('base64url')
  }

  #sign(made: Buffer): Buffer {
    return this.#keyed.of(made).subarray(0, 15)
  }

  /** Whether the nonce is ours, young, and not yet used with this count; `once`: at all. */
  #use(nonce: string, count: number, once: boolean): boolean {
    const madeAt = this.#madeAt(nonce)
    const now = this.#clock.uptime()
    if (madeAt === undefined || madeAt > now || now - madeAt > NONCE_LIFETIME_MS) return false
    const use = this.#used.get(nonce)
    if (use) return !once && countUp(use, count)
    if (madeAt <= this.#forgottenUntil) return false
    this.#used.set(nonce, { madeAt, highest: once ? LAST_COUNT : count, seen: 1 })
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

/** H(username:realm:password) in lower-case hex: all that verifying needs. MD5 unless told otherwise. */
export function digestHa1(
  username: string,
  realm: string,
  password: string,
  algorithm: Algorithm = 'MD5',
): string {
  return digestHash(algorithm, `${username}:${realm}:${password}`)
}

/** The hash of some text, in lower-case hex. */
export function digestHash(algorithm: Algorithm, text: string): string {
  return hash(algorithm === 'MD5' ? 'md5' : 'sha256', text)
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

/** That of the credentials: MD5 where they name none (RFC 7616 §3.4); undefined for one that we do not speak. */
function algorithmOf(credentials: ReadonlyMap<string, string>): Algorithm | undefined {
  const named = (credentials.get('algorithm') ?? 'MD5').toUpperCase()
  return ALGORITHMS.find((algorithm) => algorithm === named)
}

/** RFC 7616 §3.4.1, compared in constant time. */
function answers(
  method: string,
  credentials: ReadonlyMap<string, string>,
  algorithm: Algorithm,
  ha1: string,
): boolean {
  const value = (name: string) => credentials.get(name) ?? ''
  const ha2 = digestHash(algorithm, `${method}:${value('uri')}`)
  const wanted = digestHash(
    algorithm,
    `${ha1}:${value('nonce')}:${value('nc')}:${value('cnonce')}:auth:${ha2}`,
  )
  const { length } = wanted
  const given = value('response').toLowerCase().padEnd(length).slice(0, length)
  const isWhole = value('response').length === length
  return timingSafeEqual(Buffer.from(wanted, 'latin1'), Buffer.from(given, 'latin1')) && isWhole
}

/**
 * Ours is qop=auth, and the answer must be for this request (RFC 7616 §3.4.6): for the same user, or for none, as
 * sipp and some gateways write the server's address alone. So what was overheard and held back cannot call somebody else;
 * that it serves once only is up to the nonce count.
 */
function fits(request: SipRequest, credentials: ReadonlyMap<string, string>): boolean {
  if (credentials.get('qop') !== 'auth') return false
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
