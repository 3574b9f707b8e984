import type { Call } from '../calls/call.ts'
import type { CallTable } from '../calls/call-table.ts'
import { Cause, reasonHeader, statusOfCause } from '../calls/cause.ts'
import type { Leg } from '../calls/leg.ts'
import { readOffer } from '../calls/offer-answer.ts'
import type { Who } from '../calls/sip-leg.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { dialledNumber, internalNumber } from '../model/party-number.ts'
import type { Target } from '../numbers/dial-plan.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Authenticator } from '../phones/authenticator.ts'
import type { HandsetAccount } from '../phones/handset-directory.ts'
import type { IncomingRequest } from '../sip/contract.ts'
import type { Office } from './office.ts'

export interface IncomingCallsOptions {
  readonly office: Office
  readonly authenticator: Authenticator
  readonly calls: CallTable
  readonly takeLeg: (call: Call, id: string, who: Who, request: IncomingRequest) => Leg
}

/** Takes an INVITE from a telephone: who is it, where does it want to go, which program runs it. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions

  constructor(options: IncomingCallsOptions) {
    this.#options = options
  }

  invite(request: IncomingRequest): void {
    const caller = this.#options.authenticator.caller(request)
    if (!caller.ok) return
    const refusal = refusalOf(request)
    if (refusal !== undefined) {
      request.respond(refusal)
      return
    }
    const dialled = dialledNumber(request.message.requestUri.user ?? '')
    const { target } = route(dialled, this.#options.office)
    if (target.kind === 'nowhere') {
      const cause =
        target.why === 'not-a-number' ? Cause.invalidNumberFormat : Cause.unallocatedNumber
      request.respond(statusOfCause(cause), { headers: [reasonHeader(cause)] })
      return
    }
    this.#begin(request, caller.value, dialled, target)
  }

  #begin(
    request: IncomingRequest,
    caller: HandsetAccount,
    dialled: PartyNumber,
    target: Exclude<Target, { kind: 'nowhere' }>,
  ): void {
    const { calls, takeLeg } = this.#options
    const party = internalNumber(caller.caller?.number ?? caller.sipUser, caller.caller?.name)
    const state =
      target.kind === 'test'
        ? { part: 'announcement' }
        : { extension: target.extension, attempt: 0 }
    calls.begin(
      { ...dialled, plan: 'internal' },
      target.kind === 'test' ? 'echo' : 'extension',
      state,
      (call, id) => takeLeg(call, id, { party, device: caller.id }, request),
    )
  }
}

/** An offer that we cannot take is refused before anybody's telephone rings. */
function refusalOf({ message }: IncomingRequest): number | undefined {
  if (!message.body) return undefined
  if (message.contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/sdp') return 415
  const offer = readOffer(message.body)
  return offer.ok ? undefined : offer.error
}
