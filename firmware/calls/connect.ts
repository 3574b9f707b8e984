import type { Call } from './call.ts'
import { Cause } from './cause.ts'
import type { Leg } from './leg.ts'
import { ringbackTone } from './tones.ts'

/** Somewhere that can be rung. */
export interface Destination {
  /** Tells the destinations of one attempt apart, the same after a restart. */
  readonly key: string
  /** How long it rings, in seconds. */
  readonly ringSeconds: number
  /** Begins leg `id`. */
  dial(call: Call, id: string): Leg
}

/**
 * Rings all destinations at once. The first to answer is joined with the caller, the others are released; the answer is that leg,
 * the cause why nobody did, or undefined when there is nobody to ring (ROUTE-2, ROUTE-4). After a restart it goes on with the legs that it had.
 */
export async function connect(
  call: Call,
  destinations: readonly Destination[],
): Promise<Leg | Cause | undefined> {
  const step = call.steps.next()
  const ringing = new Ringing(call, step)
  if (call.legsOf(`${step}/`).length === 0) {
    for (const destination of destinations) ringing.dial(destination)
  }
  const legs = call.legsOf(`${step}/`)
  if (legs.length === 0) return undefined

  for (;;) {
    const outcome = await call.until(() => {
      ringing.tellCaller(legs)
      return (
        legs.find(({ phase }) => phase === 'answered') ??
        (legs.every(hasGone) ? mostTelling(legs) : undefined)
      )
    }, ringing.soonest(legs))
    if (outcome === undefined) ringing.releaseOverdue(legs)
    else if (typeof outcome !== 'number') return join(call, outcome, legs)
    else {
      await call.takeOut(legs)
      return outcome
    }
  }
}

/** The two hear each other; whoever else was rung stops ringing. */
async function join(call: Call, leg: Leg, legs: readonly Leg[]): Promise<Leg> {
  const others = legs.filter((other) => other !== leg)
  for (const other of others) other.release(Cause.answeredElsewhere)
  call.context.stop(ringbackId(call))
  call.join(leg)
  await call.origin.answer()
  if (others.length > 0) await call.takeOut(others)
  return leg
}

/** The ringing part of one step. */
class Ringing {
  readonly #call: Call
  readonly #step: string

  constructor(call: Call, step: string) {
    this.#call = call
    this.#step = step
  }

  dial(destination: Destination): void {
    const leg = this.#call.legOf(`${this.#step}/${destination.key}`, (id) =>
      destination.dial(this.#call, id),
    )
    this.#call.steps.deadline(leg.id, destination.ringSeconds)
  }

  soonest(legs: readonly Leg[]): number {
    return Math.min(...legs.filter((leg) => !hasGone(leg)).map((leg) => this.#deadline(leg)))
  }

  releaseOverdue(legs: readonly Leg[]): void {
    for (const leg of legs) {
      if (!hasGone(leg) && this.#deadline(leg) <= this.#call.clock.uptime())
        leg.release(Cause.noAnswer)
    }
  }

  /**
   * What the caller hears while it rings: the called side's own early audio where only one branch is left (two would be heard
   * mixed), else ringback: made by the caller's telephone, or by us where the audio is open already.
   */
  tellCaller(legs: readonly Leg[]): void {
    const { context, origin } = this.#call
    if (legs.some(({ phase }) => phase === 'answered')) return
    const ringing = legs.filter((leg) => !hasGone(leg))
    const [only] = ringing
    const early = ringing.length === 1 && only?.earlyMedia === true
    for (const leg of ringing) context.connect(origin.id, leg.id, early)
    if (early) {
      context.stop(ringbackId(this.#call))
      origin.progress()
    } else if (ringing.some(({ phase }) => phase === 'alerting')) {
      if (origin.hasAudio) context.play(origin.id, ringbackId(this.#call), 'to', ringbackTone)
      else origin.alert()
    }
  }

  #deadline(leg: Leg): number {
    return this.#call.steps.deadline(leg.id, 0)
  }
}

function ringbackId(call: Call): string {
  return `${call.origin.id}/ringback`
}

function hasGone(leg: Leg): boolean {
  return leg.phase === 'released'
}

/** Of several refusals the one that tells the caller most. */
function mostTelling(legs: readonly Leg[]): Cause {
  const causes = legs.map(({ cause }) => cause ?? Cause.normalUnspecified)
  const telling = [Cause.userBusy, Cause.callRejected, Cause.noAnswer]
  return telling.find((cause) => causes.includes(cause)) ?? causes[0] ?? Cause.noAnswer
}
