import { randomInt } from 'node:crypto'
import type { Stream } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type {
  Body,
  Credentials,
  ExtraHeaders,
  Flow,
  IncomingRequest,
  InviteListener,
  InviteOptions,
  InviteSnapshot,
  InviteUsage,
  NameAddress,
  UserAgent,
} from '../sip/contract.ts'
import { ReferProgress } from '../sip/events/sipfrag.ts'
import type { SipRequest, SipResponse } from '../sip/message/message.ts'
import { sessionDescription } from '../sip/message/multipart.ts'
import { Cause, causeOfReason, causeOfStatus, reasonHeader, statusOfCause } from './cause.ts'
import { keyOfInfo } from './info-digit.ts'
import type { Leg, LegOwner, LegSnapshot, Phase, Referral } from './leg.ts'
import type { MediaContext } from './media-context.ts'
import type { Capabilities, UnderstoodOffer } from './offer-answer.ts'
import {
  isHold,
  readAnswer,
  readOffer,
  writeAnswer,
  writeNextOffer,
  writeOffer,
} from './offer-answer.ts'

/** What every SIP leg works with. */
export interface SipLegWorld {
  readonly userAgent: UserAgent
  readonly context: MediaContext
  readonly owner: LegOwner
  /** Codecs and payload types to offer. */
  readonly capabilities: Capabilities
  /** The leg has a SIP dialog: its Call-ID, for traces. */
  readonly began: (callId: string) => void
  readonly failed: (error: unknown, leg: string) => void
  /**
   * The party has sent REFER (RFC 3515): to whom, and the Referred-By header. Must answer the request; 603 where nobody does so.
   */
  readonly referred?: (leg: SipLeg, refer: Refer) => void
  /** Another telephone has taken the place of the leg's own (RFC 3891). */
  readonly replaced?: (leg: SipLeg) => void
  /** Answers challenges to this device's legs (a trunk's login); undefined: nobody does. */
  readonly credentials?: (
    device: string | undefined,
    flow: Flow | undefined,
  ) => Credentials | undefined
  /** A 3xx to an outgoing leg, as `InviteListener.redirected` says; without it, the leg is refused. */
  readonly redirected?: (
    leg: SipLeg,
    contacts: readonly string[],
    go: Parameters<NonNullable<InviteListener['redirected']>>[2],
  ) => void
}

/** What a REFER asks for. */
export interface Refer {
  readonly referTo: string
  readonly referredBy: string | undefined
  readonly request: IncomingRequest
}

/** Where an outgoing leg goes: one binding of a handset. */
export interface SipContact {
  /** Request-URI: the contact that the telephone registered. */
  readonly target: string
  readonly flow: Flow
  readonly to: NameAddress
  readonly from: NameAddress
  readonly contactUser: string
  /** Proxies on the way (RFC 3327). */
  readonly routes?: readonly string[]
  readonly headers: ExtraHeaders
  /** Reliable responses and session timer, as the handset or trunk is set. */
  readonly options?: InviteOptions
  /** False: what is sent before the answer is not passed on, and the caller hears our ringback instead (SADV-3). */
  readonly earlyMedia?: boolean
}

/** How an outgoing leg was refused. */
export interface Refusal {
  readonly status: number
  /** Not ours for silence or a dead transport. */
  readonly byPeer: boolean
  /** It had rung, or sent audio. */
  readonly hasBegun: boolean
}

/** A telephone or gateway behind an outgoing leg that has rung: one of several when a proxy there has forked the call. */
interface Branch {
  readonly tag: string
  /** Of its early audio, if it has any. */
  readonly stream: Stream | undefined
}

export interface SipLegSnapshot extends LegSnapshot {
  readonly kind: 'sip'
  readonly direction: 'in' | 'out'
  readonly party: PartyNumber
  readonly device: string | undefined
  readonly phase: Phase
  readonly earlyMedia: boolean
  readonly branches: readonly Branch[]
  readonly hops: number | undefined
  readonly offered: boolean
  readonly open: boolean
  readonly cause: Cause | undefined
  readonly releasedBy: 'party' | 'exchange' | undefined
  readonly sdp: LocalSdp
  readonly contact: SipContact | undefined
  readonly usage: InviteSnapshot | undefined
  readonly referring?: Referring | undefined
  readonly wasReferred?: boolean
}

/** A REFER that was accepted. */
interface Referring {
  readonly referral: Referral
  /** Of the subscription that it made: undefined for the first of the dialog, which needs none (RFC 3515 §2.4.6). */
  readonly id: number | undefined
  /** The party wants to hear nothing of it (RFC 4488). */
  readonly quiet: boolean
}

/** What we said last in this leg's description. */
interface LocalSdp {
  readonly sessionId: string
  readonly version: number
  readonly text: string
}

/** The party of a leg, and the device of ours that it is on. */
export interface Who {
  readonly party: PartyNumber
  readonly device: string | undefined
}

interface Beginning {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly party: PartyNumber
  readonly device: string | undefined
  readonly phase: Phase
}

/** A party on SIP: a telephone or a gateway behind one INVITE usage. */
export class SipLeg implements Leg, InviteListener {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly #world: SipLegWorld
  #party: PartyNumber
  #device: string | undefined
  #hops: number | undefined
  #phase: Phase
  #earlyMedia = false
  #branches: readonly Branch[] = []
  /** Audio towards an incoming leg is open: a description has gone out. */
  #open = false
  #cause: Cause | undefined
  #refusal: Refusal | undefined
  #releasedBy: 'party' | 'exchange' | undefined
  #usage: InviteUsage | undefined
  #contact: SipContact | undefined
  #sdp: LocalSdp
  /** The INVITE had no offer; ours went out in a response and its answer comes with the PRACK or ACK. */
  #offered = false
  #referring: Referring | undefined
  #progress: ReferProgress | undefined
  /** The dialog has had a REFER. */
  #wasReferred = false
  /** NOTIFYs of a transfer that have not been answered. A BYE waits for them: it would end what they belong to. */
  #notifying = 0
  #byeWaits: (() => void) | undefined

  private constructor(world: SipLegWorld, beginning: Beginning) {
    this.id = beginning.id
    this.direction = beginning.direction
    this.#party = beginning.party
    this.#device = beginning.device
    this.#world = world
    this.#phase = beginning.phase
    this.#sdp = newSdp()
  }

  /** A call that came in. */
  static incoming(
    world: SipLegWorld,
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
  static outgoing(
    world: SipLegWorld,
    id: string,
    { party, device }: Who,
    contact: SipContact,
  ): SipLeg {
    const leg = new SipLeg(world, { id, direction: 'out', party, device, phase: 'calling' })
    leg.#contact = contact
    leg.#dial(contact)
    return leg
  }

  /** As an earlier process left it. */
  static restore(world: SipLegWorld, snapshot: SipLegSnapshot): SipLeg {
    const leg = new SipLeg(world, snapshot)
    leg.#earlyMedia = snapshot.earlyMedia
    leg.#branches = snapshot.branches ?? []
    leg.#hops = snapshot.hops
    leg.#offered = snapshot.offered ?? false
    leg.#open = snapshot.open
    leg.#cause = snapshot.cause
    leg.#releasedBy = snapshot.releasedBy
    leg.#sdp = snapshot.sdp
    leg.#contact = snapshot.contact
    leg.#referring = snapshot.referring
    leg.#wasReferred = snapshot.wasReferred ?? false
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
    const stream = this.#world.context.stream(this.id)
    return this.#phase === 'answered' && stream !== undefined && isHold(stream)
  }

  get flashes(): number {
    return 0
  }

  /** The Call-Info header of the INVITE that began it, whoever sent it. */
  get callInfo(): string | undefined {
    return this.#usage?.invite.header('Call-Info')
  }

  /** What a Replaces header (RFC 3891) names the leg's dialog by, seen from us; `remoteTag` once it has answered. */
  get dialogName(): Pick<InviteUsage, 'callId' | 'localTag' | 'remoteTag'> | undefined {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return undefined
    return { callId: usage.callId, localTag: usage.localTag, remoteTag: usage.remoteTag }
  }

  get referral(): Referral | undefined {
    return this.#referring?.referral
  }

  get cause(): Cause | undefined {
    return this.#cause
  }

  /** Undefined until the other side has refused the call, and after a restart. */
  get refusal(): Refusal | undefined {
    return this.#refusal
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

  release(cause: Cause): void {
    if (this.#phase === 'released') return
    this.#gone(cause, 'exchange', () => {
      if (this.#notifying > 0) this.#byeWaits = () => this.#endUsage(cause)
      else this.#endUsage(cause)
    })
  }

  /** Takes a REFER: 202, and from now on the party is told how far it is, unless it wants to hear nothing (RFC 4488). */
  refer(request: IncomingRequest, referral: Referral): void {
    const { message } = request
    const quiet = /^\s*false\b/i.test(message.header('Refer-Sub') ?? '')
    const id = this.#wasReferred ? message.cseq.sequence : undefined
    this.#wasReferred = true
    this.#referring = { referral, id, quiet }
    this.#progress = undefined
    this.#changed()
    request.respond(202, quiet ? { headers: [['Refer-Sub', 'false']] } : {})
    this.tellReferral(100)
  }

  tellReferral(status: number): void {
    const referring = this.#referring
    if (!referring) return
    if (!referring.quiet) {
      this.#progress ??= new ReferProgress({
        id: referring.id,
        send: (method, parts) => this.#notify(method, parts),
      })
      this.#progress.tell(status)
    }
    if (status < 200) return
    this.#referring = undefined
    this.#changed()
  }

  #notify(method: string, parts: { headers: ExtraHeaders; body: Body }): void {
    this.#notifying++
    const answered = () => {
      if (--this.#notifying > 0) return
      this.#byeWaits?.()
      this.#byeWaits = undefined
    }
    this.#usage?.request(method, parts).then(answered, answered)
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
    const body = sessionDescription(request.message)
    const { codecs } = this.#world.capabilities
    const understood = body === undefined ? undefined : readOffer(body, undefined, codecs)
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
    this.#branches = []
    this.#sdp = newSdp()
    this.#usage = this.#world.userAgent.adopt(request, this.id, this, this.#contact?.options)
    this.#world.began(this.#usage.callId)
    this.#world.replaced?.(this)
    void this.#join(understood?.value)
    return true
  }

  /** The new party is answered; a leg that rang is answered with it. */
  async #join(understood: UnderstoodOffer | undefined): Promise<void> {
    const { context, capabilities } = this.#world
    const usage = this.#usage
    try {
      await context.add(this.id, usage?.flow.local.address ?? '', { apart: false })
      if (this.#phase === 'released' || this.#usage !== usage) return
      if (understood) context.setStream(this.id, understood.stream)
      else this.#offered = true
      usage?.accept(
        this.#say((local) =>
          understood ? writeAnswer(local, understood) : writeOffer(local, capabilities),
        ),
      )
      this.#phase = 'answered'
      this.#changed()
    } catch (error) {
      this.#mediaFailed(error)
    }
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
      branches: this.#branches,
      hops: this.#hops,
      offered: this.#offered,
      open: this.#open,
      cause: this.#cause,
      releasedBy: this.#releasedBy,
      sdp: this.#sdp,
      contact: this.#contact,
      usage: this.#usage && this.#usage.state !== 'ended' ? this.#usage.snapshot() : undefined,
      ...(this.#referring && { referring: this.#referring }),
      ...(this.#wasReferred && { wasReferred: true }),
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

  /**
   * Early audio passes only while one branch exists (DESIGN §5): all of them send to the one port that our INVITE named, and would be
   * heard mixed.
   */
  #branch(response: SipResponse): void {
    const tag = response.toTag ?? ''
    const known = this.#branches.find((branch) => branch.tag === tag)
    const described = sessionDescription(response)
    const stream = (described ? readAnswer(described) : undefined) ?? known?.stream
    const others = this.#branches.filter((branch) => branch !== known)
    const isGone = response.status === 199
    if (!isGone && known && known.stream === stream) return
    if (others.length < MOST_BRANCHES) {
      this.#branches = isGone ? others : [...others, { tag, stream }]
    }
    const [only, second] = this.#branches
    const isWanted = this.#contact?.earlyMedia !== false
    this.#earlyMedia = isWanted && only?.stream !== undefined && second === undefined
    if (this.#earlyMedia && only?.stream) this.#world.context.setStream(this.id, only.stream)
  }

  accepted(response: SipResponse, answer: string): void {
    if (this.#phase === 'released') return
    const early = this.#branches.find(({ tag }) => tag === response.toTag)?.stream
    const stream = answer ? readAnswer(answer) : (early ?? this.#world.context.stream(this.id))
    this.#branches = []
    if (!stream) {
      this.release(Cause.bearerNotImplemented)
      return
    }
    this.#world.context.setStream(this.id, stream)
    this.#phase = 'answered'
    this.#changed()
  }

  rejected(status: number, response: SipResponse | undefined): void {
    const hasBegun = this.#phase !== 'calling'
    this.#refusal = { status, byPeer: response !== undefined, hasBegun }
    this.#gone(causeOfStatus(status, response?.headers('Reason').join(',')), 'party')
  }

  acknowledged(ack: SipRequest): void {
    if (!this.#offered) return
    this.#offered = false
    const described = sessionDescription(ack)
    const stream = described ? readAnswer(described) : undefined
    if (!stream) {
      this.release(Cause.bearerNotImplemented)
      return
    }
    this.#world.context.setStream(this.id, stream)
    this.#changed()
  }

  /** In a PRACK, to our offer in a reliable response; or to a re-INVITE that refreshed the session timer. */
  answered(sdp: string): void {
    const stream = sdp ? readAnswer(sdp) : undefined
    if (stream) this.#world.context.setStream(this.id, stream)
    else if (this.#offered) this.release(Cause.bearerNotImplemented)
    this.#offered = false
    this.#changed()
  }

  described(): string {
    return this.#sdp.text
  }

  get credentials(): Credentials | undefined {
    return this.#world.credentials?.(this.#device, this.#usage?.flow ?? this.#contact?.flow)
  }

  redirected(...[, contacts, go]: Parameters<NonNullable<InviteListener['redirected']>>): void {
    if (this.#world.redirected) this.#world.redirected(this, contacts, go)
    else go.refuse()
  }

  cancelled(cancel: SipRequest): void {
    this.#gone(causeOfReason(cancel.headers('Reason').join(',')) ?? Cause.normalClearing, 'party')
  }

  offered(
    sdp: string | undefined,
    answer: { accept(sdp: string): void; refuse(status: number): void },
  ): void {
    if (sdp === undefined) {
      this.#offered = true
      const { capabilities, context } = this.#world
      const previous = this.#sdp.text
      const stream = context.stream(this.id)
      answer.accept(this.#say((local) => writeNextOffer(local, capabilities, previous, stream)))
      return
    }
    const { codecs } = this.#world.capabilities
    const inUse = this.#world.context.stream(this.id)?.codec
    const understood = readOffer(sdp, inUse, codecs)
    if (!understood.ok) {
      answer.refuse(understood.error)
      return
    }
    this.#world.context.setStream(this.id, understood.value.stream)
    answer.accept(this.#say((local) => writeAnswer(local, understood.value)))
    this.#changed()
  }

  request(request: IncomingRequest): void {
    const { method } = request.message
    if (method === 'INFO') {
      const key = keyOfInfo(request.message.contentType, request.message.body)
      request.respond(200)
      if (key) this.#world.owner.digit(this, key, 'signalling')
    } else if (method === 'OPTIONS' || method === 'MESSAGE' || method === 'NOTIFY') {
      request.respond(method === 'OPTIONS' ? 200 : 405)
    } else if (method === 'REFER') {
      this.#referred(request)
    } else {
      request.respond(501)
    }
  }

  #referred(request: IncomingRequest): void {
    const { message } = request
    const [referTo, second] = message.headers('Refer-To')
    if (referTo === undefined || second !== undefined) {
      request.respond(400, { reason: 'One Refer-To Is Needed' }) // RFC 3515 §2.4.2
    } else if (this.#world.referred) {
      this.#world.referred(this, { referTo, referredBy: message.header('Referred-By'), request })
    } else {
      request.respond(603)
    }
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
    const { context, capabilities, userAgent } = this.#world
    context.add(this.id, contact.flow.local.address, { apart: true }).then(
      () => {
        if (this.#phase === 'released') return
        const text = this.#say((local) => writeOffer(local, capabilities))
        this.#usage = userAgent.invite(
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

  /** Our description towards the caller, its audio made: an answer to the offer of the INVITE, or an offer where it had none. */
  async #describe(): Promise<string> {
    const { context } = this.#world
    const usage = this.#usage
    if (this.#sdp.text !== '' && context.port(this.id) !== undefined) return this.#sdp.text
    if (!usage) throw new Error('no INVITE to answer')

    const body = sessionDescription(usage.invite)
    const local = usage.flow.local.address
    if (!body) {
      await context.add(this.id, local, { apart: false })
      this.#offered = true
      return this.#say((described) => writeOffer(described, this.#world.capabilities))
    }
    const understood = this.#understood(body)
    await context.add(this.id, local, { stream: understood.stream, apart: false })
    return this.#say((described) => writeAnswer(described, understood))
  }

  #understood(body: string): UnderstoodOffer {
    const { context, capabilities } = this.#world
    const understood = readOffer(body, context.codecBeside(this.id), capabilities.codecs)
    if (!understood.ok) throw new Error(`the offer was refused with ${understood.error}`)
    return understood.value
  }

  /** Writes our description; its version goes up when it differs from the last one. */
  #say(write: (local: Parameters<typeof writeOffer>[0]) => string): string {
    const { context } = this.#world
    const flow = this.#usage?.flow ?? this.#contact?.flow
    const address = flow ? this.#world.userAgent.contactFor(flow).address : ''
    const port = context.port(this.id) ?? 0
    const { sessionId, version, text } = this.#sdp
    const same = write({ address, port, sessionId, version })
    if (same === text) return same
    const next = write({ address, port, sessionId, version: version + 1 })
    this.#sdp = { sessionId, version: version + 1, text: next }
    return next
  }

  #endUsage(cause: Cause): void {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return
    const reason: ExtraHeaders = [reasonHeader(cause)]
    if (usage.state === 'accepted' || usage.state === 'confirmed') usage.bye(reason)
    else if (usage.direction === 'in') usage.reject(statusOfCause(cause), { headers: reason })
    else usage.cancel(cause === Cause.answeredElsewhere ? ELSEWHERE : reason)
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

/** Branches of a forked call that are told apart. */
const MOST_BRANCHES = 8
/** To the party whose place another has taken. */
const REPLACED = reasonHeader(Cause.normalClearing)

function newSdp(): LocalSdp {
  return { sessionId: String(randomInt(1, 2 ** 47)), version: 0, text: '' }
}

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
