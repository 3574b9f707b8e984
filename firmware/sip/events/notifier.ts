import assert from 'node:assert'
import type { IncomingRequest, ResponseParts } from '../contract.ts'
import { dialogOfRequest } from '../dialog/dialog.ts'
import { Incoming } from '../incoming.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { Content } from './content.ts'
import { ListContent, SingleContent } from './content.ts'
import type { EventHeader } from './event-header.ts'
import { acceptedType, eventOf, expiresOf } from './event-header.ts'
import type { EndReason, EventPackage, Opening, Subject } from './event-package.ts'
import type { SubscriptionSnapshot } from './subscription.ts'
import { Subscription } from './subscription.ts'
import { Topics } from './topic.ts'

/** Where subscriptions outlive the process; `calls/journal.ts` is one. */
export interface SubscriptionJournal {
  touch(entry: { readonly journalKey: string; snapshot(): unknown }): void
  entries(prefix: string): Iterable<readonly [key: string, value: unknown]>
}

export interface NotifierOptions {
  readonly packages: readonly EventPackage[]
  readonly journal: SubscriptionJournal
  /** Whether a request proves that it comes from this account; if not, it has been answered (a challenge). */
  readonly isFrom: (request: IncomingRequest, account: string) => boolean
  readonly limits?: { readonly all: number; readonly account: number }
}

export interface NotifierCounters {
  readonly subscriptions: number
  /** Subjects that are watched. */
  readonly topics: number
}

const PREFIX = 'subscription/'
const LONGEST_CALL_INFO = 256
const LIMITS = { all: 20_000, account: 250 }
/** NOTIFYs after a restart are spread so that neither we nor a switch port drown in them. */
const RESUMED_EACH_MS = 0.5

/**
 * The notifier of RFC 6665: takes SUBSCRIBE requests whose sender is known, keeps the subscriptions, and sends their NOTIFYs when
 * somebody says that a subject has changed. Knows nothing of what the subjects are.
 */
export class Notifier {
  readonly #stack: Stack
  readonly #options: NotifierOptions
  readonly #packages: ReadonlyMap<string, EventPackage>
  readonly #limits: { readonly all: number; readonly account: number }
  readonly #topics = new Topics()
  /** Whose packages know that they are over. */
  readonly #closed = new WeakSet<Subscription>()
  readonly #byAccount = new Map<string, Set<Subscription>>()
  readonly #entries = new Map<Subscription, { readonly journalKey: string; snapshot(): unknown }>()

  constructor(stack: Stack, options: NotifierOptions) {
    this.#stack = stack
    this.#options = options
    this.#packages = new Map(options.packages.map((event) => [event.name, event]))
    this.#limits = options.limits ?? LIMITS
  }

  /** Allow-Events: names of all packages. */
  get allowEvents(): string {
    return [...this.#packages.keys()].join(', ')
  }

  get counters(): NotifierCounters {
    return { subscriptions: this.#entries.size, topics: this.#topics.size }
  }

  /** Takes up what an earlier process left; everybody gets the full state. How many. */
  restore(): number {
    for (const [key, value] of this.#options.journal.entries(PREFIX)) {
      const snapshot = value as SubscriptionSnapshot
      const event = this.#packages.get(snapshot.event.name)
      if (!event) this.#options.journal.touch({ journalKey: key, snapshot: () => undefined })
      else this.#resume(event, this.#open(event, snapshot))
    }
    return this.#entries.size
  }

  /** Answers a SUBSCRIBE outside of a dialog. `account` has proved that it sent it. */
  subscribe(request: IncomingRequest, account: string): void {
    assert(request instanceof Incoming)
    const event = eventOf(request.message)
    const found = event && this.#packages.get(event.name)
    if (!event || !found) {
      request.respond(489, { headers: [['Allow-Events', this.allowEvents]] })
      return
    }
    const subject = subjectOf(request)
    const refusal = this.#refusal(request, account, found, subject)
    if (refusal) request.respond(refusal.status, refusal)
    else this.#begin(request, account, { event, found, subject })
  }

  /** Something about a user is different. Costs next to nothing when nobody watches. */
  changed(event: string, user: string): void {
    this.#topics.changed(event, user)
  }

  /** Everything that a package shows may be different. */
  allChanged(event: string): void {
    this.#topics.allChanged(event)
  }

  /** The configuration has changed: ends what is not allowed any more, and starts what waited for it. */
  review(): void {
    for (const subscription of [...this.#entries.keys()]) {
      if (subscription.isOver) continue
      const admission = subscription.package.admit(subscription.account, subscription.subject)
      if (typeof admission === 'number') {
        subscription.end(admission === 404 ? 'noresource' : 'rejected')
      } else {
        subscription.admit(admission)
      }
    }
  }

  /** Ends what an account watches: it is deleted, or is to subscribe anew. */
  endOf(account: string, reason: EndReason): void {
    for (const subscription of [...(this.#byAccount.get(account) ?? [])]) subscription.end(reason)
  }

  /** Ends one subscription by its id. */
  endOne(account: string, id: string, reason: EndReason): void {
    for (const one of this.#byAccount.get(account) ?? []) if (one.id === id) one.end(reason)
  }

  // ---- what subscriptions ask and tell ----

  #refreshed(subscription: Subscription, request: Incoming): void {
    const { package: event, account, subject } = subscription
    const asked = eventOf(request.message)
    if (asked?.name !== event.name || asked.id !== subscription.event.id) {
      request.respond(489, { headers: [['Allow-Events', event.name]] })
      return
    }
    const admission = event.admit(account, subject)
    if (typeof admission === 'number') {
      request.respond(admission)
      subscription.end(admission === 404 ? 'noresource' : 'rejected')
      return
    }
    const seconds = grantedSeconds(event, expiresOf(request.message))
    if (seconds === undefined) request.respond(423, minExpires(event))
    else this.#accept(request, subscription, seconds, admission)
  }

  #changed(subscription: Subscription): void {
    const entry = this.#entries.get(subscription)
    if (entry) this.#options.journal.touch(entry)
  }

  #ended(subscription: Subscription): void {
    const entry = this.#entries.get(subscription)
    if (!entry) return
    this.#entries.delete(subscription)
    this.#options.journal.touch(entry) // which has no snapshot any more
    const others = this.#byAccount.get(subscription.account)
    others?.delete(subscription)
    if (others?.size === 0) this.#byAccount.delete(subscription.account)
    this.#close(subscription)
  }

  #close(subscription: Subscription): void {
    if (this.#closed.has(subscription)) return
    this.#closed.add(subscription)
    subscription.package.closed?.(openingOf(subscription))
  }

  // ---- inside ----

  #resume(event: EventPackage, subscription: Subscription): void {
    const refusal = event.opened?.(openingOf(subscription))
    if (refusal === undefined) {
      subscription.resume(randomBetween(0, this.#entries.size * RESUMED_EACH_MS))
    } else subscription.end('noresource')
  }

  #refusal(
    { message }: IncomingRequest,
    account: string,
    event: EventPackage,
    subject: Subject,
  ): (ResponseParts & { readonly status: number }) | undefined {
    if (message.contacts === '*' || message.contacts.length === 0) {
      return { status: 400, reason: 'Contact is missing' }
    }
    const admission = event.admit(account, subject)
    if (typeof admission === 'number') return { status: admission }
    if (grantedSeconds(event, expiresOf(message)) === undefined) {
      return { status: 423, ...minExpires(event) }
    }
    if (event.types.length > 0 && acceptedType(message, event.types) === undefined) {
      return { status: 406, headers: [['Accept', event.types.join(', ')]] }
    }
    if (event.members?.(subject) && !message.lists('Supported', 'eventlist')) {
      return { status: 421, headers: [['Require', 'eventlist']] } // RFC 4662 §4.4
    }
    return this.#isFull(account) ? { status: 480, headers: [['Retry-After', '300']] } : undefined
  }

  /** A telephone that restarts leaves subscriptions behind which end by themselves; until then it has room for as many again. */
  #isFull(account: string): boolean {
    const own = this.#byAccount.get(account)?.size ?? 0
    return own >= this.#limits.account || this.#entries.size >= this.#limits.all
  }

  #begin(
    request: Incoming,
    account: string,
    { event, found, subject }: { event: EventHeader; found: EventPackage; subject: Subject },
  ): void {
    const { message, flow } = request
    const admission = found.admit(account, subject)
    const seconds = grantedSeconds(found, expiresOf(message)) ?? 0
    if (typeof admission === 'number') return
    const subscription = this.#open(found, {
      event,
      subject,
      type: acceptedType(message, found.types),
      account,
      status: admission,
      expiresAt: this.#stack.uptime() + seconds * 1000,
      dialog: dialogOfRequest(message, request.transaction.toTag, flow),
      flow,
      sequence: 0,
      version: 0,
      ...(found.opened && { callInfo: message.header('Call-Info')?.slice(0, LONGEST_CALL_INFO) }),
    })
    const refusal = found.opened?.(openingOf(subscription))
    if (refusal === undefined) this.#accept(request, subscription, seconds, admission)
    else {
      subscription.drop()
      request.respond(refusal)
    }
  }

  #open(event: EventPackage, snapshot: SubscriptionSnapshot): Subscription {
    const subscription = new Subscription(
      this.#stack,
      event,
      {
        refreshed: (...told) => this.#refreshed(...told),
        newFlow: ({ account }, request) => this.#options.isFrom(request, account),
        changed: (told) => this.#changed(told),
        ending: (told) => this.#close(told),
        ended: (told) => this.#ended(told),
      },
      snapshot,
    )
    subscription.show(this.#content(event, snapshot, () => subscription.changed()))
    this.#entries.set(subscription, {
      journalKey: PREFIX + subscription.id,
      snapshot: () => (this.#entries.has(subscription) ? subscription.snapshot() : undefined),
    })
    const own = this.#byAccount.get(snapshot.account) ?? new Set()
    this.#byAccount.set(snapshot.account, own.add(subscription))
    this.#stack.enroll(subscription)
    return subscription
  }

  #content(
    event: EventPackage,
    { subject, type = '', account }: SubscriptionSnapshot,
    changed: () => void,
  ): Content {
    const members = event.members?.(subject)
    if (!members) return new SingleContent(this.#topics, event, subject, type, changed)
    return new ListContent(this.#topics, event, subject, type, account, members, changed)
  }

  #accept(
    request: Incoming,
    subscription: Subscription,
    seconds: number,
    admission: 'active' | 'pending',
  ): void {
    const isList = subscription.package.members?.(subscription.subject) !== undefined
    const headers = [
      ['Expires', String(seconds)],
      ['Allow-Events', this.allowEvents],
      ...(isList ? [['Require', 'eventlist'] as const] : []),
    ] as const
    const { transaction } = request
    transaction.respond(200, request.build(200, { headers }, subscription.contact))
    subscription.grant(seconds, admission)
  }
}

function openingOf({ id, account, subject, callInfo }: Subscription): Opening {
  return { id, account, subject, callInfo }
}

function subjectOf({ message }: IncomingRequest): Subject {
  const { user, host } = message.requestUri
  return { user: user ?? '', host }
}

/** 0 is a fetch or an end; undefined: too short. Too long is shortened (RFC 6665 §4.2.1.1). */
function grantedSeconds(
  { expires: { least, usual, most } }: EventPackage,
  asked: number | undefined,
): number | undefined {
  const seconds = Math.min(asked ?? usual, most)
  return seconds > 0 && seconds < least ? undefined : seconds
}

function minExpires({ expires }: EventPackage): ResponseParts {
  return { headers: [['Min-Expires', String(expires.least)]] }
}
