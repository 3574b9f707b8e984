import type { PartyNumber } from '../model/party-number.ts'
import type {
  Credentials,
  Flow,
  IncomingRequest,
  InviteListener,
  InviteOptions,
  InviteUsage,
} from '../sip/contract.ts'
import type { SipRequest, SipResponse } from '../sip/message/message.ts'
import { sessionDescription } from '../sip/message/multipart.ts'
import { Cause, causeOfReason, causeOfStatus, reasonHeader } from './cause.ts'
import { infoOfKey } from './info-digit.ts'
import type { Leg, Phase, Referral, Who } from './leg.ts'
import type { UnderstoodOffer } from './offer-answer.ts'
import { isHold } from './offer-answer.ts'
import type { Passing } from './passing.ts'
import { type Refused, refusedBy } from './refused.ts'
import type { Forward, SentOn } from './sent-on.ts'
import { Branches } from './sip-leg/branches.ts'
import { LegCaller } from './sip-leg/caller.ts'
import type { Refusal, SipContact, SipLegSnapshot, SipLegWorld } from './sip-leg/contract.ts'
import type { DialogName } from './sip-leg/dialog.ts'
import { LegDialog } from './sip-leg/dialog.ts'
import { HandingOver } from './sip-leg/handing-over.ts'
import { LegOffers } from './sip-leg/offers.ts'
import { LegReferral } from './sip-leg/referral.ts'
import { receive } from './sip-leg/requests.ts'
import { LegSession, NothingInCommon } from './sip-leg/session.ts'

type World = SipLegWorld<SipLeg>
type Redirected = NonNullable<InviteListener['redirected']>

/** How a leg begins: new, or as an earlier process left it. */
type Beginning = Pick<SipLegSnapshot, 'id' | 'direction' | 'party' | 'device' | 'phase'> &
  Partial<SipLegSnapshot>

/** A party on SIP: a telephone or a gateway behind one INVITE usage. */
export class SipLeg implements Leg, InviteListener {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly #world: World
  #party: PartyNumber
  #device: string | undefined
  #hops: number | undefined
  #phase: Phase
  #earlyMedia: boolean
  readonly #branches: Branches
  readonly #session: LegSession
  readonly #referral: LegReferral
  readonly #handing: HandingOver
  readonly #dialog: LegDialog
  readonly #offers: LegOffers
  /** Says something to an incoming leg only. */
  readonly #caller: LegCaller
  #cause: Cause | undefined
  #refusal: Refusal | undefined
  #releasedBy: 'party' | 'exchange' | undefined
  #forward: Forward | undefined

  private constructor(world: World, beginning: Beginning) {
    this.id = beginning.id
    this.direction = beginning.direction
    this.#party = beginning.party
    this.#device = beginning.device
    this.#world = world
    this.#phase = beginning.phase
    this.#earlyMedia = beginning.earlyMedia ?? false
    this.#hops = beginning.hops
    this.#cause = beginning.cause
    this.#releasedBy = beginning.releasedBy
    this.#forward = beginning.forward
    this.#dialog = new LegDialog(beginning.contact, world.began)
    this.#session = new LegSession(world, this.id, () => this.flow, beginning)
    this.#branches = new Branches(
      (answer) => this.#session.agreed(answer),
      () => this.#session.offersMore,
      beginning.branches,
    )
    const told = { phase: () => this.#phase, changed: () => this.#changed() }
    this.#offers = new LegOffers({
      ...told,
      dialog: this.#dialog,
      session: this.#session,
      passing: world.passing,
      failed: (error) => world.failed(error, this.id),
    })
    this.#caller = new LegCaller(
      {
        ...told,
        usage: () => this.#usage,
        become: (phase) => {
          this.#phase = phase
        },
        describe: () => this.#describe(),
        mediaFailed: (error) => this.#mediaFailed(error),
      },
      beginning.open,
    )
    const dialog = {
      send: (...[method, parts]: Parameters<InviteUsage['request']>) =>
        this.#usage?.request(method, parts),
      changed: told.changed,
    }
    this.#referral = new LegReferral(dialog, beginning)
    this.#handing = new HandingOver(dialog, beginning.handing)
  }

  /** A call that came in. */
  static incoming(
    world: World,
    id: string,
    { party, device }: Who,
    request: IncomingRequest,
    options?: InviteOptions,
  ): SipLeg {
    const leg = new SipLeg(world, { id, direction: 'in', party, device, phase: 'offered' })
    leg.#hops = hopsLeft(request)
    leg.#dialog.use(world.userAgent.adopt(request, id, leg, options))
    return leg
  }

  /** A call that goes out; it is on its way when this returns. */
  static outgoing(world: World, id: string, { party, device }: Who, contact: SipContact): SipLeg {
    const leg = new SipLeg(world, {
      id,
      direction: 'out',
      party,
      device,
      phase: 'calling',
      contact,
    })
    leg.#dial(contact)
    return leg
  }

  /** As an earlier process left it. */
  static restore(world: World, snapshot: SipLegSnapshot): SipLeg {
    const leg = new SipLeg(world, snapshot)
    if (snapshot.usage) leg.#dialog.use(world.userAgent.restore(snapshot.usage, leg))
    if (snapshot.phase === 'calling' && !leg.#usage && leg.#contact) leg.#dial(leg.#contact)
    if (snapshot.phase === 'released') leg.#dialog.end(snapshot.cause ?? Cause.normalClearing)
    return leg
  }

  get party(): PartyNumber {
    return this.#party
  }

  get device(): string | undefined {
    return this.#device
  }

  get hops(): number | undefined {
    return this.#hops
  }

  get phase(): Phase {
    return this.#phase
  }

  get earlyMedia(): boolean {
    return this.#earlyMedia
  }

  get hasAudio(): boolean {
    return this.#phase === 'answered' || this.#caller.open
  }

  get held(): boolean {
    const { stream } = this.#session
    const isSpokenWith = this.#phase === 'answered' && !this.#session.isFax
    return isSpokenWith && stream !== undefined && isHold(stream)
  }

  get flashes(): number {
    return 0
  }

  /** The Call-Info header of the INVITE that began it, whoever sent it. */
  get callInfo(): string | undefined {
    return this.#usage?.invite.header('Call-Info')
  }

  /** The way that its messages take now. */
  get flow(): Flow | undefined {
    return this.#dialog.flow
  }

  /** The party's address, as it stands in From or To. */
  get address(): string | undefined {
    return this.#dialog.address
  }

  /** What a Replaces header names the leg's dialog by. */
  get dialogName(): DialogName | undefined {
    return this.#dialog.name
  }

  get referral(): Referral | undefined {
    return this.#referral.asked
  }

  get passing(): Passing {
    return this.#offers
  }

  get forward(): Forward | undefined {
    return this.#forward
  }

  get sentOn(): SentOn | undefined {
    return this.#contact?.sentOn
  }

  get cause(): Cause | undefined {
    return this.#cause
  }

  /** Undefined until the other side has refused the call, and after a restart. */
  get refusal(): Refusal | undefined {
    return this.#refusal
  }

  get refused(): Refused | undefined {
    return this.#refusal?.told
  }

  refusedAs(refused: Refused, cause: Cause): void {
    this.#dialog.refusedAs(refused, cause)
  }

  get releasedBy(): 'party' | 'exchange' | undefined {
    return this.#releasedBy
  }

  // ---- what the exchange wants of it ----

  alert(): void {
    this.#caller.alert()
  }

  progress(): void {
    this.#caller.progress()
  }

  async answer(): Promise<void> {
    if (this.direction === 'in') await this.#caller.answer()
  }

  redirect(target: string): void {
    if (this.direction !== 'in' || this.#phase === 'answered' || this.#phase === 'released') return
    this.#gone(Cause.redirected, 'exchange', () =>
      this.#usage?.reject(302, { headers: [['Contact', `<${target}>`]] }),
    )
  }

  /** The telephone has answered with 3xx: the call is to be made to somebody else. What ends the leg follows. */
  sendsOn(forward: Forward): void {
    this.#forward = forward
  }

  release(cause: Cause): void {
    if (this.#phase === 'released') return
    this.#gone(cause, 'exchange', () => {
      this.#referral.beforeBye(() => this.#dialog.end(cause))
    })
  }

  get handedOver(): number | undefined {
    return this.#handing.status
  }

  handOver(referTo: string): void {
    if (this.#phase === 'answered') this.#handing.ask(referTo)
  }

  forgetHandOver(): void {
    this.#handing.forget()
  }

  /** Takes a REFER, and tells the party from now on how far it is. */
  refer(request: IncomingRequest, referral: Referral): void {
    this.#referral.accept(request, referral)
  }

  tellReferral(status: number): void {
    this.#referral.tell(status)
  }

  probe(): void {
    if (this.#phase !== 'answered' || !this.#usage) return
    this.#usage.request('OPTIONS', {}).then(
      ({ status }) => {
        if (status === 408 || status === 481) this.#gone(Cause.destinationOutOfOrder, 'party')
      },
      () => {}, // the usage ended meanwhile and has said so
    )
  }

  /**
   * The sender of this INVITE takes the place of the leg's party (RFC 3891): in a call that is up, or instead of the telephone
   * that rings. The old party is told to hang up. False: the INVITE has been refused, and all is as it was.
   */
  replace(request: IncomingRequest, { party, device }: Who): boolean {
    const old = this.#usage
    const understood = this.#session.read(sessionDescription(request.message), request.flow)
    if (!old || this.#phase === 'released' || this.#phase === 'offered') {
      request.respond(481)
      return false
    }
    if (understood && !understood.ok) {
      request.respond(understood.error)
      return false
    }
    old.leave([REPLACED])
    this.#party = party
    this.#device = device
    this.#branches.clear()
    this.#session.forget()
    const { userAgent } = this.#world
    this.#dialog.use(userAgent.adopt(request, this.id, this, this.#contact?.options))
    this.#world.replaced?.(this)
    void this.#join(understood?.value)
    return true
  }

  /** The new party is answered; a leg that rang is answered with it. */
  async #join(understood: UnderstoodOffer | undefined): Promise<void> {
    const usage = this.#usage
    try {
      await this.#session.enter(usage?.flow.local.address ?? '')
      if (this.#phase === 'released' || this.#usage !== usage) return
      usage?.accept(this.#session.reply(understood))
      this.#phase = 'answered'
      this.#changed()
    } catch (error) {
      this.#mediaFailed(error)
    }
  }

  sendKey(digit: string): boolean {
    if (this.#world.capabilities.keys !== 'info' || this.#phase !== 'answered') return false
    const body = { type: 'application/dtmf-relay', text: infoOfKey(digit) }
    this.#usage?.request('INFO', { body }).catch(() => {}) // the usage ended meanwhile and has said so
    return true
  }

  heard(): void {} // whoever is on SIP says by signalling what it does

  snapshot(): SipLegSnapshot {
    return {
      id: this.id,
      kind: 'sip',
      direction: this.direction,
      party: this.party,
      device: this.device,
      phase: this.#phase,
      earlyMedia: this.#earlyMedia,
      branches: this.#branches.all,
      hops: this.#hops,
      open: this.#caller.open,
      cause: this.#cause,
      releasedBy: this.#releasedBy,
      contact: this.#contact,
      usage: this.#isSpokenIn ? this.#usage?.snapshot() : undefined,
      ...this.#session.snapshot(),
      ...this.#referral.snapshot(),
      ...this.#handing.snapshot(),
      ...(this.#forward && { forward: this.#forward }),
    }
  }

  // ---- what the party does (InviteListener) ----

  provisional(response: SipResponse): void {
    if (this.#phase === 'released') return
    this.#branch(response)
    const isSilenced = this.#contact?.earlyMedia === false && response.status === 183
    if (response.status === 180 || this.#earlyMedia || isSilenced) this.#phase = 'alerting'
    this.#changed()
  }

  #branch(response: SipResponse): void {
    if (!this.#branches.heard(response)) return
    const stream = this.#contact?.earlyMedia === false ? undefined : this.#branches.onlyStream
    this.#earlyMedia = stream !== undefined
    if (stream) this.#session.stream = stream
  }

  accepted(response: SipResponse, answer: string): void {
    if (this.#phase === 'released') return
    const early = this.#branches.of(response.toTag)
    const stream = answer ? this.#session.agreed(answer) : (early?.stream ?? this.#session.stream)
    this.#branches.clear()
    if (stream) this.#session.stream = stream
    this.#session.takes(answer || early?.answer)
    if (!stream && !this.#session.isFax) {
      this.release(Cause.bearerNotImplemented)
      return
    }
    this.#phase = 'answered'
    this.#changed()
  }

  rejected(status: number, response: SipResponse | undefined): void {
    const hasBegun = this.#phase !== 'calling'
    if (!hasBegun && response && this.#insists(status)) return
    const reason = response?.reason ?? ''
    const refused = response && refusedBy(status, response.header('Warning'))
    this.#refusal = { status, reason, byPeer: response !== undefined, hasBegun, told: refused }
    const isSilent = status === 408 && response === undefined // 102 would reach the caller as 504, as if the server were out of order
    const told = response?.headers('Reason').join(',')
    this.#gone(isSilent ? Cause.noUserResponding : causeOfStatus(status, told), 'party')
  }

  /** A telephone that takes nothing but protected audio may refuse any other offer: it is asked once more (RFC 4568 §5.1.1). */
  #insists(status: number): boolean {
    const contact = this.#contact
    const isOfDescription = status === 488 || status === 606
    if (!isOfDescription || !contact || !this.#session.insist(contact.flow)) return false
    this.#branches.clear()
    this.#dialog.forget()
    this.#dial(contact)
    this.#changed()
    return true
  }

  acknowledged(ack: SipRequest): void {
    if (!this.#session.awaitsAnswer) return
    if (this.#session.answered(sessionDescription(ack))) this.#changed()
    else this.release(Cause.bearerNotImplemented)
  }

  /** In a PRACK, to our offer in a reliable response; or to a re-INVITE that refreshed the session timer. */
  answered(sdp: string): void {
    if (!this.#session.answered(sdp)) this.release(Cause.bearerNotImplemented)
    this.#changed()
  }

  described(): string {
    return this.#session.text
  }

  get credentials(): Credentials | undefined {
    return this.#world.credentials?.(this.#device, this.flow)
  }

  redirected(...[response, contacts, go]: Parameters<Redirected>): void {
    if (this.#world.redirected) this.#world.redirected(this, response, contacts, go)
    else go.refuse()
  }

  cancelled(cancel: SipRequest): void {
    this.#gone(causeOfReason(cancel.headers('Reason').join(',')) ?? Cause.normalClearing, 'party')
  }

  offered(...[sdp, answer]: Parameters<InviteListener['offered']>): void {
    this.#offers.came(sdp, answer)
  }

  request(request: IncomingRequest): void {
    const { referred, owner } = this.#world
    receive(request, {
      digit: (key) => owner.digit(this, key, 'signalling'),
      notified: (notify) => this.#handing.heard(notify),
      referred: referred && ((refer) => referred(this, refer)),
    })
  }

  ended(why: Parameters<InviteListener['ended']>[0]): void {
    if (why.by === 'peer') {
      this.#gone(
        causeOfReason(why.bye.headers('Reason').join(',')) ?? Cause.normalClearing,
        'party',
      )
    } else {
      this.#gone(
        why.by === 'timeout' ? Cause.recoveryOnTimerExpiry : Cause.destinationOutOfOrder,
        'party',
      )
    }
  }

  changed(): void {
    this.#changed()
  }

  // ---- inside ----

  get #usage(): InviteUsage | undefined {
    return this.#dialog.usage
  }

  get #contact(): SipContact | undefined {
    return this.#dialog.contact
  }

  #dial(contact: SipContact): void {
    const offered = this.#world.passing?.caller()?.offered
    this.#session.begin(contact.flow.local.address, offered).then(
      () => {
        if (this.#phase === 'released') return
        const text = this.#session.offer()
        const body = { type: 'application/sdp', text }
        this.#dialog.use(this.#world.userAgent.invite({ ...contact, body }, this.id, this))
        this.#changed()
      },
      (error) => this.#mediaFailed(error),
    )
  }

  async #describe(): Promise<string> {
    if (!this.#usage) throw new Error('no INVITE to answer')
    return this.#session.describe(this.#usage, this.#world.passing?.partner()?.taken)
  }

  /** Something may still go in the leg's dialog: it is not over, or its party waits for the end of a transfer. */
  get #isSpokenIn(): boolean {
    return this.#usage?.state !== 'ended' || this.#referral.asked !== undefined
  }

  #mediaFailed(error: unknown): void {
    if (error instanceof NothingInCommon) {
      this.release(Cause.bearerNotImplemented)
      return
    }
    this.#world.failed(error, this.id)
    this.release(Cause.resourceUnavailable)
  }

  #gone(cause: Cause, by: 'party' | 'exchange', sayIt?: () => void): void {
    if (this.#phase === 'released') return
    this.#phase = 'released'
    this.#cause = cause
    this.#releasedBy = by
    sayIt?.()
    this.#changed()
  }

  #changed(): void {
    this.#world.owner.changed(this)
  }
}

/** To the party whose place another has taken. */
const REPLACED = reasonHeader(Cause.normalClearing)

/** RFC 3261 §16.6, as a proxy would: what goes on from here is one hop further. */
function hopsLeft({ message }: IncomingRequest): number | undefined {
  const { maxForwards } = message
  return maxForwards === undefined ? undefined : Math.max(0, maxForwards - 1)
}
