import type { Clock, Timer } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { Outbox } from '../outbox.ts'
import type { GatewayEvent, Inventory, Operation, Reply, Welcome } from './contract.ts'
import type { GatewayHandler, Seen } from './gateway-handler.ts'

export interface IncomingOptions {
  readonly clock: Clock
  readonly log: Log
  readonly outbox: Outbox
  readonly seen?: Seen
  readonly handler: Pick<GatewayHandler, 'event' | 'inventory'>
}

/** What it needs of the connection of the moment. */
export interface Asking {
  /** Sends a request and answers its ID. */
  ask(operation: Operation): number
  cut(reason: string): void
}

const INVENTORY_MS = 5000
const MOST_HELD = 100_000

/**
 * The events of a gateway, each handed over once and in order. Where some are missing, those that come are held until an inventory
 * stands for what is lost; then they and the inventory are handed over in one turn, so that one journal entry has both.
 */
export class Incoming {
  readonly #options: IncomingOptions
  readonly #asking: Asking
  /** Of the last welcome in this life of the controller. */
  #boot: string | undefined
  /** Undefined until the first inventory, if no journal knew it. */
  #seenBoot: string | undefined
  #seenEvent: number
  #acknowledged = 0
  /**
   * Events that wait for the inventory; undefined when none is due. One is due at the start: what the journal had written may
   * never have left.
   */
  #held: GatewayEvent[] | undefined = []
  /** What an inventory has to make good: events that nobody will ever hand over. */
  #lost = false
  /** The inventory is asked for, or will be once the outbox lets it go. */
  #asked: object | undefined
  #inventoryId: number | undefined
  #patience: Timer | undefined

  constructor(options: IncomingOptions, asking: Asking) {
    this.#options = options
    this.#asking = asking
    this.#seenBoot = options.seen?.boot
    this.#seenEvent = options.seen?.event ?? 0
  }

  get seen(): Seen | undefined {
    return this.#seenBoot === undefined
      ? undefined
      : { boot: this.#seenBoot, event: this.#seenEvent }
  }

  /** What is dealt with and not acknowledged on this connection. */
  get due(): Seen | undefined {
    return this.#seenEvent > this.#acknowledged ? this.seen : undefined
  }

  acknowledged(seen: Seen): void {
    if (seen.boot === this.#seenBoot) this.#acknowledged = seen.event
  }

  /** A connection stands. True: the gateway is not the one it was, all that it held is gone. */
  welcome({ boot, replay }: Welcome): boolean {
    const before = this.#boot ?? this.#seenBoot
    const restarted = before !== undefined && before !== boot
    if (restarted) {
      this.#held = [] // an earlier life of this controller may have met this boot already
      if (this.#seenBoot !== undefined) this.#seenBoot = boot
      this.#seenEvent = 0
    }
    this.#boot = boot
    this.#acknowledged = 0 // an acknowledgement may have been lost with the connection
    if (!replay) {
      this.#held ??= []
      this.#lost = true
    }
    return restarted
  }

  /** Asks for the inventory, if one is due, when all that the controller has said by now has left. */
  start(): void {
    if (!this.#held || this.#asked) return
    const asked = {}
    this.#asked = asked
    this.#options.outbox(() => {
      if (asked !== this.#asked) return // of a connection that is lost
      this.#inventoryId = this.#asking.ask({ op: 'inventory' })
      const cut = () => this.#asking.cut('no inventory')
      this.#patience = this.#options.clock.after(INVENTORY_MS, cut)
    })
  }

  /** The connection is lost; what is held comes again with the next one. */
  interrupted(): void {
    this.#patience?.cancel()
    this.#asked = undefined
    this.#inventoryId = undefined
    if (this.#held) this.#held = []
  }

  event(event: GatewayEvent): void {
    if (this.#held) {
      this.#held.push(event)
      if (this.#held.length > MOST_HELD) this.#asking.cut('too many events before the inventory')
    } else if (event.event === this.#seenEvent + 1 && event.kind !== 'overflow') {
      this.#handOver(event)
    } else if (event.event > this.#seenEvent) {
      this.#options.log.warn({ after: this.#seenEvent, event: event.event }, 'events are lost')
      this.#held = [event]
      this.#lost = true
      this.start()
    }
  }

  /** Whether a reply with this ID is the inventory. */
  awaits(id: unknown): boolean {
    return id !== undefined && id === this.#inventoryId
  }

  inventory(reply: Reply): void {
    this.#patience?.cancel()
    this.#asked = undefined
    this.#inventoryId = undefined
    if ('ok' in reply) this.#replace(reply.ok as Inventory)
    else this.#asking.cut(`no inventory: ${reply.text}`)
  }

  #replace(inventory: Inventory): void {
    const held = this.#held ?? []
    const lost = this.#lost || held.some(({ kind }) => kind === 'overflow')
    this.#held = undefined
    this.#lost = false
    this.#seenBoot = this.#boot
    for (const event of held) {
      if (event.event > this.#seenEvent && event.kind !== 'overflow') this.#handOver(event)
    }
    this.#seenEvent = inventory.lastEvent
    this.#options.handler.inventory(inventory, lost)
  }

  #handOver(event: GatewayEvent): void {
    this.#seenEvent = event.event
    this.#options.handler.event(event)
  }
}
