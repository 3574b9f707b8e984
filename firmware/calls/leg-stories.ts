import type { Clock } from '../clock/clock.ts'
import type { Quality } from '../gateway/contract.ts'
import type { EventParty, EventQuality } from '../records/call-event.ts'
import type { CallHistory } from './call-history.ts'
import { Cause } from './cause.ts'
import type { Leg } from './leg.ts'

export type ToldSnapshot = readonly (readonly [leg: string, what: string])[]

/** Tells the history of a call how far each leg is, each thing once, also over a restart. */
export class LegStories {
  readonly #clock: Clock
  readonly #history: CallHistory
  readonly #told: Map<string, string>
  readonly #releasedAt = new Map<string, number>()

  constructor(clock: Clock, history: CallHistory, told: ToldSnapshot = []) {
    this.#clock = clock
    this.#history = history
    this.#told = new Map(told)
  }

  snapshot(): ToldSnapshot {
    return [...this.#told]
  }

  /** The leg is there; what it is now is no news. */
  began(leg: Leg): void {
    if (!this.#told.has(leg.id)) this.#told.set(leg.id, leg.phase)
  }

  changed(leg: Leg): void {
    const told = this.#told.get(leg.id)
    const now = leg.phase === 'answered' && leg.held ? 'held' : leg.phase
    if (told === now || told === 'left') return
    this.#told.set(leg.id, now)
    const facts = { leg: leg.id }
    if (now === 'released') this.#releasedAt.set(leg.id, this.#clock.now())
    else if (now === 'alerting')
      this.#history.add(leg.earlyMedia ? 'early-media' : 'ringing', facts)
    else if (now === 'held') this.#history.add('held', facts)
    else if (now === 'answered') this.#history.add(told === 'held' ? 'resumed' : 'answered', facts)
  }

  /** It goes on in another call, whose stories begin there. */
  forget(leg: Leg): void {
    this.#told.set(leg.id, 'left')
  }

  /** Those that have not been told to have left; from now on they have. */
  leaving(legs: readonly Leg[]): readonly Leg[] {
    const leaving = legs.filter(({ id }) => this.#told.get(id) !== 'left')
    for (const { id } of leaving) this.#told.set(id, 'left')
    return leaving
  }

  left(leg: Leg, quality: Quality | undefined, codec: string | undefined): void {
    const facts = {
      leg: leg.id,
      cause: leg.cause ?? Cause.normalUnspecified,
      ...(quality ? { quality: eventQuality(quality, codec) } : {}),
    }
    this.#history.add('left', facts, this.#releasedAt.get(leg.id))
  }
}

/** A party as the records keep it. */
export function eventParty({ party, device }: Leg): EventParty {
  return {
    digits: party.digits.slice(0, 64),
    ...(party.name ? { name: party.name.slice(0, 128) } : {}),
    ...(device ? { device } : {}),
  }
}

function eventQuality(quality: Quality, codec: string | undefined): EventQuality {
  return {
    packetsReceived: quality.packetsReceived,
    packetsLost: quality.lost,
    packetsSent: quality.packetsSent,
    jitterMs: quality.jitterMs,
    ...(quality.roundTripMs === undefined ? {} : { roundTripMs: quality.roundTripMs }),
    ...(codec === undefined ? {} : { codec }),
    ...(quality.mosListening === undefined ? {} : { mos: quality.mosListening }),
    ...(quality.remoteMos === undefined ? {} : { remoteMos: quality.remoteMos }),
    ...(quality.suite === undefined ? {} : { encryption: quality.suite }),
  }
}
