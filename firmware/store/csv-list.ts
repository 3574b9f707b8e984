/** Reads a table of a spreadsheet into objects, as readOfficeFile reads a whole office. */
import { isPlain } from '../model/complete.ts'
import type { Entity } from '../model/entity.ts'
import { nearest } from '../model/nearest.ts'
import { printable } from '../model/printable.ts'
import type { Problem } from '../model/problem.ts'
import { asMessage, LANGUAGES, type Text } from '../words/message.ts'
import { message, say } from '../words/say.ts'
import { type Csv, type CsvRow, readCsv } from './csv.ts'
import { type Column, columnsOf } from './csv-columns.ts'
import type { Place } from './file-tree.ts'
import { convertedText, type FileObject, isLong, type OfficeFile, unread } from './office-file.ts'

/** The first row names the columns, by field (`route.extension`) or by label in any language. An empty cell is the field's default. */
export function readCsvList(entity: Entity, text: string): OfficeFile {
  const long = isLong(text)
  return long ? unread([long]) : listOf(entity, readCsv(text))
}

/** The objects of a table, whoever read it from a file. */
export function listOf(entity: Entity, { rows, problems: found }: Csv): OfficeFile {
  const problems: Problem[] = found.map((one) => ({ object: 'file', ...one }))
  const [head, ...body] = rows
  if (problems.length > 0) return unread(problems)
  if (!head) {
    const what = 'it has no first row that names the columns'
    problems.push({ object: 'file', what, remedy: 'Export the list to see one.' })
    return unread(problems)
  }
  const columns = head.cells.map((name, at) => columnNamed(entity, name, at, problems, head.line))
  demandKey(entity, columns, problems, head.line)
  if (problems.length > 0) return unread(problems)
  const objects = body.flatMap((row) => objectOf(entity, columns, row, problems) ?? [])
  return { objects, sections: new Set([entity]), problems }
}

function columnNamed(
  entity: Entity,
  given: string,
  at: number,
  problems: Problem[],
  line: number,
): Column | undefined {
  const known = columnsOf(entity)
  const place = { line, column: at + 1 }
  const name = given.trim()
  if (name === '') return undefined // a column of remarks
  const column = known.find((one) => one.path === name) ?? known.find((one) => isLabel(one, name))
  if (!column) {
    const meant = nearest(
      name,
      known.map(({ path }) => path),
    )
    const remedy = meant
      ? message('did-you-mean', { name: meant })
      : message('known-are', { names: known.map(({ path }) => path) })
    const what = message('csv.no-column', { name: printable(name, 64) })
    problems.push({ object: 'file', what, remedy, ...place })
  }
  return column
}

function isLabel({ field }: Column, name: string): boolean {
  const wanted = name.toLowerCase()
  return LANGUAGES.some((language) => say(language, field.label).toLowerCase() === wanted)
}

function demandKey(
  entity: Entity,
  columns: readonly (Column | undefined)[],
  problems: Problem[],
  line: number,
): void {
  const seen = new Set<string>()
  for (const [at, column] of columns.entries()) {
    if (!column) continue
    if (seen.has(column.path)) {
      const what = message('csv.column-twice', { name: column.path })
      problems.push({ object: 'file', what, remedy: 'Keep one of them.', line, column: at + 1 })
    }
    seen.add(column.path)
  }
  const key = entity.rules.key ?? ''
  if (problems.length > 0 || seen.has(key)) return
  const what = message('csv.no-key', { name: key })
  problems.push({
    object: 'file',
    what,
    remedy: message('csv.add-key', { name: key }),
    line,
    column: 1,
  })
}

function objectOf(
  entity: Entity,
  columns: readonly (Column | undefined)[],
  { line, cells }: CsvRow,
  problems: Problem[],
): FileObject | undefined {
  const values: Record<string, unknown> = {}
  const places = new Map<string, Place>()
  const name = entity.rules.key ?? ''
  const keyAt = columns.findIndex((column) => column?.path === name)
  const key = cells[keyAt] ?? ''
  const refuse = (at: number, what: Text, remedy: Text, field?: string) => {
    const object = key ? `${entity.rules.label} ${printable(key)}` : entity.rules.label
    problems.push({ object, ...(field && { field }), what, remedy, line, column: at + 1 })
  }
  if (key.trim() === '') {
    const says = asMessage(entity.fields[name]?.says ?? '')
    refuse(keyAt, message('file-no-key', { field: name }), message('give.says', { says }))
    return undefined
  }
  for (const [at, cell] of cells.entries()) {
    const column = columns[at]
    if (!column) {
      if (cell !== '' && at >= columns.length) {
        refuse(at, 'its column has no name', 'Name it in the first row, or take it out.')
      }
      continue
    }
    places.set(column.path, { line, column: at + 1 })
    const value = fieldValue(column, cell)
    if (value === BROKEN) {
      const what = 'it is no list'
      refuse(at, what, 'Write the entries between semicolons, or as JSON in [ ].', column.path)
    } else put(values, column.path, value)
  }
  return { entity, key, values, place: { line, column: keyAt + 1 }, places }
}

const BROKEN = Symbol('broken')

function fieldValue({ field }: Column, cell: string): unknown {
  const text = cell.trim()
  if (text === '') return undefined
  if (field.kind !== 'list')
    return convertedText(field.kind === 'flag' ? text.toLowerCase() : cell, field.kind)
  if (!text.startsWith('[')) {
    if (field.item?.fields) return BROKEN
    const parts = text.split(';').map((one) => one.trim())
    return parts.filter((one) => one !== '').map((one) => convertedText(one, field.item?.kind))
  }
  try {
    return JSON.parse(text, inert)
  } catch {
    return BROKEN
  }
}

/** A field named `__proto__` is a field that nobody has. */
function inert(_name: string, value: unknown): unknown {
  return isPlain(value) ? Object.assign(Object.create(null), value) : value
}

/** Into the group that the path names. */
function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let group = values
  for (const name of names) {
    const inner = group[name]
    if (isPlain(inner)) group = inner as Record<string, unknown>
    else {
      const made: Record<string, unknown> = {}
      group[name] = made
      group = made
    }
  }
  group[last] = value
}
