import { createHash, randomBytes } from 'node:crypto'
import type { Clock, Timer } from '../../clock/clock.ts'

/** What is kept of a session: never the token, from which alone the cookie and the CSRF token can be made. */
export interface KeptSession {
  /** SHA-256 of the token. */
  readonly key: string
  /** Id of the user. */
  readonly user: string
  /** Mark of the password and second step that it was opened with. */
  readonly mark: string
  /** Uptime. */
  readonly since: number
  /** Uptime of the last request. */
  seen: number
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

const IDLE_MS = 30 * 60_000
const OLDEST_MS = 12 * 3_600_000
const SWEEP_MS = 30_000
const MOST = 200
const MOST_OF_ONE = 20

/** Who has signed in. Tokens are 256 random bits; the server knows only their hashes. */
export class Sessions {
  readonly #clock: Clock
  readonly #keeper: SessionKeeper
  readonly #entries = new Map<string, Entry>() // the one opened first comes first
  #sweep: Timer | undefined

  constructor(clock: Clock, keeper: SessionKeeper) {
    this.#clock = clock
    this.#keeper = keeper
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

  /** Opens a session and answers its token. Of too many the one opened first ends. */
  begin(user: string, mark: string): string {
    const own = [...this.#entries.values()].filter((one) => one.user === user)
    if (own.length >= MOST_OF_ONE) this.#drop(own[0])
    if (this.#entries.size >= MOST) this.#drop(this.#entries.values().next().value)
    const token = newToken()
    const now = this.#clock.uptime()
    const key = keyOf(token)
    this.#entries.set(key, {
      key,
      user,
      mark,
      since: now,
      seen: now,
      ending: new AbortController(),
    })
    this.#save()
    return token
  }

  /** The session of a token, which is used by that. Undefined when there is none (any more). */
  find(token: string): LiveSession | undefined {
    const entry = this.#entries.get(keyOf(token))
    if (!entry) return undefined
    if (this.#isOver(entry)) {
      this.#drop(entry)
      this.#save()
      return undefined
    }
    entry.seen = this.#clock.uptime()
    return { ...entry, ended: entry.ending.signal }
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

  #isOver({ seen, since }: KeptSession): boolean {
    const now = this.#clock.uptime()
    return now - seen >= IDLE_MS || now - since >= OLDEST_MS
  }

  #drop(entry: Entry | undefined): void {
    if (!entry) return
    this.#entries.delete(entry.key)
    entry.ending.abort()
  }

  #sweepLater(): void {
    this.#sweep = this.#clock.after(SWEEP_MS, () => {
      const before = this.#entries.size
      for (const entry of this.#entries.values()) if (this.#isOver(entry)) this.#drop(entry)
      if (before > 0) this.#save()
      this.#sweepLater()
    })
  }

  #save(): void {
    this.#keeper.save(
      [...this.#entries.values()].map(({ key, user, mark, since, seen }) => ({
        key,
        user,
        mark,
        since,
        seen,
      })),
    )
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
