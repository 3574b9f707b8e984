import type { Call } from '../../calls/call.ts'
import { Cause } from '../../calls/cause.ts'
import type { ConversationState } from '../../calls/conversation.ts'
import { talking } from '../../calls/conversation.ts'
import { reach } from '../../numbers/reach.ts'
import type { ConsultOffice } from './consult.ts'
import { hasGone } from './has-gone.ts'
import { quiet } from './hold.ts'

/** Somebody hung up with a party on hold: his telephone rings again, so that nobody is left waiting for ever. */
export async function recall(
  call: Call,
  { held: id, device }: Extract<ConversationState, { part: 'recall' }>,
  office: ConsultOffice,
): Promise<ConversationState | Cause> {
  const held = call.leg(id)
  if (!held || hasGone(held)) return held?.cause ?? Cause.normalClearing
  quiet(call, held) // it hears how the telephone rings
  const outcome = await reach(call, { kind: 'device', device }, office.reachable, {
    caller: () => held,
    abandoned: () => hasGone(held),
  })
  if (typeof outcome === 'object') return talking(held, outcome)
  return typeof outcome === 'number' ? outcome : (held.cause ?? Cause.normalClearing)
}
