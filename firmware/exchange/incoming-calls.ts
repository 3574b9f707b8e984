import type { Call } from '../calls/call.ts'
import type { CallTable } from '../calls/call-table.ts'
import { reasonHeader, statusOfCause } from '../calls/cause.ts'
import { isEmergency } from '../calls/emergency-call.ts'
import { refusalOfOffer } from '../calls/judge-offer.ts'
import type { Leg, Who } from '../calls/leg.ts'
import type { Next } from '../calls/program.ts'
import type { EncryptionSettings } from '../calls/protection/policy.ts'
import { forEmergencies, judging } from '../calls/protection/policy.ts'
import { SipLeg } from '../calls/sip-leg.ts'
import { canBeJoined, letIn } from '../features/conversation/joining.ts'
import type { TakingOffice } from '../features/transfer/taking-over.ts'
import { mayTakeOver } from '../features/transfer/taking-over.ts'
import type { NumberPlan, PartyNumber } from '../model/party-number.ts'
import { dialledNumber, internalNumber } from '../model/party-number.ts'
import type { SipTrunk } from '../model/sip-trunk.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Authenticator } from '../phones/authenticator.ts'
import { userOf } from '../phones/authenticator.ts'
import type { Bindings } from '../phones/bindings.ts'
import type { HandsetAccount } from '../phones/handset-directory.ts'
import type { Flow, IncomingRequest, NamedCall } from '../sip/contract.ts'
import type { SipRequest } from '../sip/message/message.ts'
import { sessionDescription } from '../sip/message/multipart.ts'
import { beginningOf } from './beginnings.ts'
import type { Office } from './office.ts'
import { onePhone } from './one-phone.ts'

export interface IncomingCallsOptions {
  readonly office: Office
  readonly authenticator: Authenticator
  readonly bindings: Bindings
  readonly calls: CallTable
  /** Whether this handset may call from a flow that it is not registered over, or has done so too often. Everything may unless given. */
  readonly allows?: (handset: string, flow: Flow) => boolean
  readonly takeLeg: (call: Call, id: string, who: Who, request: IncomingRequest) => Leg
  /** SIP trunks: whose an INVITE is, and what becomes of it. None unless given. */
  readonly trunks?: {
    /** By its source address. */
    identify(request: IncomingRequest): SipTrunk | undefined
    /** A gateway that has proved itself as this account. */
    gateway(account: string): SipTrunk | undefined
    invite(request: IncomingRequest, trunk: SipTrunk): void
  }
}

/** Takes an INVITE from a telephone: who is it, where does it want to go, which program runs it. */
export class IncomingCalls {
  readonly #options: IncomingCallsOptions

  constructor(options: IncomingCallsOptions) {
    this.#options = options
  }

  invite(request: IncomingRequest, named?: NamedCall): void {
    const { authenticator, bindings, office, trunks } = this.#options
    const trunk = trunks?.identify(request)
    if (trunk) {
      this.#fromTrunk(request, trunk, named)
      return
    }
    const wanted = dialledNumber(request.message.requestUri.user ?? '')
    const callsForHelp = route(wanted, office).target.kind === 'emergency'
    const caller = callsForHelp
      ? authenticator.emergencyCaller(request, office.plan.emergencyFromStrangers)
      : authenticator.caller(request)
    if (!caller.ok) return
    const inTo = !callsForHelp && caller.value?.dialsInTo === true
    const dialled = inTo ? dialledInTo(request.message, wanted) : wanted
    const { target } = route(dialled, office)
    const gateway = caller.value && trunks?.gateway(caller.value.id)
    if (gateway) {
      this.#fromTrunk(request, gateway, named)
      return
    }
    if (target.kind !== 'emergency' && this.#isTooMuch(request, caller.value)) return
    if (named) {
      this.#takePlace(request, caller.value, named)
      return
    }
    const encryption = caller.value?.encryption
    const isEmergency = target.kind === 'emergency'
    const refusal = refusalOf(
      request,
      isEmergency ? forEmergencies(encryption) : encryption,
      !isEmergency,
    )
    if (refusal !== undefined) {
      request.respond(refusal)
      return
    }
    const alone =
      target.kind === 'emergency' ? undefined : onePhone(request.message, office, bindings)
    const next = alone ?? beginningOf(target)
    if (typeof next === 'number') {
      request.respond(statusOfCause(next), { headers: [reasonHeader(next)] })
      return
    }
    this.#begin(request, caller.value, dialled, next)
  }

  /** Nobody out there takes over calls of ours. */
  #fromTrunk(request: IncomingRequest, trunk: SipTrunk, named: NamedCall | undefined): void {
    if (named) request.respond(403)
    else this.#options.trunks?.invite(request, trunk)
  }

  /**
   * RFC 3891: one of our telephones takes a call over, or a ringing one, where it may; or comes to two who talk as a third, if it might take the
   * place of the one (RFC 3911).
   */
  #takePlace(
    request: IncomingRequest,
    caller: HandsetAccount | undefined,
    { how, usage, refusal }: NamedCall,
  ): void {
    const leg = usage && this.#options.calls.leg(usage.id)
    if (!caller || (leg && !this.#mayTake(caller, leg)))
      request.respond(403, { reason: 'Not Yours To Take Over' })
    else if (refusal !== undefined) request.respond(refusal)
    else if (how === 'join') this.#join(request, caller, leg)
    else if (leg instanceof SipLeg) {
      leg.replace(request, { party: partyOf(caller), device: caller.id })
    } else request.respond(481)
  }

  #join(request: IncomingRequest, caller: HandsetAccount, leg: Leg | undefined): void {
    const { calls, takeLeg } = this.#options
    const call = leg && calls.callWith(leg.id)
    const refusal = refusalOf(request, caller.encryption, false)
    if (leg?.phase !== 'answered' || !call) request.respond(481)
    else if (isEmergency(call)) request.respond(403, { reason: 'Not An Emergency Call' })
    else if (!canBeJoined(call, leg)) request.respond(501, { reason: 'No Talk Of Two' })
    else if (refusal !== undefined) request.respond(refusal)
    else {
      const who = { party: partyOf(caller), device: caller.id }
      letIn(call, leg, (id) => takeLeg(call, id, who, request))
    }
  }

  #mayTake({ id }: HandsetAccount, leg: Leg): boolean {
    const { calls, office } = this.#options
    const call = calls.callWith(leg.id)
    return call !== undefined && mayTakeOver(id, leg, call, takingOffice(office))
  }

  /** A stolen password must not ring the world; if so, it has been answered. */
  #isTooMuch(request: IncomingRequest, caller: HandsetAccount | undefined): boolean {
    const { allows } = this.#options
    if (!caller || !allows || allows(caller.id, request.flow)) return false
    request.respond(503, { headers: [['Retry-After', '10']] })
    return true
  }

  #begin(
    request: IncomingRequest,
    caller: HandsetAccount | undefined,
    dialled: PartyNumber,
    { program, state }: Next,
  ): void {
    const { calls, takeLeg } = this.#options
    const who = { party: caller ? partyOf(caller) : stranger(request), device: caller?.id }
    calls.begin({ ...dialled, plan: planOf(program) }, program, state, (call, id) =>
      takeLeg(call, id, who, request),
    )
  }
}

function partyOf({ caller, sipUser }: HandsetAccount): PartyNumber {
  return internalNumber(caller?.number ?? sipUser, caller?.name)
}

/** Telephones of one person, by all of his extensions; an extension of nobody is one of its own. */
function takingOffice(office: Office): TakingOffice {
  return {
    settings: office.settings,
    ownerOf: (device) => {
      const { caller } = office.byId(device) ?? office.analogById(device) ?? {}
      const extension = caller && office.extension(caller.number)
      return extension && (extension.owner || extension.id)
    },
  }
}

/** Somebody who did not say who he is: only his address is sure. */
function stranger({ flow }: IncomingRequest): PartyNumber {
  return {
    digits: '',
    plan: 'unknown',
    raw: flow.remote.address,
    presentation: 'unavailable',
    screening: 'none',
    name: `Phone at ${flow.remote.address}`,
  }
}

function planOf(program: string): NumberPlan {
  if (program === 'emergency') return 'emergency'
  return program === 'outside' ? 'unknown' : 'internal'
}

/** GSIP-13. An emergency number in the Request-URI has been heeded before. */
function dialledInTo({ to }: SipRequest, inRequestUri: PartyNumber): PartyNumber {
  const told = dialledNumber(userOf(to.uri) ?? '')
  return told.digits === '' ? inRequestUri : told
}

/** An offer that we cannot take is refused before anybody's telephone rings. */
function refusalOf(
  { message, flow }: IncomingRequest,
  encryption: EncryptionSettings | undefined,
  takesFax: boolean,
): number | undefined {
  const described = sessionDescription(message)
  if (described === undefined) return undefined // other bodies have been judged by the stack
  return refusalOfOffer(described, judging(encryption, flow.transport), { takesFax })
}
