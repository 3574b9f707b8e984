import { isDeepStrictEqual } from 'node:util'
import type {
  Added,
  AttachmentId,
  ContextId,
  Inventory,
  LineName,
  Operation,
  OrphanPolicy,
  Quality,
  ReplyValue,
  Side,
  Signal,
  Stream,
  StreamCodec,
  TerminationId,
} from '../gateway/contract.ts'
import type { SrtpKeys } from '../gateway/transport.ts'
import type { PassSnapshot } from './media-passes.ts'
import { legOfPass, Passes } from './media-passes.ts'

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

/** A call lives for hours without its controller, not for ever: then nobody is left to hang up. */
const ORPHAN: OrphanPolicy = { keep: true, maxAgeSeconds: 6 * 3600 }

export interface DigitTiming {
  readonly onMs: number
  readonly gapMs: number
}

const USUAL_DIGITS: DigitTiming = { onMs: 100, gapMs: 100 }

const ADD_TRIES = 4 // a gateway that restarts in between answers the next one

interface Termination {
  readonly id: TerminationId
  /** Empty for one on a line. */
  readonly localAddress: string
  /** The analog line that it is on; else it has RTP. */
  readonly line?: LineName
  /** It came out of another context; a gateway that missed that has it there still. */
  moved?: boolean
  /** Of RTP; 0 for a line. Undefined until the gateway has answered for it. */
  port?: number
  stream?: Stream
  /** Of a DTLS handshake: for a gateway that starts anew. */
  keys?: SrtpKeys
  readonly attachments: Map<AttachmentId, Attachment>
  /** What it hears while it is set aside, and how many such there were before: a gateway plays each name once. */
  aside?: { readonly attachment: AttachmentId; readonly count: number }
}

type Attachment = (
  | { readonly kind: 'play'; readonly side: Side; readonly signal: Signal }
  | { readonly kind: 'detect'; readonly side: Side; readonly what?: 'progress' }
) & {
  /** The gateway has answered for it; until then an inventory need not hold it. */
  there: boolean
}

/** `from>to` */
type Pair = string

export interface MediaContextSnapshot {
  readonly id: ContextId
  readonly terminations: readonly {
    readonly id: TerminationId
    readonly localAddress: string
    readonly line?: LineName
    readonly moved?: boolean
    readonly port?: number
    readonly stream?: Stream
    readonly keys?: SrtpKeys
    readonly aside?: NonNullable<Termination['aside']>
    readonly attachments: readonly (readonly [AttachmentId, Attachment])[]
  }[]
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
  readonly #terminations = new Map<TerminationId, Termination>()
  /** Pairs that differ from the default: cut, or an echo. */
  readonly #changed = new Set<Pair>()
  /** The gateway may know of it. */
  #used = false
  /** Video and fax, beside the audio of the terminations. */
  readonly passes: Passes

  constructor(
    id: ContextId,
    gateway: Gateway,
    owner: MediaOwner,
    passes: readonly PassSnapshot[] = [],
  ) {
    this.id = id
    this.#gateway = gateway
    this.#owner = owner
    const ground = {
      context: id,
      make: (operation: Operation) => this.#makePass(operation),
      tell: (operation: Operation) => this.#tell(operation),
      changed: () => owner.changed(),
      hears: (from: TerminationId, to: TerminationId) => !this.#changed.has(pair(from, to)),
    }
    this.passes = new Passes(ground, passes)
  }

  static restore(
    snapshot: MediaContextSnapshot,
    gateway: Gateway,
    owner: MediaOwner,
  ): MediaContext {
    const context = new MediaContext(snapshot.id, gateway, owner, snapshot.passes)
    context.#used = true
    for (const { attachments, ...termination } of snapshot.terminations) {
      context.#terminations.set(termination.id, {
        ...termination,
        // The answer for a line tells nothing: with or without it, the line is asked for again by `resync`.
        ...(termination.line !== undefined && { port: 0 }),
        attachments: new Map(attachments),
      })
    }
    for (const pair of snapshot.changed) context.#changed.add(pair)
    return context
  }

  snapshot(): MediaContextSnapshot {
    return {
      id: this.id,
      terminations: [...this.#terminations.values()].map(({ attachments, ...termination }) => ({
        ...termination,
        attachments: [...attachments].map(
          ([attachment, what]) => [attachment, { ...what }] as const,
        ),
      })),
      changed: [...this.#changed],
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
    if (apart) {
      for (const other of this.#terminations.keys()) {
        if (other !== id) this.#changed.add(pair(id, other)).add(pair(other, id))
      }
    }
    return termination
  }

  async #make(termination: Termination): Promise<number> {
    const { id } = termination
    this.#owner.changed()

    this.#used = true
    for (let attempt = 1; ; attempt++) {
      const among = this.#standing()
      const adding = this.#addOperations(termination, among)
      try {
        const reply = await this.#gateway.request({
          op: 'batch',
          operations: [this.#contextOperation(), ...adding],
        })
        const { port = 0 } = (reply as { results: readonly ReplyValue[] })
          .results[1] as Partial<Added>
        termination.port = port
        this.#owner.changed()
        this.#catchUp(termination, among, adding)
        if (attempt > 1) this.#attachAgain(termination)
        return port
      } catch (error) {
        const isWanted = this.#terminations.get(id) === termination // it may have left meanwhile
        if (!isRestart(error) || !isWanted || attempt === ADD_TRIES) {
          if (isWanted) this.#forget(id)
          throw error
        }
      }
    }
  }

  async #makePass(operation: Operation): Promise<readonly ReplyValue[]> {
    this.#used = true
    for (let attempt = 1; ; attempt++) {
      try {
        const operations = [this.#contextOperation(), operation]
        const reply = await this.#gateway.request({ op: 'batch', operations })
        return (reply as { results: readonly ReplyValue[] }).results.slice(1)
      } catch (error) {
        if (!isRestart(error) || attempt === ADD_TRIES) throw error
      }
    }
  }

  setStream(id: TerminationId, stream: Stream): void {
    const termination = this.#terminations.get(id)
    if (!termination) return
    if (termination.stream && JSON.stringify(termination.stream) === JSON.stringify(stream)) return
    if (!isSamePeer(termination.stream, stream)) delete termination.keys
    termination.stream = stream
    this.#owner.changed()
    if (termination.port !== undefined) this.#tell({ op: 'stream', termination: id, stream })
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
    const termination = this.#terminations.get(id)
    if (!termination || termination.attachments.has(attachment)) return
    const playing: Attachment = { kind: 'play', side, signal, there: false }
    termination.attachments.set(attachment, playing)
    this.#owner.changed()
    this.#tell({ op: 'play', termination: id, attachment, side, signal }, () => {
      playing.there = true
    })
  }

  /** What a party hears while it is set aside, from now on; undefined: nothing more. Saying it again changes nothing. */
  playAside(id: TerminationId, signal: Signal | undefined): void {
    const termination = this.#terminations.get(id)
    if (!termination) return
    const { attachments, aside } = termination
    const playing = aside && attachments.get(aside.attachment)
    if (playing?.kind === 'play' && isDeepStrictEqual(playing.signal, signal)) return
    if (aside && playing) this.stop(aside.attachment)
    if (!signal) return
    const count = (aside?.count ?? 0) + 1
    termination.aside = { attachment: `${id}/aside-${count}`, count }
    this.play(id, termination.aside.attachment, 'to', signal)
  }

  /** Whether `to` hears `from`, whoever hears `to`. */
  hear(from: TerminationId, to: TerminationId, hears: boolean): void {
    this.#setPair(from, to, hears)
  }

  /** Reports in-band DTMF of a party that has no RFC 4733, or what call-progress tones its line gives. */
  detect(
    id: TerminationId,
    attachment: AttachmentId,
    what?: 'progress',
    side: Side = 'from',
  ): void {
    const termination = this.#terminations.get(id)
    if (!termination || termination.attachments.has(attachment)) return
    const detecting = { kind: 'detect', side, ...(what && { what }), there: true } as const
    termination.attachments.set(attachment, detecting)
    this.#owner.changed()
    this.#tell(detectOperation(id, attachment, detecting))
  }

  stop(attachment: AttachmentId): void {
    if (this.ended(attachment)) this.#tell({ op: 'stop', attachment })
  }

  /** A player or detector has come to its end by itself. False: it was not known. */
  ended(attachment: AttachmentId): boolean {
    for (const termination of this.#terminations.values()) {
      if (termination.attachments.delete(attachment)) {
        this.#owner.changed()
        return true
      }
    }
    return false
  }

  /** Sent once for each `key`, however often it is said. */
  sendDigits(
    id: TerminationId,
    key: string,
    digits: string,
    { onMs, gapMs }: DigitTiming = USUAL_DIGITS,
  ): void {
    this.#tell({ op: 'digits', termination: id, key, digits, onMs, gapMs })
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
    this.#used = true
    this.#owner.changed()
    this.#tell({
      op: 'batch',
      operations: [
        this.#contextOperation(),
        { op: 'move', termination: termination.id, context: this.id },
        ...this.passes.receive(passes),
        ...this.#topologyOperations(termination, among),
      ],
    })
  }

  /** Says again what was moved here, for a gateway that may not have heard of it. Comes before any `reconcile` and `resync`. */
  moveAgain(): void {
    for (const { id, moved } of this.#standing()) {
      if (!moved) continue
      const batch = [this.#contextOperation(), { op: 'move', termination: id, context: this.id }]
      this.#gateway.request({ op: 'batch', operations: batch as Operation[] }).catch(() => {}) // one that started anew knows nothing of it: `resync` makes it
    }
    for (const move of this.passes.moves) this.#gateway.request(move).catch(() => {})
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
    if (options.drop && this.#used) operations.push({ op: 'drop-context', context: this.id })
    const qualities = new Map<TerminationId, Quality>()
    if (operations.length === 0) return qualities
    try {
      const reply = await this.#gateway.request({ op: 'batch', operations })
      const { results } = reply as { results: readonly ReplyValue[] }
      known.forEach((id, index) => {
        const result = results[index]
        if (result && 'packetsReceived' in result) qualities.set(id, result as Quality)
      })
    } catch (error) {
      if (!isRestart(error)) this.#owner.failed(error)
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
    const operations: Operation[] = [this.#contextOperation()]
    for (const termination of standing) {
      const { id, stream, keys } = termination
      operations.push(this.#addOperation({ ...termination, stream: undefined }))
      if (stream) operations.push({ op: 'stream', termination: id, stream: keyed(stream, keys) })
    }
    for (const from of standing) {
      for (const to of standing) {
        const isDefault = !this.#changed.has(pair(from.id, to.id))
        operations.push({
          op: 'topology',
          from: from.id,
          to: to.id,
          hears: isDefault === (from !== to),
        })
      }
    }
    for (const termination of standing) operations.push(...attachOperations(termination))
    operations.push(...this.passes.operations())
    this.#tell({ op: 'batch', operations })
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
        this.#tell({ op: 'subtract', termination: there.termination })
        continue
      }
      for (const [attachment, what] of termination.attachments) {
        if (what.there && !there.attachments.includes(attachment)) over.push(attachment)
      }
    }
    return over
  }

  #contextOperation(): Operation {
    return { op: 'context', context: this.id, orphan: ORPHAN }
  }

  /** Terminations that the gateway has answered for. */
  #standing(): Termination[] {
    return [...this.#terminations.values()].filter(({ port }) => port !== undefined)
  }

  /** `add`, and the topology that it needs with those that stand already. */
  #addOperations(termination: Termination, among: readonly Termination[]): Operation[] {
    return [
      this.#addOperation(termination),
      ...this.#topologyOperations(termination, [termination, ...among]),
    ]
  }

  #addOperation({
    id,
    line,
    localAddress,
    port,
    stream,
  }: Omit<Termination, 'stream'> & { stream?: Stream | undefined }): Operation {
    const common = { context: this.id, termination: id }
    if (line !== undefined) return { op: 'add-line', ...common, line }
    return {
      op: 'add',
      ...common,
      localAddress,
      ...(port === undefined ? {} : { port }),
      ...(stream ? { stream } : {}),
    }
  }

  /** What changed while `add` was under way: others that came, pairs that were joined. */
  #catchUp(
    termination: Termination,
    among: readonly Termination[],
    said: readonly Operation[],
  ): void {
    const newcomers = this.#standing().filter(
      (other) => other !== termination && !among.includes(other),
    )
    for (const operation of this.#topologyOperations(termination, newcomers)) this.#tell(operation)
    for (const operation of said) {
      if (operation.op !== 'topology' || this.#changed.has(pair(operation.from, operation.to)))
        continue
      this.#tell({ ...operation, hears: !operation.hears })
    }
  }

  /** What was asked for while the gateway restarted under the `add`. */
  #attachAgain(termination: Termination): void {
    for (const operation of attachOperations(termination)) this.#tell(operation)
  }

  #topologyOperations({ id }: Termination, others: readonly Termination[]): Operation[] {
    const operations: Operation[] = []
    const add = (from: TerminationId, to: TerminationId) => {
      if (this.#changed.has(pair(from, to))) {
        operations.push({ op: 'topology', from, to, hears: from === to })
      }
    }
    for (const other of others) {
      add(id, other.id)
      if (other.id !== id) add(other.id, id)
    }
    return operations
  }

  #setPair(from: TerminationId, to: TerminationId, hears: boolean): void {
    const isDefault = hears === (from !== to)
    const key = pair(from, to)
    if (this.#changed.has(key) === !isDefault) return
    if (isDefault) this.#changed.delete(key)
    else this.#changed.add(key)
    this.#owner.changed()
    if (this.port(from) === undefined || this.port(to) === undefined) return
    this.#tell({ op: 'topology', from, to, hears })
    this.passes.topologyChanged(from, to)
  }

  #forget(id: TerminationId): void {
    this.#terminations.delete(id)
    this.#owner.changed()
    for (const key of this.#changed) {
      const [from, to] = key.split('>')
      if (from === id || to === id) this.#changed.delete(key)
    }
  }

  /** A request whose answer changes nothing. After a restart of the gateway `rebuild` has said it again. */
  #tell(operation: Operation, done = () => {}): void {
    this.#gateway.request(operation).then(done, (error: unknown) => {
      if (!isRestart(error)) this.#owner.failed(error)
    })
  }
}

function pair(from: TerminationId, to: TerminationId): Pair {
  return `${from}>${to}`
}

/** With the keys of a handshake that a gateway has forgotten. */
function keyed(stream: Stream, keys: SrtpKeys | undefined): Stream {
  return keys && stream.transport ? { ...stream, transport: { ...stream.transport, keys } } : stream
}

/** Whether a handshake with the one holds for the other. */
function isSamePeer(before: Stream | undefined, after: Stream): boolean {
  return before?.transport?.dtls?.fingerprint === after.transport?.dtls?.fingerprint
}

function attachOperations({ id, attachments }: Termination): Operation[] {
  return [...attachments].map(([attachment, what]) =>
    what.kind === 'play'
      ? { op: 'play', termination: id, attachment, side: what.side, signal: what.signal }
      : detectOperation(id, attachment, what),
  )
}

function detectOperation(
  termination: TerminationId,
  attachment: AttachmentId,
  { side, what }: { readonly side: Side; readonly what?: 'progress' },
): Operation {
  return { op: 'detect', termination, attachment, side, ...(what && { what }) }
}

function isRestart(error: unknown): boolean {
  return (error as { code?: string }).code === 'gateway-restarted'
}
