import type {
  ExtraHeaders,
  Flow,
  InviteListener,
  InviteSnapshot,
  ResponseParts,
  UsageState,
} from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import { localResponse } from '../local-response.ts'
import { readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { DialogUser, Stack } from '../stack.ts'
import { contactHeader, sameFlow } from '../stack.ts'
import type { ClientRequest } from '../transaction/client-transaction.ts'
import type { Dialog } from './dialog.ts'
import { belongs, withTarget } from './dialog.ts'
import type { Parts } from './dialog-request.ts'
import { requestInDialog } from './dialog-request.ts'
import type { Answer, OfferGround } from './offers.ts'
import { Offers } from './offers.ts'
import type { PeerOfferGround } from './peer-offers.ts'
import { PeerOffers } from './peer-offers.ts'
import { ServerInvite } from './server-invite.ts'
import type { UsageSnapshot } from './usage-snapshot.ts'

/** What every usage begins with. */
export interface UsageBase {
  readonly id: string
  readonly listener: InviteListener
  readonly flow: Flow
  /** User part of our Contact. */
  readonly contactUser: string
}

/**
 * An INVITE usage from its 2xx on: re-INVITEs, UPDATEs and other requests both ways, and BYE. How it gets there differs
 * for the two directions and stands in the subclasses.
 */
export abstract class Usage implements DialogUser {
  abstract readonly direction: 'in' | 'out'
  readonly id: string
  protected readonly stack: Stack
  protected readonly listener: InviteListener
  protected readonly contactUser: string
  /** Set while `bye` waits for the ACK of our 2xx. */
  protected pendingBye: ExtraHeaders | undefined
  #state: UsageState
  #flow: Flow
  #dialog: Dialog | undefined
  /** Made when the first offer comes: most calls have none. */
  #offers: Offers | undefined
  #peerOffers: PeerOffers | undefined

  constructor(stack: Stack, base: UsageBase, state: UsageState) {
    this.stack = stack
    this.id = base.id
    this.listener = base.listener
    this.contactUser = base.contactUser
    this.#flow = base.flow
    this.#state = state
  }

  abstract get invite(): SipRequest
  abstract get callId(): string
  abstract get localTag(): string
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
  /** What the subclass adds to the snapshot. */
  protected abstract describe(): Partial<UsageSnapshot>

  get state(): UsageState {
    return this.#state
  }

  get flow(): Flow {
    return this.#flow
  }

  get dialog(): Dialog | undefined {
    return this.#dialog
  }

  protected enter(state: UsageState, dialog = this.#dialog): void {
    this.#state = state
    this.#dialog = dialog
  }

  /** From `confirmed` on: what waited for the ACK goes out. */
  protected confirmed(): void {
    this.#offers?.pump()
  }

  offer(sdp: string): Promise<Answer> {
    if (this.#state === 'ended') return Promise.resolve({ status: 481 })
    return this.#ours().add(sdp)
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
      this.#state = 'ended'
      this.#offers?.stop()
      this.listener.changed()
    } else {
      this.giveUp(headers)
    }
  }

  request(method: string, parts: Parts): Promise<SipResponse> {
    const dialog = this.#dialog
    if (!dialog || this.#state === 'ended') {
      return Promise.resolve(localResponse(this.stack.product, this.invite, this.#flow, 481))
    }
    const request = this.#build(method, parts)
    this.listener.changed()
    return new Promise((resolve) => {
      this.stack.layer.begin(request, {
        response: (response) => {
          if (response.status < 200) return
          resolve(response)
          if (response.status === 481 || response.status === 408) this.#lose(response.status)
        },
        failed: (why) => {
          const status = why === 'timeout' ? 408 : 503
          resolve(
            localResponse(
              this.stack.product,
              readOwn(request.text) as SipRequest,
              this.#flow,
              status,
            ),
          )
          if (status === 408) this.#lose(status)
        },
      })
    })
  }

  snapshot(): InviteSnapshot {
    const reinvited = this.#peerOffers?.snapshot()
    const reinviting = this.#offers?.snapshot()
    const snapshot: UsageSnapshot = {
      id: this.id,
      direction: this.direction,
      state: this.#state,
      flow: this.#flow,
      contactUser: this.contactUser,
      invite: this.invite.text,
      ...(this.pendingBye && { bye: this.pendingBye }),
      ...(this.#dialog && { dialog: this.#dialog }),
      ...(reinvited && { reinvited }),
      ...(reinviting && { reinviting }),
      ...this.describe(),
    }
    return { ...snapshot }
  }

  /** Takes up what stands open within the dialog. */
  protected restoreOffers(snapshot: UsageSnapshot): void {
    const { reinvited, reinviting } = snapshot
    if (reinviting) this.#ours().restore(reinviting)
    if (!reinvited) return
    const theirs = this.#theirs()
    theirs.restore(ServerInvite.restore(this.stack, reinvited, this.#flow, theirs.events))
  }

  owns(request: SipRequest): boolean {
    if (this.#dialog) return belongs(request, this.#dialog)
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
    if (!this.#inOrder(incoming.message)) {
      incoming.respond(500, { reason: 'CSeq Out Of Order' }) // RFC 3261 §12.2.2
      return
    }
    this.#dispatch(method, incoming)
  }

  acknowledge(ack: SipRequest): void {
    if (!this.#peerOffers?.acknowledge(ack)) this.acknowledgeFirst(ack)
  }

  /** The ACK once more for a 2xx that has been acknowledged, RFC 3261 §13.2.2.4. */
  repeated(response: SipResponse): void {
    const dialog = this.#dialog
    if (!dialog || response.toTag !== dialog.remoteTag) return
    if (response.cseq.sequence <= dialog.localSequence) this.sendAck(dialog, response.cseq.sequence)
  }

  #dispatch(method: string, incoming: Incoming): void {
    switch (method) {
      case 'BYE':
        if (this.#state === 'confirmed' || this.#state === 'accepted') this.#byeFromPeer(incoming)
        else this.byeBeforeAnswer(incoming)
        break
      case 'INVITE':
        if (this.#state === 'confirmed') this.#theirs().reinvite(incoming)
        else incoming.respond(491)
        break
      case 'UPDATE':
        if (this.#state === 'confirmed') this.#theirs().update(incoming)
        else incoming.respond(491)
        break
      default:
        this.listener.request(incoming)
    }
  }

  /** CSeq numbers rise, §12.2.2. */
  #inOrder({ cseq }: SipRequest): boolean {
    if (!this.#dialog) return true
    const last = this.#dialog.remoteSequence
    if (last !== undefined && cseq.sequence <= last) return false
    this.#dialog = { ...this.#dialog, remoteSequence: cseq.sequence }
    return true
  }

  #byeFromPeer(incoming: Incoming): void {
    this.finish()
    this.listener.changed()
    incoming.respond(200)
    this.listener.ended({ by: 'peer', bye: incoming.message })
  }

  /** The state is `ended`, open requests are refused, and nothing comes in any more. */
  protected finish(): void {
    this.#state = 'ended'
    this.pendingBye = undefined
    this.#offers?.stop()
    this.#peerOffers?.stop(487)
    this.dismiss()
  }

  /** Sends BYE and stays until its transaction is over: the peer's own may cross it. */
  protected end(headers: ExtraHeaders): void {
    this.#state = 'ended'
    this.pendingBye = undefined
    this.#offers?.stop()
    const bye = this.#build('BYE', { headers })
    this.listener.changed()
    this.#peerOffers?.stop(487)
    this.stack.layer.begin(bye, {
      response: ({ status }) => {
        if (status >= 200) this.dismiss()
      },
      failed: () => this.dismiss(),
    })
  }

  /** The ACK of our 2xx never came: RFC 3261 §13.3.1.4 and §14.2 want a BYE. */
  protected unacknowledged(): void {
    const wasOurs = this.pendingBye
    this.end(wasOurs ?? [])
    if (!wasOurs) this.listener.ended({ by: 'timeout' })
  }

  /** The peer does not know the dialog (481), or does not answer (408): RFC 3261 §12.2.1.2. */
  #lose(status: number): void {
    if (this.#state === 'ended') return
    if (status === 481) {
      this.finish()
      this.listener.changed()
    } else {
      this.end([])
    }
    this.listener.ended({ by: status === 481 ? 'lost' : 'timeout' })
  }

  /** Sends the ACK of a 2xx to the INVITE of this number. */
  protected sendAck(dialog: Dialog, sequence: number): void {
    const ack = this.#compose(dialog, 'ACK', sequence, {})
    this.stack.send(this.#flow, ack.text, ack.target)
  }

  /** A request with the next CSeq number of our dialog. */
  #build(method: string, parts: Parts): ClientRequest {
    const dialog = this.#dialog as Dialog
    const sequence = dialog.localSequence + 1
    this.#dialog = { ...dialog, localSequence: sequence }
    return this.#compose(dialog, method, sequence, parts)
  }

  /** BYE in a dialog that is not, or no longer, ours to keep. */
  protected dropDialog(dialog: Dialog, headers: ExtraHeaders | undefined): void {
    const bye = this.#compose(dialog, 'BYE', dialog.localSequence + 1, { headers })
    this.stack.layer.begin(bye, { response: () => {}, failed: () => {} })
  }

  #compose(dialog: Dialog, method: string, sequence: number, parts: Parts): ClientRequest {
    const isTarget = method === 'INVITE' || method === 'UPDATE'
    const contact = isTarget ? this.contact() : undefined
    const whole = { ...parts, method, sequence, contact }
    return requestInDialog(dialog, this.#flow, this.stack.product, whole)
  }

  protected contact(): string {
    return contactHeader(this.stack, this.#flow, this.contactUser)
  }

  #ours(): Offers {
    this.#offers ??= new Offers(this.stack, this.#offerGround())
    return this.#offers
  }

  #theirs(): PeerOffers {
    this.#peerOffers ??= new PeerOffers(this.stack, this.#peerOfferGround())
    return this.#peerOffers
  }

  #offerGround(): OfferGround {
    const usage = this
    return {
      mayOffer: () => usage.#state === 'confirmed' && !usage.#peerOffers?.hasInvite,
      get ownsCallId() {
        return usage.direction === 'out'
      },
      get flow() {
        return usage.#flow
      },
      reinvite: (sdp: string) =>
        usage.#build('INVITE', { body: { type: 'application/sdp', text: sdp } }),
      confirm: (response: SipResponse) => usage.#confirm(response),
      changed: () => usage.listener.changed(),
      lost: (status: number) => usage.#lose(status),
    }
  }

  #confirm(response: SipResponse): void {
    if (!this.#dialog) return
    this.#dialog = withTarget(this.#dialog, response)
    this.listener.changed()
    this.sendAck(this.#dialog, response.cseq.sequence)
  }

  #peerOfferGround(): PeerOfferGround {
    return {
      listener: this.listener,
      isOffering: () => this.#offers?.isOpen ?? false,
      contact: () => this.contact(),
      retarget: (request: SipRequest) => {
        if (this.#dialog) this.#dialog = withTarget(this.#dialog, request)
      },
      changed: () => this.listener.changed(),
      unacknowledged: () => this.unacknowledged(),
      settled: () => this.#offers?.pump(),
    }
  }
}
