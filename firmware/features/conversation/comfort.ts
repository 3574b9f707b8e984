import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import { silence } from '../../calls/tones.ts'

/**
 * Keeps packets going to a party that is on hold: telephones take a silent port for a dead call, and address translators forget it
 * (RFC 5359 §2.1 leaves to us what is heard there; music will be).
 */
export function comfort(call: Call, held: Leg, on: boolean): void {
  const attachment = `${held.id}/silence`
  const isPacket = call.context.stream(held.id) !== undefined // not on a line, which hears silence anyway
  if (on && isPacket) call.context.play(held.id, attachment, 'to', silence)
  else call.context.stop(attachment)
}
