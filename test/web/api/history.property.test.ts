import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { ChangeSetPreview, ShownChangeSet } from '../../../firmware/web/contract.ts'
import { anApi, type Page } from './an-api.ts'

/** An extension as this model knows it; one that is made anew is another one. */
interface One {
  readonly id: string
  readonly description: string
}
type Office = ReadonlyMap<string, One> // by number

type Step =
  | { do: 'put'; number: string; description: string }
  | { do: 'remove'; number: string }
  | { do: 'undo'; back: number }
  | { do: 'restore'; back: number }
  | { do: 'collect'; number: string; description: string | undefined }
  | { do: 'apply' | 'forget' }

const number = fc.constantFrom('201', '202', '203')
const description = fc.constantFrom('', 'a', 'b')
const back = fc.nat({ max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), number, description }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), number }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), back }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('collect' as const), number },
      description: fc.option(description, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('apply' as const, 'forget' as const) }) },
)

/** What a change set wants of one number: absent for its removal. `was`: as it was when that was collected first. */
interface Wish {
  readonly was: One | undefined
  readonly wanted: One | undefined
}

/** What history, undo and change sets should make of an office: every state that there was, by revision. */
class Model {
  readonly states = new Map<number, Office>()
  now: Office = new Map()
  set: string | undefined
  wishes = new Map<string, Wish>()

  /** The office with one number changed. */
  static with(office: Office, number: string, one: One | undefined): Office {
    const next = new Map(office)
    if (one) next.set(number, one)
    else next.delete(number)
    return next
  }

  /** What is there once the change set acts. */
  collected(): Office {
    let next = this.now
    for (const [number, { wanted }] of this.wishes) next = Model.with(next, number, wanted)
    return next
  }

  /** Whether somebody else changed what the set changes, so that it does not act unasked. */
  hasConflict(): boolean {
    return [...this.wishes].some(
      ([number, { was }]) => !isDeepStrictEqual(this.now.get(number), was),
    )
  }

  /** The office without what a revision did; undefined where something stands on it. */
  without(revision: number): Office | undefined {
    const [before, after] = [this.states.get(revision - 1), this.states.get(revision)]
    if (!before || !after) return undefined
    let next = this.now
    for (const number of new Set([...before.keys(), ...after.keys()])) {
      const [was, is, now] = [before.get(number), after.get(number), this.now.get(number)]
      if (isDeepStrictEqual(was, is)) continue
      if (!isDeepStrictEqual(now, is)) return undefined
      next = Model.with(next, number, was)
    }
    return next
  }
}

async function officeOf(page: Page, set?: string): Promise<Office> {
  const headers = set === undefined ? {} : { 'x-change-set': set }
  const answer = await page.browser.request('GET', 'config/extensions', undefined, headers)
  const { items } = answer.json() as {
    items: { number: string; id: string; description: string }[]
  }
  const all = items.map(({ number, id, description }) => [number, { id, description }] as const)
  return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const sorted = (office: Office) => [...office].toSorted(([a], [b]) => (a < b ? -1 : 1))

function demandSame(is: Office, should: Office, about: unknown): void {
  if (isDeepStrictEqual(sorted(is), sorted(should))) return
  throw new Error(JSON.stringify({ about, is: sorted(is), should: sorted(should) }))
}

function demand(right: boolean, about: unknown): void {
  if (!right) throw new Error(JSON.stringify(about))
}

/** A unit and what should be in it. */
class Run {
  readonly model = new Model()
  readonly #page: Page
  readonly #revision: () => number

  constructor(page: Page, revision: () => number) {
    this.#page = page
    this.#revision = revision
    this.model.states.set(revision(), this.model.now)
  }

  async do(step: Step): Promise<void> {
    if (step.do === 'put') return this.#put(step.number, step.description)
    if (step.do === 'remove') return this.#remove(step.number)
    if (step.do === 'undo') return this.#undo(this.#revision() - step.back)
    if (step.do === 'restore') return this.#restore(this.#revision() - step.back)
    if (step.do === 'collect') return this.#collect(step.number, step.description)
    return step.do === 'apply' ? this.#apply() : this.#forget()
  }

  async #put(number: string, description: string): Promise<void> {
    const known = this.model.now.get(number)
    const id = known?.id ?? (await this.#page.create('extensions', { number, description }))
    if (known)
      demand((await this.#page.patch('extensions', id, { description })).status === 200, number)
    this.#now(Model.with(this.model.now, number, { id, description }))
  }

  async #remove(number: string): Promise<void> {
    const known = this.model.now.get(number)
    if (!known) return
    demand((await this.#page.remove('extensions', known.id)).status === 200, number)
    this.#now(Model.with(this.model.now, number, undefined))
  }

  async #undo(revision: number): Promise<void> {
    if (!this.model.states.has(revision - 1)) return // of an earlier run
    const next = this.model.without(revision)
    const { status, body } = await this.#page.ask('POST', `history/${revision}/undo`)
    demand((status === 200) === (next !== undefined), { revision, status, body })
    if (next) this.#now(next)
  }

  async #restore(revision: number): Promise<void> {
    const then = this.model.states.get(revision)
    if (!then) return
    const { status, body } = await this.#page.ask('POST', `history/${revision}/restore`)
    demand(status === 200, { revision, status, body })
    this.#now(then)
  }

  async #collect(number: string, description: string | undefined): Promise<void> {
    this.model.set ??= (
      await this.#page.ask<ShownChangeSet>('POST', 'change-sets', { name: 'Set' })
    ).body.id
    if (this.model.hasConflict()) return // what others changed is asked about at its end
    const known = this.model.collected().get(number)
    const was = this.model.wishes.has(number)
      ? this.model.wishes.get(number)?.was
      : this.model.now.get(number)
    const headers = { 'x-change-set': this.model.set }
    const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
      this.#page.browser.request(method, path, body, headers)
    if (description === undefined) {
      if (!known) return
      demand((await send('DELETE', `config/extensions/${known.id}`)).statusCode === 200, number)
      this.model.wishes.set(number, { was, wanted: undefined })
      if (!was) this.model.wishes.delete(number) // made and deleted again
    } else if (known) {
      const answer = await send('PATCH', `config/extensions/${known.id}`, { description })
      demand(answer.statusCode === 200, answer.body)
      this.model.wishes.set(number, { was, wanted: { ...known, description } })
    } else {
      const answer = await send('POST', 'config/extensions', { number, description })
      demand(answer.statusCode === 201, answer.body)
      const { ids } = answer.json() as { ids: { new: string } }
      this.model.wishes.set(number, { was, wanted: { id: ids.new, description } })
    }
    demandSame(await officeOf(this.#page, this.model.set), this.model.collected(), 'collected')
  }

  async #apply(): Promise<void> {
    const { set, wishes } = this.model
    if (set === undefined) return
    const { body: preview } = await this.#page.get<ChangeSetPreview>(`change-sets/${set}`)
    const { status, body } = await this.#page.ask('POST', `change-sets/${set}/apply`)
    const should = wishes.size > 0 && !this.model.hasConflict()
    if (should) demand(status === 200, { set, status, body, preview })
    if (status !== 200)
      demand(this.model.states.has(this.#revision()), 'refused, and still changed')
    if (!should && status === 200)
      throw new Error(`applied over others: ${JSON.stringify(preview)}`)
    if (status === 200) this.#now(this.model.collected())
    await this.#forget()
  }

  async #forget(): Promise<void> {
    if (this.model.set) await this.#page.ask('DELETE', `change-sets/${this.model.set}`)
    this.model.set = undefined
    this.model.wishes = new Map()
  }

  /** That is what should be there now, as a revision of its own where anything changed. */
  #now(next: Office): void {
    this.model.now = next
    const known = this.model.states.get(this.#revision())
    if (known) demandSame(next, known, 'nothing changed, so there is no revision')
    this.model.states.set(this.#revision(), next)
  }

  async end(): Promise<void> {
    demandSame(await officeOf(this.#page), this.model.now, 'at the end')
  }
}

t.test('UX random edits, undo, moments and change sets do what a simple model says', async (t) => {
  const { admin, store } = await anApi(t)
  const done = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }),
      async (steps) => {
        for (const { id } of (await admin.list('extensions')).body.items) {
          await admin.remove('extensions', String(id))
        }
        const run = new Run(admin, () => store.revision())
        for (const one of steps) {
          const before = store.revision()
          await run.do(one)
          demandSame(await officeOf(admin), run.model.now, one)
          if (store.revision() > before) done.set(one.do, (done.get(one.do) ?? 0) + 1)
        }
        await run.do({ do: 'forget' })
        await run.end()
      },
    ),
    { numRuns: 30 },
  )
  for (const what of ['put', 'remove', 'undo', 'restore', 'apply']) {
    t.ok((done.get(what) ?? 0) > 0, `${what}: ${done.get(what)} did something`)
  }
})
