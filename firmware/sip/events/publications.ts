import type { Clock, Timer } from '../../clock/clock.ts'
import type { Result } from '../../result.ts'
import type { IncomingRequest } from '../contract.ts'
import { randomWord } from '../random.ts'
import { expiresOf } from './event-header.ts'
import type { SubscriptionJournal } from './notifier.ts'

export interface PublicationsOptions<State> {
  readonly clock: Clock
  readonly journal: SubscriptionJournal
  /** Media type that is taken. */
  readonly type: string
  readonly read: (body: string) => Result<State>
  readonly changed: (user: string) => void
}

interface Publication<State> {
  readonly user: string
  readonly etag: string
  readonly state: State
  /** Uptime, ms. */
  readonly expiresAt: number
}

const PREFIX = 'publication/'
const EXPIRES = { least: 60, usual: 3600, most: 86_400 } // s
/** Telephones of one user that publish; the oldest goes. */
const MOST_A_USER = 10
const MOST_OCTETS = 16_384

/**
 * The event state compositor of RFC 3903: what telephones say about themselves, each under an entity tag that it must name to change or
 * keep it. Survives a restart of the process.
 */
export class Publications<State> {
  readonly #options: PublicationsOptions<State>
  readonly #byUser = new Map<string, Publication<State>[]>()
  #sweep: Timer | undefined

  constructor(options: PublicationsOptions<State>) {
    this.#options = options
  }

  restore(): void {
    for (const [, value] of this.#options.journal.entries(PREFIX)) {
      const publication = value as Publication<State>
      this.#byUser.set(publication.user, [...this.#all(publication.user), publication])
    }
    this.#sweepLater()
  }

  stop(): void {
    this.#sweep?.cancel()
    this.#sweep = undefined
  }

  /** What is published about a user now, the latest first. */
  of(user: string): readonly State[] {
    const now = this.#options.clock.uptime()
    return this.#all(user)
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ state }) => state)
  }

  /** Answers a PUBLISH about `user` whose sender may say so (RFC 3903 §6). */
  publish(request: IncomingRequest, user: string): void {
    const { message } = request
    const asked = expiresOf(message)
    const seconds = Math.min(asked ?? EXPIRES.usual, EXPIRES.most)
    const match = message.headers('SIP-If-Match')
    const known = this.#all(user).find(({ etag }) => etag === match[0]?.trim())
    if (match.length > 1) request.respond(400, { reason: 'More than one SIP-If-Match' })
    else if (match.length === 1 && !this.#isLiving(known)) request.respond(412)
    else if (seconds > 0 && seconds < EXPIRES.least) {
      request.respond(423, { headers: [['Min-Expires', String(EXPIRES.least)]] })
    } else if (seconds === 0) this.#remove(request, known)
    else this.#store(request, user, known, seconds)
  }

  #remove(request: IncomingRequest, known: Publication<State> | undefined): void {
    if (!known) {
      request.respond(400, { reason: 'SIP-If-Match is missing' })
      return
    }
    request.respond(200, {
      headers: [
        ['Expires', '0'],
        ['SIP-ETag', randomWord()],
      ],
    })
    this.#replace(known.user, known, undefined)
  }

  #store(
    request: IncomingRequest,
    user: string,
    known: Publication<State> | undefined,
    seconds: number,
  ): void {
    const state = this.#read(request, known)
    if (!state.ok) {
      const { status, ...parts } = state.error
      request.respond(status, parts)
      return
    }
    const expiresAt = this.#options.clock.uptime() + seconds * 1000
    const etag = randomWord() // a new one each time, RFC 3903 §6 step 6
    request.respond(200, {
      headers: [
        ['Expires', String(seconds)],
        ['SIP-ETag', etag],
      ],
    })
    this.#replace(user, known, { user, etag, state: state.value, expiresAt })
    this.#sweepLater()
  }

  #read(
    { message }: IncomingRequest,
    known: Publication<State> | undefined,
  ): Result<
    State,
    { readonly status: number; readonly reason?: string; readonly headers?: [[string, string]] }
  > {
    const { type, read } = this.#options
    if (!message.body) {
      return known
        ? { ok: true, value: known.state }
        : { ok: false, error: { status: 400, reason: 'Nothing is published' } }
    }
    if (message.contentType !== type) {
      return { ok: false, error: { status: 415, headers: [['Accept', type]] } }
    }
    if (message.body.length > MOST_OCTETS) return { ok: false, error: { status: 413 } }
    const state = read(message.body)
    return state.ok
      ? state
      : { ok: false, error: { status: 400, reason: state.error.slice(0, 128) } }
  }

  #isLiving(publication: Publication<State> | undefined): boolean {
    return publication !== undefined && publication.expiresAt > this.#options.clock.uptime()
  }

  #all(user: string): Publication<State>[] {
    return this.#byUser.get(user) ?? []
  }

  #replace(
    user: string,
    before: Publication<State> | undefined,
    after: Publication<State> | undefined,
  ): void {
    const others = this.#all(user).filter((one) => one !== before)
    const left = after ? [after, ...others] : others
    for (const gone of [...(before ? [before] : []), ...left.splice(MOST_A_USER)])
      this.#forget(gone)
    if (left.length > 0) this.#byUser.set(user, left)
    else this.#byUser.delete(user)
    if (after) {
      this.#options.journal.touch({ journalKey: PREFIX + after.etag, snapshot: () => after })
    }
    this.#options.changed(user)
  }

  #forget({ etag }: Publication<State>): void {
    this.#options.journal.touch({ journalKey: PREFIX + etag, snapshot: () => undefined })
  }

  /** Takes out what is over; `of` looks at the time itself. Nothing runs while nothing is published. */
  #sweepLater(): void {
    if (this.#sweep || this.#byUser.size === 0) return
    this.#sweep = this.#options.clock.after(1000, () => {
      this.#sweep = undefined
      for (const publication of [...this.#byUser.values()].flat()) {
        if (!this.#isLiving(publication)) this.#replace(publication.user, publication, undefined)
      }
      this.#sweepLater()
    })
  }
}
