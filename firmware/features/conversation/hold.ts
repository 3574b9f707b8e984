import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import { silence } from '../../calls/tones.ts'
import type { Signal } from '../../gateway/contract.ts'

/** What the other party of `holder` hears while it is on hold (MOH-1); undefined: no music. */
export type HoldMusic = (holder: Leg) => Signal | undefined

/**
 * The held party hears music, and not what the telephone that holds it sends beside it (RFC 5359 §2.1, §2.3). Without music it hears that telephone; packets
 * keep coming all the same, because telephones take a silent port for a dead call and address translators forget it.
 */
export function hold(call: Call, { held, holder }: Holding, music: HoldMusic): void {
  const signal = music(holder)
  const isPacket = call.context.stream(held.id) !== undefined // a line hears silence anyway
  call.context.playAside(held.id, signal ?? (isPacket ? silence : undefined))
  if (signal) call.context.hear(holder.id, held.id, false)
}

/** The party is spoken with again. */
export function unhold(call: Call, { held, holder }: Holding): void {
  quiet(call, held)
  if (call.partnerOf(held) === holder) call.context.hear(holder.id, held.id, true)
}

/** Nothing is played aside any longer: something else is to be heard. */
export function quiet(call: Call, leg: Leg): void {
  call.context.playAside(leg.id, undefined)
}

interface Holding {
  readonly held: Leg
  readonly holder: Leg
}
