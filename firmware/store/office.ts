/** The whole configuration as a YAML file: declarative, idempotent, all or nothing. */

import { isPlain } from '../model/complete.ts'
import { subject } from '../model/entity.ts'
import type { Fields } from '../model/field.ts'
import { nearest } from '../model/nearest.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { entityNamed } from '../model/registry.ts'
import { Site } from '../model/site.ts'
import type { User } from '../model/user.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { asMessage } from '../words/message.ts'
import { message, say } from '../words/say.ts'
import type { ChangeOptions } from './change.ts'
import type { Place } from './file-tree.ts'
import { naturalKey } from './natural-key.ts'
import { type FileObject, type OfficeFile, readOfficeFile } from './office-file.ts'
import type { ObjectChange } from './revision.ts'
import { locked } from './sealed-secrets.ts'
import type { Edit } from './staging.ts'
import type { Store } from './store.ts'

export interface ApplyOptions {
  readonly by: string
  /** `file` unless told. */
  readonly from?: string
  /** Says what would change, and writes nothing. */
  readonly dryRun?: boolean
  /** Deletes what the file does not name, within the sections that it has. */
  readonly prune?: boolean
  /** May refuse what the file has done. */
  readonly also?: ((edit: Edit) => void) | undefined
  /** Asked with all that would change. */
  readonly approve?: ChangeOptions['approve']
}

export interface OfficeDiff {
  /** Last revision: the one just made, or that would be made, if anything changed. */
  readonly revision: number
  readonly changes: readonly ObjectChange[]
}

const MOST_PROBLEMS = 1000 // every bad row of a list that somebody mends

/**
 * Makes the store agree with the file. Objects are known by natural key (site name, login, extension number, User ID); what the
 * file leaves out stays. Every problem is told at once with its place, and then nothing is written.
 */
export function applyOffice(
  store: Store,
  text: string,
  options: ApplyOptions,
): Result<OfficeDiff, Problem[]> {
  return applyRead(store, readOfficeFile(text), options)
}

/** The same for a file that has been read. */
export function applyRead(
  store: Store,
  file: OfficeFile,
  { by, from = 'file', dryRun = false, prune = false, also, approve }: ApplyOptions,
): Result<OfficeDiff, Problem[]> {
  const edit = (edit: Edit) => {
    applyFile(edit, file, prune)
    also?.(edit)
  }
  const wrong = file.sealed ? [...file.problems, locked] : file.problems
  const rehearsal = dryRun || wrong.length > 0
  const result = store[rehearsal ? 'rehearse' : 'change']({ by, from }, edit, approve)

  const found = result.ok ? [] : result.error.map((problem) => placed(problem, file))
  const problems = inOrder([...wrong, ...found])
  if (problems.length > 0) return refuse(problems)
  return result.ok ? ok({ revision: result.value.number, changes: result.value.changes }) : result
}

/** Natural keys to ids: of the file and of the store. */
type Ids = Map<string, string>
const idKey = (entity: string, key: string) => `${entity}/${key}`

function applyFile(edit: Edit, file: OfficeFile, prune: boolean): void {
  const ids: Ids = new Map()
  const first = new Map<string, FileObject>()
  for (const object of file.objects) {
    if (object.key === undefined) continue
    const key = idKey(object.entity.name, object.key)
    const twin = first.get(key)
    if (twin) {
      edit.refuse(twice(object, twin))
      continue
    }
    first.set(key, object)
    const known = edit.find(object.entity, object.entity.rules.key as string, object.key)
    ids.set(key, known?.id ?? edit.newId())
  }
  for (const object of file.objects) applyObject(edit, object, ids)
  if (needsSite(edit, file)) edit.create(Site, { name: 'Main office' })
  if (prune) pruneOthers(edit, file, ids)
}

/** A file for an empty store need not name the one site that most offices are. */
function needsSite(edit: Edit, { objects, sections }: OfficeFile): boolean {
  const any = objects.some(({ entity }) => !entity.rules.singleton)
  return any && !sections.has(Site) && edit.all(Site).length === 0
}

function applyObject(edit: Edit, object: FileObject, ids: Ids): void {
  const { entity, key } = object
  const values = resolved(edit, object, entity.fields, object.values, '', ids)
  const id = key === undefined ? edit.only(entity).id : ids.get(idKey(entity.name, key))
  const known = key === undefined ? edit.only(entity) : edit.get(entity, id ?? '')
  if (known) edit.update(entity, known.id, merged(entity.fields, known, values))
  else edit.create(entity, values, id)
}

/** Deletes what is not named, leaving alone the sections that the file does not have, and those who administrate the unit. */
function pruneOthers(edit: Edit, file: OfficeFile, ids: Ids): void {
  const named = new Set(ids.values())
  for (const entity of file.sections) {
    if (entity.rules.singleton) continue
    for (const object of edit.all(entity)) {
      const { roles } = object as Partial<User>
      if (!named.has(object.id) && !roles?.length) edit.remove(entity, object.id)
    }
  }
}

/** The values with ids where the file has natural keys. */
function resolved(
  edit: Edit,
  object: FileObject,
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
  path: string,
  ids: Ids,
): Record<string, unknown> {
  const one = (field: Fields[string] | undefined, value: unknown, place: string): unknown => {
    if (field?.kind === 'reference' && typeof value === 'string') {
      return (
        idOf(edit, field.entity ?? '', value, ids) ??
        dangling(edit, object, field.entity ?? '', value, place, ids)
      )
    }
    if (field?.fields && isPlain(value))
      return resolved(edit, object, field.fields, value, `${place}.`, ids)
    if (field?.item && Array.isArray(value)) {
      return value.map((entry, index) => one(field.item, entry, `${place}[${index}]`))
    }
    return value
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, one(fields[name], value, path + name)]),
  )
}

function idOf(edit: Edit, name: string, key: string, ids: Ids): string | undefined {
  const entity = entityNamed(name)
  return (
    ids.get(idKey(name, key)) ?? (entity && edit.find(entity, entity.rules.key as string, key)?.id)
  )
}

/** Refuses the change and answers what was given, which then stands for nothing. */
function dangling(
  edit: Edit,
  object: FileObject,
  name: string,
  key: string,
  field: string,
  ids: Ids,
): string {
  const entity = entityNamed(name)
  const inFile = [...ids.keys()]
    .filter((id) => id.startsWith(`${name}/`))
    .map((id) => id.slice(name.length + 1))
  const inStore = entity ? edit.all(entity).map((one) => naturalKey(entity, one)) : []
  const meant = nearest(key, [...inFile, ...inStore])
  const section = entity?.rules.section
  edit.refuse({
    object: subject(object.entity, object.values),
    field,
    what: message('no-such-name', {
      label: asMessage(entity?.rules.label ?? ''),
      name: printable(key),
    }),
    remedy: meant
      ? message('did-you-mean', { name: meant })
      : message('add-to-section', { section: section ?? '' }),
  })
  return key
}

/** Groups take over only what is given; lists are replaced whole. */
function merged(
  fields: Fields,
  known: object,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const before = known as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const inner = fields[name]?.fields
      const was = before[name]
      if (!inner || !isPlain(value) || !isPlain(was)) return [name, value]
      return [name, { ...was, ...merged(inner, was, value) }]
    }),
  )
}

function twice({ entity, values, place }: FileObject, twin: FileObject): Problem {
  return {
    object: subject(entity, values),
    ...(entity.rules.key && { field: entity.rules.key }),
    what: message('twice-in-file', { line: twin.place.line }),
    remedy: 'Keep one of them.',
    ...place,
  }
}

/** The problem with the place in the file of the field, or of the nearest thing around it. */
function placed(problem: Problem, { objects }: OfficeFile): Problem {
  if (problem.line !== undefined) return problem
  const field = problem.field ?? ''
  const named = objects.filter(({ entity, values }) => subject(entity, values) === problem.object)
  const [object] = named.toSorted(
    (a, b) => Number(b.places.has(field)) - Number(a.places.has(field)),
  )
  return object ? { ...problem, ...placeOf(object, field) } : problem
}

function placeOf({ places, place }: FileObject, field: string): Place {
  for (let path = field; path; path = path.replace(/(^|\.|\[)[^.[]*$/, '')) {
    const found = places.get(path)
    if (found) return found
  }
  return place
}

/** By line, one for each field (the first says it best), and not more than anybody reads. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>()
  for (const problem of problems) {
    const key = `${problem.object}|${problem.field ?? say('en', problem.what)}|${problem.line ?? ''}`
    if (!first.has(key)) first.set(key, problem)
  }
  const sorted = [...first.values()].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
  if (sorted.length <= MOST_PROBLEMS) return sorted
  const what = message('more-problems', { count: sorted.length - MOST_PROBLEMS })
  return [...sorted.slice(0, MOST_PROBLEMS), { object: 'file', what, remedy: 'Mend these first.' }]
}
