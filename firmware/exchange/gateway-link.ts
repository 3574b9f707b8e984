import type { Journal, Journalled } from '../calls/journal.ts'
import type { Gateway } from '../calls/media-context.ts'
import type { Clock } from '../clock/clock.ts'
import type { Seen } from '../gateway/client.ts'
import { GatewayClient } from '../gateway/client.ts'
import type { GatewayEvent, Inventory, Operation, StreamCodec } from '../gateway/contract.ts'
import type { Dial } from '../gateway/wire.ts'
import type { Log } from '../log.ts'

/** Who is told what a gateway reports. */
export interface GatewayListener {
  event(event: GatewayEvent): void
  /** It started anew: what it held is gone. */
  restarted(): void
  /** All that it holds. `eventsLost`: some were not told. */
  inventory(inventory: Inventory, eventsLost: boolean): void
}

export interface GatewayLinkOptions {
  readonly clock: Clock
  readonly log: Log
  readonly journal: Journal
  readonly gateway: 'media' | 'lines'
  /** Socket of the gateway; or `dial` for another kind of wire. */
  readonly path?: string
  readonly dial?: Dial
  readonly epoch: number
  /** The gateway can be reached, or no longer. */
  readonly reachable: (reachable: boolean) => void
}

/** The exchange's connection to a gateway: what was seen of its events stands in the journal beside the calls. */
export class GatewayLink implements Gateway, Journalled {
  readonly journalKey: string
  readonly #journal: Journal
  readonly #client: GatewayClient
  #listener: GatewayListener | undefined

  constructor(options: GatewayLinkOptions) {
    const { journal, reachable, gateway } = options
    this.journalKey = `gateway/${gateway}`
    this.#journal = journal
    const seen = journal.get(this.journalKey) as Seen | undefined
    this.#client = new GatewayClient({
      ...options,
      controller: 'exchange',
      outbox: journal.outbox,
      ...(seen ? { seen } : {}),
      handler: {
        connected: () => reachable(true),
        disconnected: () => reachable(false),
        restarted: () => this.#listener?.restarted(),
        inventory: (inventory, eventsLost) => this.#inventory(inventory, eventsLost),
        event: (event) => this.#event(event),
        refused: ({ text }) => options.log.error({ text }, `the ${gateway} gateway refused us`),
      },
    })
  }

  get fingerprint(): string | undefined {
    return this.#client.fingerprint
  }

  get codecs(): readonly StreamCodec[] {
    return this.#client.codecs
  }

  /** Connects; calls must be restored by then, for the gateway tells at once what they missed. */
  start(listener: GatewayListener): void {
    this.#listener = listener
    this.#client.start()
  }

  get connected(): boolean {
    return this.#client.connected
  }

  stop(): void {
    this.#client.stop()
  }

  request(operation: Operation) {
    return this.#client.request(operation)
  }

  snapshot(): Seen | undefined {
    return this.#client.seen
  }

  #event(event: GatewayEvent): void {
    this.#listener?.event(event)
    this.#journal.touch(this)
  }

  /**
   * Comes after every start of either side: what the journal had written may never have left, what calls have ended may still be
   * held.
   */
  #inventory(inventory: Inventory, eventsLost: boolean): void {
    this.#listener?.inventory(inventory, eventsLost)
    this.#journal.touch(this)
  }
}
