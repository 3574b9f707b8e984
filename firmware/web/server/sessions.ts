import { createHash, randomBytes } from 'node:crypto'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { Role } from '../../model/facts.ts'

/** What is kept of a session: never the token, from which alone the cookie and the CSRF token can be made. */
export interface KeptSession {
  /** SHA-256 of the token. */
  readonly key: string
  /** Id of the user. */
  readonly user: string
  /** Mark of the password and second step that it was opened with. */
  readonly mark: string
  /** With which it was opened: others act at the next sign-in, ROLE-9. */
  readonly roles: readonly Role[]
  /** Uptime. */
  readonly since: number
  /** Uptime of the last request that somebody made. */
  seen: number
  /** Address that it was opened from. */
  readonly from: string
  /** What the browser calls itself; a stranger's text. */
  readonly userAgent: string
}

/** How many sessions there may be, and how long one lives that nobody uses (WEB-7, WEB-8). */
export interface SessionLimits {
  readonly idleMs: number
  readonly most: number
}

/** Who opens a session. */
export interface Opener {
  readonly user: string
  readonly mark: string
  readonly roles: readonly Role[]
  readonly from: string
  readonly userAgent: string
  /** Takes the place of the session that is quiet longest where there is no other. */
  readonly first?: boolean
}

/** Keeps sessions over a restart of this process, not of the unit. */
export interface SessionKeeper {
  load(): readonly KeptSession[]
  save(sessions: readonly KeptSession[]): void
}

export interface LiveSession extends KeptSession {
  readonly ended: AbortSignal
}

interface Entry extends KeptSession {
  readonly ending: AbortController
}

const USUAL: SessionLimits = { idleMs: 15 * 60_000, most: 50 }
const OLDEST_MS = 12 * 3_600_000
const SWEEP_MS = 30_000
const MOST_OF_ONE = 20

/** Who has signed in. Tokens are 256 random bits; the server knows only their hashes. */
export class Sessions {
  readonly #clock: Clock
  readonly #keeper: SessionKeeper
  readonly #limits: () => SessionLimits
  readonly #entries = new Map<string, Entry>() // the one opened first comes first
  #sweep: Timer | undefined
  #stillGood: (session: KeptSession) => boolean = () => true

  /** @param limits those of now: asked whenever it matters */
  constructor(clock: Clock, keeper: SessionKeeper, limits = () => USUAL) {
    this.#clock = clock
    this.#keeper = keeper
    this.#limits = limits
  }

  /** Asked of every session now and then; those that it denies end, and with them what they watch. */
  judgeBy(stillGood: (session: KeptSession) => boolean): void {
    this.#stillGood = stillGood
  }

  /** Takes up what an earlier life of this process kept, and ends sessions by themselves from now on. */
  start(): void {
    const now = this.#clock.uptime()
    for (const kept of this.#keeper.load()) {
      if (kept.seen > now) continue // of another boot
      this.#entries.set(kept.key, { ...kept, ending: new AbortController() })
    }
    this.#sweepLater()
  }

  stop(): void {
    this.#sweep?.cancel()
    this.#save()
  }

  /** Opens a session and answers its token; of too many of one person the one opened first ends. Undefined when all places are taken. */
  begin({ first = false, ...opener }: Opener): string | undefined {
    const own = this.#of(opener.user)
    if (own.length >= MOST_OF_ONE) this.#drop(own[0])
    if (!this.#hasRoom(first)) return undefined
    const token = newToken()
    const now = this.#clock.uptime()
    const key = keyOf(token)
    const ending = new AbortController()
    this.#entries.set(key, { key, ...opener, since: now, seen: now, ending })
    this.#save()
    return token
  }

  /** The session of a token, undefined when there is none (any more). It is used by that, unless the request is one of those that pages make by themselves. */
  find(token: string, byItself = false): LiveSession | undefined {
    const entry = this.#entries.get(keyOf(token))
    if (!entry) return undefined
    if (this.#isOver(entry)) {
      this.#drop(entry)
      this.#save()
      return undefined
    }
    if (!byItself) entry.seen = this.#clock.uptime()
    return { ...entry, ended: entry.ending.signal }
  }

  /**
   * The session that lists call `id` is in use though nobody touches a page: it is a telephone. Only of people without a role: an administrator's page that
   * nobody is at ends as ever. It still ends by its age.
   */
  isPhone(id: string): void {
    for (const entry of this.#entries.values()) {
      if (!entry.key.startsWith(id) || entry.roles.length > 0 || this.#isOver(entry)) continue
      entry.seen = this.#clock.uptime()
    }
  }

  /** Everybody's that are open. */
  all(): readonly KeptSession[] {
    this.#dropOver()
    return [...this.#entries.values()]
  }

  /** Sessions of one person, the one opened first first. */
  allOf(user: string): readonly KeptSession[] {
    return this.#of(user).filter((entry) => !this.#isOver(entry))
  }

  endAllOf(user: string): void {
    for (const entry of this.#of(user)) this.#drop(entry)
    this.#save()
  }

  /** Ends the session of a token. */
  end(token: string): void {
    this.endKey(keyOf(token))
  }

  endKey(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#drop(entry)
    this.#save()
  }

  #of(user: string): Entry[] {
    return [...this.#entries.values()].filter((one) => one.user === user)
  }

  #hasRoom(first: boolean): boolean {
    const { most } = this.#limits()
    this.#dropOver()
    if (this.#entries.size < most) return true
    if (!first) return false
    const quiet = [...this.#entries.values()].sort((a, b) => a.seen - b.seen)
    for (const entry of quiet.slice(0, this.#entries.size - most + 1)) this.#drop(entry)
    return true
  }

  #isOver({ seen, since }: KeptSession): boolean {
    const now = this.#clock.uptime()
    return now - seen >= this.#limits().idleMs || now - since >= OLDEST_MS
  }

  #dropOver(): void {
    for (const entry of this.#entries.values()) if (this.#isOver(entry)) this.#drop(entry)
  }

  #drop(entry: Entry | undefined): void {
    if (!entry) return
    this.#entries.delete(entry.key)
    entry.ending.abort()
  }

  #sweepLater(): void {
    this.#sweep = this.#clock.after(SWEEP_MS, () => {
      const before = this.#entries.size
      this.#dropOver()
      for (const entry of this.#entries.values()) if (!this.#stillGood(entry)) this.#drop(entry)
      if (before > 0) this.#save()
      this.#sweepLater()
    })
  }

  #save(): void {
    this.#keeper.save([...this.#entries.values()].map(({ ending: _, ...kept }) => kept))
  }
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether this could be a token of ours. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}

/** What a change must carry in `x-csrf`: only who can read the page's answers knows it, the cookie's reach does not do. */
export function csrfOf(token: string): string {
  return hashOf(`csrf ${token}`)
}

function keyOf(token: string): string {
  return hashOf(`session ${token}`)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
