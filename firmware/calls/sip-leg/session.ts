import { randomInt } from 'node:crypto'
import type { Stream } from '../../gateway/contract.ts'
import type { Flow, InviteUsage } from '../../sip/contract.ts'
import { sessionDescription } from '../../sip/message/multipart.ts'
import type { SessionDescription } from '../../sip/sdp/sdp.ts'
import { parseSdp } from '../../sip/sdp/sdp.ts'
import type { UnderstoodOffer } from '../offer-answer.ts'
import {
  isHold,
  readAnswer,
  readOffer,
  writeAnswer,
  writeNextOffer,
  writeOffer,
} from '../offer-answer.ts'
import type { OfferPlan } from '../offer-passing.ts'
import {
  answerWithoutAudio,
  audioIn,
  behindAudio,
  faxAlone,
  mentionsOthers,
  planOf,
  writePlanned,
} from '../offer-passing.ts'
import { passableIn } from '../passed-media.ts'
import type { Taken, Wanted, Wish } from '../passing.ts'
import { offersNow } from '../protection/policy.ts'
import type { Ours } from '../protection/read.ts'
import type { LocalSdp, SipLegSnapshot, SipLegWorld } from './contract.ts'
import { LegProtection } from './leg-protection.ts'
import { LegPassing } from './passing.ts'

type World = Pick<SipLegWorld, 'context' | 'capabilities' | 'userAgent' | 'failed'>

/** What of it outlives the process. */
type Kept = Pick<SipLegSnapshot, 'sdp' | 'offered' | 'passing' | 'insists'>

/** The descriptions that a leg and its party exchange (RFC 3264), and the termination that they are about. */
export class LegSession {
  readonly #world: World
  readonly #id: string
  readonly #flow: () => Flow | undefined
  readonly #protection: LegProtection
  readonly #passing: LegPassing
  #sdp: LocalSdp
  #describing: Promise<string> | undefined
  #offered: boolean
  /** Of our offer that waits for its answer, and what we had said before it. */
  #planned: (OfferPlan & { readonly text: string }) | undefined

  /** @param id of the leg and its termination @param flow that the leg's messages take */
  constructor(
    world: World,
    id: string,
    flow: () => Flow | undefined,
    { sdp, offered, passing, insists }: Partial<Kept> = {},
  ) {
    this.#world = world
    this.#id = id
    this.#flow = flow
    this.#protection = new LegProtection(world.capabilities.encryption, sdp?.secrets, insists)
    this.#passing = new LegPassing(() => world.context, id, passing)
    this.#sdp = sdp ?? newSdp()
    this.#offered = offered ?? false
  }

  /** What we said last; empty before the first time. */
  get text(): string {
    return this.#sdp.text
  }

  /** The INVITE had no offer; ours went out in a response and its answer comes with the PRACK or ACK. */
  get awaitsAnswer(): boolean {
    return this.#offered
  }

  get stream(): Stream | undefined {
    return this.#world.context.stream(this.#id)
  }

  set stream(stream: Stream) {
    this.#protection.agreed()
    this.#world.context.setStream(this.#id, this.#keyed(stream))
  }

  /**
   * Keys that go by INFO must not sound as well: to the gateway the party takes events, and the party drops them, for it knows no such
   * payload type.
   */
  #keyed(stream: Stream): Stream {
    const { keys = 'events', eventPayloadType, padEvents } = this.#world.capabilities
    if (keys === 'events') return padEvents ? { ...stream, padEvents } : stream
    const deaf = withoutEvents(stream)
    return keys === 'info' ? { ...deaf, eventPayloadType } : deaf
  }

  /** What we agree to of an offer: no events where keys go otherwise. */
  #agreed(understood: UnderstoodOffer): UnderstoodOffer {
    const { keys = 'events' } = this.#world.capabilities
    if (keys === 'events') return understood
    return { ...understood, stream: withoutEvents(understood.stream) }
  }

  /** Another device has the leg from now on: it has heard nothing yet. */
  forget(): void {
    this.#sdp = newSdp()
    this.#protection.taken()
    this.#passing.clear()
  }

  /** The offer of an INVITE of ours, its audio made. `caller`: what the caller offers. @throws NothingInCommon */
  async begin(local: string, caller: Wanted = NO_MORE): Promise<void> {
    await this.#world.context.add(this.#id, local, { apart: true })
    if (!this.#isInClear) this.#passing.clear()
    if (!caller.audio) {
      await this.#beginFax(local, caller)
      return
    }
    const { media } = caller
    if (media.length === 0 || !this.#isInClear) return
    await this.#orWithout(this.#passing.prepare(caller, behindAudio(media), local))
  }

  /** There is no audio to fall back to. */
  async #beginFax(local: string, caller: Wanted): Promise<void> {
    const text = await this.plan(caller, local)
    this.#planned = undefined
    if (text === undefined) throw new NothingInCommon()
  }

  offer(): string {
    if (this.isFaxAlone) return this.#sdp.text
    return this.#say((local) =>
      writeOffer(local, this.#world.capabilities, this.#ours, this.#passing.offers().values()),
    )
  }

  /** Nobody's call fails for its video. */
  async #orWithout(made: Promise<void>): Promise<void> {
    try {
      await made
    } catch (error) {
      this.#world.failed(error, this.#id)
      this.#passing.restore()
    }
  }

  /** The party has refused our offer. True: it is to be made again, with audio that is protected or not there. */
  insist(flow: Flow): boolean {
    return this.#protection.insist(flow)
  }

  /** What is not protected goes beside audio that is not. */
  get #isInClear(): boolean {
    const { protection, inUse } = this.#ours
    return offersNow(protection, inUse) === 'plain'
  }

  /** What the INVITE of another device offers, or the status that refuses it; undefined where it offers nothing. */
  read(body: string | undefined, flow: Flow): ReturnType<typeof readOffer> | undefined {
    const { codecs } = this.#world.capabilities
    const ours = this.#protection.forNext(flow)
    return body === undefined ? undefined : readOffer(body, undefined, codecs, ours)
  }

  /** What the party has made of our last offer; undefined where it takes none of our audio. */
  agreed(answer: string): Stream | undefined {
    const place = this.#passing.isLive ? audioIn(this.#sdp.text) : 0
    return readAnswer(answer, this.#ours, this.#world.capabilities.codecs, place)
  }

  get #ours(): Ours {
    return this.#protection.ours(this.#flow(), this.stream?.transport)
  }

  /** Our description towards the caller, its audio made: an answer to the offer of the INVITE, or an offer where it had none. */
  async describe(usage: InviteUsage, taken: readonly Taken[] = []): Promise<string> {
    const isThere = this.#world.context.port(this.#id) !== undefined
    if (this.#sdp.text !== '' && isThere) return this.#sdp.text

    // the called side may answer while its ringing is described: a second offer would wait for an answer that has come
    this.#describing ??= this.#describe(usage, taken).finally(() => {
      this.#describing = undefined
    })
    return this.#describing
  }

  async #describe({ invite, flow }: InviteUsage, taken: readonly Taken[]): Promise<string> {
    const { context } = this.#world
    const body = sessionDescription(invite)
    const local = flow.local.address
    const fax = body === undefined ? undefined : faxAlone(body)
    if (fax) return this.#describeFax(fax, taken, local)
    if (!body) {
      await context.add(this.#id, local, { apart: false })
      this.#offered = true
      return this.offer()
    }
    const understood = this.#understood(body)
    const stream = this.#keyed(understood.stream)
    await context.add(this.#id, local, { stream, apart: false })
    const beside = stream.transport ? [] : passableIn(understood.offer)
    if (beside.length > 0)
      await this.#orWithout(this.#passing.take(beside, taken, local, isHold(stream)))
    return this.#say((described) => writeAnswer(described, understood, this.#passing.answers()))
  }

  /** Of a caller who has offered no audio. */
  async #describeFax(
    offer: SessionDescription,
    taken: readonly Taken[],
    local: string,
  ): Promise<string> {
    await this.#world.context.add(this.#id, local, { apart: false })
    await this.#passing.take(passableIn(offer), taken, local, false)
    if (!this.#passing.isLive) throw new NothingInCommon()
    return this.#say((described) => answerWithoutAudio(described, offer, this.#passing.answers()))
  }

  #understood(body: string): UnderstoodOffer {
    const { context, capabilities } = this.#world
    const understood = readOffer(
      body,
      context.codecBeside(this.#id),
      capabilities.codecs,
      this.#ours,
    )
    if (!understood.ok) throw new Error(`the offer was refused with ${understood.error}`)
    return this.#agreed(understood.value)
  }

  /** The termination for a party that comes into a call that is up (RFC 3891). */
  async enter(local: string): Promise<void> {
    await this.#world.context.add(this.#id, local, { apart: false })
  }

  /** Our answer to what such a party has offered; our offer where it has offered nothing. */
  reply(understood: UnderstoodOffer | undefined): string {
    if (!understood) {
      this.#offered = true
      return this.offer()
    }
    const agreed = this.#agreed(understood)
    this.stream = agreed.stream
    return this.#say((local) => writeAnswer(local, agreed))
  }

  /** The answer to an offer of ours. False: it was waited for, and takes no audio of ours. */
  answered(sdp: string | undefined): boolean {
    const stream = sdp ? this.agreed(sdp) : undefined
    const isRefused = this.#offered && !stream
    this.#offered = false
    if (stream) this.stream = stream
    return !isRefused
  }

  /** A new offer in a call that is up, or the wish for ours: our description, or the status that refuses. */
  renew(sdp: string | undefined): string | number {
    const { capabilities } = this.#world
    const inUse = this.stream
    const ours = this.#ours
    if (sdp === undefined) {
      this.#offered = true
      const previous = this.#sdp.text
      if (this.#passing.isLive) return this.#sayAgain(previous)
      return this.#say((local) => writeNextOffer(local, capabilities, previous, inUse, ours))
    }
    const understood = readOffer(sdp, inUse?.codec, capabilities.codecs, ours)
    if (!understood.ok) return this.isFax ? this.#renewFax(sdp) : understood.error
    const agreed = this.#agreed(understood.value)
    this.stream = agreed.stream
    if (this.#passing.isLive) this.#passing.renew(passableIn(agreed.offer), isHold(agreed.stream))
    return this.#say((local) => writeAnswer(local, agreed, this.#passing.answers()))
  }

  // ---- what passes beside audio, or in its place ----

  /** Fax has the place of the audio. */
  get isFax(): boolean {
    if (!this.#passing.hasImage) return false
    const { stream } = this
    return stream === undefined || !(stream.send || stream.receive)
  }

  /** Our description has nothing but fax. */
  get isFaxAlone(): boolean {
    return faxAlone(this.#sdp.text) !== undefined
  }

  /** Answers of branches tell of more than audio. */
  get offersMore(): boolean {
    return this.#passing.isLive
  }

  /** What a caller offers beside audio, while nothing has been said to it; later the video that it had or wanted. */
  offeredBy(usage: InviteUsage | undefined): Wanted {
    if (this.#sdp.text !== '') {
      const media = this.wish.media.filter(({ media: { type } }) => type === 'video')
      return { audio: true, media }
    }
    const isCaller = usage?.direction === 'in'
    const body = isCaller ? sessionDescription(usage.invite) : undefined
    if (body === undefined || !mentionsOthers(body)) return NO_MORE
    const parsed = parseSdp(body)
    if (!parsed.ok) return NO_MORE
    return { audio: faxAlone(body) === undefined, media: passableIn(parsed.value) }
  }

  get wish(): Wish {
    const { said, passes } = this.#passing
    return { audio: !this.isFax, media: said, passes }
  }

  answeredTo(wanted: Wanted): readonly Taken[] | undefined {
    return wanted.audio === this.isFax ? undefined : this.#passing.answered(wanted.media)
  }

  /** Of what its caller had offered. */
  get taken(): readonly Taken[] {
    return this.#passing.result
  }

  /** The answer to our INVITE, of which only what passes is new. */
  takes(answer: string | undefined): void {
    if (!this.#passing.isLive) return
    const parsed = parseSdp(answer ?? '')
    const { stream } = this
    const inClear = stream ? !stream.transport : this.isFaxAlone
    const media = parsed.ok && inClear ? passableIn(parsed.value) : []
    this.#passing.taken(media, stream !== undefined && isHold(stream))
  }

  /** What a new offer of the party asks of the other party; undefined: nothing. */
  wanted(sdp: string): Wanted | undefined {
    if (this.stream?.transport || (!mentionsOthers(sdp) && !this.#passing.isLive)) return undefined
    const parsed = parseSdp(sdp)
    if (!parsed.ok) return undefined
    const media = passableIn(parsed.value)
    const audio = audioIn(sdp) >= 0
    if (!audio && media.length === 0) return undefined
    return this.#passing.isNews(media) || audio === this.isFax ? { audio, media } : undefined
  }

  /** Our offer to the party of what the other one wants; undefined where it cannot be had. */
  async plan(wanted: Wanted, local: string): Promise<string | undefined> {
    if (!this.#isInClear) return undefined
    const { text } = this.#sdp
    const plan = planOf(text, wanted)
    await this.#passing.prepare(wanted, plan.places, local)
    this.#planned = { ...plan, text }
    return this.#sayPlanned(text, plan.audio)
  }

  /** The party's answer to it; undefined: it was refused, and all is as it was. */
  planAnswered(sdp: string | undefined): readonly Taken[] {
    const { audio, text = '' } = this.#planned ?? {}
    this.#planned = undefined
    if (sdp === undefined) {
      this.#passing.restore()
      this.#sdp = { ...this.#sdp, text } // the version has been used
      return []
    }
    const { codecs } = this.#world.capabilities
    const stream = audio === undefined ? undefined : readAnswer(sdp, this.#ours, codecs, audio)
    if (stream) this.stream = stream
    else this.#mute()
    const parsed = parseSdp(sdp)
    const held = stream !== undefined && isHold(stream)
    return this.#passing.taken(parsed.ok ? passableIn(parsed.value) : [], held)
  }

  /** Our answer to the party, with what the other one has taken, or the status with which it refused. */
  async passOn(
    sdp: string,
    taken: readonly Taken[] | number,
    local: string,
  ): Promise<string | number> {
    const parsed = parseSdp(sdp)
    if (!parsed.ok) return 400
    const { codecs } = this.#world.capabilities
    const audio = readOffer(sdp, this.stream?.codec, codecs, this.#ours)
    if (typeof taken === 'number' && (!audio.ok || this.isFax)) return taken
    const passes = typeof taken === 'number' ? [] : taken
    if (!audio.ok && passes.length === 0) return 488
    const held = audio.ok && isHold(audio.value.stream)
    await this.#passing.take(passableIn(parsed.value), passes, local, held)
    if (!audio.ok) return this.#answerFax(sdp)
    const agreed = this.#agreed(audio.value)
    this.stream = agreed.stream
    return this.#say((described) => writeAnswer(described, agreed, this.#passing.answers()))
  }

  /** The same fax again, perhaps from elsewhere. */
  #renewFax(sdp: string): string | number {
    const parsed = parseSdp(sdp)
    const media = parsed.ok ? passableIn(parsed.value) : []
    if (media.length === 0) return 488
    this.#passing.renew(media, false)
    return this.#answerFax(sdp)
  }

  #answerFax(sdp: string): string | number {
    const parsed = parseSdp(sdp)
    if (!parsed.ok) return 400
    this.#mute()
    return this.#say((local) => answerWithoutAudio(local, parsed.value, this.#passing.answers()))
  }

  /** No audio goes either way, and none is missed. */
  #mute(): void {
    const { stream } = this
    if (stream) this.stream = { ...stream, send: false, receive: false }
  }

  /** All that is in use, for a party that wants an offer. */
  #sayAgain(previous: string): string {
    const audio = audioIn(previous)
    return this.#sayPlanned(previous, audio < 0 ? undefined : audio)
  }

  #sayPlanned(previous: string, audio: number | undefined): string {
    const { capabilities } = this.#world
    const lines = this.#passing.offers()
    const now = { previous, audio, lines, stream: this.stream }
    return this.#say((local) => writePlanned(local, capabilities, now, this.#ours))
  }

  snapshot(): Kept {
    const passing = this.#passing.snapshot()
    return {
      sdp: this.#sdp,
      offered: this.#offered,
      ...(passing && { passing }),
      ...(this.#protection.insists && { insists: true }),
    }
  }

  /** Writes our description; its version goes up when it differs from the last one. */
  #say(write: (local: Parameters<typeof writeOffer>[0]) => string): string {
    const { context, userAgent } = this.#world
    const flow = this.#flow()
    const address = flow ? userAgent.contactFor(flow).address : ''
    const port = context.port(this.#id) ?? 0
    const { fingerprint } = context
    const { sessionId, version, text } = this.#sdp
    const local = { address, port, fingerprint, sessionId, version }
    if (text !== '' && write(local) === text) return text
    const next = write({ ...local, version: version + 1 })
    const { seed } = this.#protection
    this.#sdp = { sessionId, version: version + 1, text: next, ...(seed && { secrets: seed }) }
    return next
  }
}

/** Of what is offered, nothing can be had here. */
export class NothingInCommon extends Error {}

const NO_MORE: Wanted = { audio: true, media: [] }

function withoutEvents({ eventPayloadType, eventClockKhz, ...stream }: Stream): Stream {
  return stream
}

function newSdp(): LocalSdp {
  return { sessionId: String(randomInt(1, 2 ** 47)), version: 0, text: '' }
}
