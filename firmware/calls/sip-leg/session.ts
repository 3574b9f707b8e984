import { randomInt } from 'node:crypto'
import type { Stream } from '../../gateway/contract.ts'
import type { Flow, InviteUsage } from '../../sip/contract.ts'
import { sessionDescription } from '../../sip/message/multipart.ts'
import type { UnderstoodOffer } from '../offer-answer.ts'
import { readAnswer, readOffer, writeAnswer, writeNextOffer, writeOffer } from '../offer-answer.ts'
import type { Ours } from '../protection/read.ts'
import type { LocalSdp, SipLegSnapshot, SipLegWorld } from './contract.ts'
import { LegProtection } from './leg-protection.ts'

type World = Pick<SipLegWorld, 'context' | 'capabilities' | 'userAgent'>

/** The descriptions that a leg and its party exchange (RFC 3264), and the termination that they are about. */
export class LegSession {
  readonly #world: World
  readonly #id: string
  readonly #flow: () => Flow | undefined
  readonly #protection: LegProtection
  #sdp: LocalSdp
  #offered: boolean

  /** @param id of the leg and its termination @param flow that the leg's messages take */
  constructor(
    world: World,
    id: string,
    flow: () => Flow | undefined,
    { sdp, offered }: Partial<Pick<SipLegSnapshot, 'sdp' | 'offered'>> = {},
  ) {
    this.#world = world
    this.#id = id
    this.#flow = flow
    this.#protection = new LegProtection(world.capabilities.encryption, sdp?.secrets)
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
    const { keys = 'events', eventPayloadType } = this.#world.capabilities
    if (keys === 'events') return stream
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
  }

  /** The offer of an INVITE of ours, its audio made. */
  async begin(local: string): Promise<void> {
    await this.#world.context.add(this.#id, local, { apart: true })
  }

  offer(): string {
    return this.#say((local) => writeOffer(local, this.#world.capabilities, this.#ours))
  }

  /** What the INVITE of another device offers, or the status that refuses it; undefined where it offers nothing. */
  read(body: string | undefined, flow: Flow): ReturnType<typeof readOffer> | undefined {
    const { codecs } = this.#world.capabilities
    const ours = this.#protection.forNext(flow)
    return body === undefined ? undefined : readOffer(body, undefined, codecs, ours)
  }

  /** What the party has made of our last offer; undefined where it takes none of our audio. */
  agreed(answer: string): Stream | undefined {
    return readAnswer(answer, this.#ours, this.#world.capabilities.codecs)
  }

  get #ours(): Ours {
    return this.#protection.ours(this.#flow(), this.stream?.transport)
  }

  /** Our description towards the caller, its audio made: an answer to the offer of the INVITE, or an offer where it had none. */
  async describe({ invite, flow }: InviteUsage): Promise<string> {
    const { context } = this.#world
    if (this.#sdp.text !== '' && context.port(this.#id) !== undefined) return this.#sdp.text

    const body = sessionDescription(invite)
    const local = flow.local.address
    if (!body) {
      await context.add(this.#id, local, { apart: false })
      this.#offered = true
      return this.offer()
    }
    const understood = this.#understood(body)
    await context.add(this.#id, local, { stream: this.#keyed(understood.stream), apart: false })
    return this.#say((described) => writeAnswer(described, understood))
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
      return this.#say((local) => writeNextOffer(local, capabilities, previous, inUse, ours))
    }
    const understood = readOffer(sdp, inUse?.codec, capabilities.codecs, ours)
    if (!understood.ok) return understood.error
    const agreed = this.#agreed(understood.value)
    this.stream = agreed.stream
    return this.#say((local) => writeAnswer(local, agreed))
  }

  snapshot(): Pick<SipLegSnapshot, 'sdp' | 'offered'> {
    return { sdp: this.#sdp, offered: this.#offered }
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

function withoutEvents({ eventPayloadType, eventClockKhz, ...stream }: Stream): Stream {
  return stream
}

function newSdp(): LocalSdp {
  return { sessionId: String(randomInt(1, 2 ** 47)), version: 0, text: '' }
}
