/** Adding what a file holds beside what is there (IMEX-10 to 14): nothing that exists is overwritten. */
import { isPlain } from '../model/complete.ts'
import type { Entity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'
import { printable } from '../model/printable.ts'
import { entityNamed } from '../model/registry.ts'
import { asMessage, type Message } from '../words/message.ts'
import { message } from '../words/say.ts'
import { inventUserId } from './invent.ts'
import type { FileObject, OfficeFile } from './office-file.ts'
import type { Reader } from './reader.ts'
import { withoutReference } from './references.ts'

export interface Settled {
  readonly file: OfficeFile
  /** What was renamed or left out, and why. */
  readonly notes: readonly Message[]
}

/** What becomes of an object of the file: another natural key, or undefined, because it is left out. */
type Renamed = Map<string, string | undefined>
const nameOf = (entity: string, key: string) => `${entity}/${key}`

/** The file with other names for what is taken already, and without what cannot be had twice. */
export function settleConflicts(reader: Reader, file: OfficeFile): Settled {
  const notes: Message[] = []
  const renamed: Renamed = new Map()
  const taken = new Set(file.objects.map(({ entity, key }) => nameOf(entity.name, key ?? '')))
  for (const object of file.objects) {
    const { entity, key } = object
    const why = key === undefined ? undefined : conflictOf(reader, object)
    if (key === undefined || why === undefined) continue
    const next = why === 'key' ? freeName(reader, entity, key, taken) : undefined
    renamed.set(nameOf(entity.name, key), next)
    if (next) taken.add(nameOf(entity.name, next))
    const values = { label: asMessage(entity.rules.label), name: printable(key) }
    if (next) notes.push(message('import.renamed', { ...values, next }))
    else if (entity.rules.taken !== 'one') notes.push(message('import.left-out', values))
  }
  const objects = file.objects.flatMap((object) => resettled(object, renamed) ?? [])
  return { file: { ...file, objects }, notes }
}

/** `key`: its natural key is taken; `thing`: the very same thing is here already, as a telephone with this MAC address. */
function conflictOf(
  reader: Reader,
  { entity, key, values }: FileObject,
): 'key' | 'thing' | undefined {
  const { key: name, identifying } = entity.rules
  const mark = identifying && values[identifying]
  const field = identifying && entity.fields[identifying]
  if (field && typeof mark === 'string' && mark !== '') {
    const normal = field.normal?.(mark) ?? mark
    if (reader.find(entity, identifying as never, normal)) return 'thing'
  }
  return reader.find(entity, name as never, key ?? '') ? 'key' : undefined
}

const MOST_TRIES = 10_000

function freeName(
  reader: Reader,
  entity: Entity,
  key: string,
  taken: ReadonlySet<string>,
): string | undefined {
  const isFree = (name: string) =>
    !taken.has(nameOf(entity.name, name)) && !reader.find(entity, entity.rules.key as never, name)
  for (const name of candidates(entity, key)) if (isFree(name)) return name
  return undefined
}

function* candidates(entity: Entity, key: string): Generator<string> {
  switch (entity.rules.taken) {
    case 'count': // IMEX-10: jAdams, jAdams01
      for (let n = 1; n < 100; n++) yield `${key}${String(n).padStart(2, '0')}`
      return
    case 'lowest': // IMEX-11, of the same length
      for (let n = 10 ** (key.length - 1); n < 9 * 10 ** (key.length - 1); n++) yield String(n)
      return
    case 'invent': // IMEX-14
      for (let n = 0; n < MOST_TRIES; n++) yield inventUserId()
      return
    default: // IMEX-13, IMEX-8: there is one of each
  }
}

function resettled(object: FileObject, renamed: Renamed): FileObject | undefined {
  const { entity, key } = object
  const own = nameOf(entity.name, key ?? '')
  if (renamed.has(own) && renamed.get(own) === undefined) return undefined
  const name = renamed.get(own) ?? key
  const values = referring(entity.fields, object.values, renamed)
  if (key === undefined || name === undefined || name === key) return { ...object, values }
  return { ...object, key: name, values: { ...values, [entity.rules.key as string]: name } }
}

/** Stands for the key of whatever was left out; no natural key has a line break. */
const GONE = '\n'

function referring(
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
  renamed: Renamed,
): Record<string, unknown> {
  const one = (field: Field | undefined, value: unknown): unknown => {
    if (field?.kind === 'reference' && typeof value === 'string') {
      const name = nameOf(entityNamed(field.entity ?? '')?.name ?? '', value)
      return renamed.has(name) ? (renamed.get(name) ?? GONE) : value
    }
    if (field?.fields && isPlain(value)) return inner(field.fields, value)
    if (field?.item && Array.isArray(value)) return value.map((entry) => one(field.item, entry))
    return value
  }
  const inner = (of: Fields, group: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(group).map(([name, value]) => [name, one(of[name], value)]))
  return { ...withoutReference(fields, inner(fields, values), GONE) }
}
