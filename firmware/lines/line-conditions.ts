import type { RaisedCondition } from '../conditions.ts'
import type { ShownLine } from '../gateway/shown-line.ts'
import { condition } from '../words/condition.ts'

/** What is wrong with the lines now, from what they say of themselves; a condition ends when it is no longer among these. */
export function conditionsOf(lines: readonly ShownLine[]): RaisedCondition[] {
  const found = lines.flatMap((line) =>
    [batteryLost(line), audioStopped(line), lifelineActive(line)].flatMap((each) => each ?? []),
  )
  return lines.some(({ driver }) => driver === 'sim') ? [...found, SIMULATED] : found
}

const SIMULATED: RaisedCondition = condition('lines-simulated')

function batteryLost({ line, kind, battery }: ShownLine): RaisedCondition | undefined {
  return kind === 'fxo' && !battery ? condition('line-battery', { line }) : undefined
}

function audioStopped({ line, audio }: ShownLine): RaisedCondition | undefined {
  return audio ? undefined : condition('line-audio', { line })
}

function lifelineActive({ line, kind, lifeline }: ShownLine): RaisedCondition | undefined {
  if (kind !== 'fxs' || lifeline === 'off') return undefined
  return condition(lifeline === 'call' ? 'lifeline-call' : 'lifeline-tone', { line })
}
