import type { Call } from '../../calls/call.ts'
import type { Cause } from '../../calls/cause.ts'
import { Cause as causes } from '../../calls/cause.ts'
import { conversation } from '../../calls/conversation.ts'
import type { Next, Program } from '../../calls/program.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { Reachable } from '../../numbers/reach.ts'
import { reach } from '../../numbers/reach.ts'

/** Where an emergency call is, kept over a restart. */
export interface EmergencyState {
  readonly number: PartyNumber
}

const AGAIN_SECONDS = 2
const LONGEST_SECONDS = 10 * 60

/**
 * An emergency call (EMER-1 to EMER-4): every line is tried, then one is taken from somebody else (README decision 9), and all of it again
 * while the caller waits. It has no budget, restriction or ban to pass.
 */
export function emergencyProgram(reachable: Reachable): Program<EmergencyState> {
  return {
    name: 'emergency',
    async run(call: Call, state: EmergencyState): Promise<Cause | Next> {
      call.save(state)
      const until = call.steps.deadline('emergency', LONGEST_SECONDS)
      for (;;) {
        const outcome = await reach(call, { kind: 'emergency', number: state.number }, reachable)
        if (typeof outcome === 'object')
          return conversation(call.origin, outcome, { emergency: true })
        if (call.clock.uptime() >= until) return causes.noCircuit
        await waitAudibly(call)
        call.save(state)
      }
    },
  }
}

/** No line could be had: the caller hears that it is tried again. */
async function waitAudibly(call: Call): Promise<void> {
  const tone = `${call.origin.id}/no-line/${call.steps.next()}`
  if (call.origin.hasAudio) call.context.play(call.origin.id, tone, 'to', call.tones.congestion)
  await call.until(() => undefined, call.steps.deadline(tone, AGAIN_SECONDS))
  call.context.stop(tone)
}
