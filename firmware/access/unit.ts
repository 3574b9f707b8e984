import { hostname } from 'node:os'
import type { Clock } from '../clock/clock.ts'
import { Site } from '../model/site.ts'
import { SetupError } from '../setup-error.ts'
import { openStore, type Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { type SetUpState, setUpState } from './set-up.ts'
import { SignIn } from './sign-in.ts'

/** How the unit stands, as far as signing in goes. */
export type UnitState =
  | SetUpState
  /** The store or its key cannot be read: nobody can sign in. */
  | { readonly state: 'unreadable'; readonly login: string; readonly text: string }

/**
 * Who may sign in, out of the unit's own store, so that console and pages work while the exchange does not. It waits for the exchange to make the
 * store: whoever changes an empty one takes the place of the opening office.
 */
export class Unit {
  readonly #data: string
  readonly #clock: Clock
  #store: Store | undefined
  #signIn: SignIn | undefined
  #opening: Promise<Store | undefined> | undefined

  constructor(data: string, clock: Clock) {
    this.#data = data
    this.#clock = clock
  }

  async state(): Promise<UnitState> {
    try {
      const store = await this.#open()
      return store ? setUpState(store) : { state: 'preparing', login: '' }
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      return { state: 'unreadable', login: '', text: `${error.message} ${error.remedy}` }
    }
  }

  /** Undefined while `state` is `preparing` or `unreadable`. */
  get signIn(): SignIn | undefined {
    return this.#signIn
  }

  /** Undefined likewise. */
  get store(): Store | undefined {
    return this.#store
  }

  /** Of the office, or of the machine while it has none. */
  get name(): string {
    try {
      const site = this.#store?.site()
      return (site && this.#store?.get(Site, site)?.name) || hostname()
    } catch (error) {
      if (error instanceof StoreError) return hostname()
      throw error
    }
  }

  get revision(): number {
    return this.#store?.revision() ?? 0
  }

  async close(): Promise<void> {
    await this.#store?.close()
    this.#store = undefined
  }

  /** One environment is open once a process, however many ask at the same time. */
  #open(): Promise<Store | undefined> {
    if (this.#store) return Promise.resolve(this.#store)
    this.#opening ??= this.#openPrepared().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #openPrepared(): Promise<Store | undefined> {
    if (!(await this.#isPrepared())) return undefined
    const store = openStore({ data: this.#data, clock: this.#clock })
    this.#signIn = new SignIn(store, this.#clock)
    this.#store = store
    return store
  }

  async #isPrepared(): Promise<boolean> {
    try {
      const store = openStore({ data: this.#data, clock: this.#clock, readOnly: true })
      try {
        return setUpState(store).state !== 'preparing'
      } finally {
        await store.close()
      }
    } catch (error) {
      if (error instanceof StoreError && error.code === 'missing') return false
      throw error
    }
  }
}
