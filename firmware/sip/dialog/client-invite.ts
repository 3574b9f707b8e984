import type { Timer } from '../../clock/clock.ts'
import type { ExtraHeaders } from '../contract.ts'
import { buildFollower, readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { Stack } from '../stack.ts'
import type {
  ClientRequest,
  ClientTransaction,
  ClientUser,
} from '../transaction/client-transaction.ts'

/** What a usage must know of an INVITE that it sends. */
export interface ClientInviteEvents {
  /** 101 to 199. */
  provisional(response: SipResponse): void
  /** Any response at all: the peer has the INVITE. */
  heard(): void
  /** Each 2xx, repeated ones too: it must be acknowledged. */
  accepted(response: SipResponse): void
  /** 3xx to 6xx; without a response: timer B (408), a dead transport (503), a CANCEL that brought nothing (487). */
  refused(status: number, response: SipResponse | undefined): void
}

/** Plain data: what another process needs to go on. */
export interface ClientInviteSnapshot {
  /** The INVITE, one octet a character. */
  readonly text: string
  readonly branch: string
  /** A response has come. */
  readonly heard: boolean
  readonly cancelling: boolean
}

/** Our INVITE, first or within the dialog, until its final response; and its CANCEL (RFC 3261 §9.1). */
export class ClientInvite implements ClientUser {
  readonly #stack: Stack
  readonly #request: ClientRequest
  readonly #events: ClientInviteEvents
  #transaction: ClientTransaction | undefined
  #message: SipRequest | undefined
  #heard = false
  #cancelling = false
  #cancelHeaders: ExtraHeaders | undefined
  #over = false
  #patience: Timer | undefined
  readonly #silenceMs: number | undefined

  /** `silenceMs`: without any response in so long the peer counts as silent. */
  constructor(
    stack: Stack,
    request: ClientRequest,
    events: ClientInviteEvents,
    silenceMs?: number,
  ) {
    this.#silenceMs = silenceMs
    this.#stack = stack
    this.#request = request
    this.#events = events
  }

  /** Takes up what another process left. */
  static restore(
    stack: Stack,
    request: Omit<ClientRequest, 'text' | 'branch' | 'method'>,
    snapshot: ClientInviteSnapshot,
    events: ClientInviteEvents,
    silenceMs?: number,
  ): ClientInvite {
    const { text, branch, heard, cancelling } = snapshot
    const full = { ...request, method: 'INVITE', text, branch }
    const invite = new ClientInvite(stack, full, events, silenceMs)
    invite.#heard = heard
    invite.#cancelling = cancelling
    invite.#transaction = stack.layer.resumeClient(full, heard ? 'proceeding' : 'calling', invite)
    if (cancelling && heard) stack.wheel.after(0, () => invite.#sendCancel()) // perhaps once more
    if (!heard && !cancelling) invite.#expectWord()
    return invite
  }

  start(): void {
    this.#transaction = this.#stack.layer.begin(this.#request, this)
    this.#expectWord()
  }

  /** The INVITE, read back from its octets. */
  get message(): SipRequest {
    this.#message ??= readOwn(this.#request.text) as SipRequest
    return this.#message
  }

  get isCancelling(): boolean {
    return this.#cancelling
  }

  /** Sends a CANCEL as soon as the peer is known to have the INVITE. `before`: the time to write the journal. */
  cancel(headers?: ExtraHeaders, before = () => {}): void {
    if (this.#cancelling || this.#over) return
    this.#cancelling = true
    this.#cancelHeaders = headers
    before()
    if (this.#heard) this.#sendCancel()
  }

  response(response: SipResponse): void {
    const { status } = response
    const isFirst = !this.#heard
    this.#heard = true
    if (isFirst) {
      this.#patience?.cancel()
      this.#events.heard()
    }
    if (status >= 200) this.#patience?.cancel()
    if (status >= 300) this.#finish(status, response)
    else if (status >= 200) this.#accepted(response)
    else {
      if (isFirst && this.#cancelling) this.#sendCancel()
      if (status > 100) this.#events.provisional(response)
    }
  }

  failed(why: 'timeout' | 'transport'): void {
    this.#finish(why === 'timeout' ? 408 : 503, undefined)
  }

  /** Gives up; nothing is sent. A 2xx that still comes is the usage's. */
  abandon(): void {
    this.#over = true
    this.#patience?.cancel()
    this.#transaction?.abandon()
  }

  snapshot(): ClientInviteSnapshot {
    const { text, branch } = this.#request
    return { text, branch, heard: this.#heard, cancelling: this.#cancelling }
  }

  #accepted(response: SipResponse): void {
    this.#over = true
    this.#events.accepted(response)
  }

  #finish(status: number, response: SipResponse | undefined): void {
    if (this.#over) return
    this.#over = true
    this.#patience?.cancel()
    this.#events.refused(status, response)
  }

  /** Waits for any response, for as long as whoever has another way to go likes to. */
  #expectWord(): void {
    const ms = this.#silenceMs
    if (ms !== undefined) this.#patience = this.#stack.wheel.after(ms, () => this.#stopWaiting())
  }

  /** RFC 3263 §4.3 by a timer B of our own. RFC 3261 §9.1 lets no CANCEL go before a response: it goes when one comes after all. */
  #stopWaiting(): void {
    if (this.#heard || this.#over || this.#cancelling) return
    this.#cancelling = true
    this.#transaction?.hush()
    this.#events.refused(408, undefined)
  }

  #sendCancel(): void {
    if (this.#over) return
    const to = this.message.header('To') ?? ''
    const { product, layer } = this.#stack
    const text = buildFollower('CANCEL', this.message, to, product, this.#cancelHeaders)
    layer.begin(
      { ...this.#request, method: 'CANCEL', text },
      { response: () => {}, failed: () => {} },
    )
    this.#waitForRefusal()
  }

  /** RFC 3261 §9.1: without a final response in 64 T1 the INVITE counts as cancelled. */
  #waitForRefusal(): void {
    this.#patience = this.#stack.wheel.after(64 * this.#stack.times.t1Ms, () => {
      this.#transaction?.abandon()
      this.#finish(487, undefined)
    })
  }
}
