/** The whole configuration in words, one table a subject (CFGREP rows), and what differs between two moments. */
import { isDeepStrictEqual } from 'node:util'
import { isPlain } from '../model/complete.ts'
import type { Entity } from '../model/entity.ts'
import type { Field, Fields } from '../model/field.ts'
import { entities } from '../model/registry.ts'
import { asMessage, type Language } from '../words/message.ts'
import { say } from '../words/say.ts'
import { listObjects } from './listing.ts'
import type { Reader } from './reader.ts'
import type { FieldChange, ObjectChange, Revision } from './revision.ts'
import { inWords, isNothing } from './show-change.ts'

export interface ReportTable {
  readonly section: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const EVERYTHING = { filters: [], q: '', offset: 0, limit: 1_000_000 }

/** Without secrets (CFGREP-4). A group of settings has a row a setting, a list a row an object. */
export function reportOf(reader: Reader, language: Language): ReportTable[] {
  return entities
    .filter(({ rules }) => !rules.internal)
    .map((entity) => {
      const columns = columnsOf(entity.fields, language)
      const { items } = listObjects(reader, entity, EVERYTHING)
      const values = items.map((object) =>
        columns.map(({ field, path }) => shown(reader, language, field, at(object, path))),
      )
      return table(entity, language, columns, values)
    })
}

interface ReportColumn {
  readonly path: readonly string[]
  readonly label: string
  readonly field: Field
}

function columnsOf(
  fields: Fields,
  language: Language,
  path: readonly string[] = [],
): ReportColumn[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.need === 'secret') return []
    const here = [...path, name]
    if (field.fields) return columnsOf(field.fields, language, here)
    return [{ path: here, label: say(language, field.label), field }]
  })
}

function at(object: unknown, path: readonly string[]): unknown {
  return path.reduce((value: unknown, name) => (isPlain(value) ? value[name] : undefined), object)
}

function shown(reader: Reader, language: Language, field: Field, value: unknown): string {
  if (isNothing(value)) return ''
  const words = say(language, inWords(reader, language, field, value))
  return field.unit && typeof value === 'number' ? `${words} ${say(language, field.unit)}` : words
}

function table(
  { rules }: Entity,
  language: Language,
  columns: readonly ReportColumn[],
  values: readonly (readonly string[])[],
): ReportTable {
  const { section, label, singleton } = rules
  const title = say(language, asMessage(label))
  if (!singleton) return { section, title, columns: columns.map((one) => one.label), rows: values }
  const rows = columns.map((one, index) => [one.label, values[0]?.[index] ?? ''])
  return { section, title, columns: [], rows }
}

/** What all these revisions come to, an object a change; what was changed and changed back is not among it. */
export function netChanges(revisions: readonly Revision[]): ObjectChange[] {
  const net = new Map<string, ObjectChange>()
  for (const { changes } of revisions) {
    for (const change of changes) net.set(change.id, joined(net.get(change.id), change))
  }
  return [...net.values()].filter(({ kind, fields }) => {
    return kind !== 'changed' || Object.keys(fields).length > 0
  })
}

function joined(first: ObjectChange | undefined, then: ObjectChange): ObjectChange {
  if (!first) return then
  const fields: Record<string, FieldChange> = {}
  for (const name of new Set([...Object.keys(first.fields), ...Object.keys(then.fields)])) {
    const [was, is] = [
      first.fields[name] ?? then.fields[name],
      then.fields[name] ?? first.fields[name],
    ]
    const change = {
      ...(was && 'before' in was && { before: was.before }),
      ...(is && 'after' in is && { after: is.after }),
    }
    if (!isDeepStrictEqual(change.before, change.after)) fields[name] = change
  }
  return { ...then, kind: kindOf(first.kind, then.kind), fields }
}

/** Made and deleted again is no change: it has no fields then. */
function kindOf(first: ObjectChange['kind'], then: ObjectChange['kind']): ObjectChange['kind'] {
  if (first === 'created') return then === 'removed' ? 'changed' : 'created'
  if (first === 'removed') return then === 'removed' ? 'removed' : 'changed'
  return then
}
