/** What cages answer, believed only where it has the form that it should have: whatever read a file of strangers may have been taken over by it. */
import { isPlain } from '../../model/complete.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { Csv } from '../../store/csv.ts'
import type { Tree } from '../../store/file-tree.ts'
import type { Text } from '../../words/message.ts'
import type { Photo } from '../api/photos/clean-photo.ts'
import { type Cages, TOO_MUCH } from './cage.ts'

type Answer<T> = Promise<Result<T, Text>>

/** A file of YAML or JSON. */
export async function readTreeApart(cages: Cages, text: string): Answer<Tree> {
  const read = await cages.read('office', Buffer.from(text))
  if (!read.ok) return read
  return isTree(read.value) ? ok(read.value) : refuse(TOO_MUCH)
}

/** A file of CSV. */
export async function readTableApart(cages: Cages, text: string): Answer<Csv> {
  const read = await cages.read('table', Buffer.from(text))
  if (!read.ok) return read
  return isTable(read.value) ? ok(read.value) : refuse(TOO_MUCH)
}

const MAGIC = { 'image/png': '89504e47', 'image/jpeg': 'ffd8ff' } as const
const LARGEST_PHOTO = 256 * 1024 // bytes

/** A picture, built anew. */
export async function readPhotoApart(cages: Cages, given: Uint8Array): Answer<Photo> {
  const read = await cages.read('photo', given)
  if (!read.ok) return read
  if (!isPlain(read.value)) return refuse(TOO_MUCH)
  const { type, bytes, refused } = read.value
  if (typeof refused === 'string' && refused.length < 200) return refuse(refused)
  if ((type !== 'image/png' && type !== 'image/jpeg') || typeof bytes !== 'string') {
    return refuse(TOO_MUCH)
  }
  const picture = Buffer.from(bytes, 'base64')
  const isOne = picture.toString('hex', 0, 4).startsWith(MAGIC[type])
  return isOne && picture.length <= LARGEST_PHOTO ? ok({ type, bytes: picture }) : refuse(TOO_MUCH)
}

const isNumber = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const isText = (value: unknown) => typeof value === 'string'

function isTree(value: unknown): value is Tree {
  if (!isPlain(value)) return false
  const { root, problems } = value
  return Array.isArray(problems) && problems.every(isTreeProblem) && areNodes([root])
}

function isTreeProblem(value: unknown): boolean {
  if (!isPlain(value)) return false
  const { code, what, line, column } = value
  return (
    ['syntax', 'several', 'deep'].includes(String(code)) && isText(what) && isPlace(line, column)
  )
}

const isPlace = (line: unknown, column: unknown) => isNumber(line) && isNumber(column)

/** Without recursion: nobody knows how deep it is. */
function areNodes(roots: readonly unknown[]): boolean {
  const left = [...roots]
  while (left.length > 0) {
    const node = left.pop()
    if (node === null) continue
    if (!Array.isArray(node) || !isPlace(node[0], node[1])) return false
    const [, , kind, content] = node
    if (kind === 'foreign') continue
    if (kind === 'text' || kind === 'plain') {
      if (!isText(content)) return false
      continue
    }
    if (!Array.isArray(content) || (kind !== 'list' && kind !== 'group')) return false
    for (const one of content) {
      if (kind === 'list') left.push(one)
      else if (Array.isArray(one) && one.length === 2 && one[0] !== null) left.push(...one)
      else return false
    }
  }
  return true
}

function isTable(value: unknown): value is Csv {
  if (!isPlain(value)) return false
  const { rows, problems } = value
  return (
    Array.isArray(rows) && Array.isArray(problems) && rows.every(isRow) && problems.every(isTold)
  )
}

function isRow(value: unknown): boolean {
  if (!isPlain(value)) return false
  return isNumber(value.line) && Array.isArray(value.cells) && value.cells.every(isText)
}

function isTold(value: unknown): boolean {
  if (!isPlain(value)) return false
  return isSaid(value.what) && isSaid(value.remedy) && isPlace(value.line, value.column)
}

const isSaid = (value: unknown) =>
  isText(value) || (isPlain(value) && String(value.id).startsWith('csv.') && isPlain(value.values))
