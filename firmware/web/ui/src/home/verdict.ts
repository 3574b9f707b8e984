import type { ShownCondition } from '../../../contract.ts'

export interface Verdict {
  readonly tone: 'good' | 'warn' | 'bad'
  /** undefined: everything works. */
  readonly worst?: ShownCondition
  /** How many more there are. */
  readonly others: number
}

const ORDER: readonly ShownCondition['severity'][] = ['critical', 'warning', 'notice']

/** Worst first, older before younger. */
export function byWeight(conditions: readonly ShownCondition[]): readonly ShownCondition[] {
  return [...conditions].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.since - b.since,
  )
}

/** The one sentence of Home. A notice alone is no trouble. */
export function verdict(conditions: readonly ShownCondition[]): Verdict {
  const troubles = byWeight(conditions).filter(({ severity }) => severity !== 'notice')
  const [worst] = troubles
  if (!worst) return { tone: 'good', others: 0 }
  return {
    tone: worst.severity === 'critical' ? 'bad' : 'warn',
    worst,
    others: troubles.length - 1,
  }
}
