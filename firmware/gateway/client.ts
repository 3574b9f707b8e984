import assert from 'node:assert/strict'
import type { Clock, Timer } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { Outbox } from '../outbox.ts'
import { Connection } from './connection.ts'
import type {
  FromController,
  GatewayEvent,
  Hello,
  Operation,
  Refusal,
  Reply,
  ReplyOf,
  StreamCodec,
  Welcome,
} from './contract.ts'
import { PROTOCOL_VERSION } from './contract.ts'
import { FrameError } from './frames.ts'
import { GatewayError } from './gateway-error.ts'
import type { GatewayHandler, Seen } from './gateway-handler.ts'
import { Incoming } from './incoming.ts'
import type { PendingRequest } from './pending.ts'
import { PendingRequests } from './pending.ts'
import { dialUnix } from './unix-wire.ts'
import type { Dial } from './wire.ts'

export type { Seen }
export type ReplyTo<O extends Operation> = ReplyOf[O['op']]

export interface GatewayClientOptions {
  readonly clock: Clock
  /** Of the gateway's Unix socket; or `dial` for another kind of wire. */
  readonly path?: string
  readonly dial?: Dial
  readonly controller: string
  /** Higher with every start of the controller. */
  readonly epoch: number
  /** Every request and acknowledgement leaves through it: after the journal. */
  readonly outbox: Outbox
  readonly log: Log
  /** From the journal of the controller's earlier life. */
  readonly seen?: Seen
  readonly handler: GatewayHandler
}

const TIMEOUT_MS = 2000
const STOPPED = 'the gateway client was stopped'
const FIRST_RETRY_MS = 20
const FAST_RETRY_MS = 50 // while a restarting gateway may be there any moment
const FAST_FOR_MS = 2000
const LAST_RETRY_MS = 500

/** The controller's side of the gateway protocol: one gateway, over as many connections as it takes. */
export class GatewayClient {
  readonly #options: GatewayClientOptions
  readonly #dial: Dial
  readonly #pending: PendingRequests
  readonly #incoming: Incoming
  #running = false
  #stopped = false
  #connection: Connection | undefined
  /** The other end has said welcome on #connection. */
  #ready = false
  #retry: Timer | undefined
  #retryMs = FIRST_RETRY_MS
  #fingerprint: string | undefined
  #codecs: readonly StreamCodec[] = []
  /** Milliseconds of uptime of the first failure since the last welcome. */
  #awaySince: number | undefined
  #acknowledging = false
  /** Answers came in this turn of the event loop: the continuations behind them may not have run yet. */
  #answered = false
  /** Frames that wait for those continuations. */
  #queue: Record<string, unknown>[] | undefined

  constructor(options: GatewayClientOptions) {
    this.#options = options
    this.#dial = options.dial ?? dialUnix(options.path ?? '')
    this.#pending = new PendingRequests(options.clock)
    this.#incoming = new Incoming(options, {
      ask: (operation) => this.#ask(operation),
      cut: (reason) => this.#connection?.cut(reason),
    })
  }

  /** Dials, and dials again whenever the connection is lost, until `stop`. */
  start(): void {
    assert(!this.#running)
    this.#running = true
    this.#connect()
  }

  /** Closes the connection; the gateway keeps what it holds as its orphan policies say. Pending requests are rejected. */
  stop(): void {
    this.#running = false
    this.#stopped = true
    this.#retry?.cancel()
    this.#ready = false
    this.#connection?.close()
    this.#connection = undefined
    this.#queue = undefined
    this.#incoming.interrupted()
    this.#pending.rejectAll('stopped', STOPPED)
  }

  /** Whether requests pass now. */
  get connected(): boolean {
    return this.#ready
  }

  /** Of the certificate that the gateway shows in DTLS; undefined until it has been there. */
  get fingerprint(): string | undefined {
    return this.#fingerprint
  }

  /** Codecs that not every build of the gateway has, and that this one has. */
  get codecs(): readonly StreamCodec[] {
    return this.#codecs
  }

  /** To be journalled; undefined until the first inventory. */
  get seen(): Seen | undefined {
    return this.#incoming.seen
  }

  /** Requests not answered yet. */
  get waiting(): number {
    return this.#pending.size
  }

  /**
   * Asks the gateway. Answers come in the order of the requests. Without a connection the request waits; after a lost one it is
   * repeated. Rejects with a `GatewayError`.
   * @param options.timeoutMs after which nobody waits any more, 2 s when left out
   */
  request<O extends Operation>(
    operation: O,
    options?: { readonly timeoutMs?: number },
  ): Promise<ReplyTo<O>> {
    if (this.#stopped) return Promise.reject(new GatewayError('stopped', STOPPED))
    const { request, answer } = this.#pending.add(operation, options?.timeoutMs ?? TIMEOUT_MS)
    this.#options.outbox(() => this.#release(request))
    return answer as Promise<ReplyTo<O>>
  }

  /** Several in order with one answer; stops at the first that fails (`GatewayError.failed`). */
  async batch<const Operations extends readonly Operation[]>(
    operations: Operations,
    options?: { readonly timeoutMs?: number },
  ): Promise<{ [Index in keyof Operations]: ReplyTo<Operations[Index]> }> {
    const { results } = await this.request({ op: 'batch', operations }, options)
    return results as { [Index in keyof Operations]: ReplyTo<Operations[Index]> }
  }

  #release(request: PendingRequest): void {
    if (!this.#pending.has(request)) return // timed out, or of a gateway's earlier life
    request.released = true
    if (this.#ready) this.#write(request)
  }

  #write(request: PendingRequest): void {
    const { id, operation } = request
    try {
      this.#connection?.write({ id, operation })
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#pending.refuse(
        request,
        new GatewayError('bad-request', `${operation.op}: ${error.message}`),
      )
    }
  }

  /** A request of the protocol itself: of this connection only, and nobody's promise. */
  #ask(operation: Operation): number {
    const id = this.#pending.takeId()
    this.#connection?.write({ id, operation })
    return id
  }

  #connect(): void {
    const { clock, controller, epoch } = this.#options
    const { seen } = this.#incoming
    const hello: Hello = { hello: PROTOCOL_VERSION, controller, epoch, ...(seen ? { seen } : {}) }
    this.#connection = new Connection(this.#dial, clock, hello, {
      frame: (frame) => this.#take(frame),
      pause: () => this.#acknowledge(),
      closed: (reason) => this.#lost(reason),
    })
  }

  #lost(reason: string): void {
    this.#connection = undefined
    this.#queue = undefined
    this.#incoming.interrupted()
    if (!this.#running) return
    this.#dialAgain()
    if (!this.#ready) return
    this.#ready = false
    this.#options.log.warn({ reason }, 'gateway has gone')
    this.#options.handler.disconnected(reason)
  }

  #dialAgain(): void {
    const { clock } = this.#options
    const now = clock.uptime()
    this.#awaySince ??= now
    const most = now - this.#awaySince < FAST_FOR_MS ? FAST_RETRY_MS : LAST_RETRY_MS
    this.#retry = clock.after(Math.min(this.#retryMs, most), () => this.#connect())
    this.#retryMs = Math.min(this.#retryMs * 2, most)
  }

  /** Hands over an event only when what an earlier answer sets going has been done, as if each had come by itself. */
  #take(frame: Record<string, unknown>): void {
    if (this.#queue) {
      this.#queue.push(frame)
    } else if (this.#answered && ('event' in frame || this.#incoming.awaits(frame.re))) {
      this.#queue = [frame]
      setImmediate(this.#unqueue, this.#queue)
    } else {
      this.#handle(frame)
    }
  }

  readonly #unqueue = (frames: Record<string, unknown>[]): void => {
    if (frames !== this.#queue) return // of a connection that is lost
    this.#queue = undefined
    for (const frame of frames) this.#take(frame)
    this.#acknowledge()
  }

  readonly #turnEnds = (): void => {
    this.#answered = false
  }

  #handle(frame: Record<string, unknown>): void {
    if (!this.#ready && !('welcome' in frame || 'refused' in frame)) {
      this.#connection?.cut('a gateway without a welcome')
    } else if ('re' in frame) this.#reply(frame as unknown as Reply)
    else if ('event' in frame) this.#incoming.event(frame as unknown as GatewayEvent)
    else if ('welcome' in frame) this.#welcomed(frame as unknown as Welcome)
    else if ('refused' in frame) this.#refused(frame as unknown as Refusal)
    else this.#connection?.cut('a frame that means nothing')
  }

  #welcomed(welcome: Welcome): void {
    const { handler, log } = this.#options
    this.#connection?.welcomed()
    this.#fingerprint = welcome.fingerprint
    this.#codecs = welcome.codecs ?? []
    this.#ready = true
    this.#retryMs = FIRST_RETRY_MS
    this.#awaySince = undefined
    if (this.#incoming.welcome(welcome)) {
      log.warn({ boot: welcome.boot }, 'gateway has restarted')
      this.#pending.rejectAll('gateway-restarted', 'the gateway has restarted')
      handler.restarted()
    } else {
      for (const request of this.#pending.released()) this.#write(request)
    }
    log.info({ boot: welcome.boot, replay: welcome.replay }, 'gateway connected')
    handler.connected(welcome)
    this.#incoming.start()
  }

  #refused(refusal: Refusal): void {
    this.#awaySince = Number.NEGATIVE_INFINITY
    this.#retryMs = LAST_RETRY_MS
    this.#options.handler.refused(refusal)
    this.#connection?.cut(refusal.text)
  }

  #reply(reply: Reply): void {
    if (this.#incoming.awaits(reply.re)) {
      this.#incoming.inventory(reply)
    } else {
      this.#pending.answered(reply)
      if (!this.#answered) setImmediate(this.#turnEnds)
      this.#answered = true
    }
  }

  /** One acknowledgement at a time is on its way through the journal, for all that came before it set out. */
  #acknowledge(): void {
    const due = this.#incoming.due
    if (!due || this.#acknowledging) return
    this.#acknowledging = true
    this.#options.outbox(() => {
      this.#acknowledging = false
      if (!this.#ready || this.#incoming.seen?.boot !== due.boot) return
      this.#connection?.write({ acknowledge: due.event } satisfies FromController)
      this.#incoming.acknowledged(due)
      this.#acknowledge()
    })
  }
}
