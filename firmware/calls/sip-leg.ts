import type { PartyNumber } from '../model/party-number.ts'
import type {
  Credentials,
  ExtraHeaders,
  Flow,
  IncomingRequest,
  InviteListener,
  InviteOptions,
  InviteUsage,
} from '../sip/contract.ts'
import type { SipRequest, SipResponse } from '../sip/message/message.ts'
import { sessionDescription } from '../sip/message/multipart.ts'
import { Cause, causeOfReason, causeOfStatus, reasonHeader, statusOfCause } from './cause.ts'
import { infoOfKey } from './info-digit.ts'
import type { Leg, Phase, Referral, Who } from './leg.ts'
import type { UnderstoodOffer } from './offer-answer.ts'
import { isHold } from './offer-answer.ts'
import type { Passing, Taken, Wanted } from './passing.ts'
import { type Refused, refusedBy } from './refused.ts'
import type { Forward, SentOn } from './sent-on.ts'
import { Branches } from './sip-leg/branches.ts'
import type { Refusal, SipContact, SipLegSnapshot, SipLegWorld } from './sip-leg/contract.ts'
import { HandingOver } from './sip-leg/handing-over.ts'
import { LegReferral } from './sip-leg/referral.ts'
import { receive } from './sip-leg/requests.ts'
import { LegSession } from './sip-leg/session.ts'

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
  /** Audio towards an incoming leg is open: a description has gone out. */
  #open: boolean
  #cause: Cause | undefined
  #refusal: Refusal | undefined
  #refusedAs: { readonly refused: Refused; readonly cause: Cause } | undefined
  #releasedBy: 'party' | 'exchange' | undefined
  #forward: Forward | undefined
  #usage: InviteUsage | undefined
  #contact: SipContact | undefined
  /** Its party's new offer waits for what the other party says to it. */
  #waits = false

  private constructor(world: World, beginning: Beginning) {
    this.id = beginning.id
    this.direction = beginning.direction
    this.#party = beginning.party
    this.#device = beginning.device
    this.#world = world
    this.#phase = beginning.phase
    this.#earlyMedia = beginning.earlyMedia ?? false
    this.#open = beginning.open ?? false
    this.#hops = beginning.hops
    this.#cause = beginning.cause
    this.#releasedBy = beginning.releasedBy
    this.#contact = beginning.contact
    this.#forward = beginning.forward
    this.#session = new LegSession(world, this.id, () => this.flow, beginning)
    this.#branches = new Branches(
      (answer) => this.#session.agreed(answer),
      () => this.#session.offersMore,
      beginning.branches,
    )
    const dialog = {
      send: (...[method, parts]: Parameters<InviteUsage['request']>) =>
        this.#usage?.request(method, parts),
      changed: () => this.#changed(),
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
    leg.#usage = world.userAgent.adopt(request, id, leg, options)
    world.began(leg.#usage.callId)
    return leg
  }

  /** A call that goes out; it is on its way when this returns. */
  static outgoing(world: World, id: string, { party, device }: Who, contact: SipContact): SipLeg {
    const leg = new SipLeg(world, { id, direction: 'out', party, device, phase: 'calling' })
    leg.#contact = contact
    leg.#dial(contact)
    return leg
  }

  /** As an earlier process left it. */
  static restore(world: World, snapshot: SipLegSnapshot): SipLeg {
    const leg = new SipLeg(world, snapshot)
    if (snapshot.usage) {
      leg.#usage = world.userAgent.restore(snapshot.usage, leg)
      world.began(leg.#usage.callId)
    }
    if (snapshot.phase === 'calling' && !leg.#usage && leg.#contact) leg.#dial(leg.#contact)
    if (snapshot.phase === 'released' && leg.#usage)
      leg.#endUsage(snapshot.cause ?? Cause.normalClearing)
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
    return this.#phase === 'answered' || this.#open
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
    return this.#usage?.flow ?? this.#contact?.flow
  }

  /** The party's address, as it stands in From or To. */
  get address(): string | undefined {
    const { invite, direction } = this.#usage ?? {}
    return direction === 'in' ? invite?.from.uri : invite?.to.uri
  }

  /** What a Replaces header (RFC 3891) names the leg's dialog by, seen from us; `remoteTag` once it has answered. */
  get dialogName(): Pick<InviteUsage, 'callId' | 'localTag' | 'remoteTag'> | undefined {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return undefined
    return { callId: usage.callId, localTag: usage.localTag, remoteTag: usage.remoteTag }
  }

  get referral(): Referral | undefined {
    return this.#referral.asked
  }

  get passing(): Passing {
    return {
      offered: this.#session.offeredBy(this.#usage),
      taken: this.#session.taken,
      waits: this.#waits,
      offer: (wanted) => this.#offer(wanted),
    }
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
    this.#refusedAs = { refused, cause }
  }

  get releasedBy(): 'party' | 'exchange' | undefined {
    return this.#releasedBy
  }

  // ---- what the exchange wants of it ----

  alert(): void {
    if (this.#phase !== 'offered') return
    this.#phase = 'alerting'
    if (this.#usage?.isReliable && !sessionDescription(this.#usage.invite)) this.#ringWithOffer()
    else this.#usage?.provisional(180)
    this.#changed()
  }

  /** RFC 3262 §5: without an offer in the INVITE, the first reliable response must have ours. */
  #ringWithOffer(): void {
    this.#describe().then(
      (sdp) => {
        if (this.#phase === 'alerting') this.#usage?.provisional(180, describing(sdp))
      },
      (error) => this.#mediaFailed(error),
    )
  }

  progress(): void {
    if (this.#open || (this.#phase !== 'offered' && this.#phase !== 'alerting')) return
    this.#open = true
    this.#describe().then(
      (sdp) => {
        if (this.#phase === 'offered' || this.#phase === 'alerting') {
          this.#usage?.provisional(183, describing(sdp))
          this.#changed()
        }
      },
      (error) => this.#mediaFailed(error),
    )
  }

  async answer(): Promise<void> {
    if (this.direction !== 'in' || this.#phase === 'answered' || this.#phase === 'released') return
    try {
      const sdp = await this.#describe()
      if (this.phase === 'answered' || this.phase === 'released') return
      this.#phase = 'answered'
      this.#open = true
      this.#usage?.accept(sdp)
      this.#changed()
    } catch (error) {
      this.#mediaFailed(error)
    }
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
      this.#referral.beforeBye(() => this.#endUsage(cause))
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
    this.#usage = this.#world.userAgent.adopt(request, this.id, this, this.#contact?.options)
    this.#world.began(this.#usage.callId)
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
      open: this.#open,
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
    if (!stream) {
      this.release(Cause.bearerNotImplemented)
      return
    }
    this.#session.stream = stream
    this.#session.takes(answer || early?.answer)
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
    this.#usage = undefined
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

  offered(
    sdp: string | undefined,
    answer: { accept(sdp: string): void; refuse(status: number): void },
  ): void {
    const wanted = sdp === undefined ? undefined : this.#session.wanted(sdp)
    const other = wanted && this.#phase === 'answered' ? this.#world.passing?.partner() : undefined
    if (sdp !== undefined && wanted && other) {
      void this.#passOn(sdp, other.waits ? Promise.resolve(491) : other.offer(wanted), answer)
      return
    }
    const described = this.#session.renew(sdp)
    if (typeof described === 'number') {
      answer.refuse(described)
      return
    }
    answer.accept(described)
    if (sdp !== undefined) this.#changed()
  }

  /** Answers a new offer of the party with what the other one says to it. */
  async #passOn(
    sdp: string,
    asked: Promise<readonly Taken[] | number>,
    answer: Parameters<SipLeg['offered']>[1],
  ): Promise<void> {
    this.#waits = true
    try {
      const taken = await asked
      if (this.phase === 'released') return
      const described = await this.#session.passOn(sdp, taken, this.#localAddress)
      if (typeof described === 'number') answer.refuse(described)
      else answer.accept(described)
      this.#changed()
    } catch (error) {
      this.#world.failed(error, this.id)
      answer.refuse(488)
    } finally {
      this.#waits = false
    }
  }

  /** Offers to the party what the other one wants. */
  async #offer(wanted: Wanted): Promise<readonly Taken[] | number> {
    const usage = this.#usage
    const text = await this.#session.plan(wanted, this.#localAddress)
    if (!usage || text === undefined) return 488
    this.#changed()
    const answer = await usage.offer(text)
    if (this.phase === 'released') return 481
    const taken = this.#session.planAnswered('sdp' in answer ? answer.sdp : undefined)
    this.#changed()
    if ('status' in answer) return answer.status === 491 ? 491 : 488
    if (wanted.audio || taken.length > 0) return taken
    void this.#offer({ audio: true, media: [] }) // it took nothing: both go on to talk
    return 488
  }

  get #localAddress(): string {
    return this.flow?.local.address ?? ''
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

  #dial(contact: SipContact): void {
    const beside = this.#world.passing?.caller()?.offered
    this.#session.begin(contact.flow.local.address, beside).then(
      () => {
        if (this.#phase === 'released') return
        const text = this.#session.offer()
        this.#usage = this.#world.userAgent.invite(
          { ...contact, body: { type: 'application/sdp', text } },
          this.id,
          this,
        )
        this.#world.began(this.#usage.callId)
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

  #endUsage(cause: Cause): void {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return
    const reason: ExtraHeaders = [reasonHeader(cause)]
    if (usage.state === 'accepted' || usage.state === 'confirmed') usage.bye(reason)
    else if (usage.direction === 'in') this.#reject(usage, cause, reason)
    else usage.cancel(cause === Cause.answeredElsewhere ? ELSEWHERE : reason)
  }

  /** As the called side has, where that is why. */
  #reject(usage: InviteUsage, cause: Cause, reason: ExtraHeaders): void {
    const { refused } = (this.#refusedAs?.cause === cause && this.#refusedAs) || {}
    const warning: ExtraHeaders = refused?.warning ? [['Warning', refused.warning]] : []
    usage.reject(refused?.status ?? statusOfCause(cause), { headers: [...reason, ...warning] })
  }

  #mediaFailed(error: unknown): void {
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

function describing(text: string) {
  return { body: { type: 'application/sdp', text } }
}

/** RFC 3261 §16.6, as a proxy would: what goes on from here is one hop further. */
function hopsLeft({ message }: IncomingRequest): number | undefined {
  const { maxForwards } = message
  return maxForwards === undefined ? undefined : Math.max(0, maxForwards - 1)
}

/** Keeps a phone that stops ringing from showing a missed call (RFC 3326 §3.1). */
const ELSEWHERE: ExtraHeaders = [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']]
