import type { Leg } from '../calls/leg.ts'

/** How many calls each device of ours has now. */
export class LinesInUse {
  readonly #legs = new Map<string, Set<Leg>>()

  /** From now until its release the leg takes a line of its device. */
  take<Taken extends Leg>(leg: Taken): Taken {
    if (leg.device !== undefined) {
      const legs = this.#living(leg.device)
      legs.add(leg)
      this.#legs.set(leg.device, legs)
    }
    return leg
  }

  of(device: string): number {
    const legs = this.#living(device)
    if (legs.size === 0) this.#legs.delete(device)
    return legs.size
  }

  /** Legs know their own end, so nobody has to say it here. */
  #living(device: string): Set<Leg> {
    const legs = this.#legs.get(device) ?? new Set<Leg>()
    for (const leg of legs) {
      if (leg.phase === 'released' || leg.device !== device) legs.delete(leg) // another telephone took it over
    }
    return legs
  }
}
