import type { ShownRecord } from '../../../contract.ts'
import type { Tone } from '../parts/tone.ts'

export type End = 'answered' | 'unanswered' | 'busy' | 'failed' | 'going-on'

const BUSY = 17 // Q.850
const UNANSWERED: readonly number[] = [16, 18, 19, 31] // normal clearing, no user responding, no answer, normal unspecified

const TONES: Readonly<Record<End, Tone>> = {
  answered: 'good',
  unanswered: 'idle',
  busy: 'warn',
  failed: 'bad',
  'going-on': 'busy',
}

/** How a call ended. */
export function endOf(record: ShownRecord): { readonly outcome: End; readonly tone: Tone } {
  const outcome = outcomeOf(record)
  return { outcome, tone: TONES[outcome] }
}

function outcomeOf({ answeredAt, endedAt, cause }: ShownRecord): End {
  if (endedAt === undefined) return 'going-on'
  if (answeredAt !== undefined) return 'answered'
  if (cause === BUSY) return 'busy'
  return cause === undefined || UNANSWERED.includes(cause) ? 'unanswered' : 'failed'
}
