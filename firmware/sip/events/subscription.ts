import type { Timer } from '../../clock/clock.ts'
import type { ExtraHeaders, Flow } from '../contract.ts'
import type { Dialog } from '../dialog/dialog.ts'
import { belongs, withTarget } from '../dialog/dialog.ts'
import { requestInDialog } from '../dialog/dialog-request.ts'
import type { Incoming } from '../incoming.ts'
import { formatEvent } from '../message/headers/events.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { DialogUser, Stack } from '../stack.ts'
import { contactHeader, sameFlow } from '../stack.ts'
import type { Content } from './content.ts'
import type { EventHeader } from './event-header.ts'
import type { EndReason, EventPackage, Subject } from './event-package.ts'

/** A subscription as plain data: all that another process needs to go on with it. */
export interface SubscriptionSnapshot {
  readonly event: EventHeader
  readonly subject: Subject
  /** Undefined: NOTIFYs have no body. */
  readonly type: string | undefined
  readonly account: string
  readonly status: 'active' | 'pending'
  /** Uptime, ms. */
  readonly expiresAt: number
  readonly dialog: Dialog
  readonly flow: Flow
  /** Numbers below these may have been used. */
  readonly sequence: number
  readonly version: number
  /** Call-Info of the SUBSCRIBE that began it. */
  readonly callInfo?: string | undefined
}

/** What a subscription is asked and tells. */
export interface SubscriptionOwner {
  /** A SUBSCRIBE in its dialog, in order and on its flow. Must be answered. */
  refreshed(subscription: Subscription, request: Incoming): void
  /** A request on another flow. True: take it. False: it has been answered. */
  newFlow(subscription: Subscription, request: Incoming): boolean
  /** The snapshot differs. */
  changed(subscription: Subscription): void
  /** It is over but for the NOTIFY that says so. */
  ending(subscription: Subscription): void
  /** Nothing will be sent or received any more. */
  ended(subscription: Subscription): void
}

/** CSeq and version numbers are journalled for so many NOTIFYs at once: a restart skips some, and a NOTIFY costs no write. */
const RESERVED = 64

/** Answers to a NOTIFY that end the subscription (RFC 6665 §4.2.2, RFC 5057 §5.1); others leave it as it is. */
const FATAL = new Set([
  404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 502, 503, 604,
])

/**
 * One subscription on the notifier's side, RFC 6665 §4.2. One NOTIFY is on its way at a time; whatever changes meanwhile, or
 * sooner than the package likes, goes into the next one, so a slow watcher gets fewer of them and never an old state.
 */
export class Subscription implements DialogUser {
  readonly event: EventHeader
  readonly subject: Subject
  readonly type: string | undefined
  readonly account: string
  readonly callInfo: string | undefined
  readonly #stack: Stack
  readonly #package: EventPackage
  readonly #owner: SubscriptionOwner
  #content: Content | undefined
  #dialog: Dialog
  #flow: Flow
  #status: 'active' | 'pending'
  #expiresAt: number
  #reason: EndReason | undefined
  #version: number
  #reserved: { readonly sequence: number; readonly version: number }
  #due: 'nothing' | 'changes' | 'all' = 'nothing'
  #busy = false
  #over = false
  #sentAt = Number.NEGATIVE_INFINITY
  #expiry: Timer | undefined
  #later: Timer | undefined

  constructor(
    stack: Stack,
    event: EventPackage,
    owner: SubscriptionOwner,
    snapshot: SubscriptionSnapshot,
  ) {
    this.event = snapshot.event
    this.subject = snapshot.subject
    this.type = snapshot.type
    this.account = snapshot.account
    this.callInfo = snapshot.callInfo
    this.#stack = stack
    this.#package = event
    this.#owner = owner
    this.#dialog = { ...snapshot.dialog, localSequence: snapshot.sequence }
    this.#flow = snapshot.flow
    this.#status = snapshot.status
    this.#expiresAt = snapshot.expiresAt
    this.#version = snapshot.version
    this.#reserved = snapshot
  }

  /** What it tells of. From now on changes are told. */
  show(content: Content): void {
    this.#content = content
  }

  get callId(): string {
    return this.#dialog.callId
  }

  get localTag(): string {
    return this.#dialog.localTag
  }

  get id(): string {
    return this.localTag
  }

  get package(): EventPackage {
    return this.#package
  }

  get contact(): string {
    const about = /<(sips:)/i.exec(this.#dialog.local)?.[1]
    return contactHeader(this.#stack, this.#flow, this.subject.user, about)
  }

  get target(): string {
    return this.#dialog.target
  }

  get status(): 'active' | 'pending' {
    return this.#status
  }

  /** It tells no more, or will not after the NOTIFY that says so. */
  get isOver(): boolean {
    return this.#over || this.#reason !== undefined
  }

  snapshot(): SubscriptionSnapshot {
    return {
      event: this.event,
      subject: this.subject,
      type: this.type,
      account: this.account,
      ...(this.callInfo !== undefined && { callInfo: this.callInfo }),
      status: this.#status,
      expiresAt: this.#expiresAt,
      dialog: this.#dialog,
      flow: this.#flow,
      ...this.#reserved,
    }
  }

  /** Grants it until `seconds` from now; 0 ends it with a last NOTIFY. A full state goes out in any case. */
  grant(seconds: number, status: 'active' | 'pending'): void {
    this.#status = status
    this.#expiresAt = this.#stack.uptime() + seconds * 1000
    this.#due = 'all'
    if (seconds === 0) {
      this.#reason = 'timeout'
      this.#owner.ending(this)
    } else this.#expireLater()
    this.#owner.changed(this)
    this.#pump({ atOnce: true })
  }

  /** Goes on after a restart: the watcher gets the full state within `waitMs`. */
  resume(waitMs: number): void {
    this.#due = 'all'
    this.#expireLater()
    this.#later = this.#stack.wheel.after(waitMs, () => {
      this.#later = undefined
      this.#pump()
    })
  }

  /** A rule has changed: what waited for leave is told now. */
  admit(status: 'active' | 'pending'): void {
    if (status === this.#status) return
    this.#status = status
    this.#due = 'all'
    this.#owner.changed(this)
    this.#pump({ atOnce: true })
  }

  /** Something that it tells of has changed. */
  changed(): void {
    if (this.isOver || this.#status === 'pending') return
    if (this.#due === 'nothing') this.#due = 'changes'
    this.#pump()
  }

  /** Ends it with a NOTIFY that says why. */
  end(reason: EndReason): void {
    if (this.isOver) return
    this.#reason = reason
    this.#owner.ending(this)
    this.#due = 'all'
    this.#pump({ atOnce: true })
  }

  /** Ends it, silently. */
  drop(): void {
    if (this.#over) return
    this.#over = true
    this.#expiry?.cancel()
    this.#later?.cancel()
    this.#content?.close()
    this.#stack.dismiss(this)
    this.#owner.ended(this)
  }

  owns(request: SipRequest): boolean {
    return belongs(request, this.#dialog)
  }

  receive(incoming: Incoming): void {
    const { message } = incoming
    if (this.isOver) {
      incoming.respond(481)
      return
    }
    if (!sameFlow(incoming.flow, this.#flow)) {
      if (!this.#owner.newFlow(this, incoming)) return
      this.#flow = incoming.flow
    }
    const last = this.#dialog.remoteSequence
    if (last !== undefined && message.cseq.sequence <= last) {
      incoming.respond(500, { reason: 'CSeq Out Of Order' }) // RFC 3261 §12.2.2
      return
    }
    this.#dialog = { ...this.#dialog, remoteSequence: message.cseq.sequence }
    if (message.method !== 'SUBSCRIBE') {
      incoming.respond(405, { headers: [['Allow', 'SUBSCRIBE']] })
      return
    }
    this.#dialog = withTarget(this.#dialog, message)
    this.#owner.refreshed(this, incoming)
  }

  acknowledge(): void {} // there is no INVITE here

  repeated(): void {}

  #expireLater(): void {
    this.#expiry?.cancel()
    const left = Math.max(0, this.#expiresAt - this.#stack.uptime())
    this.#expiry = this.#stack.wheel.after(left, () => this.end('timeout'))
  }

  #pump({ atOnce = false } = {}): void {
    if (this.#over || this.#busy || this.#due === 'nothing') return
    const wait = this.#sentAt + this.#package.spacingMs - this.#stack.uptime()
    if (wait > 0 && !atOnce && this.#reason === undefined) {
      this.#later ??= this.#stack.wheel.after(wait, () => {
        this.#later = undefined
        this.#pump()
      })
      return
    }
    this.#later?.cancel()
    this.#later = undefined
    this.#notify()
  }

  #notify(): void {
    const isFull = this.#due === 'all'
    this.#due = 'nothing'
    this.#busy = true
    this.#sentAt = this.#stack.uptime()
    const told =
      this.#status === 'active' && this.#reason !== 'rejected' && this.#reason !== 'noresource'
    const notice = told ? this.#content?.take(this.#version, isFull) : undefined
    const isLast = this.#reason !== undefined
    const sequence = this.#dialog.localSequence + 1
    this.#dialog = { ...this.#dialog, localSequence: sequence }
    this.#version++
    this.#reserve(sequence)
    const headers: ExtraHeaders = [
      ['Event', formatEvent(this.event)],
      ['Subscription-State', this.#stateHeader()],
      ...(notice?.headers ?? []),
      ...(this.#package.ownHeaders?.(this) ?? []),
    ]
    const { contact } = this
    const parts = { method: 'NOTIFY', sequence, contact, headers, body: notice?.body }
    const request = requestInDialog(this.#dialog, this.#flow, this.#stack.product, parts)
    this.#stack.layer.begin(request, {
      response: (response) => {
        if (response.status >= 200) this.#answered(response, isLast)
      },
      failed: () => this.drop(),
    })
  }

  #answered(response: SipResponse, wasLast: boolean): void {
    this.#busy = false
    const mayGoOn = !FATAL.has(response.status) || response.header('Retry-After') !== undefined
    if (wasLast || !mayGoOn) this.drop()
    else this.#pump()
  }

  #stateHeader(): string {
    if (this.#reason) return `terminated;reason=${this.#reason}`
    const left = Math.max(0, Math.ceil((this.#expiresAt - this.#stack.uptime()) / 1000))
    return `${this.#status};expires=${left}`
  }

  #reserve(sequence: number): void {
    if (sequence < this.#reserved.sequence && this.#version < this.#reserved.version) return
    this.#reserved = { sequence: sequence + RESERVED, version: this.#version + RESERVED }
    this.#owner.changed(this)
  }
}
