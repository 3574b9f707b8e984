import type { Timer } from '../../clock/clock.ts'
import type { Credentials, ExtraHeaders, Flow } from '../contract.ts'
import { readOwn } from '../message/build.ts'
import { RETRY_AFTER } from '../message/headers/times.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { sessionDescription } from '../message/multipart.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { ClientRequest } from '../transaction/client-transaction.ts'
import { Challenges } from './challenges.ts'
import type { ClientInviteSnapshot } from './client-invite.ts'
import { ClientInvite } from './client-invite.ts'

/** What became of an offer. */
export type Answer = { readonly sdp: string } | { readonly status: number }

/** What became of a re-INVITE that asked for an offer. */
export type Solicited =
  | { readonly sdp: string; answer(sdp: string): void }
  | { readonly status: number }

/** What goes into a re-INVITE or UPDATE. */
export interface Offered {
  /** Undefined: none. */
  readonly sdp: string | undefined
  readonly headers: ExtraHeaders
}

/** What our re-INVITEs and UPDATEs need of their dialog. */
export interface OfferGround {
  /** How an offer may go now; undefined while something of the peer is in work, or the dialog is not so far (RFC 3261 §14.1). */
  way(): 'reinvite' | 'update' | undefined
  /** We made the Call-ID: decides who waits longer after glare. */
  readonly ownsCallId: boolean
  readonly flow: Flow
  /** A request with the next CSeq number; the dialog counts it. */
  build(method: string, offered: Offered): ClientRequest
  readonly credentials: Credentials | undefined
  described(): string | undefined
  /** Takes the Min-SE of a 422; false: the timer cannot be so long. */
  tooShort(response: SipResponse): boolean
  /** The peer has said that it takes no UPDATE. */
  noUpdates(): void
  /** Sends the ACK of a 2xx and takes its Contact as the new target. */
  confirm(response: SipResponse, sdp?: string): void
  /** A 2xx to an UPDATE. */
  updated(response: SipResponse): void
  /** An answer that nobody waits for. */
  answered(sdp: string): void
  changed(): void
  /** The peer says that it knows no such dialog (481), or nothing at all (408). */
  lost(status: number): void
}

const MOST_TRIES = 4 // the first, and three after glare
const MOST_RETRY_SECONDS = 10 // RFC 3261 §14.2: what a Retry-After for glare says at most
const GONE = 481

interface Pending extends Offered {
  /** `refresh`: UPDATE without description, where `sdp` is undefined. */
  readonly kind: 'offer' | 'solicit' | 'refresh'
  readonly resolve: (outcome: Solicited | Answer) => void
  /** Of its challenges; made with the first. */
  challenges?: Challenges
  headers: ExtraHeaders
  tries: number
}

/** A request that has no final response. */
interface Open {
  readonly pending: Pending
  readonly request: ClientRequest
  /** Undefined for an UPDATE. */
  readonly invite: ClientInvite | undefined
  /** Its 2xx has our offer to answer, and waits for that with its ACK. */
  unanswered?: SipResponse
}

/** Our offers in a dialog: one re-INVITE or UPDATE at a time, again after glare. */
export class Offers {
  readonly #stack: Stack
  readonly #ground: OfferGround
  readonly #queue: Pending[] = []
  #open: Open | undefined
  #over = false
  #glare: Timer | undefined
  #patience: Timer | undefined

  constructor(stack: Stack, ground: OfferGround) {
    this.#stack = stack
    this.#ground = ground
  }

  /** A re-INVITE or UPDATE of ours waits for its final response, or for our answer. */
  get isOpen(): boolean {
    return this.#open !== undefined
  }

  add(sdp: string): Promise<Answer> {
    return this.#add('offer', sdp) as Promise<Answer>
  }

  solicit(): Promise<Solicited> {
    return this.#add('solicit', undefined) as Promise<Solicited>
  }

  /** `sdp` undefined: by UPDATE. One refresh waits at most. */
  refresh(sdp: string | undefined): void {
    const waits = [...this.#queue, this.#open?.pending].some((one) => one?.kind === 'refresh')
    if (!waits) void this.#add('refresh', sdp)
  }

  /** Sends the next offer if it may go; to be called whenever something has ended that stood in its way. */
  pump(): void {
    const next = this.#queue[0]
    if (!next || this.#open || this.#glare) return
    const way = this.#ground.way()
    if (!way || (way === 'update' && next.kind === 'solicit')) return
    this.#queue.shift()
    next.tries++
    const isUpdate = way === 'update' || (next.kind === 'refresh' && next.sdp === undefined)
    if (isUpdate) this.#update(next)
    else this.#reinvite(next)
  }

  /** The dialog has ended: nobody will answer. An open re-INVITE is still acknowledged when its 2xx comes. */
  stop(): void {
    this.#over = true
    this.#glare?.cancel()
    this.#patience?.cancel()
    const invite = this.#open?.invite
    if (invite) this.#limit(() => invite.abandon()) // a peer that is gone may have said 100
    if (this.#open?.unanswered) this.#ground.confirm(this.#open.unanswered)
    for (const pending of this.#queue.splice(0)) pending.resolve({ status: GONE })
  }

  /** Of a re-INVITE; an UPDATE that is open is forgotten. */
  snapshot(): ClientInviteSnapshot | undefined {
    return this.#open?.invite?.snapshot()
  }

  /** Waits for the end of a re-INVITE that another process has sent; its answer has nobody to go to. */
  restore(snapshot: ClientInviteSnapshot): void {
    const asked = (readOwn(snapshot.text) as SipRequest).body === ''
    const nobody: Pending = {
      kind: asked ? 'solicit' : 'offer',
      sdp: '',
      headers: [],
      resolve: (outcome) => {
        // who asked for it is gone: what was said last is a sound answer
        if ('answer' in outcome) outcome.answer(this.#ground.described() ?? '')
        else if ('sdp' in outcome && outcome.sdp) this.#ground.answered(outcome.sdp)
      },
      tries: MOST_TRIES,
    }
    const { branch, text } = snapshot
    const request = { method: 'INVITE', branch, text, flow: this.#ground.flow }
    const events = this.#events(nobody)
    const invite = ClientInvite.restore(this.#stack, { flow: request.flow }, snapshot, events)
    this.#open = { pending: nobody, request, invite }
    this.#limit(() => invite.cancel())
  }

  #add(kind: Pending['kind'], sdp: string | undefined): Promise<Answer | Solicited> {
    return new Promise((resolve) => {
      this.#queue.push({ kind, sdp, resolve, headers: [], tries: 0 })
      this.pump()
    })
  }

  #reinvite(pending: Pending): void {
    const request = this.#ground.build('INVITE', pending)
    const invite = new ClientInvite(this.#stack, request, this.#events(pending))
    this.#open = { pending, request, invite }
    this.#limit(() => invite.cancel())
    this.#ground.changed()
    invite.start()
  }

  #update(pending: Pending): void {
    const request = this.#ground.build('UPDATE', pending)
    this.#open = { pending, request, invite: undefined }
    this.#ground.changed()
    this.#stack.layer.begin(request, {
      response: (response) => {
        if (response.status >= 300) this.#refused(pending, response.status, response)
        else if (response.status >= 200) this.#updated(pending, response)
      },
      failed: (why) => this.#refused(pending, why === 'timeout' ? 408 : 503, undefined),
    })
  }

  #events(pending: Pending) {
    return {
      heard: () => {},
      provisional: () => {},
      accepted: (response: SipResponse) => this.#accepted(pending, response),
      refused: (status: number, response: SipResponse | undefined) =>
        this.#refused(pending, status, response),
    }
  }

  #updated(pending: Pending, response: SipResponse): void {
    this.#end()
    this.#ground.updated(response)
    this.#tell(pending, response)
    this.pump()
  }

  #accepted(pending: Pending, response: SipResponse): void {
    const open = this.#open?.pending === pending ? this.#open : undefined
    if (open?.unanswered) return // repeated while our answer is being made
    if (open && pending.kind === 'solicit') {
      open.unanswered = response
      this.#patience?.cancel()
      const answer = (sdp: string) => {
        if (this.#open !== open) return
        this.#end()
        this.#ground.confirm(response, sdp)
        this.pump()
      }
      pending.resolve({ sdp: sessionDescription(response) ?? '', answer })
      return
    }
    if (open) this.#end()
    this.#ground.confirm(response)
    if (!open) return
    this.#tell(pending, response)
    this.pump()
  }

  #tell(pending: Pending, { body }: SipResponse): void {
    if (pending.kind !== 'refresh') pending.resolve({ sdp: body })
    else if (body) this.#ground.answered(body)
  }

  #refused(pending: Pending, status: number, response: SipResponse | undefined): void {
    const request = this.#open?.request
    this.#end()
    if (response && request && this.#again(pending, status, response, request)) return
    pending.resolve({ status })
    if (status === 481 || status === 408) this.#ground.lost(status)
    else this.#ground.changed()
    this.pump()
  }

  /** Whether the refusal is one after which the same is sent once more, soon or at once. */
  #again(pending: Pending, status: number, response: SipResponse, request: ClientRequest): boolean {
    if (this.#over) return false
    if (status === 401 || status === 407) {
      pending.challenges ??= new Challenges(this.#ground.credentials)
      if (!pending.challenges.answer(response, request.text)) return false
      pending.headers = pending.challenges.headers
      pending.tries--
    } else if (status === 422) {
      if (pending.tries >= MOST_TRIES || !this.#ground.tooShort(response)) return false
    } else if ((status === 405 || status === 501) && request.method === 'UPDATE') {
      this.#ground.noUpdates()
      if (pending.kind === 'refresh') return this.#refreshByInvite(pending)
    } else {
      const wait = pending.tries < MOST_TRIES ? this.#glareWait(status, response) : undefined
      if (wait === undefined) return false
      this.#queue.unshift(pending)
      this.#waitAfterGlare(wait)
      return true
    }
    this.#queue.unshift(pending)
    this.pump()
    return true
  }

  #refreshByInvite(pending: Pending): boolean {
    const sdp = this.#ground.described() ?? ''
    this.#queue.unshift({ ...pending, sdp })
    this.pump()
    return true
  }

  /** How long to wait before the next attempt, in milliseconds, if this was glare. */
  #glareWait(status: number, response: SipResponse): number | undefined {
    if (status === 491) {
      // RFC 3261 §14.1: in units of 10 ms, so that the two sides do not meet again
      const [low, high] = this.#ground.ownsCallId ? [2100, 4000] : [0, 2000]
      return Math.round(randomBetween(low, high) / 10) * 10
    }
    if (status !== 500) return undefined
    const after = response.read(RETRY_AFTER)
    const wait = after?.ok && after.value.seconds <= MOST_RETRY_SECONDS
    return wait ? after.value.seconds * 1000 : undefined
  }

  #waitAfterGlare(wait: number): void {
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
