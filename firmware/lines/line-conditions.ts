import type { RaisedCondition } from '../conditions.ts'
import type { ShownLine } from '../gateway/shown-line.ts'

/** What is wrong with the lines now, from what they say of themselves; a condition ends when it is no longer among these. */
export function conditionsOf(lines: readonly ShownLine[]): RaisedCondition[] {
  const found = lines.flatMap((line) =>
    [batteryLost(line), audioStopped(line), lifelineActive(line)].flatMap((each) => each ?? []),
  )
  return lines.some(({ driver }) => driver === 'sim') ? [...found, SIMULATED] : found
}

const SIMULATED: RaisedCondition = {
  id: 'simulated',
  severity: 'notice',
  subject: 'lines',
  effect: 'These lines are simulated: an emergency call reaches nobody.',
  remedy:
    'Good for trying and tests. For real telephones set STROWGER_LINES to the line cards of this box.',
  link: '',
}

function batteryLost({ line, kind, battery }: ShownLine): RaisedCondition | undefined {
  if (kind !== 'fxo' || battery) return undefined
  return {
    id: `${line}.battery`,
    severity: 'warning',
    subject: `line ${line}`,
    effect: `${line} has no voltage: no call goes out over it or comes in.`,
    remedy:
      'See that its cord sits in the port and in the wall. If it does, try a telephone in that wall socket: ' +
      'without dial tone there, call the telephone company.',
    link: '',
  }
}

function audioStopped({ line, audio }: ShownLine): RaisedCondition | undefined {
  if (audio) return undefined
  return {
    id: `${line}.audio`,
    severity: 'critical',
    subject: `line ${line}`,
    effect: `The card of ${line} delivers no audio: whoever talks on it hears nothing.`,
    remedy: 'Restart the server. If it comes back, the card is loose or broken.',
    link: '',
  }
}

function lifelineActive({ line, kind, lifeline }: ShownLine): RaisedCondition | undefined {
  if (kind !== 'fxs' || lifeline === 'off') return undefined
  const effect =
    lifeline === 'call'
      ? `An emergency call is on ${line}, made without the exchange. Do not restart or unplug anything.`
      : `The telephone on ${line} has dial tone, but reaches emergency numbers only: the exchange does not serve it.`
  return {
    id: `${line}.lifeline`,
    severity: 'critical',
    subject: `line ${line}`,
    effect,
    remedy: "'strowger status' shows what is wrong with the exchange.",
    link: '',
  }
}
