import type { Clock, Timer } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import { InstalledKey } from '../model/installed-key.ts'
import { AdminEvents } from '../store/admin-events.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { condition } from '../words/condition.ts'
import { message, say } from '../words/say.ts'
import { COUNTED, type CountedName } from './capacity-table.ts'
import { capacityWords, profileWords } from './capacity-words.ts'
import { used } from './counts.ts'
import { type Entitlement, entitled, type HeldKey } from './entitled.ts'
import { actsUntil } from './key-state.ts'
import { reckonedNow } from './reckoned-now.ts'

const LOOK_MS = 60_000 // costs nothing while no revision comes: two reads
const HOUR = 3_600_000
/** So long must a key be seen to have ended before that is written down: a clock that is wrong for an hour takes nothing for good. */
const SURE_MS = 24 * HOUR

interface Options {
  readonly clock: Clock
  /** Undefined while there is none. */
  readonly store: () => Store | undefined
  readonly conditions: { raise(condition: RaisedCondition): void; clear(id: string): void }
}

/** Tells people of keys that end (FKEY-11) and of more than a profile takes, and remembers which keys have ended. */
export class EntitlementWatch {
  readonly #options: Options
  #timer: Timer | undefined
  #revision = -1
  #lookedAt = Number.NEGATIVE_INFINITY
  #raised = new Set<string>()
  /** By object id, uptime at which a key was first seen to have ended. */
  readonly #endedAt = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    try {
      this.#look()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error // a full disk is told by who keeps the store
    }
    this.#timer = this.#options.clock.after(LOOK_MS, () => this.start())
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  /** After a change, and once an hour, because time goes on without one. */
  #look(): void {
    const store = this.#options.store()
    if (!store) return
    const uptime = this.#options.clock.uptime()
    const revision = store.revision()
    if (revision === this.#revision && uptime - this.#lookedAt < HOUR) return
    this.#revision = revision
    this.#lookedAt = uptime
    const entitlement = entitled(store, reckonedNow(store, this.#options.clock))
    this.#tell([...keyConditions(entitlement), ...overConditions(store, entitlement)])
    this.#remember(store, entitlement.keys)
  }

  #tell(found: readonly RaisedCondition[]): void {
    const ids = new Set(found.map(({ id }) => id))
    for (const id of this.#raised) if (!ids.has(id)) this.#options.conditions.clear(id)
    for (const one of found) this.#options.conditions.raise(one)
    this.#raised = ids
  }

  #remember(store: Store, keys: readonly HeldKey[]): void {
    const { clock } = this.#options
    const ended = keys.filter(({ state }) => state === 'ended')
    for (const id of this.#endedAt.keys()) {
      if (!ended.some((one) => one.id === id)) this.#endedAt.delete(id)
    }
    for (const { id, key } of ended) {
      const since = this.#endedAt.get(id) ?? clock.uptime()
      this.#endedAt.set(id, since)
      const { number, series } = key
      if (clock.uptime() - since < SURE_MS || store.get(InstalledKey, id)?.ended !== false) continue
      const origin = { by: 'system', from: 'this unit' }
      const noted = store.change(origin, (edit) => edit.update(InstalledKey, id, { ended: true }))
      if (!noted.ok) continue // it was replaced meanwhile
      const text = message('event.key-ended', { number, series })
      new AdminEvents(store.records, clock).add({ ...origin, text })
    }
  }
}

function keyConditions({ profile, keys }: Entitlement): RaisedCondition[] {
  if (profile === 'community') return [] // it needs none
  return keys.flatMap(({ key, state }) => {
    const { series, expires } = key
    const date = (ms: number | undefined) => new Date(ms ?? 0).toISOString().slice(0, 10)
    if (state === 'ending') return [condition('key-ending', { series, date: date(expires) })]
    if (state === 'grace') return [condition('key-grace', { series, date: date(actsUntil(key)) })]
    return state === 'ended' ? [condition('key-ended', { series })] : []
  })
}

/** What there is more of than the profile takes. */
export function overLimit(store: Store, entitlement: Entitlement): readonly CountedName[] {
  return COUNTED.filter((name) => used(store, name) > (entitlement.limit(name) ?? Number.MAX_VALUE))
}

function overConditions(store: Store, entitlement: Entitlement): RaisedCondition[] {
  const over = overLimit(store, entitlement)
  if (over.length === 0) return []
  const each = over.map(
    (name) => `${say('en', capacityWords(name))} ${used(store, name)}/${entitlement.limit(name)}`,
  )
  const profile = say('en', profileWords(entitlement.profile))
  return [condition('over-capacity', { profile, what: each.join(', ') })]
}
