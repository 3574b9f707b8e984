import type {
  Added,
  AttachmentId,
  ContextId,
  Inventory,
  LineName,
  Operation,
  Quality,
  ReplyValue,
  Side,
  Signal,
  Stream,
  StreamCodec,
  TerminationId,
} from '../gateway/contract.ts'
import type { SrtpKeys } from '../gateway/transport.ts'
import { Attachments } from './media-attachments.ts'
import type { PassSnapshot } from './media-passes.ts'
import { legOfPass, Passes } from './media-passes.ts'
import { MediaRequests } from './media-requests.ts'
import type { Listening, Termination, TerminationSnapshot } from './media-termination.ts'
import {
  addOperation,
  attachOperations,
  isSamePeer,
  restored,
  snapshotOf,
  streamOperations,
} from './media-termination.ts'
import type { Pair } from './media-topology.ts'
import { Topology } from './media-topology.ts'

/** What a media context asks of its gateway; a `GatewayClient` is one. */
export interface Gateway {
  request(operation: Operation): Promise<ReplyValue>
  /** Of its certificate for DTLS; undefined until it has been there. */
  readonly fingerprint?: string | undefined
  /** Codecs that not every gateway has, and that it has. */
  readonly codecs?: readonly StreamCodec[]
}

/** What a media context tells its call. */
export interface MediaOwner {
  /** The snapshot differs. */
  changed(): void
  /** A request failed that nobody waits for. */
  failed(error: unknown): void
}

export interface DigitTiming {
  readonly onMs: number
  readonly gapMs: number
}

const USUAL_DIGITS: DigitTiming = { onMs: 100, gapMs: 100 }

export interface MediaContextSnapshot {
  readonly id: ContextId
  readonly terminations: readonly TerminationSnapshot[]
  readonly changed: readonly Pair[]
  /** Left out for none. */
  readonly passes?: readonly PassSnapshot[]
}

/**
 * The media of one call: its terminations, who hears whom, what plays. Holds what is wanted, so that a gateway that lost
 * everything is given it again on the same ports (DESIGN §5). By default all hear each other and nobody himself.
 */
export class MediaContext {
  readonly id: ContextId
  readonly #gateway: Gateway
  readonly #owner: MediaOwner
  readonly #requests: MediaRequests
  readonly #terminations = new Map<TerminationId, Termination>()
  readonly #topology: Topology
  readonly #attachments: Attachments
  /** Video and fax, beside the audio of the terminations. */
  readonly passes: Passes

  constructor(
    id: ContextId,
    gateway: Gateway,
    owner: MediaOwner,
    before: Partial<MediaContextSnapshot> = {},
  ) {
    this.id = id
    this.#gateway = gateway
    this.#owner = owner
    const requests = new MediaRequests(
      id,
      (operation) => gateway.request(operation),
      (error) => owner.failed(error),
    )
    this.#requests = requests
    this.#topology = new Topology(before.changed)
    for (const termination of before.terminations ?? []) {
      this.#terminations.set(termination.id, restored(termination))
    }
    const ground = {
      tell: (operation: Operation, done?: () => void) => requests.tell(operation, done),
      changed: () => owner.changed(),
    }
    this.#attachments = new Attachments({ ...ground, terminations: this.#terminations })
    const make = async (operation: Operation) => (await requests.make(() => [operation])).results
    const hears = (from: TerminationId, to: TerminationId) => this.#topology.hears(from, to)
    this.passes = new Passes({ ...ground, context: id, make, hears }, before.passes)
  }

  static restore(
    snapshot: MediaContextSnapshot,
    gateway: Gateway,
    owner: MediaOwner,
  ): MediaContext {
    const context = new MediaContext(snapshot.id, gateway, owner, snapshot)
    context.#requests.usedBefore()
    return context
  }

  snapshot(): MediaContextSnapshot {
    return {
      id: this.id,
      terminations: [...this.#terminations.values()].map(snapshotOf),
      changed: this.#topology.changed,
      ...(this.passes.ids.length > 0 && { passes: this.passes.snapshot() }),
    }
  }

  has(termination: TerminationId): boolean {
    return this.#terminations.has(termination)
  }

  /** Of the gateway's certificate for DTLS. */
  get fingerprint(): string | undefined {
    return this.#gateway.fingerprint
  }

  get codecs(): readonly StreamCodec[] {
    return this.#gateway.codecs ?? []
  }

  get empty(): boolean {
    return this.#terminations.size === 0
  }

  /**
   * The termination's RTP port, made when it is not there yet. `apart`: it neither hears nor is heard until `connect`. A repetition
   * answers the port it has.
   */
  async add(
    id: TerminationId,
    localAddress: string,
    options: { readonly stream?: Stream; readonly apart: boolean },
  ): Promise<number> {
    const { stream, apart } = options
    const known = this.#terminations.get(id)
    if (known?.port !== undefined) {
      if (stream) this.setStream(id, stream)
      return known.port
    }
    const termination = known ?? this.#enter({ id, localAddress, attachments: new Map() }, apart)
    if (stream) termination.stream = stream
    return this.#make(termination)
  }

  /** A termination on an analog line. A repetition does nothing. */
  async addLine(
    id: TerminationId,
    line: LineName,
    { apart }: { readonly apart: boolean },
  ): Promise<void> {
    const known = this.#terminations.get(id)
    if (known?.port !== undefined) return
    await this.#make(
      known ?? this.#enter({ id, localAddress: '', line, attachments: new Map() }, apart),
    )
  }

  #enter(termination: Termination, apart: boolean): Termination {
    const { id } = termination
    this.#terminations.set(id, termination)
    if (apart) this.#topology.cutOff(id, this.#terminations.keys())
    return termination
  }

  async #make(termination: Termination): Promise<number> {
    const { id } = termination
    this.#owner.changed()
    const isWanted = () => this.#terminations.get(id) === termination // it may have left meanwhile
    let among: readonly Termination[] = []
    let adding: readonly Operation[] = []
    const operations = () => {
      among = this.#standing()
      adding = this.#addOperations(termination, among)
      return adding
    }
    const made = await this.#requests.make(operations, isWanted).catch((error: unknown) => {
      if (isWanted()) this.#forget(id)
      throw error
    })
    const { port = 0 } = made.results[0] as Partial<Added>
    termination.port = port
    this.#owner.changed()
    this.#catchUp(termination, among, adding)
    if (made.tries > 1) this.#attachAgain(termination)
    return port
  }

  setStream(id: TerminationId, stream: Stream): void {
    const termination = this.#terminations.get(id)
    if (!termination) return
    if (termination.stream && JSON.stringify(termination.stream) === JSON.stringify(stream)) return
    if (!isSamePeer(termination.stream, stream)) delete termination.keys
    termination.stream = stream
    this.#owner.changed()
    if (termination.port !== undefined) {
      this.#requests.tell({ op: 'stream', termination: id, stream })
    }
  }

  /** A DTLS handshake has given these keys: said again to a gateway that lost them. */
  secured(id: TerminationId, keys: SrtpKeys): void {
    const termination = this.#terminations.get(id)
    if (!termination?.stream?.transport?.dtls) return
    termination.keys = keys
    this.#owner.changed()
  }

  stream(id: TerminationId): Stream | undefined {
    return this.#terminations.get(id)?.stream
  }

  /** The codec that somebody else in the call has agreed on: who takes it too spares both the way through a decoder. */
  codecBeside(id: TerminationId): Stream['codec'] | undefined {
    for (const [other, { stream }] of this.#terminations) {
      if (other !== id && stream) return stream.codec
    }
    return undefined
  }

  port(id: TerminationId): number | undefined {
    return this.#terminations.get(id)?.port
  }

  /** Whether the two hear each other. */
  connect(a: TerminationId, b: TerminationId, hears: boolean): void {
    this.#setPair(a, b, hears)
    this.#setPair(b, a, hears)
  }

  /** Whether a party hears itself. */
  echo(id: TerminationId, on: boolean): void {
    this.#setPair(id, id, on)
  }

  play(id: TerminationId, attachment: AttachmentId, side: Side, signal: Signal): void {
    this.#attachments.play(id, attachment, side, signal)
  }

  /** What a party hears while it is set aside, from now on; undefined: nothing more. Saying it again changes nothing. */
  playAside(id: TerminationId, signal: Signal | undefined): void {
    this.#attachments.playAside(id, signal)
  }

  /** Whether `to` hears `from`, whoever hears `to`. */
  hear(from: TerminationId, to: TerminationId, hears: boolean): void {
    this.#setPair(from, to, hears)
  }

  /** Reports in-band DTMF of a party that has no RFC 4733, what call-progress tones its line gives, or whether it speaks. */
  detect(id: TerminationId, attachment: AttachmentId, what?: Listening, side: Side = 'from'): void {
    this.#attachments.detect(id, attachment, what, side)
  }

  stop(attachment: AttachmentId): void {
    this.#attachments.stop(attachment)
  }

  /** A player or detector has come to its end by itself. False: it was not known. */
  ended(attachment: AttachmentId): boolean {
    return this.#attachments.ended(attachment)
  }

  /** Sent once for each `key`, however often it is said. */
  sendDigits(
    id: TerminationId,
    key: string,
    digits: string,
    { onMs, gapMs }: DigitTiming = USUAL_DIGITS,
  ): void {
    this.#requests.tell({ op: 'digits', termination: id, key, digits, onMs, gapMs })
  }

  /** Neither the gateway nor anybody else is waited for: it can be moved. */
  isSettled(id: TerminationId): boolean {
    const termination = this.#terminations.get(id)
    return termination === undefined || termination.port !== undefined
  }

  /**
   * Moves a settled termination to another context, with all that plays and listens there. It hears nobody in the new one, and is heard
   * by nobody, until `connect`.
   */
  move(id: TerminationId, to: MediaContext): void {
    const termination = this.#terminations.get(id)
    if (!termination) return
    const passes = this.passes.release(id)
    this.#forget(id)
    to.#receive(termination, passes)
  }

  #receive(termination: Termination, passes: readonly PassSnapshot[]): void {
    const among = this.#standing()
    this.#enter(termination, true)
    termination.moved = true
    this.#owner.changed()
    this.#requests.tellInContext([
      this.#moveOperation(termination.id),
      ...this.passes.receive(passes),
      ...this.#topology.operations(termination.id, idsOf(among)),
    ])
  }

  /** Says again what was moved here, for a gateway that may not have heard of it. Comes before any `reconcile` and `resync`. */
  moveAgain(): void {
    for (const { id, moved } of this.#standing()) {
      // One that started anew knows nothing of it: `resync` makes it.
      if (moved) this.#requests.mention(this.#requests.inContext([this.#moveOperation(id)]))
    }
    for (const move of this.passes.moves) this.#requests.mention(move)
  }

  /** Takes terminations out; the last quality of each, where the gateway could say. */
  async subtract(
    ids: readonly TerminationId[],
    options: { readonly drop: boolean },
  ): Promise<ReadonlyMap<TerminationId, Quality>> {
    const known = ids.filter((id) => this.#terminations.has(id))
    const passes = ids.flatMap((id) => this.passes.ofLeg(id))
    for (const id of passes) this.passes.forget(id)
    for (const id of known) this.#forget(id)
    const operations: Operation[] = [...known, ...passes].map((id) => ({
      op: 'subtract',
      termination: id,
    }))
    if (options.drop && this.#requests.used)
      operations.push({ op: 'drop-context', context: this.id })
    const qualities = new Map<TerminationId, Quality>()
    if (operations.length === 0) return qualities
    try {
      const results = await this.#requests.batch(operations)
      known.forEach((id, index) => {
        const result = results[index]
        if (result && 'packetsReceived' in result) qualities.set(id, result as Quality)
      })
    } catch (error) {
      this.#requests.failed(error)
    }
    return qualities
  }

  /**
   * Says again all that the gateway should hold: same IDs, same ports. For a gateway that started anew, and for a controller that did:
   * what its predecessor journalled may never have left. All of it may be repeated without effect.
   */
  resync(): void {
    const standing = this.#standing()
    if (standing.length === 0) return
    this.#requests.tellInContext([
      ...standing.flatMap((termination) => [
        addOperation(this.id, termination),
        ...streamOperations(termination),
      ]),
      ...this.#topology.allOperations(idsOf(standing)),
      ...standing.flatMap(attachOperations),
      ...this.passes.operations(),
    ])
  }

  /**
   * Compares with what the gateway holds when events may have been lost: takes out what it should not hold, and answers the
   * players that have ended unheard. `isElsewhere`: another context wants the termination now.
   */
  reconcile(
    held: Inventory['contexts'][number] | undefined,
    isElsewhere: (termination: TerminationId) => boolean = () => false,
  ): readonly AttachmentId[] {
    const over: AttachmentId[] = []
    for (const there of held?.terminations ?? []) {
      if (this.passes.has(there.termination)) continue
      const termination = this.#terminations.get(there.termination)
      if (!termination) {
        if (isElsewhere(legOfPass(there.termination) ?? there.termination)) continue // `moveAgain` has taken it there
        this.#requests.tell({ op: 'subtract', termination: there.termination })
        continue
      }
      for (const [attachment, what] of termination.attachments) {
        if (what.there && !there.attachments.includes(attachment)) over.push(attachment)
      }
    }
    return over
  }

  #moveOperation(termination: TerminationId): Operation {
    return { op: 'move', termination, context: this.id }
  }

  /** Terminations that the gateway has answered for. */
  #standing(): Termination[] {
    return [...this.#terminations.values()].filter(({ port }) => port !== undefined)
  }

  /** `add`, and the topology that it needs with those that stand already. */
  #addOperations(termination: Termination, among: readonly Termination[]): Operation[] {
    return [
      addOperation(this.id, termination, termination.stream),
      ...this.#topology.operations(termination.id, [termination.id, ...idsOf(among)]),
    ]
  }

  /** What changed while `add` was under way: others that came, pairs that were joined. */
  #catchUp({ id }: Termination, among: readonly Termination[], said: readonly Operation[]): void {
    const newcomers = idsOf(this.#standing().filter((other) => !among.includes(other))).filter(
      (other) => other !== id,
    )
    for (const operation of this.#topology.operations(id, newcomers)) this.#requests.tell(operation)
    for (const operation of said) {
      if (operation.op !== 'topology') continue
      const hears = this.#topology.hears(operation.from, operation.to)
      if (hears !== operation.hears) this.#requests.tell({ ...operation, hears })
    }
  }

  /** What was asked for while the gateway restarted under the `add`. */
  #attachAgain(termination: Termination): void {
    for (const operation of attachOperations(termination)) this.#requests.tell(operation)
  }

  #setPair(from: TerminationId, to: TerminationId, hears: boolean): void {
    if (!this.#topology.set(from, to, hears)) return
    this.#owner.changed()
    if (this.port(from) === undefined || this.port(to) === undefined) return
    this.#requests.tell({ op: 'topology', from, to, hears })
    this.passes.topologyChanged(from, to)
  }

  #forget(id: TerminationId): void {
    this.#terminations.delete(id)
    this.#owner.changed()
    this.#topology.forget(id)
  }
}

function idsOf(terminations: readonly Termination[]): readonly TerminationId[] {
  return terminations.map(({ id }) => id)
}
