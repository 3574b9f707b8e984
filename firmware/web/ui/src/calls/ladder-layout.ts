import type { Rung } from '../../../contract.ts'

export interface Drawn {
  readonly at: number
  /** Milliseconds since the first. */
  readonly after: number
  /** Columns. */
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Columns in the order in which parties appear, and every message as an arrow between two of them. */
export function ladderLayout(rungs: readonly Rung[]): {
  readonly parties: readonly string[]
  readonly drawn: readonly Drawn[]
} {
  const parties = [...new Set(rungs.flatMap(({ from, to }) => [from, to]))]
  const start = rungs[0]?.at ?? 0
  const drawn = rungs.map(({ at, from, to, text }) => ({
    at,
    after: at - start,
    from: parties.indexOf(from),
    to: parties.indexOf(to),
    text,
  }))
  return { parties, drawn }
}
