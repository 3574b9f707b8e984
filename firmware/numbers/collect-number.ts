import type { Call } from '../calls/call.ts'
import type { Leg } from '../calls/leg.ts'
import type { DialPlan } from '../model/dial-plan.ts'
import { collect } from './collect.ts'
import type { NumberSpace } from './dial-plan.ts'

/** The numbers there are, and how long to wait for the digits of one. */
export interface Numbers {
  readonly space: NumberSpace
  readonly timing: Pick<DialPlan, 'firstDigitSeconds' | 'interDigitSeconds'>
}

export interface Collecting {
  /** Whose keys; the call must listen to it. */
  readonly from: Leg
  readonly numbers: Numbers
  /** It has a party on hold, and hears so. */
  readonly recall: boolean
  readonly interrupted?: () => boolean
}

/**
 * Gives dial tone and takes keys until they are a number (FC-20 to FC-23), cannot become one, or nothing follows any more. Answers what
 * was dialled, without the `#` that ended it; empty when nothing was.
 */
export async function collectNumber(call: Call, collecting: Collecting): Promise<string> {
  const { from, recall, interrupted } = collecting
  const { space, timing } = collecting.numbers
  const tone = `${from.id}/dial-tone/${call.steps.next()}`
  let digits = ''
  if (!interrupted?.()) {
    call.context.play(from.id, tone, 'to', recall ? call.tones.recall : call.tones.dial)
  }
  for (;;) {
    const { state, number } = collect(digits, space)
    if (digits !== '' && (state === 'complete' || state === 'impossible')) return number
    const seconds = digits === '' ? timing.firstDigitSeconds : timing.interDigitSeconds
    const digit = await call.nextDigit(seconds, interrupted)
    call.context.stop(tone)
    if (digit === undefined) return number
    digits += digit
  }
}
