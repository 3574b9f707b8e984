/** One thing that is wrong with what somebody gave us: what, where, and what to do about it. */
export interface Problem {
  /** The object as people call it: `extension 101`; or a section of a file. */
  readonly object: string
  /** Path of the field: `route.attempts[0].destinations[1].rings`. */
  readonly field?: string
  /** What is wrong, as `'1x1' is not a number of 3 to 6 digits`. Never a secret's value. */
  readonly what: string
  /** A whole sentence. */
  readonly remedy: string
  /** Where it stands in a file, both from 1. */
  readonly line?: number
  readonly column?: number
}

/** The problem as one line: `extension 101, field number: '1x1' is not a number of 3 to 6 digits. Use digits only.` */
export function sentence({ object, field, what, remedy, line, column }: Problem): string {
  const place = line === undefined ? '' : `${line}:${column}: `
  return `${place}${object}${field ? `, field ${field}` : ''}: ${what}. ${remedy}`
}
