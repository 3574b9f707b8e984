import { columns as sideBySide } from '../../plain.ts'
import { inert } from './inert.ts'

/** Columns used: one less than a terminal has, because some go to the next line after the last. */
export const WIDTH = 79
export const HEIGHT = 24

/** Inert rows of at most `WIDTH` characters, broken at blanks where there are some; later ones as far in as the first. */
export function wrapped(text: string): string[] {
  const clean = inert(text)
  const indent = /^ */.exec(clean)?.[0].slice(0, WIDTH / 2) ?? ''
  const rows: string[] = []
  let rest = clean
  while (rest.length > WIDTH) {
    const blank = rest.lastIndexOf(' ', WIDTH)
    const at = blank > indent.length ? blank : WIDTH
    rows.push(rest.slice(0, at).trimEnd())
    rest = indent + rest.slice(at).trimStart()
  }
  return [...rows, rest]
}

/** Columns side by side as inert lines. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map(inert))
  return sideBySide(clean).split('\n').slice(0, -1)
}
