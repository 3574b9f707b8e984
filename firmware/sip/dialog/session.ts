import type { ExtraHeaders, Flow, InviteListener, InviteOptions } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts'
import type { Stack } from '../stack.ts'
import type { ClientRequest, ClientUser } from '../transaction/client-transaction.ts'
import { answeringChallenges } from './challenges.ts'
import type { ClientInviteSnapshot } from './client-invite.ts'
import type { Dialog } from './dialog.ts'
import { belongs, withTarget } from './dialog.ts'
import type { Parts } from './dialog-request.ts'
import { requestInDialog } from './dialog-request.ts'
import type { Answer, Offered, Solicited } from './offers.ts'
import { Offers } from './offers.ts'
import { PeerOffers } from './peer-offers.ts'
import type { ServerInviteSnapshot } from './server-invite.ts'
import { ServerInvite } from './server-invite.ts'
import { allowsUpdate } from './session-timer.ts'

/**
 * How far the offer and answer of the first INVITE are (RFC 6337 §2.2). `ours`, `theirs`: whose offer waits for its answer. Until it is
 * `done`, nobody may make another.
 */
export type Negotiation = 'none' | 'ours' | 'theirs' | 'done'

/** What a session needs of the usage that it belongs to. */
export interface SessionGround {
  readonly stack: Stack
  readonly listener: InviteListener
  readonly direction: 'in' | 'out'
  readonly options: InviteOptions
  readonly flow: Flow
  /** Whether offers go by re-INVITE (the dialog is confirmed), by UPDATE (it is early), or not now. */
  way(session: Session): 'reinvite' | 'update' | undefined
  contact(): string
  /** What a re-INVITE or UPDATE of ours says of the session timer. */
  timerHeaders(): ExtraHeaders
  /** What our 2xx to one of the peer says, which refreshes the session. */
  answerHeaders(request: SipRequest): ExtraHeaders
  /** A 2xx to a re-INVITE or UPDATE of ours. */
  refreshed(response: SipResponse): void
  /** The Min-SE of a 422 to one of ours; false: it cannot be met. */
  tooShort(response: SipResponse): boolean
  /** The peer does not know this dialog (481), or does not answer (408). */
  lost(session: Session, status: number): void
  /** The ACK of our 2xx to a re-INVITE never came. */
  unacknowledged(): void
}

/** Plain data: what another process needs to go on. What is as usual is left out: less is written. */
export interface SessionSnapshot {
  readonly negotiation?: Negotiation
  /** The peer takes UPDATE. */
  readonly updates?: true
  /** The description in the ACK of this INVITE of ours, for its repetition. */
  readonly ackBody?: AckBody
}

interface AckBody {
  readonly sequence: number
  readonly sdp: string
}

/** Target refresh requests: they say where we are (RFC 3261 §12.2, RFC 3311 §4, RFC 6665 §4.4.1). */
const REFRESHING: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'NOTIFY'])

/** One dialog of an INVITE usage, early or confirmed: its requests, and the offers both ways. */
export class Session {
  negotiation: Negotiation
  readonly #ground: SessionGround
  #dialog: Dialog
  #updates = false
  #ackBody: AckBody | undefined
  /** Made when the first offer comes: most calls have none. */
  #offers: Offers | undefined
  #peerOffers: PeerOffers | undefined

  constructor(ground: SessionGround, dialog: Dialog, negotiation: Negotiation) {
    this.#ground = ground
    this.#dialog = dialog
    this.negotiation = negotiation
  }

  get dialog(): Dialog {
    return this.#dialog
  }

  /** The peer takes UPDATE: its Allow header said so. */
  get updates(): boolean {
    return this.#updates
  }

  // ---- what the peer sends ----

  owns(request: SipRequest): boolean {
    return belongs(request, this.#dialog)
  }

  /** Learns from a message of the peer what it can. */
  hear(message: SipMessage): void {
    this.#updates = allowsUpdate(message) ?? this.#updates
  }

  /** The 2xx has made the early dialog a confirmed one; it counts on (RFC 3261 §13.2.2.4). */
  confirm(dialog: Dialog): void {
    const { localSequence, remoteSequence } = this.#dialog
    this.#dialog = { ...dialog, localSequence, remoteSequence }
  }

  /** Takes the Contact of a message as the new target, RFC 3261 §12.2. */
  retarget(message: SipMessage): void {
    this.#dialog = withTarget(this.#dialog, message)
  }

  /** CSeq numbers rise, §12.2.2. False: this one does not. */
  inOrder({ cseq }: SipRequest): boolean {
    const last = this.#dialog.remoteSequence
    if (last !== undefined && cseq.sequence <= last) return false
    this.#dialog = { ...this.#dialog, remoteSequence: cseq.sequence }
    return true
  }

  reinvite(incoming: Incoming): void {
    this.#theirs().reinvite(incoming)
  }

  /** UPDATE, or a PRACK, which may have an offer too. `early`: the tag that tells the listener which dialog it is. */
  update(incoming: Incoming, early?: string): void {
    this.#theirs().update(incoming, early)
  }

  acknowledge(ack: SipRequest): boolean {
    return this.#peerOffers?.acknowledge(ack) ?? false
  }

  /** Whose offer stands in the way of another one. */
  get obstacle(): 'ours' | 'theirs' | undefined {
    if (this.#offers?.isOpen || this.negotiation === 'ours' || this.negotiation === 'none')
      return 'ours'
    return this.negotiation === 'theirs' ? 'theirs' : undefined
  }

  // ---- what we send ----

  offer(sdp: string): Promise<Answer> {
    return this.#ours().add(sdp)
  }

  solicit(): Promise<Solicited> {
    return this.#ours().solicit()
  }

  /** Refreshes the session timer: UPDATE where the peer takes it, else a re-INVITE that changes nothing. */
  refresh(): void {
    this.#ours().refresh(this.#updates ? undefined : (this.#ground.listener.described?.() ?? ''))
  }

  /** What waited goes out, if it may go now. */
  pump(): void {
    this.#offers?.pump()
  }

  /** A request with the next CSeq number, built but not sent. */
  build(method: string, parts: Parts): ClientRequest {
    const sequence = this.#dialog.localSequence + 1
    this.#dialog = { ...this.#dialog, localSequence: sequence }
    return this.#compose(method, sequence, parts)
  }

  /** Sends a request; challenges of the peer are answered by the listener. `before`: the time to write the journal. */
  send(method: string, parts: Parts, user: ClientUser, before = () => {}): void {
    const { stack, listener } = this.#ground
    const { layer } = stack
    const request = this.build(method, parts)
    before()
    const again = (headers: ExtraHeaders) => {
      const next = this.build(method, { ...parts, headers: [...(parts.headers ?? []), ...headers] })
      before()
      return next
    }
    layer.begin(request, answeringChallenges(layer, request, listener.credentials, user, again))
  }

  /** Sends the ACK of a 2xx to the INVITE of this number; `sdp` is our answer where the 2xx had the offer. */
  ack(sequence: number, sdp?: string): void {
    if (sdp !== undefined) {
      this.#ackBody = { sequence, sdp }
      this.#ground.listener.changed()
    }
    const text = this.#ackBody?.sequence === sequence ? this.#ackBody.sdp : undefined
    const body = text === undefined ? undefined : { type: 'application/sdp', text }
    const ack = this.#compose('ACK', sequence, { body })
    this.#ground.stack.send(this.#ground.flow, ack.text, ack.target)
  }

  // ---- its end, and its next life ----

  /** The dialog ends: what we offered is not answered any more. */
  stop(): void {
    this.#offers?.stop()
  }

  /** The dialog ends: what the peer asked is refused with `status`. */
  refuse(status: number): void {
    this.#peerOffers?.stop(status)
  }

  /** `usual`: where offer and answer are without anything being said of it. */
  snapshot(usual: Negotiation): SessionSnapshot | undefined {
    const { negotiation } = this
    const ackBody = this.#ackBody
    if (negotiation === usual && !this.#updates && !ackBody) return undefined
    return {
      ...(negotiation !== usual && { negotiation }),
      ...(this.#updates && { updates: true }),
      ...(ackBody && { ackBody }),
    }
  }

  get reinvited(): ServerInviteSnapshot | undefined {
    return this.#peerOffers?.snapshot()
  }

  get reinviting(): ClientInviteSnapshot | undefined {
    return this.#offers?.snapshot()
  }

  restore(
    snapshot: SessionSnapshot | undefined,
    reinvited: ServerInviteSnapshot | undefined,
    reinviting: ClientInviteSnapshot | undefined,
  ): void {
    if (snapshot) {
      this.negotiation = snapshot.negotiation ?? this.negotiation
      this.#updates = snapshot.updates ?? false
      this.#ackBody = snapshot.ackBody
    }
    if (reinviting) this.#ours().restore(reinviting)
    if (!reinvited) return
    const { stack, flow } = this.#ground
    const theirs = this.#theirs()
    theirs.restore(ServerInvite.restore(stack, reinvited, flow, theirs.events))
  }

  // ---- inside ----

  #compose(method: string, sequence: number, parts: Parts): ClientRequest {
    const { stack, flow } = this.#ground
    const contact = REFRESHING.has(method) ? this.#ground.contact() : undefined
    return requestInDialog(this.#dialog, flow, stack.product, {
      ...parts,
      method,
      sequence,
      contact,
    })
  }

  #ours(): Offers {
    this.#offers ??= new Offers(this.#ground.stack, this.#offerGround())
    return this.#offers
  }

  #theirs(): PeerOffers {
    this.#peerOffers ??= new PeerOffers(this.#ground.stack, this.#peerOfferGround())
    return this.#peerOffers
  }

  #offerGround() {
    const ground = this.#ground
    return {
      way: () => (this.#peerOffers?.isOpen ? undefined : ground.way(this)),
      ownsCallId: ground.direction === 'out',
      get flow() {
        return ground.flow
      },
      build: (method: string, { sdp, headers }: Offered) => {
        const body = sdp === undefined ? undefined : { type: 'application/sdp', text: sdp }
        const all = [...ground.timerHeaders(), ...headers]
        return this.build(method, { headers: all, body })
      },
      get credentials() {
        return ground.listener.credentials
      },
      described: () => ground.listener.described?.(),
      tooShort: (response: SipResponse) => ground.tooShort(response),
      noUpdates: () => {
        this.#updates = false
      },
      confirm: (response: SipResponse, sdp?: string) => {
        this.#accepted(response)
        this.ack(response.cseq.sequence, sdp)
      },
      updated: (response: SipResponse) => this.#accepted(response),
      answered: (sdp: string) => ground.listener.answered?.(sdp),
      changed: () => ground.listener.changed(),
      lost: (status: number) => ground.lost(this, status),
    }
  }

  #accepted(response: SipResponse): void {
    this.retarget(response)
    this.hear(response)
    this.#ground.refreshed(response)
    this.#ground.listener.changed()
  }

  #peerOfferGround() {
    const ground = this.#ground
    return {
      get listener() {
        return ground.listener
      },
      obstacle: () => this.obstacle,
      contact: () => ground.contact(),
      answerHeaders: (request: SipRequest) => ground.answerHeaders(request),
      retarget: (request: SipRequest) => {
        this.retarget(request)
        this.hear(request)
      },
      changed: () => ground.listener.changed(),
      unacknowledged: () => ground.unacknowledged(),
      settled: () => this.pump(),
    }
  }
}
