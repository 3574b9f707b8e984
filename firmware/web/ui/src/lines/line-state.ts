import type { ShownLine } from '../../../contract.ts'
import type { Tone } from '../parts/tone.ts'

export type LineState =
  | 'no-audio'
  | 'no-battery'
  | 'lifeline-call'
  | 'lifeline-tone'
  | 'not-served'
  | 'ringing'
  | 'in-use'
  | 'off-hook'
  | 'free'

/** What a line is doing, the most important first. */
export function lineState(line: ShownLine): LineState {
  if (!line.audio) return 'no-audio'
  if (line.kind === 'fxo' && !line.battery) return 'no-battery'
  if (line.lifeline === 'call') return 'lifeline-call'
  if (line.lifeline === 'tone') return 'lifeline-tone'
  if (line.ringing) return 'ringing'
  // An idle line needs nobody; a phone that is lifted does.
  if (line.kind === 'fxs' && line.hook === 'off' && !line.served) return 'not-served'
  if (line.hook === 'off') return line.kind === 'fxo' || line.termination ? 'in-use' : 'off-hook'
  return 'free'
}

export const LINE_TONES: Readonly<Record<LineState, Tone>> = {
  'no-audio': 'bad',
  'no-battery': 'bad',
  'lifeline-call': 'warn',
  'lifeline-tone': 'warn',
  'not-served': 'warn',
  ringing: 'busy',
  'in-use': 'busy',
  'off-hook': 'busy',
  free: 'good',
}

/** Whether a person should do something about it. */
export function isTrouble(state: LineState): boolean {
  return LINE_TONES[state] === 'bad' || LINE_TONES[state] === 'warn'
}

const SILENCE_DBM0 = -60
const LOUDEST_DBM0 = 3.17 // as loud as PCM can be
export const LOUD_DBM0 = -3

/** How much of a meter a level fills, from 0 to 1. */
export function meterShare(levelDbm0: number): number {
  const share = (levelDbm0 - SILENCE_DBM0) / (LOUDEST_DBM0 - SILENCE_DBM0)
  return Math.min(1, Math.max(0, share))
}
