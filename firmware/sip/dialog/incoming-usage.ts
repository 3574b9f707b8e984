import type { Timer } from '../../clock/clock.ts'
import type { ExtraHeaders, InviteListener, ResponseParts } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import type { SipRequest } from '../message/message.ts'
import type { Stack } from '../stack.ts'
import { dialogOfRequest } from './dialog.ts'
import type { ServerInviteEvents } from './server-invite.ts'
import { ServerInvite } from './server-invite.ts'
import { Usage } from './usage.ts'
import type { UsageSnapshot } from './usage-snapshot.ts'

/** Proxies forget an INVITE that hears nothing for three minutes, RFC 3261 §13.3.1.1. */
const REMIND_MS = 60_000

/** A usage that began with an INVITE from the peer (RFC 3261 §13.3). */
export class IncomingUsage extends Usage {
  readonly direction = 'in'
  readonly invite: SipRequest
  readonly localTag: string
  /** The first INVITE until its ACK. */
  #server: ServerInvite | undefined
  #reminder: Timer | undefined

  private constructor(
    stack: Stack,
    base: ConstructorParameters<typeof Usage>[1],
    state: UsageSnapshot['state'],
    invite: SipRequest,
    localTag: string,
  ) {
    super(stack, base, state)
    this.invite = invite
    this.localTag = localTag
  }

  /** Takes an INVITE that has just come. */
  static adopt(stack: Stack, incoming: Incoming, id: string, listener: InviteListener): Usage {
    const { message, flow } = incoming
    const { toTag } = incoming.transaction
    const contactUser = message.requestUri.user ?? ''
    const base = { id, listener, flow, contactUser }
    const usage = new IncomingUsage(stack, base, 'proceeding', message, toTag)
    usage.enter('proceeding', dialogOfRequest(message, toTag, flow))
    usage.#server = new ServerInvite(stack, incoming, usage.#events)
    return usage
  }

  static restore(
    stack: Stack,
    snapshot: UsageSnapshot,
    invite: SipRequest,
    listener: InviteListener,
  ): Usage {
    const { server, dialog } = snapshot
    const base = { ...snapshot, listener }
    const usage = new IncomingUsage(stack, base, snapshot.state, invite, dialog?.localTag ?? '')
    usage.enter(snapshot.state, dialog)
    usage.pendingBye = snapshot.bye
    if (server) {
      const whole = { ...server, text: snapshot.invite }
      usage.#server = ServerInvite.restore(stack, whole, snapshot.flow, usage.#events)
    }
    usage.restoreOffers(snapshot)
    return usage
  }

  get callId(): string {
    return this.invite.callId
  }

  override provisional(status: number, parts?: ResponseParts): void {
    if (this.state !== 'proceeding') return
    this.#server?.respond(status, parts, this.contact(), () => this.listener.changed())
    if (!this.#reminder) this.#remind()
  }

  override accept(sdp: string, headers: ExtraHeaders = []): void {
    if (this.state !== 'proceeding') return
    this.enter('accepted')
    this.#reminder?.cancel()
    const parts = { headers, body: { type: 'application/sdp', text: sdp } }
    this.#server?.respond(200, parts, this.contact(), () => this.listener.changed())
  }

  override reject(status: number, parts?: ResponseParts): void {
    if (this.state !== 'proceeding') return
    this.#refuse(status, parts)
  }

  override cancel(): void {
    this.reject(480)
  }

  protected override giveUp(): void {
    this.reject(480)
  }

  protected override byeBeforeAnswer(incoming: Incoming): void {
    this.#refuse(487) // RFC 3261 §15.1.2
    incoming.respond(200)
    this.listener.ended({ by: 'peer', bye: incoming.message })
  }

  protected override acknowledgeFirst(ack: SipRequest): void {
    if (this.#server?.sequence === ack.cseq.sequence) this.#server.acknowledge(ack)
  }

  protected override describe(): Partial<UsageSnapshot> {
    return this.#server ? { server: { ...this.#server.snapshot(), text: '' } } : {}
  }

  protected override finish(): void {
    this.#reminder?.cancel()
    this.#server?.stop()
    super.finish()
  }

  readonly #events: ServerInviteEvents = {
    cancelled: (cancel) => {
      this.#refuse(487)
      this.listener.cancelled(cancel)
    },
    acknowledged: (ack) => this.#acknowledged(ack),
    unacknowledged: () => {
      this.#server = undefined
      this.unacknowledged()
    },
  }

  #acknowledged(ack: SipRequest): void {
    this.#server = undefined
    if (this.pendingBye) {
      this.end(this.pendingBye)
      return
    }
    if (this.state !== 'accepted') return
    this.enter('confirmed')
    this.listener.changed()
    this.listener.acknowledged(ack)
    this.confirmed()
  }

  #refuse(status: number, parts?: ResponseParts): void {
    this.finish()
    this.#server?.respond(status, parts, undefined, () => this.listener.changed())
  }

  #remind(): void {
    this.#reminder = this.stack.wheel.after(REMIND_MS, () => {
      this.#server?.remind()
      this.#remind()
    })
  }
}
