import type { Call } from '../../calls/call.ts'
import type { Leg } from '../../calls/leg.ts'
import type { AppearanceState } from '../../sip/events/appearance-info.ts'
import type { SharedLine, SharedLines } from './shared-lines.ts'

/** An appearance that is not idle: a phone is about to call on it, or a call is there. */
interface Taken {
  readonly seizure?: { readonly id: string; readonly account: string }
  readonly call?: { readonly call: Call; readonly legs: Map<string, Leg> }
}

/** A busy appearance as it is shown. */
export interface BusyAppearance {
  readonly index: number
  readonly state: AppearanceState
  /** The leg that tells who is at the other end. */
  readonly leg?: Leg
  readonly call?: Call
}

export interface AppearancesOptions {
  readonly lines: SharedLines
  /** What is shown of a line is different. */
  readonly changed: (line: SharedLine) => void
  /** A phone has used what it had seized: its seizure is over. */
  readonly used: (seizure: string, account: string) => void
  /** The appearance that a leg's INVITE named, whoever sent it: so that a restart finds each call where it was. */
  readonly named: (leg: Leg) => number | undefined
}

/** Which appearances of which shared lines are seized, and which have calls. Calls are told by their legs, seizures by their phones. */
export class Appearances {
  readonly #options: AppearancesOptions
  readonly #byLine = new Map<string, Map<number, Taken>>()

  constructor(options: AppearancesOptions) {
    this.#options = options
  }

  /** Those of a line that are not idle, in their order. */
  busy(line: SharedLine): readonly BusyAppearance[] {
    const taken = [...(this.#byLine.get(line.id) ?? [])].sort(([one], [other]) => one - other)
    return taken.map(([index, { call }]) => {
      if (!call) return { index, state: 'seized' }
      const leg = telling([...call.legs.values()])
      return { index, state: stateOf(leg), ...(leg && { leg }), call: call.call }
    })
  }

  /** A phone wants to call on an appearance, or on any; which it has got, undefined: none. The first of two wins. */
  seize(line: SharedLine, wanted: number | undefined, id: string, account: string) {
    const index = wanted ?? this.#free(line)
    if (index === undefined || index > line.appearances) return undefined
    const taken = this.#of(line).get(index)
    if (taken?.seizure?.account === account) this.#options.used(taken.seizure.id, account)
    else if (taken) return undefined
    this.#of(line).set(index, { seizure: { id, account } })
    this.#options.changed(line)
    return index
  }

  /** The appearance of a seizure. */
  seizedBy(line: SharedLine, id: string): number | undefined {
    const found = [...(this.#byLine.get(line.id) ?? [])].find(([, one]) => one.seizure?.id === id)
    return found?.[0]
  }

  /** A phone has let go, or its time is over. */
  release(line: SharedLine, id: string): void {
    const index = this.seizedBy(line, id)
    if (index === undefined) return
    this.#idle(line, index)
    this.#options.changed(line)
  }

  /** The appearance on which a call to the line rings, on all of its phones; undefined: none is free, or it is not shared. */
  allot(device: string, call: Call): number | undefined {
    const line = this.#options.lines.ofDevice(device)
    return line && (this.#indexOf(line, call) ?? this.#take(line, call, undefined))
  }

  /** A leg is new or has changed. */
  legChanged(leg: Leg, call: Call): void {
    const line = leg.device === undefined ? undefined : this.#options.lines.ofDevice(leg.device)
    if (!line) return
    if (leg.phase === 'released') this.#over(line, leg, call)
    else {
      const index = this.#indexOf(line, call) ?? this.#enter(line, leg, call)
      if (index === undefined) return // more calls than keys: it is on none
      this.#of(line).get(index)?.call?.legs.set(leg.id, leg)
    }
    this.#options.changed(line)
  }

  #over(line: SharedLine, leg: Leg, call: Call): void {
    const index = this.#indexOf(line, call)
    const legs = index === undefined ? undefined : this.#of(line).get(index)?.call?.legs
    legs?.delete(leg.id)
    if (index !== undefined && legs?.size === 0) this.#idle(line, index)
  }

  /** The phone says where its call is; what it has seized becomes the call. */
  #enter(line: SharedLine, leg: Leg, call: Call): number | undefined {
    const named = this.#options.named(leg)
    const taken = named === undefined ? undefined : this.#of(line).get(named)
    if (named === undefined || named > line.appearances || taken?.call) {
      return this.#take(line, call, undefined)
    }
    const { seizure } = taken ?? {}
    if (seizure && seizure.account !== leg.device) return this.#take(line, call, undefined)
    const index = this.#take(line, call, named)
    if (seizure) this.#options.used(seizure.id, seizure.account)
    return index
  }

  #take(line: SharedLine, call: Call, wanted: number | undefined): number | undefined {
    const index = wanted ?? this.#free(line)
    if (index !== undefined) this.#of(line).set(index, { call: { call, legs: new Map() } })
    return index
  }

  #indexOf(line: SharedLine, call: Call): number | undefined {
    const found = [...(this.#byLine.get(line.id) ?? [])].find(([, one]) => one.call?.call === call)
    return found?.[0]
  }

  #free(line: SharedLine): number | undefined {
    const taken = this.#byLine.get(line.id)
    for (let index = 1; index <= line.appearances; index++) if (!taken?.has(index)) return index
    return undefined
  }

  #idle(line: SharedLine, index: number): void {
    const taken = this.#of(line)
    taken.delete(index)
    if (taken.size === 0) this.#byLine.delete(line.id)
  }

  #of(line: SharedLine): Map<number, Taken> {
    const known = this.#byLine.get(line.id)
    if (known) return known
    const taken = new Map<number, Taken>()
    this.#byLine.set(line.id, taken)
    return taken
  }
}

/** The leg that an appearance shows: the one that talks, or any that rings. */
function telling(legs: readonly Leg[]): Leg | undefined {
  return legs.find(({ phase }) => phase === 'answered') ?? legs[0]
}

function stateOf(leg: Leg | undefined): AppearanceState {
  if (leg?.phase === 'answered') return leg.held ? 'held' : 'active'
  return leg?.direction === 'in' ? 'progressing' : 'alerting'
}
