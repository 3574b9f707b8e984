import type { ShownRecord } from '../../../contract.ts'
import { folded } from '../frame/matching.ts'
import type { Tone } from '../parts/tone.ts'

export const OUTCOMES = ['answered', 'unanswered', 'busy', 'failed', 'going-on'] as const
export type Outcome = (typeof OUTCOMES)[number]

const BUSY = 17 // Q.850
const UNANSWERED: readonly number[] = [16, 18, 19, 31] // normal clearing, no user responding, no answer, normal unspecified

const TONES: Readonly<Record<Outcome, Tone>> = {
  answered: 'good',
  unanswered: 'idle',
  busy: 'warn',
  failed: 'bad',
  'going-on': 'busy',
}

/** How a call ended. */
export function endOf(record: ShownRecord): { readonly outcome: Outcome; readonly tone: Tone } {
  const outcome = outcomeOf(record)
  return { outcome, tone: TONES[outcome] }
}

function outcomeOf({ answeredAt, endedAt, cause }: ShownRecord): Outcome {
  if (endedAt === undefined) return 'going-on'
  if (answeredAt !== undefined) return 'answered'
  if (cause === BUSY) return 'busy'
  return cause === undefined || UNANSWERED.includes(cause) ? 'unanswered' : 'failed'
}

/** Records with the text in a name or number, of this outcome. */
export function matching(
  records: readonly ShownRecord[],
  text: string,
  outcome: Outcome | 'all',
): readonly ShownRecord[] {
  const wanted = folded(text.trim())
  return records.filter((record) => {
    const { caller, answeredBy, dialled } = record
    const parts = [caller?.digits, caller?.name, answeredBy?.digits, answeredBy?.name, dialled]
    return (
      (outcome === 'all' || outcomeOf(record) === outcome) &&
      parts.some((part) => folded(part ?? '').includes(wanted))
    )
  })
}
