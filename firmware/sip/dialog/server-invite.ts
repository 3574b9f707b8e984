import type { Timer } from '../../clock/clock.ts'
import type { Flow, ResponseParts } from '../contract.ts'
import { Incoming } from '../incoming.ts'
import { readOwn } from '../message/build.ts'
import type { SipRequest } from '../message/message.ts'
import type { Stack } from '../stack.ts'

/** What a usage must know of an INVITE that it answers. */
export interface ServerInviteEvents {
  /** CANCEL while no final response has gone out; the CANCEL itself has been answered, the INVITE not yet. */
  cancelled(cancel: SipRequest): void
  acknowledged(ack: SipRequest): void
  /** 64 T1 have passed since the 2xx, and no ACK has come. */
  unacknowledged(): void
}

/** Plain data: what another process needs to go on. */
export interface ServerInviteSnapshot {
  /** The INVITE, one octet a character. */
  readonly text: string
  readonly toTag: string
  /** Last response and its status; 0 and '' before the first. */
  readonly status: number
  readonly response: string
  /** Uptime in milliseconds when the 2xx was sent first. */
  readonly acceptedAt: number
}

/** An INVITE from the peer, first or within the dialog: its responses, and the 2xx again and again until the ACK (RFC 3261 §13.3.1.4). */
export class ServerInvite {
  readonly incoming: Incoming
  readonly #stack: Stack
  readonly #events: ServerInviteEvents
  #status = 0
  #response = ''
  #acceptedAt = 0
  #acknowledged = false
  #timer: Timer | undefined

  constructor(stack: Stack, incoming: Incoming, events: ServerInviteEvents) {
    this.#stack = stack
    this.#events = events
    this.incoming = incoming
    incoming.transaction.user = events
  }

  /** Takes up what another process left; goes on repeating a 2xx that waits for its ACK. */
  static restore(
    stack: Stack,
    snapshot: ServerInviteSnapshot,
    flow: Flow,
    events: ServerInviteEvents,
  ): ServerInvite {
    const { text, toTag, status, response } = snapshot
    const request = readOwn(text) as SipRequest
    const last = response === '' ? undefined : response
    const transaction = stack.layer.resumeServer(request, flow, toTag, status, last)
    const invite = new ServerInvite(
      stack,
      new Incoming(request, transaction, stack.product),
      events,
    )
    invite.#status = status
    invite.#response = response
    invite.#acceptedAt = Math.min(snapshot.acceptedAt, stack.uptime())
    if (status >= 200) invite.#repeat(stack.times.t1Ms)
    return invite
  }

  get request(): SipRequest {
    return this.incoming.message
  }

  get sequence(): number {
    return this.request.cseq.sequence
  }

  /** No final response yet. */
  get isOpen(): boolean {
    return this.#status < 200
  }

  /** A 2xx has been sent, and its ACK has not come. */
  get isWaiting(): boolean {
    return this.#status >= 200 && this.#status < 300 && !this.#acknowledged
  }

  /**
   * Sends a response, or the same again. `before` runs when the response stands but is not sent: the time to write the
   * journal.
   */
  respond(status: number, parts: ResponseParts = {}, contact?: string, before = () => {}): void {
    if (!this.isOpen) return
    this.#status = status
    this.#response = this.incoming.build(status, parts, contact)
    if (status >= 200 && status < 300) {
      this.#acceptedAt = this.#stack.uptime()
      this.#repeat(this.#stack.times.t1Ms)
    }
    before()
    this.incoming.transaction.respond(status, this.#response)
  }

  /** The last provisional response once more: proxies forget a call that rings for more than three minutes (§13.3.1.1). */
  remind(): void {
    if (this.isOpen && this.#status > 100) {
      this.incoming.transaction.respond(this.#status, this.#response)
    }
  }

  acknowledge(ack: SipRequest): void {
    if (!this.isWaiting) return
    this.#acknowledged = true
    this.#timer?.cancel()
    this.#events.acknowledged(ack)
  }

  /** Repeats nothing any more. */
  stop(): void {
    this.#timer?.cancel()
  }

  snapshot(): ServerInviteSnapshot {
    return {
      text: this.request.text,
      toTag: this.incoming.transaction.toTag,
      status: this.#status,
      response: this.#response,
      acceptedAt: this.#acceptedAt,
    }
  }

  #repeat(afterMs: number): void {
    this.#timer = this.#stack.wheel.after(afterMs, () => {
      const { t1Ms, t2Ms } = this.#stack.times
      if (this.#stack.uptime() - this.#acceptedAt >= 64 * t1Ms) {
        this.#events.unacknowledged()
        return
      }
      this.incoming.transaction.respond(this.#status, this.#response)
      this.#repeat(Math.min(afterMs * 2, t2Ms))
    })
  }
}
