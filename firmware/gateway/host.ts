import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Failure } from './check.ts'
import { checkOperation } from './check.ts'
import type { FromGateway, Hello, Operation, ReplyValue, Welcome } from './contract.ts'
import { PROTOCOL_VERSION } from './contract.ts'
import type { EventBody } from './event-log.ts'
import { EventLog } from './event-log.ts'
import type { Holding, HoldingTotals } from './holding.ts'
import { Orphans } from './orphans.ts'
import { Peer } from './peer.ts'
import { listenUnix } from './unix-wire.ts'
import type { Listen, Listener, Wire, WireEnd } from './wire.ts'

export interface GatewayHostOptions {
  readonly clock: Clock
  /** Of the Unix socket; or `listen` for another kind of wire. */
  readonly path?: string
  readonly listen?: Listen
  readonly kind: Welcome['gateway']
  /** Starts what carries out the operations; what happens there is to be handed to `report`. */
  readonly open: (report: (event: EventBody) => void) => Holding
  readonly log: Log
  /** New with every start of the process; a random one when left out. */
  readonly boot?: string
  /** Events kept for a controller that is away, 10,000 when left out. */
  readonly retention?: number
}

export interface GatewayTotals extends HoldingTotals {
  readonly boot: string
  /** Of the controller that holds the lease now. */
  readonly controller: string | undefined
  readonly epoch: number | undefined
  readonly requests: number
  readonly failures: number
  readonly lastEvent: number
  readonly eventsKept: number
}

const MOST_STRANGERS = 16 // connections that have not said hello

/** The gateway's side of the protocol, over media or lines: one controller at a time, its requests in order, events numbered and kept. */
export class GatewayHost {
  readonly boot: string
  readonly #options: GatewayHostOptions
  readonly #events: EventLog
  readonly #holding: Holding
  readonly #orphans: Orphans
  readonly #strangers = new Set<Peer>()
  #listener: Listener | undefined
  #controller: Peer | undefined
  #lease: Pick<Hello, 'controller' | 'epoch'> | undefined
  /** Events that came while a request was carried out: they leave after its reply. */
  #caused: EventBody[] | undefined
  #requests = 0
  #failures = 0

  constructor(options: GatewayHostOptions) {
    this.#options = options
    this.boot = options.boot ?? randomUUID()
    this.#events = new EventLog(options.retention ?? 10_000)
    this.#holding = options.open((event) => this.#report(event))
    this.#orphans = new Orphans(options.clock, this.#holding)
  }

  /** Takes connections from now on. Rejects when the address cannot be had. */
  async start(): Promise<void> {
    const { listen, path } = this.#options
    this.#listener = await (listen ?? listenUnix(path ?? ''))((wire) => this.#accept(wire))
  }

  /** Cuts off the controller and ends all that is held. */
  async stop(): Promise<void> {
    this.#orphans.controllerBack()
    for (const stranger of this.#strangers) stranger.close()
    this.#strangers.clear()
    this.#controller?.close()
    this.#controller = undefined
    await this.#listener?.close()
    this.#holding.close()
  }

  get totals(): GatewayTotals {
    return {
      boot: this.boot,
      controller: this.#controller && this.#lease?.controller,
      epoch: this.#controller && this.#lease?.epoch,
      requests: this.#requests,
      failures: this.#failures,
      lastEvent: this.#events.last,
      eventsKept: this.#events.kept,
      ...this.#holding.totals,
    }
  }

  #accept(wire: Wire): WireEnd {
    const { clock, log } = this.#options
    const peer: Peer = new Peer(wire, clock, log, {
      hello: (hello) => this.#hello(peer, hello),
      request: (id, operation) => this.#answer(peer, id, operation),
      acknowledge: (event) => this.#events.acknowledge(event),
      closed: (reason) => this.#closed(peer, reason),
    })
    this.#strangers.add(peer)
    if (this.#strangers.size > MOST_STRANGERS) {
      const [oldest] = this.#strangers
      oldest?.cut('too many connections without a hello')
    }
    return peer.end
  }

  #hello(peer: Peer, hello: Hello): void {
    this.#strangers.delete(peer)
    if (hello.hello !== PROTOCOL_VERSION) {
      peer.refuse('version', `this gateway speaks version ${PROTOCOL_VERSION}`)
      return
    }
    if (this.#lease && hello.epoch < this.#lease.epoch) {
      peer.refuse(
        'lease',
        `${this.#lease.controller} holds the lease with epoch ${this.#lease.epoch}`,
      )
      return
    }
    this.#takeOver(peer, hello)
    this.#welcome(peer, hello)
  }

  #takeOver(peer: Peer, { controller, epoch }: Hello): void {
    const older = this.#controller
    const newer = this.#lease === undefined || epoch > this.#lease.epoch
    this.#controller = peer
    this.#lease = { controller, epoch }
    if (older && newer) older.refuse('lease', `${controller} took the lease with epoch ${epoch}`)
    else older?.close() // the same process on a new connection
    this.#orphans.controllerBack()
    this.#options.log.info({ controller, epoch }, 'controller connected')
  }

  #welcome(peer: Peer, { seen }: Hello): void {
    const from = seen === undefined || seen.boot === this.boot ? seen?.event : 0
    const missed = from === undefined ? undefined : this.#events.since(from)
    const { fingerprint, codecs = [] } = this.#holding
    peer.write({
      welcome: PROTOCOL_VERSION,
      gateway: this.#options.kind,
      boot: this.boot,
      replay: missed !== undefined,
      lastEvent: this.#events.last,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(codecs.length === 0 ? {} : { codecs }),
    })
    for (const event of missed ?? []) peer.write(event)
  }

  #closed(peer: Peer, reason: string): void {
    this.#strangers.delete(peer)
    if (peer !== this.#controller) return
    this.#controller = undefined
    this.#options.log.warn({ ...this.#lease, reason }, 'controller has gone')
    this.#orphans.controllerLeft()
  }

  #answer(peer: Peer, id: number, operation: unknown): void {
    this.#requests++
    this.#caused = []
    const outcome = this.#perform(operation)
    if (outcome.ok) {
      peer.write({ re: id, ok: outcome.value })
    } else {
      this.#failures++
      peer.write(errorReply(id, outcome.error))
    }
    const caused = this.#caused
    this.#caused = undefined
    for (const event of caused) this.#report(event)
  }

  #perform(value: unknown): Result<ReplyValue, Failure> {
    const checked = checkOperation(value)
    if (!checked.ok) return checked
    const operation = checked.value
    if (operation.op === 'inventory') return ok(this.#holding.inventory(this.#events.last))
    return operation.op === 'batch'
      ? this.#batch(operation.operations)
      : this.#holding.perform(operation)
  }

  #batch(operations: readonly Operation[]): Result<ReplyValue, Failure> {
    const results: ReplyValue[] = []
    for (const [index, operation] of operations.entries()) {
      const checked = checkOperation(operation)
      const outcome = checked.ok ? this.#holding.perform(checked.value) : checked
      if (!outcome.ok) return refuse({ ...outcome.error, failed: index })
      results.push(outcome.value)
    }
    return ok({ results })
  }

  #report(body: EventBody): void {
    if (this.#caused) {
      this.#caused.push(body)
      return
    }
    const event = this.#events.append(body) // kept also when nobody is there to hear it
    this.#controller?.write(event)
  }
}

function errorReply(id: number, { code, text, failed }: Failure): FromGateway {
  return { re: id, error: code, text, ...(failed === undefined ? {} : { failed }) }
}
