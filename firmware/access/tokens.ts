import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Clock, Timer } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { readKept, writeKept } from './kept-file.ts'

export const SCOPES = ['read', 'configure', 'operate'] as const
export type Scope = (typeof SCOPES)[number]

/** What is kept of a token: its hash, never itself. Times are UTC in ms. */
export interface KeptToken {
  readonly id: string
  /** SHA-256. 256 random bits need no slow hash: nobody guesses them from it. */
  readonly hash: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Id of the user for whom it acts. */
  readonly owner: string
  readonly createdAt: number
  readonly expiresAt?: number | undefined
  readonly lastUsedAt?: number | undefined
  readonly lastUsedFrom?: string | undefined
}

export interface LiveToken extends KeptToken {
  /** Fires when it is removed, runs out or loses its owner. */
  readonly ended: AbortSignal
}

interface Options {
  readonly environment: { readonly data: string }
  readonly clock: Clock
  readonly log: Log
}

/** How an owner stands: `away` may come back (no password of their own at the moment), `gone` does not; `unknown` while there is no store. */
export type Standing = 'here' | 'away' | 'gone' | 'unknown'

const PREFIX = 'stw_' // so that people and scanners of source code know what they look at
const MOST = 200
const MOST_OF_ONE = 20
const SWEEP_MS = 30_000
const NOTED_MS = 3_600_000 // a use is written no more often: flash wears
const DAY = 86_400_000

/** Tokens by which programs use the API for somebody, kept beside the other secrets of the web server. */
export class ApiTokens {
  readonly #options: Options
  readonly #path: string
  readonly #ending = new Map<string, AbortController>()
  #all: Map<string, KeptToken> | undefined // by hash
  #written = new Map<string, number>() // last use as it is on the disk
  #standing: (owner: string) => Standing = () => 'unknown'
  #timer: Timer | undefined

  constructor(options: Options) {
    this.#options = options
    this.#path = join(options.environment.data, 'web', 'tokens.json')
  }

  /** Looks now and then for tokens whose time or owner is gone. */
  start(): void {
    this.#timer = this.#options.clock.after(SWEEP_MS, () => {
      this.#sweep()
      this.start()
    })
  }

  /** Writes the last uses. */
  stop(): void {
    this.#timer?.cancel()
    if (
      [...this.#tokens.values()].some((one) => (one.lastUsedAt ?? 0) !== this.#written.get(one.id))
    ) {
      this.#save()
    }
  }

  judgeBy(standing: (owner: string) => Standing): void {
    this.#standing = standing
  }

  /** The oldest first. */
  all(): readonly KeptToken[] {
    return [...this.#tokens.values()]
  }

  /** Whether this person may have another one. */
  hasRoom(owner: string): boolean {
    const all = this.all()
    return all.length < MOST && all.filter((one) => one.owner === owner).length < MOST_OF_ONE
  }

  /** Makes one; its text is nowhere afterwards. @throws what the file system does when it cannot be kept */
  make(
    wanted: Pick<KeptToken, 'name' | 'scopes' | 'owner'> & { readonly days?: number | undefined },
  ): { readonly token: string; readonly kept: KeptToken } {
    const { days, ...facts } = wanted
    const token = `${PREFIX}${randomBytes(32).toString('base64url')}`
    const now = this.#options.clock.now()
    const kept: KeptToken = {
      id: randomBytes(8).toString('hex'),
      hash: hashOf(token),
      ...facts,
      createdAt: now,
      ...(days !== undefined && { expiresAt: now + days * DAY }),
    }
    this.#tokens.set(kept.hash, kept)
    try {
      this.#save()
    } catch (error) {
      this.#tokens.delete(kept.hash)
      throw error
    }
    return { token, kept }
  }

  /** Undefined when there is none. */
  remove(id: string): KeptToken | undefined {
    const token = this.all().find((one) => one.id === id)
    if (token) this.#drop([token])
    return token
  }

  /** The token with this text, while its time and owner allow; that is its last use. */
  use(text: string, from: string): LiveToken | undefined {
    if (!/^stw_[\w-]{43}$/.test(text)) return undefined
    const hash = hashOf(text)
    const found = this.#tokens.get(hash)
    if (!found || !this.#works(found)) return undefined
    const now = this.#options.clock.now()
    const used = { ...found, lastUsedAt: now, lastUsedFrom: from }
    this.#tokens.set(hash, used)
    if (Math.abs(now - (this.#written.get(found.id) ?? 0)) >= NOTED_MS) this.#note()
    const ending = this.#ending.get(found.id) ?? new AbortController()
    this.#ending.set(found.id, ending)
    return { ...used, ended: ending.signal }
  }

  #works(token: KeptToken): boolean {
    return !this.#isOver(token) && this.#standing(token.owner) === 'here'
  }

  #isOver({ expiresAt }: KeptToken): boolean {
    return expiresAt !== undefined && this.#options.clock.now() >= expiresAt
  }

  #sweep(): void {
    const all = this.all()
    for (const { id, owner } of all) if (this.#standing(owner) === 'away') this.#end(id)
    for (const token of all) if (this.#isOver(token)) this.#end(token.id) // listed: people see why
    const orphans = all.filter(({ owner }) => this.#standing(owner) === 'gone')
    if (orphans.length > 0) this.#drop(orphans)
  }

  #drop(tokens: readonly KeptToken[]): void {
    for (const { hash, id } of tokens) {
      this.#tokens.delete(hash)
      this.#end(id)
    }
    this.#save()
  }

  #end(id: string): void {
    this.#ending.get(id)?.abort()
    this.#ending.delete(id)
  }

  /** A disk that is full keeps no program from working. */
  #note(): void {
    try {
      this.#save()
    } catch (error) {
      this.#options.log.warn({ error }, 'the last use of a token is not kept')
    }
  }

  #save(): void {
    const all = this.all()
    writeKept(this.#path, all)
    this.#written = new Map(all.map(({ id, lastUsedAt }) => [id, lastUsedAt ?? 0]))
  }

  get #tokens(): Map<string, KeptToken> {
    this.#all ??= new Map(this.#read().map((token) => [token.hash, token]))
    return this.#all
  }

  #read(): readonly KeptToken[] {
    try {
      const found = readKept(this.#path)
      const tokens = Array.isArray(found) ? found.filter(isKept) : []
      this.#written = new Map(tokens.map(({ id, lastUsedAt }) => [id, lastUsedAt ?? 0]))
      return tokens
    } catch (error) {
      this.#options.log.error({ error, path: this.#path }, 'unreadable: programs need new tokens')
      return []
    }
  }
}

function isKept(value: unknown): value is KeptToken {
  if (typeof value !== 'object' || value === null) return false
  const { id, hash, name, owner, scopes, createdAt, expiresAt } = value as Record<string, unknown>
  return (
    [id, hash, name, owner].every((one) => typeof one === 'string') &&
    Array.isArray(scopes) &&
    typeof createdAt === 'number' &&
    (expiresAt === undefined || typeof expiresAt === 'number')
  )
}

function hashOf(token: string): string {
  return createHash('sha256').update(`token ${token}`).digest('base64url')
}
