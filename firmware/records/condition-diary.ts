import type { Bus } from '../bus/bus.ts'
import type { Condition } from '../bus/condition.ts'
import { HERE, topics } from '../bus/topics.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import type { AdminEvents } from '../store/admin-events.ts'
import type { DurableMap } from '../store/durable-map.ts'
import { StoreError } from '../store/store-error.ts'
import { CONDITION_SEVERITY } from './event-kinds.ts'

/** Conditions of a process that starts anew go and come again: what lasts no longer is no event. */
const SETTLE_MS = 5000
/** A disk that is full takes the event later. */
const AGAIN_MS = 60_000

/** A condition of which the log says that it came, and not yet that it went. */
export type NotedCondition = Pick<
  Condition,
  'severity' | 'subject' | 'effect' | 'remedy' | 'kind' | 'values'
>

export interface DiaryWorld {
  readonly bus: Bus
  readonly clock: Clock
  readonly events: Pick<AdminEvents, 'addCondition'>
  /** Kept over restarts, so that nothing is told twice. */
  readonly noted: DurableMap<NotedCondition>
  readonly signal: AbortSignal
}

/** Writes into the event log when a condition came and when it was over. One process of a unit does it. */
export class ConditionDiary {
  readonly #world: DiaryWorld
  readonly #present = new Map<string, Condition>()
  #timer: Timer | undefined

  constructor(world: DiaryWorld) {
    this.#world = world
  }

  start(): void {
    const { bus, signal } = this.#world
    const hear = ({ owner, id }: { owner: string; id: string }, told: Condition | undefined) => {
      if (told) this.#present.set(told.id, told)
      else this.#present.delete(`${owner}/${id}`)
      this.#later()
    }
    bus.subscribe(topics.condition, hear, signal, { site: HERE })
    bus.whenConnected(() => this.#later(), signal)
    signal.addEventListener('abort', () => this.#timer?.cancel(), { once: true })
  }

  #later(ms = SETTLE_MS): void {
    this.#timer?.cancel()
    this.#timer = this.#world.clock.after(ms, () => this.#settle())
  }

  #settle(): void {
    try {
      this.#note()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#later(AGAIN_MS)
    }
  }

  /** Nothing is judged while the bus is away: what it retains is then not known. */
  #note(): void {
    const { bus, noted, events } = this.#world
    if (!bus.connected) return
    for (const [id, condition] of this.#present) {
      if (noted.get(id)) continue
      const { severity, subject, effect, remedy, kind, values } = condition
      const note = {
        severity,
        subject,
        effect,
        remedy,
        ...(kind && { kind, values: values ?? {} }),
      }
      events.addCondition(ownerOf(id), { ...note, over: false }, CONDITION_SEVERITY[severity])
      noted.put(id, note)
    }
    for (const [id, { severity: _, ...note }] of noted.entries()) {
      if (this.#present.has(id)) continue
      events.addCondition(ownerOf(id), { ...note, over: true }, 'informational')
      noted.remove(id)
    }
  }
}

const ownerOf = (id: string) => id.split('/')[0] ?? ''
