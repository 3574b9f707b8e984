import type { Key } from './keys.ts'

/** A line under way. Pure: every key makes another one. */
export interface EditedLine {
  readonly characters: readonly string[]
  /** Where the next one goes, 0 to the length. */
  readonly cursor: number
  /** More was typed than there is room for. */
  readonly overfull: boolean
}

export const LONGEST_LINE = 256
export const EMPTY: EditedLine = { characters: [], cursor: 0, overfull: false }

export function textOf({ characters }: EditedLine): string {
  return characters.join('')
}

/** A line with the cursor at its end. */
export function lineOf(text: string): EditedLine {
  const characters = [...text].slice(0, LONGEST_LINE)
  return { characters, cursor: characters.length, overfull: false }
}

/** What a key does to a line; undefined for one that does not edit. */
export function edit(line: EditedLine, key: Key): EditedLine | undefined {
  if ('text' in key) return insert(line, key.text)
  const { characters, cursor } = line
  const at = (place: number) => ({ ...line, cursor: clamp(place, characters.length) })
  switch (key.name) {
    case 'left':
      return at(cursor - 1)
    case 'right':
      return at(cursor + 1)
    case 'home':
      return at(0)
    case 'end':
      return at(characters.length)
    case 'backspace':
      return cut(line, cursor - 1, cursor)
    case 'delete':
    case 'end-of-input': // as shells do, while there is something on the line
      return cut(line, cursor, cursor + 1)
    case 'erase-line':
      return cut(line, 0, cursor)
    case 'erase-rest':
      return cut(line, cursor, characters.length)
    case 'erase-word':
      return cut(line, wordBefore(characters, cursor), cursor)
    default:
      return undefined
  }
}

/** Puts a text in the place of what stands between two places, the cursor behind it. */
export function replace(line: EditedLine, from: number, to: number, text: string): EditedLine {
  const { characters } = line
  const put = [...text]
  const all = [...characters.slice(0, from), ...put, ...characters.slice(to)]
  if (all.length > LONGEST_LINE) return line
  return { ...line, characters: all, cursor: from + put.length }
}

function insert(line: EditedLine, text: string): EditedLine {
  const { characters, cursor } = line
  if (characters.length >= LONGEST_LINE) return { ...line, overfull: true }
  return replace(line, cursor, cursor, text)
}

function cut({ characters, cursor, overfull }: EditedLine, from: number, to: number): EditedLine {
  const start = clamp(from, characters.length)
  const end = clamp(to, characters.length)
  const left = [...characters.slice(0, start), ...characters.slice(end)]
  return {
    characters: left,
    cursor: cursor >= end ? cursor - (end - start) : Math.min(cursor, start),
    overfull: overfull && left.length > 0,
  }
}

function wordBefore(characters: readonly string[], cursor: number): number {
  let at = cursor
  while (at > 0 && characters[at - 1] === ' ') at--
  while (at > 0 && characters[at - 1] !== ' ') at--
  return at
}

function clamp(place: number, most: number): number {
  return Math.max(0, Math.min(most, place))
}
