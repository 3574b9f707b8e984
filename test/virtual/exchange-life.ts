import { Journal } from '../../firmware/calls/journal.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { GatewayLink } from '../../firmware/exchange/gateway-link.ts'
import { Office } from '../../firmware/exchange/office.ts'
import { Switching } from '../../firmware/exchange/switching.ts'
import { TraceRecorder } from '../../firmware/exchange/trace/trace-recorder.ts'
import { Bindings } from '../../firmware/phones/bindings.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import type { Store } from '../../firmware/store/store.ts'
import type { MemoryStore } from '../calls/fakes.ts'
import type { MemoryLink, MemoryNetwork } from '../gateway/memory-network.ts'
import type { Diary } from './diary.ts'
import type { MortalClock } from './mortal.ts'
import { MortalStore } from './mortal.ts'

export interface ExchangeSurroundings {
  readonly clock: MortalClock
  readonly store: Store
  readonly hot: MemoryStore
  readonly epoch: number
  readonly media: MemoryNetwork
  readonly lines: MemoryNetwork
  readonly diary: Diary
  readonly recorded: (events: readonly CallEvent[]) => void
}

const RECORD_MS = 1000 // what a group commit takes

/** One life of the exchange: all of it but SIP, records on a disk and the bus. */
export class ExchangeLife {
  readonly switching: Switching
  readonly office: Office
  readonly conditions = new Map<string, RaisedCondition>()
  readonly #clock: MortalClock
  readonly #hot: MortalStore
  readonly #gateways: readonly GatewayLink[]
  readonly #wires: MemoryLink[] = []
  #dead = false

  constructor(surroundings: ExchangeSurroundings) {
    const { clock, store, hot, epoch, diary, recorded } = surroundings
    const log = diary.log('exchange', () => this.#dead)
    this.#clock = clock
    this.#hot = new MortalStore(hot)
    const trouble = (error: unknown) => error && log.error({ error }, 'the journal fails')
    const journal = new Journal(this.#hot, clock, trouble)
    this.office = new Office(store)
    this.office.refresh()
    const link = (gateway: 'media' | 'lines', reachable: (reachable: boolean) => void) =>
      new GatewayLink({
        clock,
        log,
        journal,
        gateway,
        epoch,
        reachable,
        dial: surroundings[gateway].dial((wire) => this.#wires.push(wire)),
      })
    const media = link('media', (reachable) => reachable && this.switching.ports.mediaIsBack())
    const lines = link('lines', () => {})
    this.#gateways = [media, lines]
    this.switching = new Switching({
      clock,
      log,
      conditions: {
        raise: (condition) => void this.conditions.set(condition.id, condition),
        clear: (id) => void this.conditions.delete(id),
      },
      store,
      office: this.office,
      bindings: new Bindings({ clock, store: NO_BINDINGS, changed: () => {} }),
      trace: new TraceRecorder(clock),
      journal,
      epoch,
      media,
      lines,
      userAgent: () => {
        throw new Error('there is no SIP here')
      },
      record: async (events) => {
        await clock.sleep(RECORD_MS)
        recorded(events)
      },
    })
  }

  /** Takes up the calls of an earlier life, as `Exchange.start` does. */
  start(): void {
    this.switching.calls.restore()
    this.switching.connect()
    this.switching.calls.resume()
  }

  /** Both gateways can be asked. */
  get connected(): boolean {
    return this.#gateways.every(({ connected }) => connected)
  }

  /** Between one instruction and the next: what left is on its way, nothing else will ever. */
  kill(): void {
    this.#dead = true
    this.#clock.die()
    this.#hot.die()
    for (const wire of this.#wires) if (wire.down.told) wire.die('down')
  }

  /** The network between it and the gateways fails. */
  cut(): void {
    for (const wire of this.#wires) wire.cut()
  }
}

const NO_BINDINGS = { put: () => {}, remove: () => {}, entries: () => [] }
