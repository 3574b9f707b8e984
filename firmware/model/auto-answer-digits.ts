/** What is sent to a device on an FXS port when it answers: the grammar of ANLG-12. */

/** One step, in order. Tones of a string are all alike. */
export type AutoAnswerStep =
  | {
      readonly kind: 'digit'
      readonly digit: string
      readonly onMs: number
      /** Silence after it. */
      readonly gapMs: number
    }
  | { readonly kind: 'pause'; readonly ms: number }

/** Numbers of the call that the string may ask for. */
export interface AutoAnswerCall {
  /** The extension that was dialled. */
  readonly extension: string
  /** The number that the outside caller dialled; empty when there is none. */
  readonly dnis: string
}

const TONE_MS = 100
const STEP_MS = 50
const SHORTEST_MS = 50 // ITU-T Q.24: a receiver must take 40 ms, and some are slow
const LONGEST_MS = 500
const PAUSE_MS = 1000
const LONGEST = 64 // characters of the string

/** A whole string of the grammar, empty or at most 64 characters. */
export const AUTO_ANSWER_DIGITS = new RegExp(
  `^(?=.{0,${LONGEST}}$)(?:[0-9A-D*#P+]|-|\\$[xn][0-9])*$`,
)
const TOKEN = /[0-9A-D*#P+-]|\$([xn])([0-9])/g

/**
 * The steps of a string for one call. `+` and `-` lengthen and shorten every tone and gap by 50 ms, wherever they stand; what
 * is not in the grammar is left out, for the model refuses it before.
 */
export function autoAnswerSteps(text: string, call: AutoAnswerCall): AutoAnswerStep[] {
  const onMs = toneMs(text)
  const digit = (one: string): AutoAnswerStep => ({ kind: 'digit', digit: one, onMs, gapMs: onMs })
  return [...text.slice(0, LONGEST).matchAll(TOKEN)].flatMap(([token, which, count]) => {
    if (token === '+' || token === '-') return []
    if (token === 'P') return [{ kind: 'pause', ms: PAUSE_MS } as const]
    if (which === undefined) return [digit(token)]
    const number = which === 'x' ? call.extension : call.dnis
    return [...lastDigits(number, Number(count))].map(digit)
  })
}

function toneMs(text: string): number {
  const steps = [...text].reduce((sum, one) => sum + (one === '+' ? 1 : one === '-' ? -1 : 0), 0)
  return Math.min(Math.max(TONE_MS + steps * STEP_MS, SHORTEST_MS), LONGEST_MS)
}

/** All of them for 0. What cannot be dialled is left out. */
function lastDigits(number: string, count: number): string {
  const digits = number.replace(/[^0-9A-D*#]/g, '')
  return count === 0 ? digits : digits.slice(-count)
}
