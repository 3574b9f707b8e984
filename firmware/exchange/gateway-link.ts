import type { CallTable } from '../calls/call-table.ts'
import type { Journal, Journalled } from '../calls/journal.ts'
import type { Gateway } from '../calls/media-context.ts'
import type { Clock } from '../clock/clock.ts'
import type { Seen } from '../gateway/client.ts'
import { GatewayClient } from '../gateway/client.ts'
import type { GatewayEvent, Inventory, Operation } from '../gateway/contract.ts'
import type { Log } from '../log.ts'

const JOURNAL_KEY = 'gateway/media'

export interface GatewayLinkOptions {
  readonly clock: Clock
  readonly log: Log
  readonly journal: Journal
  /** Socket of the media gateway. */
  readonly path: string
  readonly epoch: number
  /** The gateway can be reached, or no longer. */
  readonly reachable: (reachable: boolean) => void
}

/** The exchange's connection to the media gateway: what was seen of its events stands in the journal beside the calls. */
export class GatewayLink implements Gateway, Journalled {
  readonly journalKey = JOURNAL_KEY
  readonly #journal: Journal
  readonly #client: GatewayClient
  #calls: CallTable | undefined

  constructor(options: GatewayLinkOptions) {
    const { journal, reachable } = options
    this.#journal = journal
    const [kept] = [...journal.entries(JOURNAL_KEY)]
    const seen = kept?.[1] as Seen | undefined
    this.#client = new GatewayClient({
      ...options,
      controller: 'exchange',
      outbox: journal.outbox,
      ...(seen ? { seen } : {}),
      handler: {
        connected: () => reachable(true),
        disconnected: () => reachable(false),
        restarted: () => this.#calls?.gatewayRestarted(),
        inventory: (inventory, eventsLost) => this.#inventory(inventory, eventsLost),
        event: (event) => this.#event(event),
        refused: ({ text }) => options.log.error({ text }, 'the media gateway refused us'),
      },
    })
  }

  /** Connects; `calls` must be restored by then, for the gateway tells at once what they missed. */
  start(calls: CallTable): void {
    this.#calls = calls
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
    this.#calls?.gatewayEvent(event)
    this.#journal.touch(this)
  }

  /**
   * Comes after every start of either side: what the journal had written may never have left, what calls have ended may still be
   * held.
   */
  #inventory(inventory: Inventory, eventsLost: boolean): void {
    this.#calls?.gatewayInventory(inventory, eventsLost)
    this.#journal.touch(this)
  }
}
