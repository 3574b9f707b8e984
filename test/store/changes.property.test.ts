import fc from 'fast-check'
import t from 'tap'
import { AnalogHandset } from '../../firmware/model/analog-handset.ts'
import { DialPlan } from '../../firmware/model/dial-plan.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import type { Edit } from '../../firmware/store/staging.ts'
import type { Store } from '../../firmware/store/store.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened, origin } from './a-store.ts'

/** What a change may do, with small numbers so that things collide. */
type Step =
  | { do: 'user'; name: number }
  | { do: 'extension'; number: number; owner: number | undefined; rings: number[] }
  | { do: 'handset'; user: number; extension: number | undefined }
  | { do: 'analog'; port: number; rungBy: number | undefined }
  | { do: 'operator'; extension: number | undefined }
  | { do: 'renumber'; from: number; to: number }
  | { do: 'remove'; what: 'user' | 'extension' | 'handset' | 'analog'; which: number }

const small = fc.integer({ min: 0, max: 2 })
const maybe = fc.option(small, { nil: undefined })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('user' as const), name: small }),
  fc.record({
    do: fc.constant('extension' as const),
    number: small,
    owner: maybe,
    rings: fc.array(small, { maxLength: 3 }),
  }),
  fc.record({ do: fc.constant('handset' as const), user: small, extension: maybe }),
  fc.record({ do: fc.constant('analog' as const), port: small, rungBy: maybe }),
  fc.record({ do: fc.constant('operator' as const), extension: maybe }),
  fc.record({ do: fc.constant('renumber' as const), from: small, to: small }),
  fc.record({
    do: fc.constant('remove' as const),
    what: fc.constantFrom(
      'user' as const,
      'extension' as const,
      'handset' as const,
      'analog' as const,
    ),
    which: small,
  }),
)

interface ModelExtension {
  readonly id: number
  readonly owner: number | undefined
  /** Handsets in its first attempt, and each analog one in an attempt of its own. */
  readonly rings: readonly number[]
  readonly analog: readonly number[]
}

/** The same configuration, thought of as names with identities: what the store must agree with. */
class Model {
  #last = 0
  users = new Map<number, number>()
  extensions = new Map<number, ModelExtension>()
  handsets = new Map<number, { readonly id: number; readonly extension: number | undefined }>()
  analogs = new Map<number, number>()
  operator: number | undefined

  newId(): number {
    return ++this.#last
  }

  copy(): Model {
    const other = new Model()
    other.#last = this.#last
    other.users = new Map(this.users)
    other.extensions = new Map(this.extensions)
    other.handsets = new Map(this.handsets)
    other.analogs = new Map(this.analogs)
    other.operator = this.operator
    return other
  }

  /** References hold, once all steps are done. */
  isWhole(): boolean {
    const users = new Set(this.users.values())
    const extensions = new Set([...this.extensions.values()].map(({ id }) => id))
    const owners = [...this.extensions.values()].map(({ owner }) => owner)
    const callers = [...this.handsets.values()].map(({ extension }) => extension)
    return (
      owners.every((one) => one === undefined || users.has(one)) &&
      (this.operator === undefined || extensions.has(this.operator)) &&
      callers.every((one) => one === undefined || extensions.has(one))
    )
  }
}

/** Does the step in the model; false: the store must refuse the change. */
function inModel(model: Model, one: Step): boolean {
  const { users, extensions, handsets, analogs } = model
  switch (one.do) {
    case 'user':
      if (users.has(one.name)) return false
      users.set(one.name, model.newId())
      return true
    case 'extension': {
      const owner = one.owner === undefined ? undefined : users.get(one.owner)
      if (extensions.has(one.number) || (one.owner !== undefined && owner === undefined))
        return false
      const rings = one.rings.map((user) => handsets.get(user)?.id).filter((id) => id !== undefined)
      extensions.set(one.number, { id: model.newId(), owner, rings, analog: [] })
      return true
    }
    case 'handset': {
      const extension = one.extension === undefined ? undefined : extensions.get(one.extension)?.id
      if (handsets.has(one.user) || (one.extension !== undefined && extension === undefined))
        return false
      handsets.set(one.user, { id: model.newId(), extension })
      return true
    }
    case 'analog': {
      if (analogs.has(one.port)) return false
      const id = model.newId()
      analogs.set(one.port, id)
      const rung = one.rungBy === undefined ? undefined : extensions.get(one.rungBy)
      if (rung) extensions.set(one.rungBy as number, { ...rung, analog: [...rung.analog, id] })
      return true
    }
    case 'operator':
      model.operator = one.extension === undefined ? undefined : extensions.get(one.extension)?.id
      return true
    case 'renumber': {
      const moved = extensions.get(one.from)
      if (!moved || one.from === one.to) return true
      if (extensions.has(one.to)) return false
      extensions.delete(one.from)
      extensions.set(one.to, moved)
      return true
    }
    case 'remove':
      removeInModel(model, one)
      return true
  }
}

function removeInModel(
  { users, extensions, handsets, analogs }: Model,
  { what, which }: Removal,
): void {
  if (what === 'user') users.delete(which)
  if (what === 'extension') extensions.delete(which)
  if (what !== 'handset' && what !== 'analog') return
  const gone = what === 'handset' ? handsets.get(which)?.id : analogs.get(which)
  if (what === 'handset') handsets.delete(which)
  else analogs.delete(which)
  const others = (ids: readonly number[]) => ids.filter((id) => id !== gone)
  for (const [number, one] of extensions) {
    extensions.set(number, { ...one, rings: others(one.rings), analog: others(one.analog) })
  }
}

type Removal = Extract<Step, { do: 'remove' }>

const login = (name: number) => `user-${name}`
const dialled = (number: number) => `10${number}`
const fxs = (port: number) => `fxs-${port + 1}`
const sip = (user: number) => `phone-${user}`

function inStore(edit: Edit, one: Step): void {
  if (one.do === 'user') edit.create(User, { login: login(one.name), lastName: login(one.name) })
  else if (one.do === 'extension') {
    const owner =
      one.owner === undefined ? undefined : edit.find(User, 'login', login(one.owner))?.id
    if (one.owner !== undefined && !owner)
      edit.refuse({ object: 'test', what: 'no owner', remedy: '' })
    const rung = one.rings.map((user) => edit.find(Handset, 'sipUser', sip(user))?.id)
    const destinations = rung.filter((id) => id !== undefined).map((handset) => ({ handset }))
    edit.create(Extension, {
      number: dialled(one.number),
      kind: owner ? 'user' : 'system',
      owner,
      route: { attempts: destinations.length > 0 ? [{ destinations }] : [] },
    })
  } else if (one.do === 'handset') {
    const number = one.extension
    const found = number === undefined ? undefined : edit.find(Extension, 'number', dialled(number))
    if (number !== undefined && !found)
      edit.refuse({ object: 'test', what: 'no extension', remedy: '' })
    edit.create(Handset, { sipUser: sip(one.user), extension: found?.id })
  } else if (one.do === 'analog') addAnalog(edit, one)
  else if (one.do === 'operator') {
    const number = one.extension === undefined ? '' : dialled(one.extension)
    const operator = edit.find(Extension, 'number', number)?.id
    edit.update(DialPlan, edit.only(DialPlan).id, { operator })
  } else if (one.do === 'renumber') {
    const found = edit.find(Extension, 'number', dialled(one.from))
    if (found) edit.update(Extension, found.id, { number: dialled(one.to) })
  } else remove(edit, one)
}

function addAnalog(edit: Edit, one: Extract<Step, { do: 'analog' }>): void {
  const analog = edit.create(AnalogHandset, { port: fxs(one.port) })
  const number = one.rungBy === undefined ? '' : dialled(one.rungBy)
  const rung = edit.find(Extension, 'number', number)
  if (!rung) return
  const attempts = [...rung.route.attempts, { destinations: [{ analog }] }]
  edit.update(Extension, rung.id, { route: { attempts } })
}

function remove(edit: Edit, { what, which }: Removal): void {
  if (what === 'user') {
    const found = edit.find(User, 'login', login(which))
    if (found) edit.remove(User, found.id)
  } else if (what === 'extension') {
    const found = edit.find(Extension, 'number', dialled(which))
    if (found) edit.remove(Extension, found.id)
  } else if (what === 'analog') {
    const found = edit.find(AnalogHandset, 'port', fxs(which))
    if (found) edit.remove(AnalogHandset, found.id)
  } else {
    const found = edit.find(Handset, 'sipUser', sip(which))
    if (found) edit.remove(Handset, found.id)
  }
}

/** Both, as plain text that can be compared. */
function picture(store: Store): string[] {
  const number = (id: string | undefined) => (id ? store.get(Extension, id)?.number : undefined)
  const name = (id: string | undefined) => (id ? store.get(User, id)?.login : undefined)
  return [
    ...store.all(User).map((user) => user.login),
    ...store.all(Extension).map((one) => {
      const rung = one.route.attempts.flatMap(({ destinations }) => destinations)
      const phones = rung.map(
        ({ handset, analog }) =>
          store.get(Handset, handset ?? '')?.sipUser ??
          store.get(AnalogHandset, analog ?? '')?.port,
      )
      return `${one.number} of ${name(one.owner)} rings ${phones}`
    }),
    ...store.all(Handset).map((one) => `${one.sipUser} is ${number(one.extension)}`),
    ...store.all(AnalogHandset).map(({ port }) => port),
    `the operator is ${number(store.only(DialPlan).operator)}`,
  ].toSorted()
}

function pictureOf({ users, extensions, handsets, analogs, operator }: Model): string[] {
  const logins = new Map([...users].map(([name, id]) => [id, login(name)]))
  const numbers = new Map([...extensions].map(([number, { id }]) => [id, dialled(number)]))
  const ports = [...analogs].map(([port, id]) => [id, fxs(port)] as const)
  const phones = new Map([
    ...[...handsets].map(([user, { id }]) => [id, sip(user)] as const),
    ...ports,
  ])
  return [
    ...logins.values(),
    ...[...extensions].map(([number, { owner, rings, analog }]) => {
      const rung = [...rings, ...analog].map((id) => phones.get(id))
      return `${dialled(number)} of ${logins.get(owner ?? 0)} rings ${rung}`
    }),
    ...[...handsets].map(([user, { extension }]) => {
      return `${sip(user)} is ${numbers.get(extension ?? 0)}`
    }),
    ...ports.map(([, port]) => port),
    `the operator is ${numbers.get(operator ?? 0)}`,
  ].toSorted()
}

t.test('after any sequence of changes the store holds what a simple model says', async (t) => {
  const changes = fc.array(fc.array(step, { minLength: 1, maxLength: 4, size: 'max' }), {
    maxLength: 40,
    size: 'max', // long enough for things to be made, referred to and removed
  })
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const data = aDirectory(t)
      const store = opened(t, data)
      const second = opened(t, data) // another reader, as another process would be
      change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
      let model = new Model()
      for (const all of changes) {
        const next = model.copy()
        // Up to the first step that cannot be: what follows it could make it good again.
        const wrong = all.findIndex((one) => !inModel(next, one))
        const steps = wrong < 0 ? all : all.slice(0, wrong + 1)
        const possible = wrong < 0 && next.isWhole()
        const before = store.revision()
        const result = store.change(origin, (edit) => {
          for (const one of steps) inStore(edit, one)
        })
        if (result.ok !== possible) {
          const why = result.ok ? '' : result.error.map(({ what }) => what).join()
          throw new Error(
            `${JSON.stringify(steps)}: accepted ${result.ok}, expected ${possible} ${why}`,
          )
        }
        if (result.ok) model = next
        const grown = result.ok && result.value.changes.length > 0 ? 1 : 0
        if (store.revision() !== before + grown) throw new Error('revision')
        for (const reader of [store, second]) {
          const [is, should] = [picture(reader).join('\n'), pictureOf(model).join('\n')]
          if (is !== should) throw new Error(`is:\n${is}\nshould be:\n${should}`)
        }
      }
      const { damage } = verifyConfig(data)
      if (damage.length > 0) throw new Error(damage.join('\n'))
      await store.close()
      await second.close()
    }),
    { numRuns: 120 },
  )
})
