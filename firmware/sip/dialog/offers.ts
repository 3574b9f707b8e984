import type { Timer } from '../../clock/clock.ts'
import type { Flow } from '../contract.ts'
import type { SipResponse } from '../message/message.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { ClientRequest } from '../transaction/client-transaction.ts'
import type { ClientInviteSnapshot } from './client-invite.ts'
import { ClientInvite } from './client-invite.ts'

/** What became of an offer. */
export type Answer = { readonly sdp: string } | { readonly status: number }

/** What our re-INVITEs need of their dialog. */
export interface OfferGround {
  /** Confirmed, and no INVITE of the peer in work (RFC 3261 §14.1). */
  mayOffer(): boolean
  /** We made the Call-ID: decides who waits longer after glare. */
  readonly ownsCallId: boolean
  readonly flow: Flow
  /** A re-INVITE with the next CSeq number; the dialog counts it. */
  reinvite(sdp: string): ClientRequest
  /** Sends the ACK of a 2xx and takes its Contact as the new target. */
  confirm(response: SipResponse): void
  changed(): void
  /** The peer says that it knows no such dialog (481), or nothing at all (408). */
  lost(status: number): void
}

const MOST_TRIES = 4 // the first, and three after glare
const GONE = 481

interface Pending {
  readonly sdp: string
  readonly resolve: (answer: Answer) => void
  tries: number
}

/** Our offers in a confirmed dialog: one re-INVITE at a time, again after glare. */
export class Offers {
  readonly #stack: Stack
  readonly #ground: OfferGround
  readonly #queue: Pending[] = []
  #open: ClientInvite | undefined
  #glare: Timer | undefined
  #patience: Timer | undefined

  constructor(stack: Stack, ground: OfferGround) {
    this.#stack = stack
    this.#ground = ground
  }

  /** A re-INVITE of ours waits for its final response. */
  get isOpen(): boolean {
    return this.#open !== undefined
  }

  add(sdp: string): Promise<Answer> {
    return new Promise((resolve) => {
      this.#queue.push({ sdp, resolve, tries: 0 })
      this.pump()
    })
  }

  /** Sends the next offer if it may go; to be called whenever something has ended that stood in its way. */
  pump(): void {
    const next = this.#queue[0]
    if (!next || this.#open || this.#glare || !this.#ground.mayOffer()) return
    this.#queue.shift()
    next.tries++
    const request = this.#ground.reinvite(next.sdp)
    this.#open = new ClientInvite(this.#stack, request, this.#events(next))
    this.#limit(() => this.#open?.cancel())
    this.#ground.changed()
    this.#open.start()
  }

  /** The dialog has ended: nobody will answer. An open re-INVITE is still acknowledged when its 2xx comes. */
  stop(): void {
    this.#glare?.cancel()
    this.#patience?.cancel()
    for (const pending of this.#queue.splice(0)) pending.resolve({ status: GONE })
  }

  snapshot(): ClientInviteSnapshot | undefined {
    return this.#open?.snapshot()
  }

  /** Waits for the end of a re-INVITE that another process has sent; its answer has nobody to go to. */
  restore(snapshot: ClientInviteSnapshot): void {
    const request = { flow: this.#ground.flow }
    const nobody: Pending = { sdp: '', resolve: () => {}, tries: MOST_TRIES }
    this.#open = ClientInvite.restore(this.#stack, request, snapshot, this.#events(nobody))
    this.#limit(() => this.#open?.cancel())
  }

  #events(pending: Pending) {
    return {
      heard: () => {},
      provisional: () => {},
      accepted: (response: SipResponse) => this.#accepted(pending, response),
      refused: (status: number) => this.#refused(pending, status),
    }
  }

  #accepted(pending: Pending, response: SipResponse): void {
    const isFirst = this.#open !== undefined
    this.#end()
    this.#ground.confirm(response)
    if (isFirst) pending.resolve({ sdp: response.body })
    this.pump()
  }

  #refused(pending: Pending, status: number): void {
    this.#end()
    if (status === 491 && pending.tries < MOST_TRIES) {
      this.#queue.unshift(pending)
      this.#waitAfterGlare()
      return
    }
    pending.resolve({ status })
    if (status === 481 || status === 408) this.#ground.lost(status)
    else this.#ground.changed()
    this.pump()
  }

  /** RFC 3261 §14.1: in units of 10 ms, so that the two sides do not meet again. */
  #waitAfterGlare(): void {
    const [low, high] = this.#ground.ownsCallId ? [2100, 4000] : [0, 2000]
    const wait = Math.round(randomBetween(low, high) / 10) * 10
    this.#glare = this.#stack.wheel.after(wait, () => {
      this.#glare = undefined
      this.pump()
    })
  }

  /** A peer that says 100 and then nothing must not hold the dialog for ever. */
  #limit(fire: () => void): void {
    this.#patience = this.#stack.wheel.after(64 * this.#stack.times.t1Ms, fire)
  }

  #end(): void {
    this.#open = undefined
    this.#patience?.cancel()
  }
}
