import { supportedBy } from '../capabilities.ts'
import type {
  ExtraHeaders,
  Flow,
  InviteListener,
  InviteOptions,
  InviteSnapshot,
  ResponseParts,
  UsageState,
} from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import { localResponse } from '../local-response.ts'
import { formatSessionExpires } from '../message/headers/times.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { DialogUser, Stack } from '../stack.ts'
import { contactHeader, sameFlow } from '../stack.ts'
import type { Dialog } from './dialog.ts'
import type { Parts } from './dialog-request.ts'
import type { Answer, Solicited } from './offers.ts'
import type { Negotiation, SessionGround } from './session.ts'
import { Session } from './session.ts'
import type { AgreedTimer } from './session-timer.ts'
import { agreedBy, answeredTimer, leastOf, MIN_SE, SessionTimer } from './session-timer.ts'
import type { UsageSnapshot } from './usage-snapshot.ts'

/** What every usage begins with. */
export interface UsageBase {
  readonly id: string
  readonly listener: InviteListener
  readonly flow: Flow
  /** User part of our Contact. */
  readonly contactUser: string
  readonly options?: InviteOptions | undefined
}

const NO_OPTIONS: InviteOptions = {}
/** Of the BYE for a session that nobody refreshed, RFC 3326. */
const EXPIRED: ExtraHeaders = [['Reason', 'Q.850;cause=102;text="Session timer expired"']]

/** Who listens to a usage that was left: offers are refused, everything else goes by. */
const NOBODY: InviteListener = {
  provisional: () => {},
  accepted: () => {},
  rejected: () => {},
  acknowledged: () => {},
  cancelled: () => {},
  offered: (_, answer) => answer.refuse(488),
  request: (request) => request.respond(481),
  ended: () => {},
  changed: () => {},
}

/**
 * An INVITE usage from its 2xx on: requests both ways, the session timer, and BYE. How it gets there differs for the two
 * directions and stands in the subclasses.
 */
export abstract class Usage implements DialogUser {
  abstract readonly direction: 'in' | 'out'
  readonly id: string
  readonly options: InviteOptions
  protected readonly stack: Stack
  /** Changes once: when the usage is left to itself. */
  protected listener: InviteListener
  protected readonly contactUser: string
  /** Set while `bye` waits for the ACK of our 2xx. */
  protected pendingBye: ExtraHeaders | undefined
  /** Longest Min-SE that anybody on the way has demanded. */
  protected leastSeconds = MIN_SE
  #state: UsageState
  #flow: Flow
  /** UAS: from the start; UAC: from the 2xx. */
  #session: Session | undefined
  #ground: SessionGround | undefined
  #timer: SessionTimer | undefined

  constructor(stack: Stack, base: UsageBase, state: UsageState) {
    this.stack = stack
    this.id = base.id
    this.listener = base.listener
    this.contactUser = base.contactUser
    this.options = base.options ?? NO_OPTIONS
    this.#flow = base.flow
    this.#state = state
  }

  abstract get invite(): SipRequest
  abstract get callId(): string
  abstract get localTag(): string
  abstract get isReliable(): boolean
  /** Where offer and answer are when the usage begins. */
  protected abstract get begins(): Negotiation
  abstract provisional(status: number, parts?: ResponseParts): void
  abstract accept(sdp: string, headers?: ExtraHeaders): void
  abstract reject(status: number, parts?: ResponseParts): void
  abstract cancel(headers?: ExtraHeaders): void
  /** A BYE before the call stands. */
  protected abstract byeBeforeAnswer(incoming: Incoming): void
  /** The ACK of the first INVITE. */
  protected abstract acknowledgeFirst(ack: SipRequest): void
  /** Our own `bye` before the call stands. */
  protected abstract giveUp(headers: ExtraHeaders | undefined): void
  /** How offers may go in a dialog that is not confirmed. */
  protected abstract earlyWay(session: Session): 'update' | undefined
  /** The dialog that a request of the peer is for, before the call stands. */
  protected abstract earlySession(request: SipRequest): Session | undefined
  protected abstract hasEarly(tag: string): boolean
  /** The peer's tag in the early dialog heard of last. */
  protected abstract get earlyTag(): string | undefined
  protected abstract pracked(incoming: Incoming): void
  /** An early dialog is gone. */
  protected abstract dropEarly(session: Session): void
  /** What the subclass adds to the snapshot. */
  protected abstract describe(): Partial<UsageSnapshot>

  get state(): UsageState {
    return this.#state
  }

  get flow(): Flow {
    return this.#flow
  }

  protected set flow(flow: Flow) {
    this.#flow = flow
  }

  get session(): Session | undefined {
    return this.#session
  }

  get remoteTag(): string | undefined {
    return this.#session ? this.#session.dialog.remoteTag : this.earlyTag
  }

  /** Whether it has a dialog, early or not, with the peer of this tag (`0`: of RFC 2543, who has none). */
  talksWith(tag: string): boolean {
    if (!this.#session) return this.hasEarly(tag)
    return (this.remoteTag ?? '0') === tag
  }

  get dialog(): Dialog | undefined {
    return this.#session?.dialog
  }

  protected enter(state: UsageState, session = this.#session): void {
    this.#state = state
    this.#session = session
  }

  protected newSession(dialog: Dialog, negotiation: Negotiation): Session {
    this.#ground ??= new Usage.#Ground(this)
    return new Session(this.#ground, dialog, negotiation)
  }

  /** From `confirmed` on: what waited for the ACK goes out. */
  protected confirmed(): void {
    this.#session?.pump()
  }

  offer(sdp: string): Promise<Answer> {
    const session = this.#session ?? this.latestEarly()
    if (this.#state === 'ended' || !session) return Promise.resolve({ status: 481 })
    return session.offer(sdp)
  }

  /** UAC: the early dialog heard of last that can take an offer. */
  protected latestEarly(): Session | undefined {
    return undefined
  }

  solicit(): Promise<Solicited> {
    if (this.#state === 'ended' || !this.#session) return Promise.resolve({ status: 481 })
    return this.#session.solicit()
  }

  /** Nothing comes in for this usage any more. */
  protected dismiss(): void {
    this.stack.dismiss(this)
  }

  bye(headers: ExtraHeaders = []): void {
    if (this.#state === 'ended') return
    if (this.#state === 'confirmed') {
      this.end(headers)
    } else if (this.#state === 'accepted') {
      this.pendingBye = headers
      this.#stop()
      this.listener.changed()
    } else {
      this.giveUp(headers)
    }
  }

  leave(headers: ExtraHeaders = []): void {
    this.listener = NOBODY
    this.bye(headers)
  }

  request(method: string, parts: Parts): Promise<SipResponse> {
    const session = this.#session ?? this.latestEarly()
    const isOver = this.#state === 'ended' && method !== 'NOTIFY' // a subscription of a REFER outlives the call
    if (!session || isOver) return Promise.resolve(this.#local(481))
    return new Promise((resolve) => {
      const user = {
        response: (response: SipResponse) => {
          if (response.status < 200) return
          resolve(response)
          if (response.status === 481 || response.status === 408)
            this.#lose(session, response.status)
        },
        failed: (why: 'timeout' | 'transport') => {
          const status = why === 'timeout' ? 408 : 503
          resolve(this.#local(status))
          if (status === 408) this.#lose(session, status)
        },
      }
      session.send(method, parts, user, () => this.listener.changed())
    })
  }

  #local(status: number): SipResponse {
    return localResponse(this.stack.product, this.invite, this.#flow, status)
  }

  snapshot(): InviteSnapshot {
    const session = this.#session
    const { reinvited, reinviting } = session ?? {}
    const more = session?.snapshot(this.#state === 'confirmed' ? 'done' : this.begins)
    const timer = this.#timer?.agreed
    const snapshot: UsageSnapshot = {
      id: this.id,
      direction: this.direction,
      state: this.#state,
      flow: this.#flow,
      contactUser: this.contactUser,
      invite: this.invite.text,
      ...(this.options !== NO_OPTIONS && { options: this.options }),
      ...(this.pendingBye && { bye: this.pendingBye }),
      ...(session && { dialog: session.dialog }),
      ...(more && { session: more }),
      ...(reinvited && { reinvited }),
      ...(reinviting && { reinviting }),
      ...(timer && { timer }),
      ...(this.leastSeconds > MIN_SE && { leastSeconds: this.leastSeconds }),
      ...this.describe(),
    }
    return { ...snapshot }
  }

  /** Takes up the session, what stands open in it, and its timer. */
  protected restoreSession(snapshot: UsageSnapshot): void {
    const { dialog, session, reinvited, reinviting, timer } = snapshot
    this.leastSeconds = snapshot.leastSeconds ?? MIN_SE
    this.pendingBye = snapshot.bye
    if (!dialog) return
    this.#session = this.newSession(dialog, this.#state === 'confirmed' ? 'done' : this.begins)
    this.#session.restore(session, reinvited, reinviting)
    if (timer) this.#clock().restore(timer)
  }

  owns(request: SipRequest): boolean {
    if (this.#session) return this.#session.owns(request)
    return request.callId === this.callId
  }

  receive(incoming: Incoming): void {
    const { method } = incoming.message
    if (this.#state === 'ended') {
      incoming.respond(method === 'BYE' ? 200 : 481) // two BYEs have crossed
      if (method === 'BYE' && this.pendingBye) this.finish() // ours need not go any more
      return
    }
    if (!sameFlow(incoming.flow, this.#flow)) {
      if (!this.stack.newFlow(this, incoming)) return
      this.#flow = incoming.flow
      this.listener.changed()
    }
    const session = this.#session ?? this.earlySession(incoming.message)
    if (session && !session.inOrder(incoming.message)) {
      incoming.respond(500, { reason: 'CSeq Out Of Order' }) // RFC 3261 §12.2.2
      return
    }
    this.#dispatch(method, incoming, session)
  }

  acknowledge(ack: SipRequest): void {
    if (!this.#session?.acknowledge(ack)) this.acknowledgeFirst(ack)
  }

  /** The ACK once more for a 2xx that has been acknowledged, RFC 3261 §13.2.2.4. */
  repeated(response: SipResponse): void {
    const dialog = this.dialog
    if (!dialog || response.toTag !== dialog.remoteTag) return
    if (response.cseq.sequence <= dialog.localSequence) this.#session?.ack(response.cseq.sequence)
  }

  #dispatch(method: string, incoming: Incoming, session: Session | undefined): void {
    const isUp = this.#state === 'confirmed' || this.#state === 'accepted'
    switch (method) {
      case 'BYE':
        if (isUp) this.#byeFromPeer(incoming)
        else this.byeBeforeAnswer(incoming)
        break
      case 'INVITE':
        if (this.#state === 'confirmed') session?.reinvite(incoming)
        else incoming.respond(491)
        break
      case 'UPDATE':
        if (session) session.update(incoming, isUp ? undefined : incoming.message.fromTag)
        else incoming.respond(481)
        break
      case 'PRACK':
        this.pracked(incoming)
        break
      default:
        this.listener.request(incoming)
    }
  }

  #byeFromPeer(incoming: Incoming): void {
    this.finish()
    this.listener.changed()
    incoming.respond(200)
    this.listener.ended({ by: 'peer', bye: incoming.message })
  }

  /** The state is `ended`, open requests are refused, and nothing comes in any more. */
  protected finish(): void {
    this.#stop()
    this.pendingBye = undefined
    this.#session?.refuse(487)
    this.dismiss()
  }

  #stop(): void {
    this.#state = 'ended'
    this.#timer?.stop()
    this.#session?.stop()
  }

  /** Sends BYE and stays until its transaction is over: the peer's own may cross it. */
  protected end(headers: ExtraHeaders): void {
    this.#stop()
    this.pendingBye = undefined
    const session = this.#session
    const user = {
      response: ({ status }: SipResponse) => {
        if (status >= 200) this.dismiss()
      },
      failed: () => this.dismiss(),
    }
    session?.send('BYE', { headers }, user, () => {
      this.listener.changed()
      session.refuse(487)
    })
  }

  /** The ACK of our 2xx never came: RFC 3261 §13.3.1.4 and §14.2 want a BYE. */
  protected unacknowledged(): void {
    const wasOurs = this.pendingBye
    this.end(wasOurs ?? [])
    if (!wasOurs) this.listener.ended({ by: 'timeout' })
  }

  /** The peer does not know the dialog (481), or does not answer (408): RFC 3261 §12.2.1.2. */
  #lose(session: Session, status: number): void {
    if (this.#state === 'ended') return
    if (session !== this.#session || this.#state !== 'confirmed') {
      this.dropEarly(session) // what comes of the INVITE, or of our 2xx to it, will tell
      return
    }
    if (status === 481) {
      this.finish()
      this.listener.changed()
    } else {
      this.end([])
    }
    this.listener.ended({ by: status === 481 ? 'lost' : 'timeout' })
  }

  protected contact(): string {
    return contactHeader(this.stack, this.#flow, this.contactUser, this.invite.uri)
  }

  /** What our 2xx to an INVITE or UPDATE says: what we can (RFC 3261 §13.3.1.4), and the timer. */
  protected answerHeaders(request: SipRequest): ExtraHeaders {
    return [supportedBy(this.options), ...this.#answerTimer(request)]
  }

  // ---- the session timer ----

  /** What our 2xx to this request says of the timer, which begins or starts anew. */
  #answerTimer(request: SipRequest): ExtraHeaders {
    const answered = answeredTimer(request, this.options)
    if (!answered) {
      if (this.#timer) this.#timer.refreshed(undefined)
      return []
    }
    const { seconds, refresher } = answered.interval
    this.#clock().refreshed({ seconds, refresher: refresher === 'uac' ? 'peer' : 'us' })
    return answered.headers
  }

  /** A 2xx to a request of ours has begun or refreshed the session. */
  protected refreshed(response: SipResponse): void {
    const agreed = agreedBy(response, this.options)
    if (agreed || this.#timer) this.#clock().refreshed(agreed)
  }

  /** Takes the Min-SE of a 422, RFC 4028 §7.3; false where it says nothing new. */
  protected tooShort(response: SipResponse): boolean {
    const least = leastOf(response)
    if (least <= this.leastSeconds) return false
    this.leastSeconds = least
    return true
  }

  #timerHeaders(): ExtraHeaders {
    if (this.options.timer === 'off') return []
    const supported = ['Supported', 'timer'] as const
    const agreed: AgreedTimer | undefined = this.#timer?.agreed
    if (!agreed) return [supported]
    const seconds = Math.max(agreed.seconds, this.leastSeconds)
    const refresher = agreed.refresher === 'us' ? 'uac' : 'uas'
    const expires = ['Session-Expires', formatSessionExpires({ seconds, refresher })] as const
    if (this.leastSeconds === MIN_SE) return [supported, expires]
    return [supported, expires, ['Min-SE', String(this.leastSeconds)]]
  }

  #clock(): SessionTimer {
    this.#timer ??= new SessionTimer(this.stack, {
      refresh: () => this.#session?.refresh(),
      expired: () => {
        if (this.#state !== 'confirmed') return
        this.end(EXPIRED)
        this.listener.ended({ by: 'timeout' })
      },
    })
    return this.#timer
  }

  /** A class, not an object of functions: each call has two, and an accessor in an object costs a microsecond. */
  static readonly #Ground = class implements SessionGround {
    readonly stack: Stack
    readonly options: InviteOptions
    readonly #usage: Usage

    constructor(usage: Usage) {
      this.#usage = usage
      this.stack = usage.stack
      this.options = usage.options
    }

    get listener(): InviteListener {
      return this.#usage.listener
    }

    get direction(): 'in' | 'out' {
      return this.#usage.direction
    }

    get flow(): Flow {
      return this.#usage.#flow
    }

    way(session: Session): 'reinvite' | 'update' | undefined {
      const usage = this.#usage
      if (usage.#state === 'ended' || usage.#state === 'accepted') return undefined
      if (usage.#state !== 'confirmed') return usage.earlyWay(session)
      return session === usage.#session ? 'reinvite' : undefined
    }

    contact(): string {
      return this.#usage.contact()
    }

    timerHeaders(): ExtraHeaders {
      return this.#usage.#state === 'confirmed' ? this.#usage.#timerHeaders() : []
    }

    answerHeaders(request: SipRequest): ExtraHeaders {
      const usage = this.#usage
      if (usage.#state === 'confirmed') return usage.answerHeaders(request)
      return [supportedBy(usage.options)]
    }

    refreshed(response: SipResponse): void {
      if (this.#usage.#state === 'confirmed') this.#usage.refreshed(response)
    }

    tooShort(response: SipResponse): boolean {
      return this.#usage.tooShort(response)
    }

    lost(session: Session, status: number): void {
      this.#usage.#lose(session, status)
    }

    unacknowledged(): void {
      this.#usage.unacknowledged()
    }
  }
}
