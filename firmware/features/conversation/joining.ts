import type { Call } from '../../calls/call.ts'
import type { ConversationState } from '../../calls/conversation.ts'
import { CONVERSATION } from '../../calls/conversation.ts'
import { isEmergency } from '../../calls/emergency-call.ts'
import type { Leg } from '../../calls/leg.ts'
import { hasGone } from './has-gone.ts'

const STEP = 'join/'

/** Whether a third may come to this party and the one it talks with (RFC 3911): two who talk, and neither with the emergency centre. */
export function canBeJoined(call: Call, leg: Leg): boolean {
  const { part } = (call.steps.saved.state ?? {}) as Partial<ConversationState>
  const isTalk = call.program === CONVERSATION && part === 'talking' && !isEmergency(call)
  const other = call.partnerOf(leg)
  if (!isTalk || !other || comes(call, [leg, other])) return false
  return leg.phase === 'answered' && other.phase === 'answered'
}

/** A third comes to `leg` and the one it talks with, who hear him from his answer on. */
export function letIn(call: Call, leg: Leg, make: (id: string) => Leg): Leg {
  const third = call.legOf(`${STEP}${leg.id}/${call.legs.length}`, make)
  void third.answer() // says itself when it has no media
  return third
}

/** The three, once he is there. Whom he has asked for is the one who may send him away again, by a hook flash. */
export function joined(call: Call, a: Leg, b: Leg): ConversationState | undefined {
  const third = comes(call, [a, b])
  if (third?.phase !== 'answered') return undefined
  const holder = asked(call, third) === b.id ? b : a
  const held = holder === a ? b : a
  const seen = holder.flashes
  return { part: 'three-way', holder: holder.id, held: held.id, third: third.id, seen }
}

/** Who was let in to these two and has not gone; the one of them may have come so himself. */
function comes(call: Call, two: readonly Leg[]): Leg | undefined {
  return call.legsOf(STEP).find((leg) => !two.includes(leg) && !hasGone(leg))
}

function asked(call: Call, third: Leg): string | undefined {
  return call.legs.find(({ id }) => call.legsOf(`${STEP}${id}/`).includes(third))?.id
}
