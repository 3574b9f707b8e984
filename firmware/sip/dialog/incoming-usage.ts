import type { Timer } from '../../clock/clock.ts'
import type { ExtraHeaders, InviteListener, InviteOptions, ResponseParts } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import type { SipRequest } from '../message/message.ts'
import type { Stack } from '../stack.ts'
import { dialogOfRequest } from './dialog.ts'
import { bodyOf } from './peer-offers.ts'
import type { ReliableGround } from './reliable-responses.ts'
import { ReliableResponses } from './reliable-responses.ts'
import type { ServerInviteEvents } from './server-invite.ts'
import { ServerInvite } from './server-invite.ts'
import type { Negotiation, Session } from './session.ts'
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
  /** Made with the first reliable response. */
  #reliable: ReliableResponses | undefined
  #isReliable: boolean | undefined
  /** The 2xx that waits for a PRACK. */
  #accepting: UsageSnapshot['accepting']
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
  static adopt(
    stack: Stack,
    incoming: Incoming,
    id: string,
    listener: InviteListener,
    options?: InviteOptions,
  ): IncomingUsage {
    const { message, flow } = incoming
    const { toTag } = incoming.transaction
    const contactUser = message.requestUri.user ?? ''
    const base = { id, listener, flow, contactUser, options }
    const usage = new IncomingUsage(stack, base, 'proceeding', message, toTag)
    const dialog = dialogOfRequest(message, toTag, flow)
    usage.enter('proceeding', usage.newSession(dialog, usage.begins))
    usage.session?.hear(message)
    usage.#server = new ServerInvite(stack, incoming, usage.#events)
    return usage
  }

  static restore(
    stack: Stack,
    snapshot: UsageSnapshot,
    invite: SipRequest,
    listener: InviteListener,
  ): Usage {
    const { server, dialog, reliable } = snapshot
    const base = { ...snapshot, listener }
    const usage = new IncomingUsage(stack, base, snapshot.state, invite, dialog?.localTag ?? '')
    usage.restoreSession(snapshot)
    usage.#accepting = snapshot.accepting
    if (server) {
      const whole = { ...server, text: snapshot.invite }
      usage.#server = ServerInvite.restore(stack, whole, snapshot.flow, usage.#events)
      if (reliable) {
        const ground = usage.#reliableGround()
        usage.#reliable = ReliableResponses.restore(stack, usage.#server, reliable, ground)
      }
    }
    return usage
  }

  get callId(): string {
    return this.invite.callId
  }

  protected override get begins(): Negotiation {
    return bodyOf(this.invite) === undefined ? 'none' : 'theirs'
  }

  override get isReliable(): boolean {
    this.#isReliable ??= this.#wantsReliable()
    return this.#isReliable
  }

  #wantsReliable(): boolean {
    const { invite } = this
    if (invite.lists('Require', '100rel')) return true
    const mode = this.options.reliable ?? 'off'
    return mode !== 'off' && invite.lists('Supported', '100rel')
  }

  /** RFC 3262 §3: who must be reliable and cannot is refused, and the listener hears of it soon. */
  insist(): void {
    if (this.options.reliable !== 'require' || this.isReliable) return
    this.#refuse(421, { headers: [['Require', '100rel']] })
    this.stack.wheel.after(0, () => this.listener.ended({ by: 'lost' }))
  }

  override provisional(status: number, parts: ResponseParts = {}): void {
    if (this.state !== 'proceeding' || this.#accepting) return
    if (this.isReliable && status > 100) {
      this.#provisionalReliably(status, parts)
    } else {
      this.#server?.respond(status, parts, this.contact(), () => this.listener.changed())
    }
    if (!this.#reminder) this.#remind()
  }

  /** RFC 3262 §5: the first reliable response to an INVITE without offer has ours; after that, a body would be one too many. */
  #provisionalReliably(status: number, parts: ResponseParts): void {
    const { session } = this
    const server = this.#server
    if (!session || !server) return
    if (session.negotiation === 'none' && !parts.body) return
    const { body, ...bare } = parts
    const describes = body && (session.negotiation === 'none' || session.negotiation === 'theirs')
    if (describes) session.negotiation = session.negotiation === 'none' ? 'ours' : 'done'
    this.#reliable ??= new ReliableResponses(this.stack, server, this.#reliableGround())
    this.#reliable.send(status, describes ? parts : bare)
  }

  override accept(sdp: string, headers: ExtraHeaders = []): void {
    if (this.state !== 'proceeding' || this.#accepting) return
    if (this.#reliable?.holdsAccept) {
      this.#accepting = { sdp, headers }
      this.listener.changed()
    } else {
      this.#accept(sdp, headers)
    }
  }

  #accept(sdp: string, headers: ExtraHeaders): void {
    const { session } = this
    const isDone = session?.negotiation === 'done'
    if (session && !isDone) session.negotiation = session.negotiation === 'none' ? 'ours' : 'done'
    this.#reliable?.stop()
    this.enter('accepted')
    this.#reminder?.cancel()
    const body = { type: 'application/sdp', text: sdp }
    const all = [...this.answerHeaders(this.invite), ...headers]
    const parts = isDone ? { headers: all } : { headers: all, body }
    this.#server?.respond(200, parts, this.contact(), () => this.listener.changed())
  }

  override reject(status: number, parts?: ResponseParts): void {
    if (this.state !== 'proceeding') return
    this.#refuse(status, parts)
  }

  override cancel(): void {
    this.reject(480)
  }

  protected override giveUp(headers: ExtraHeaders | undefined): void {
    this.reject(480, headers && { headers })
  }

  protected override byeBeforeAnswer(incoming: Incoming): void {
    this.#refuse(487) // RFC 3261 §15.1.2
    incoming.respond(200)
    this.listener.ended({ by: 'peer', bye: incoming.message })
  }

  protected override acknowledgeFirst(ack: SipRequest): void {
    if (this.#server?.sequence === ack.cseq.sequence) this.#server.acknowledge(ack)
  }

  /** RFC 3311 §5.1: our answer has gone out reliably, and been acknowledged. */
  protected override earlyWay(session: Session): 'update' | undefined {
    const may = session.negotiation === 'done' && !this.#reliable?.isOpen && session.updates
    return may && !this.#accepting ? 'update' : undefined
  }

  protected override earlySession(): undefined {
    return undefined // there is one from the start
  }

  protected override get earlyTag(): undefined {
    return undefined
  }

  protected override hasEarly(): boolean {
    return false
  }

  protected override dropEarly(): void {
    // the INVITE has a say still
  }

  /** RFC 3262 §3: what it acknowledges is not repeated any more; its offer or answer is taken. */
  protected override pracked(incoming: Incoming): void {
    const reliable = this.#reliable
    const session = this.session
    if (!session || !reliable?.acknowledge(incoming.message)) {
      incoming.respond(481)
      return
    }
    if (this.state !== 'proceeding') {
      incoming.respond(200) // it crossed our 2xx
      return
    }
    const sdp = bodyOf(incoming.message)
    if (session.negotiation === 'ours') {
      session.negotiation = 'done'
      this.listener.changed()
      incoming.respond(200)
      this.listener.answered?.(sdp ?? '')
    } else {
      session.update(incoming)
    }
    reliable.next()
    this.listener.changed()
    if (this.#accepting && !reliable.holdsAccept) {
      const { sdp, headers } = this.#accepting
      this.#accepting = undefined
      if (this.state === 'proceeding') this.#accept(sdp, headers)
    }
    session.pump()
  }

  #reliableGround(): ReliableGround {
    return {
      contact: () => this.contact(),
      changed: () => this.listener.changed(),
      unacknowledged: () => {
        this.#refuse(504) // a 5xx, RFC 3262 §3
        this.listener.ended({ by: 'timeout' })
      },
    }
  }

  protected override describe(): Partial<UsageSnapshot> {
    if (!this.#server) return {}
    const server = { ...this.#server.snapshot(), text: '' }
    if (!this.#reliable || this.state !== 'proceeding') return { server }
    const accepting = this.#accepting && { accepting: this.#accepting }
    return { server, reliable: this.#reliable.snapshot(), ...accepting }
  }

  protected override finish(): void {
    this.#reminder?.cancel()
    this.#reliable?.stop()
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
    if (this.session) this.session.negotiation = 'done'
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
