import type { Call } from '../calls/call.ts'
import type { CallTable } from '../calls/call-table.ts'
import { Cause, reasonHeader, statusOfCause } from '../calls/cause.ts'
import type { Codec } from '../calls/codec-formats.ts'
import { refusalOfOffer } from '../calls/judge-offer.ts'
import type { Leg, Who } from '../calls/leg.ts'
import { judging } from '../calls/protection/policy.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { dialledNumber } from '../model/party-number.ts'
import type { SipTrunk } from '../model/sip-trunk.ts'
import type { IncomingRequest } from '../sip/contract.ts'
import { sessionDescription } from '../sip/message/multipart.ts'
import { comparable } from '../trunks/sip/caller-number.ts'
import { codecsOf } from '../trunks/sip/codecs.ts'
import { callerOf, dialledOf, divertedBy } from '../trunks/sip/incoming-identity.ts'

export interface TrunkCallsOptions {
  readonly calls: CallTable
  /** Calls that a trunk has now. */
  readonly inUse: (trunk: string) => number
  /** All trunks together have as many calls as they may (VOIP-4). */
  readonly allFull: () => boolean
  readonly takeLeg: (call: Call, id: string, who: Who, request: IncomingRequest) => Leg
  /** Codecs that not every build has, and this one has. */
  readonly builtCodecs: () => readonly Codec[]
}

const ANONYMITY_DISALLOWED = 433 // RFC 5079

/** Takes an INVITE from a SIP trunk: who calls, whom of ours. It reaches what the trunk's numbers say, and never the dial plan. */
export class TrunkCalls {
  readonly #options: TrunkCallsOptions

  constructor(options: TrunkCallsOptions) {
    this.#options = options
  }

  invite(request: IncomingRequest, trunk: SipTrunk): void {
    const caller = callerOf(request.message, trunk)
    const called = dialledOf(request.message, trunk)
    const refusal = this.#refusalOf(request, trunk, caller)
    if (refusal !== undefined) {
      request.respond(refusal)
      return
    }
    const extension = extensionFor(trunk, called)
    if (extension === undefined) {
      const cause = Cause.unallocatedNumber
      request.respond(statusOfCause(cause), { headers: [reasonHeader(cause)] })
      return
    }
    this.#begin(request, trunk, { caller, called, extension })
  }

  #begin(
    request: IncomingRequest,
    trunk: SipTrunk,
    {
      caller,
      called,
      extension,
    }: Readonly<Record<'called' | 'extension', string>> & {
      readonly caller: PartyNumber
    },
  ): void {
    const { calls, takeLeg } = this.#options
    const diverted = divertedBy(request.message)
    const who = { party: caller, device: trunk.id }
    const state = { extension, attempt: 0 }
    const call = calls.begin(dialledNumber(called), 'extension', state, (made, id) =>
      takeLeg(made, id, who, request),
    )
    if (diverted) {
      const { number: digits, reason } = diverted
      call.history.add('diverted', { party: { digits }, name: reason })
    }
  }

  /** What is refused before anybody's telephone rings. */
  #refusalOf(
    { message, flow }: IncomingRequest,
    trunk: SipTrunk,
    caller: PartyNumber,
  ): number | undefined {
    const withheld = caller.presentation === 'restricted'
    if (withheld && trunk.anonymous === 'reject') return ANONYMITY_DISALLOWED // INC-3
    if (this.#options.allFull()) return statusOfCause(Cause.noCircuit)
    if (this.#options.inUse(trunk.id) >= trunk.maxCalls) return statusOfCause(Cause.userBusy) // SIPT-9
    const described = sessionDescription(message)
    if (described === undefined) return undefined
    const codecs = codecsOf(trunk, this.#options.builtCodecs())
    return refusalOfOffer(described, judging(trunk, flow.transport), { codecs })
  }
}

/** Whom a number of ours calls: the extension that it is given, else the trunk's (DID-7). */
function extensionFor({ route }: SipTrunk, called: string): string | undefined {
  const wanted = comparable(called)
  const exact =
    wanted === '' ? undefined : route.numbers.find(({ number }) => comparable(number) === wanted)
  return exact?.extension ?? route.extension
}
