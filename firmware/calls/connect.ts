import type { Call } from './call.ts'
import { Cause } from './cause.ts'
import type { Forwarding } from './forwarding.ts'
import { Forwards } from './forwarding.ts'
import type { Leg } from './leg.ts'

/** Somewhere that can be rung. */
export interface Destination {
  /** Tells the destinations of one attempt apart, the same after a restart. */
  readonly key: string
  /** How long it rings, in seconds. */
  readonly ringSeconds: number
  /** Begins leg `id`. */
  dial(call: Call, id: string): Leg
}

export interface ConnectOptions {
  /** Who waits for the answer; it may become another one meanwhile (a transfer). The call's origin when left out. */
  readonly caller?: () => Leg
  /** Somebody's telephone rings; may be called more than once. */
  readonly alerting?: () => void
  /** Once true, everybody stops ringing. */
  readonly abandoned?: () => boolean
  /** Where a call goes that a telephone sends on; nowhere unless given. */
  readonly forwarding?: Forwarding
}

export const ABANDONED = 'abandoned'
/** Others ring now, each with its own time. */
const MORE = 'more'

/**
 * Rings all destinations at once. The first to answer is joined with the caller, the others are released; the answer is that leg,
 * the cause why nobody did, or undefined when there is nobody to ring (ROUTE-2, ROUTE-4). After a restart it goes on with the legs that it had.
 */
export function connect(
  call: Call,
  destinations: readonly Destination[],
): Promise<Leg | Cause | undefined>
export function connect(
  call: Call,
  destinations: readonly Destination[],
  options: ConnectOptions,
): Promise<Leg | Cause | typeof ABANDONED | undefined>
export async function connect(
  call: Call,
  destinations: readonly Destination[],
  options: ConnectOptions = {},
): Promise<Leg | Cause | typeof ABANDONED | undefined> {
  const { caller = () => call.origin, abandoned = () => false, alerting = () => {} } = options
  const step = call.steps.next()
  const ringing = new Ringing(call, step, caller)
  call.ringsFor(caller())
  if (call.legsOf(`${step}/`).length === 0) {
    for (const destination of destinations) ringing.dial(destination)
  }
  const all = () => call.legsOf(`${step}/`)
  if (all().length === 0) return undefined
  const forwards = new Forwards(call, step, options.forwarding, (each) => ringing.dial(each))

  for (;;) {
    const outcome = await call.until(() => {
      if (abandoned()) return ABANDONED
      if (forwards.follow()) return MORE
      const legs = all()
      ringing.tellCaller(legs)
      if (legs.some(({ phase }) => phase === 'alerting')) alerting()
      return (
        legs.find(({ phase }) => phase === 'answered') ??
        (legs.every(hasGone) ? mostTelling(forwards.ends(legs)) : undefined)
      )
    }, ringing.soonest(all()))
    if (outcome === MORE) continue
    const legs = all()
    if (outcome === undefined) {
      ringing.releaseOverdue(legs)
      continue
    }
    ringing.stopRingback()
    if (typeof outcome === 'object') return join(call, caller(), outcome, legs)
    if (typeof outcome === 'number') tellRefusal(caller(), forwards.ends(legs), outcome)
    for (const leg of legs) leg.release(Cause.normalClearing)
    await call.takeOut(legs)
    return outcome
  }
}

/** The two hear each other; whoever else was rung stops ringing. */
async function join(call: Call, caller: Leg, leg: Leg, legs: readonly Leg[]): Promise<Leg> {
  const others = legs.filter((other) => other !== leg)
  for (const other of others) other.release(Cause.answeredElsewhere)
  call.join(leg, caller)
  await caller.answer()
  if (others.length > 0) await call.takeOut(others)
  return leg
}

/** The ringing part of one step. */
class Ringing {
  readonly #call: Call
  readonly #step: string
  readonly #caller: () => Leg
  /** Who hears our ringback now. */
  #told: Leg | undefined

  constructor(call: Call, step: string, caller: () => Leg) {
    this.#call = call
    this.#step = step
    this.#caller = caller
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
    const { context } = this.#call
    if (legs.some(({ phase }) => phase === 'answered')) return
    const caller = this.#caller()
    const ringing = legs.filter((leg) => !hasGone(leg))
    const [only] = ringing
    const early = ringing.length === 1 && only?.earlyMedia === true
    for (const leg of ringing) context.connect(caller.id, leg.id, early)
    if (this.#told && this.#told !== caller) this.stopRingback()
    this.#told = caller
    if (early) {
      this.stopRingback()
      caller.progress()
    } else if (ringing.some(({ phase }) => phase === 'alerting')) {
      if (caller.hasAudio)
        context.play(caller.id, ringbackId(caller), 'to', this.#call.tones.ringback)
      else caller.alert()
    }
  }

  stopRingback(): void {
    this.#call.context.stop(ringbackId(this.#told ?? this.#caller()))
  }

  #deadline(leg: Leg): number {
    return this.#call.steps.deadline(leg.id, 0)
  }
}

function ringbackId(caller: Leg): string {
  return `${caller.id}/ringback`
}

function hasGone(leg: Leg): boolean {
  return leg.phase === 'released'
}

/** The called side's own words for why nobody has answered, for a caller who understands them. */
function tellRefusal(caller: Leg, legs: readonly Leg[], cause: Cause): void {
  const refused = legs.find((leg) => leg.cause === cause && leg.refused)?.refused
  if (refused) caller.refusedAs?.(refused, cause)
}

/** Of several refusals the one that tells the caller most. */
function mostTelling(legs: readonly Leg[]): Cause {
  const causes = legs.map(({ cause }) => cause ?? Cause.normalUnspecified)
  const telling = [Cause.userBusy, Cause.callRejected, Cause.noAnswer]
  return telling.find((cause) => causes.includes(cause)) ?? causes[0] ?? Cause.noAnswer
}
