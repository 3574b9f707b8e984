import type { Call } from '../../calls/call.ts'
import { Cause } from '../../calls/cause.ts'
import type { ConversationState } from '../../calls/conversation.ts'
import { CONVERSATION, talking } from '../../calls/conversation.ts'
import type { Leg } from '../../calls/leg.ts'
import type { Next, Program } from '../../calls/program.ts'
import { transfer } from '../../calls/transfer.ts'
import type { ConsultOffice } from './consult.ts'
import { consult } from './consult.ts'
import { hasGone } from './has-gone.ts'
import type { HoldMusic } from './hold.ts'
import { hold, quiet, unhold } from './hold.ts'
import { joined } from './joining.ts'
import { recall } from './recall.ts'

/**
 * Two people talk, whatever lines they are on, until one hangs up. A hook flash puts the other on hold and calls a third: hanging up then
 * transfers, another flash makes a three-way call (ANLG rows; TIA-470 §4.6 hook flash).
 */
export function conversationProgram(office: ConsultOffice): Program<ConversationState> {
  return {
    name: CONVERSATION,
    governs: true,
    async run(call: Call, begin: ConversationState): Promise<Cause | Next> {
      let state = begin
      for (;;) {
        const next = await step(call, state, office)
        if (typeof next === 'number' || 'program' in next) return next
        call.save(next)
        state = next
      }
    },
  }
}

function step(
  call: Call,
  state: ConversationState,
  office: ConsultOffice,
): Promise<ConversationState | Cause | Next> {
  if (state.part === 'talking') return talk(call, state, office.holdMusic)
  if (state.part === 'recall') return recall(call, state, office)
  return consult(call, state, office)
}

/** Until one of the two leaves, or flashes, or a third has come. */
async function talk(
  call: Call,
  state: Extract<ConversationState, { part: 'talking' }>,
  music: HoldMusic,
): Promise<ConversationState | Cause | Next> {
  const { parties, seen, emergency } = state
  const [a, b] = [call.leg(parties[0]), call.leg(parties[1])]
  if (!a || !b) return Cause.normalClearing
  if (!hasGone(a) && !hasGone(b)) call.join(b, a)
  const happened = await call.until<Leg | 'flash a' | 'flash b' | Next | ConversationState>(() => {
    if (a.referral) return transfer(a, b) // before its end: telephones hang up when their REFER is accepted
    if (b.referral) return transfer(b, a)
    listen(call, { held: a, holder: b }, music)
    listen(call, { held: b, holder: a }, music)
    if (hasGone(a)) return a
    if (hasGone(b)) return b
    if (a.flashes > seen[0]) return 'flash a'
    return b.flashes > seen[1] ? 'flash b' : joined(call, a, b)
  })
  if (typeof happened === 'object' && !('phase' in happened)) {
    for (const leg of [a, b]) quiet(call, leg)
    return happened
  }
  if (typeof happened === 'object') return happened.cause ?? Cause.normalClearing
  if (emergency) return talking(a, b, true)
  const [holder, held] = happened === 'flash a' ? [a, b] : [b, a]
  call.part()
  call.history.add('held', { leg: held.id })
  call.listenTo(holder)
  return { part: 'dialling', holder: holder.id, held: held.id, seen: holder.flashes }
}

/** Music for the one, if the other has put us on hold. */
function listen(call: Call, both: { held: Leg; holder: Leg }, music: HoldMusic): void {
  if (both.holder.held) hold(call, both, music)
  else unhold(call, both)
}
