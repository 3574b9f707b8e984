import { printable } from '../model/printable.ts'

/** A refusal of a call, in the words of SIP. */
export interface Refused {
  readonly status: number
  /** Value of a Warning header (RFC 3261 §20.43), made anew. */
  readonly warning?: string
}

/**
 * Statuses that mean to a caller what they meant to us. Others are about the hop between us and the called side (RFC 3398 §7.2.6.1 maps what is left
 * of those): credentials, loops, overload, requests that collide.
 */
const TELLING: ReadonlySet<number> = new Set([
  404, 410, 433, 480, 484, 485, 486, 488, 600, 603, 604, 606, 607, 608,
])

const LONGEST = 128 // characters of a warning's text

/** What of a response with that status may be told to who has called; undefined: nothing but its cause. */
export function refusedBy(status: number, warning: string | undefined): Refused | undefined {
  if (!TELLING.has(status)) return undefined
  const told = warning === undefined ? undefined : warningOf(warning)
  return told === undefined ? { status } : { status, warning: told }
}

/** The first warning, with a pseudonym for who has given it: callers have no use for the inside of a network. */
function warningOf(header: string): string | undefined {
  const [, code, said = ''] = /^\s*([1-9]\d\d) +[^\s",]+ +"((?:[^"\\]|\\.)*)"/.exec(header) ?? []
  if (code === undefined) return undefined
  const text = printable(said.replace(/\\(.)/g, '$1'), LONGEST).replace(/["\\]/g, '')
  return `${code} strowger "${text}"`
}
