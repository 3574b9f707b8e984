/** An office of any objects that the declarations allow, whichever there are. */
import fc from 'fast-check'
import { Capacity } from '../../firmware/model/capacity.ts'
import type { Entity, New } from '../../firmware/model/entity.ts'
import type { Field } from '../../firmware/model/field.ts'
import { entities } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import type { Changes } from '../../firmware/store/staging.ts'
import type { Store } from '../../firmware/store/store.ts'
import { origin } from './a-store.ts'

interface Limits {
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

/** Something for this field; the store refuses what is not right for it after all. References are `#n`, the n-th of their entity. */
function anyValue(field: Field): fc.Arbitrary<unknown> {
  const { kind, choices = [], fields = {}, item, schema, default: usual } = field
  const { minimum = 0, maximum = 10, pattern } = schema as Limits
  switch (kind) {
    case 'choice':
      return fc.constantFrom(...choices)
    case 'whole':
      return fc.integer({ min: minimum, max: maximum })
    case 'flag':
      return fc.boolean()
    case 'reference':
      return fc.nat({ max: 3 }).map((n) => `#${n}`)
    case 'list':
      return item ? fc.array(anyValue(item), { maxLength: 3 }) : fc.constant([])
    case 'group':
      return fc.record(
        Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, anyValue(one)])),
        { requiredKeys: [] },
      )
    case 'digits':
    case 'text':
      return fc.oneof(
        fc.constantFrom(
          usual ?? '',
          '007',
          '=1+1',
          "'",
          ' x ',
          'a;b',
          'no',
          'null',
          '~',
          '#1',
          '[1]',
          'é字"',
        ),
        matching(pattern),
      )
    case 'secret':
      return matching(pattern)
    default:
      return fc.constant(undefined) // no file gives the hash of a password
  }
}

const known = new Map<string, fc.Arbitrary<string>>() // a class of Unicode takes a second to be made

/** Lookaheads are not made up: the constants are all there is then. */
function matching(pattern = '^x$'): fc.Arbitrary<string> {
  if (/\(\?[=!<]/.test(pattern)) return fc.constant('')
  let made = known.get(pattern)
  if (!made) {
    made = fc.stringMatching(new RegExp(pattern, 'u')).filter((text) => text.length < 70)
    known.set(pattern, made)
  }
  return made
}

const anyObject = (entity: Entity) =>
  fc.record(
    Object.fromEntries(Object.entries(entity.fields).map(([name, one]) => [name, anyValue(one)])),
    { requiredKeys: [] },
  )

const listed = entities.filter(({ rules }) => !rules.internal)

export const anyOffice = fc.record(
  Object.fromEntries(
    listed.map((entity) => [
      entity.name,
      fc.array(anyObject(entity), { maxLength: entity.rules.singleton ? 1 : 4 }),
    ]),
  ),
)
type AnyOffice = typeof anyOffice extends fc.Arbitrary<infer T> ? T : never

/** The profile first: what is made after it is no more than it takes, so that an empty unit takes all of it (PLAT-39). */
const inOrder = [Capacity, ...listed.filter((entity) => entity !== Capacity)]

/** Makes as much of it as the rules allow, field by field. */
export function makeAll(store: Store, office: AnyOffice): void {
  if (!store.site()) store.change(origin, (edit) => edit.create(Site, { name: 'Main office' }))
  for (const entity of inOrder) {
    for (const [at, values] of (office[entity.name] ?? []).entries())
      makeOne(store, entity, at, values)
  }
}

function makeOne(store: Store, entity: Entity, at: number, values: Record<string, unknown>): void {
  const { key, singleton } = entity.rules
  let id = singleton ? store.only(entity).id : undefined
  const needed = {
    ...('server' in entity.fields && { server: '192.0.2.9' }), // a trunk's rule
    ...('linePort' in entity.fields && { linePort: `fxo-${at + 1}` }), // music comes from somewhere
    ...('phoneNumber' in entity.fields && { phoneNumber: '915551234' }),
  }
  for (const name of [
    values[key ?? ''],
    `fx${entity === Site ? '' : 's'}-${at + 1}`,
    `10${at}`,
    `25${at}`, // a contact's
    `1000${at}`, // a PIN code's
    `n${at}`,
  ]) {
    if (id !== undefined) break
    const given = Object.entries(entity.fields).flatMap(([field, { need }]) =>
      need === 'given' && field !== key ? [[field, values[field] ?? `last ${at}`]] : [],
    )
    const made = store.change(origin, (edit) => {
      id = edit.create(entity, {
        ...Object.fromEntries(given),
        ...needed,
        [key ?? '']: name,
      } as New<Entity>)
    })
    if (!made.ok) id = undefined
  }
  for (const [field, value] of Object.entries(values)) {
    if (id === undefined || field === key || value === undefined) continue
    const change = { [field]: referring(store, entity.fields[field], value) } as Changes<Entity>
    store.change(origin, (edit) => edit.update(entity, id ?? '', change)) // refused or not
  }
}

function referring(store: Store, field: Field | undefined, value: unknown): unknown {
  if (field?.kind === 'reference') {
    const of = entities.find(({ name }) => name === field.entity)
    const all = of ? store.all(of) : []
    return all[Number(String(value).slice(1)) % Math.max(1, all.length)]?.id
  }
  if (field?.item && Array.isArray(value)) {
    return value.map((one) => referring(store, field.item, one)).filter((one) => one !== undefined)
  }
  if (field?.fields && typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, one]) => {
        const right = referring(store, field.fields?.[name], one)
        return right === undefined ? [] : [[name, right]]
      }),
    )
  }
  return value
}
