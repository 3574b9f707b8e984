import type { Clock, Timer } from '../../../clock/clock.ts'
import type { Role } from '../../../model/facts.ts'
import { ROLES, User } from '../../../model/user.ts'
import type { DurableMap } from '../../../store/durable-map.ts'
import { identities } from '../../../store/identity.ts'
import type { Reader } from '../../../store/reader.ts'
import type { Store } from '../../../store/store.ts'
import { message } from '../../../words/say.ts'
import type { Changed } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'
import { Refusal } from '../../server/refusal.ts'
import { applyAll, type Changer, changeConfig, type Wanted } from '../config-change.ts'
import { refusedBy } from '../problems.ts'
import { conflictsOf, itemsOf, type KeptSet, merged, wantedBy } from './kept-set.ts'

const MOST_SETS = 50
const MOST_ITEMS = 2000
const LATE_MS = 24 * 3600 * 1000 // a cut-over that the unit slept through for longer wants a person
const WAKE_MS = 60_000 // at least so often while one waits: the clock may be set

type Told = (before: number, changed: Changed) => void

/** Changes that wait: kept over restarts, applied as one revision, at a time if somebody wants it. The web process alone keeps them. */
export class ChangeSets {
  readonly #parts: Pick<Parts, 'clock' | 'log' | 'store' | 'unit'>
  readonly #told: Told
  readonly #clock: Clock
  readonly #newId: () => string
  #timer: Timer | undefined

  constructor(parts: Pick<Parts, 'clock' | 'log' | 'store' | 'unit'>, told: Told) {
    this.#parts = parts
    this.#told = told
    this.#clock = parts.clock
    this.#newId = identities(parts.clock)
  }

  /** Those that are due meanwhile are applied. */
  async start(): Promise<void> {
    const state = await this.#parts.unit.state()
    if (state.state !== 'preparing' && state.state !== 'unreadable') this.#look()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  list(): KeptSet[] {
    const store = this.#parts.store()
    const all = this.#kept.entries().map(([id, sealed]) => opened(store, id, sealed))
    return all.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  }

  /** @throws Refusal `not-found` */
  get(id: string): KeptSet {
    const sealed = this.#kept.get(id)
    if (!sealed) throw new Refusal('not-found', 'There is no such change set.')
    return opened(this.#parts.store(), id, sealed)
  }

  create(name: string, who: { readonly user: string; readonly login: string }): KeptSet {
    const [...all] = this.list()
    if (all.length >= MOST_SETS) {
      const ended = all.findLast(({ applied, failed }) => applied ?? failed)
      if (!ended) throw new Refusal('refused', 'There are too many change sets. Delete one first.')
      this.#kept.remove(ended.id)
    }
    const set = { id: this.#newId(), name, user: who.user, by: who.login, items: [] }
    return this.#keep({ ...set, createdAt: this.#clock.now() })
  }

  remove(id: string): void {
    this.get(id)
    this.#kept.remove(id)
  }

  /** Adds to an open set what a request wants, after trying it together with all that is in it already. */
  collect(id: string, who: Changer, wanted: readonly Wanted[]): Changed {
    const set = this.#open(id)
    const store = this.#parts.store()
    const ids = new Map<string, string>()
    for (const one of wanted) if (one.do === 'create') ids.set(one.id, this.#newId())
    const items = merged(set.items, itemsOf(store, wanted, ids))
    if (items.length > MOST_ITEMS) {
      throw new Refusal('refused', 'That change set is full. Apply it, or begin another.')
    }
    const all = wantedBy(items)
    const tried = store.rehearse(who.origin, (edit) => {
      applyAll(store, edit, all.wanted, who.roles, all.ids)
    })
    if (!tried.ok) throw refusedBy(tried.error)
    this.#keep({ ...set, items })
    return { revision: store.revision(), ids: Object.fromEntries(ids), collected: id }
  }

  /** Reads as if the set were applied; as things are where it cannot be. */
  read<T>(id: string, read: (reader: Reader) => T): T {
    const store = this.#parts.store()
    const { wanted, ids } = wantedBy(this.get(id).items)
    let found: { readonly value: T } | undefined
    try {
      store.rehearse({ by: '', from: '' }, (edit) => {
        applyAll(store, edit, wanted, ROLES, ids)
        found = { value: read(edit) }
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    return found ? found.value : read(store)
  }

  /** All of it as one revision, now. @throws Refusal `changed-meanwhile` where others changed the same, unless `over` */
  async apply(id: string, who: Changer, over: boolean): Promise<Changed> {
    const set = this.#open(id)
    const changed = this.#applyTo(set, who, over)
    this.#keep({ ...without(set), applied: { at: this.#clock.now(), revision: changed.revision } })
    await this.#kept.flush()
    return changed
  }

  /** On the disk when this resolves. */
  async schedule(id: string, at: number, user: string, over: boolean): Promise<KeptSet> {
    const set = this.#keep({ ...this.#open(id), schedule: { at, user, over } })
    await this.#kept.flush()
    this.#look()
    return set
  }

  async unschedule(id: string): Promise<KeptSet> {
    const { schedule: _, ...rest } = this.get(id)
    const set = this.#keep(rest)
    await this.#kept.flush()
    return set
  }

  get #kept(): DurableMap<Uint8Array> {
    return this.#parts.store().durable<Uint8Array>('change-sets')
  }

  #keep(set: KeptSet): KeptSet {
    this.#kept.put(set.id, this.#parts.store().seal(JSON.stringify(set), placeOf(set.id)))
    return set
  }

  #open(id: string): KeptSet {
    const set = this.get(id)
    if (!set.applied) return set
    throw new Refusal('refused', 'That change set has been applied. Begin another.')
  }

  #applyTo({ items }: KeptSet, who: Changer, over: boolean): Changed {
    const store = this.#parts.store()
    if (items.length === 0) throw new Refusal('refused', 'Nothing has been collected yet.')
    const count = over ? 0 : conflictsOf(store, items).length
    if (count > 0) throw new Refusal('changed-meanwhile', message('set.conflicts', { count }))
    const before = store.revision()
    const { wanted, ids } = wantedBy(items)
    const changed = changeConfig(store, who, wanted, ids)
    this.#told(before, changed)
    return changed
  }

  /** Applies what is due, and waits for the next. */
  #look(): void {
    this.#timer?.cancel()
    const waiting = this.list().filter(({ schedule, applied, failed }) => {
      return schedule && !applied && !failed
    })
    const now = this.#clock.now()
    let next = Number.POSITIVE_INFINITY
    for (const set of waiting) {
      const at = set.schedule?.at ?? 0
      if (at <= now) this.#applyDue(set)
      else next = Math.min(next, at)
    }
    if (next === Number.POSITIVE_INFINITY) return
    this.#timer = this.#clock.after(Math.min(next - now, WAKE_MS), () => this.#look())
  }

  #applyDue(set: KeptSet): void {
    const now = this.#clock.now()
    const { at = 0, user = '', over = false } = set.schedule ?? {}
    const store = this.#parts.store()
    try {
      if (now - at > LATE_MS) throw new Refusal('refused', 'The unit was off at that time.')
      const person = store.get(User, user)
      if (!person) throw new Refusal('forbidden', 'Who planned it is no user any more.')
      const origin = { by: person.login, from: `change set ${set.name}` }
      const roles: readonly Role[] = person.roles
      const { revision } = this.#applyTo(set, { origin, roles }, over)
      this.#keep({ ...without(set), applied: { at: now, revision } })
      this.#parts.log.info({ set: set.name, revision }, 'a change set was applied at its time')
    } catch (error) {
      const why = (error as Error).message
      this.#keep({ ...without(set), failed: { at: now, why } })
      this.#parts.log.error({ set: set.name, why }, 'a change set could not be applied')
    }
  }
}

const placeOf = (id: string) => `change-set/${id}`

function opened(store: Store, id: string, sealed: Uint8Array): KeptSet {
  return JSON.parse(store.unseal(sealed, placeOf(id))) as KeptSet
}

/** Without what was planned, and what became of it. */
function without({ schedule: _, failed: __, ...set }: KeptSet): KeptSet {
  return set
}
