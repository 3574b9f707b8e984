import type { Call } from '../../calls/call.ts'
import { Cause } from '../../calls/cause.ts'
import type { Leg, Who } from '../../calls/leg.ts'
import type { SentOn } from '../../calls/sent-on.ts'
import type { Refusal, SipContact } from '../../calls/sip-leg/contract.ts'
import { SipLeg } from '../../calls/sip-leg.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { Attempt } from '../../numbers/reach.ts'
import { trunkContact } from './outgoing-call.ts'
import type { SipTrunks } from './sip-trunks.ts'
import type { TrunkLine, TrunkWay } from './trunk-line.ts'

export interface WaysOutOptions {
  readonly trunks: Pick<SipTrunks, 'all'>
  /** Calls that a trunk has now. */
  readonly calls: (trunk: string) => number
  /** All trunks together have as many calls as they may (VOIP-4). */
  readonly allFull?: () => boolean
  readonly dial: (call: Call, id: string, who: Who, contact: SipContact) => Leg
}

/** Of a call over a trunk. */
export interface OverTrunk {
  readonly emergency: boolean
  /** How it has come to go there. */
  readonly sentOn?: SentOn | undefined
  /** Whether anything else is left to try after this; asked when it begins. */
  readonly more?: () => boolean
}

/** How many servers of one trunk a call tries. */
export const SERVERS_TRIED = 3

const RING_SECONDS = 24 * 3600 // how long the far end rings is for its caller to say

/** Where nothing but the cause is known, after a restart of the exchange: those that no called party gives. */
const OF_THE_TRUNK: readonly Cause[] = [
  Cause.noCircuit,
  Cause.networkOutOfOrder,
  Cause.temporaryFailure,
  Cause.congestion,
  Cause.circuitUnavailable,
  Cause.resourceUnavailable,
  Cause.destinationOutOfOrder,
]

/** Refusals by which a trunk says that it cannot, or will not for us; a called party's own say are 4xx of another kind, and 6xx. */
const OF_THE_SERVER: readonly number[] = [401, 402, 403, 407, 408, 420, 421, 488, 606]

/** SIP trunks as ways out. Each has as many tries as servers of it are tried. */
export class WaysOut {
  readonly #options: WaysOutOptions
  /** The leg that tried last, of each call: whether it is for another server or another trunk to try next. */
  readonly #last = new WeakMap<Call, { readonly trunk: string; readonly leg: Leg }>()
  /** The ways over which a call has tried a trunk: their order changes with what comes of it. */
  readonly #tried = new WeakMap<Call, Map<string, TrunkWay[]>>()

  constructor(options: WaysOutOptions) {
    this.#options = options
  }

  /** Those for ordinary calls, in their order (OUT-10). */
  get ordinary(): readonly TrunkLine[] {
    return this.#inOrder().filter(({ trunk }) => trunk.inService)
  }

  /** Those for emergency calls: the ones that are there first. One that is known to be away is the last hope. */
  get emergency(): readonly TrunkLine[] {
    const may = this.#inOrder().filter(({ trunk }) => trunk.inService && trunk.emergency)
    return [...may.filter(({ isUp }) => isUp), ...may.filter(({ isUp }) => !isUp)]
  }

  /** The try of that server of the trunk, from 0. */
  attempt(
    line: TrunkLine,
    server: number,
    number: PartyNumber,
    call: Call | undefined,
    { emergency, sentOn, more }: OverTrunk,
  ): Attempt {
    const { trunk } = line
    const way = this.#way(line, server, call)
    const isFull = !emergency && this.#isFull(trunk)
    const isAway = !emergency && (!line.isUp || (line.isSilent && more?.() === true))
    const isPointless = server > 0 && call !== undefined && this.#refusedByTrunk(call, trunk.id)
    if (!way || isFull || isAway || isPointless) {
      const before = call && this.#last.get(call)?.leg.cause // what somebody has said tells the caller more
      return { destinations: [], otherwise: before ?? Cause.noCircuit }
    }
    const dial = (on: Call, id: string) => {
      const who = { party: number, device: trunk.id }
      const contact = trunkContact(on, trunk, way, number, sentOn)
      const leg = this.#options.dial(on, id, who, more?.() ? impatient(contact, trunk) : contact)
      this.#note(on, trunk.id, server, way, leg)
      return leg
    }
    return {
      destinations: [{ key: `${trunk.id}/${server}`, ringSeconds: RING_SECONDS, dial }],
      otherwise: Cause.noCircuit,
      isFinal: (cause: Cause) => {
        const leg = call && this.#last.get(call)?.leg
        line.heard(way, !isSilence(leg))
        return !emergency && !mayTryAnother(leg, cause)
      },
    }
  }

  /** SIPT-9, VOIP-4 */
  #isFull({ id, maxCalls }: SipTrunk): boolean {
    return this.#options.calls(id) >= maxCalls || this.#options.allFull?.() === true
  }

  /** The way of that try: not one that the call has tried already. */
  #way(line: TrunkLine, server: number, call: Call | undefined): TrunkWay | undefined {
    const tried = call && this.#tried.get(call)?.get(line.trunk.id)
    if (!tried) return line.ways[server]
    return tried[server] ?? line.ways.find(({ flow }) => !tried.some((one) => one?.flow === flow))
  }

  #note(call: Call, trunk: string, server: number, way: TrunkWay, leg: Leg): void {
    this.#last.set(call, { trunk, leg })
    const trunks = this.#tried.get(call) ?? new Map<string, TrunkWay[]>()
    const ways = trunks.get(trunk) ?? []
    ways[server] = way
    this.#tried.set(call, trunks.set(trunk, ways))
  }

  #inOrder(): readonly TrunkLine[] {
    return [...this.#options.trunks.all].sort((a, b) => a.trunk.order - b.trunk.order)
  }

  /** RFC 3263 §4.3: after anything but 503, silence and a dead transport the other servers would say the same. */
  #refusedByTrunk(call: Call, trunk: string): boolean {
    const last = this.#last.get(call)
    if (last?.trunk !== trunk || !(last.leg instanceof SipLeg)) return false
    const { refusal } = last.leg
    return refusal?.byPeer === true && refusal.status !== 503
  }
}

/** RFC 3263 §4.3 wants 64 T1 of silence before the next server is tried: a caller will not wait for 32 s. */
function impatient(contact: SipContact, { silenceSeconds }: SipTrunk): SipContact {
  return { ...contact, options: { ...contact.options, silenceMs: silenceSeconds * 1000 } }
}

/** Nobody has answered a leg at all. */
function isSilence(leg: Leg | undefined): boolean {
  const refusal = leg instanceof SipLeg ? leg.refusal : undefined
  return refusal !== undefined && !refusal.byPeer && !refusal.hasBegun
}

/** Whether another line may do better: the far end has not begun to ring, and nobody there has refused the call. */
export function mayTryAnother(leg: Leg | undefined, cause: Cause): boolean {
  const refusal = leg instanceof SipLeg ? leg.refusal : undefined
  if (!refusal) return OF_THE_TRUNK.includes(cause)
  if (refusal.hasBegun) return false
  if (!refusal.byPeer || (refusal.status >= 300 && refusal.status < 400)) return true
  return (refusal.status >= 500 && refusal.status < 600) || OF_THE_SERVER.includes(refusal.status)
}

/** How a trunk has failed a call, as it said it itself. */
export function refusalInWords({ status, reason = '', byPeer }: Refusal): string {
  if (byPeer) return `${status} ${reason}`.trim()
  return status === 408 ? 'no answer' : 'it cannot be reached'
}
