import type { Call } from '../../calls/call.ts'
import type { ConversationState } from '../../calls/conversation.ts'
import { CONVERSATION } from '../../calls/conversation.ts'
import { isEmergency } from '../../calls/emergency-call.ts'
import type { Leg, Referral } from '../../calls/leg.ts'
import type { Refer } from '../../calls/sip-leg/contract.ts'
import type { SipLeg } from '../../calls/sip-leg.ts'
import type { TransferState } from '../../calls/transfer.ts'
import { TRANSFER } from '../../calls/transfer.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import { dialledNumber } from '../../model/party-number.ts'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { IncomingRequest } from '../../sip/contract.ts'
import type { Replaces } from '../../sip/message/headers/dialog-ids.ts'
import type { ReferTo } from '../../sip/message/headers/transfer.ts'
import { REFER_TO } from '../../sip/message/headers/transfer.ts'
import { parseUri } from '../../sip/message/uri.ts'

/** What is needed to judge a REFER. */
export interface ReferOffice {
  /** A telephone of ours, whose owner may transfer. */
  isTelephone(device: string | undefined): boolean
  /** The host of a URI is this server, by whatever name. */
  isHere(host: string, refer: IncomingRequest): boolean
  /** The leg in that dialog, as the one who sends the name knows it. */
  legIn(dialog: Replaces): Leg | undefined
  callWith(leg: string): Call | undefined
}

/** Status and reason of a refusal. */
type Refusal = readonly [status: number, reason: string]

/** A telephone may transfer in the moment that it answers, before the two have been connected: so long they are waited for. */
const CONNECTING_MS = 2000
const LOOK_EVERY_MS = 20

/**
 * A party has sent REFER: it is taken, and the call's program does the rest, or refused. Only who may dial here may refer, only to
 * what can be dialled here, and only the one it talks with (SECURITY rows 3, 5, 10).
 */
export function receiveRefer(call: Call, leg: SipLeg, refer: Refer, office: ReferOffice): void {
  if (!isConnecting(call, leg)) {
    answer(call, leg, refer, office)
    return
  }
  const answered = () => answer(call, leg, refer, office)
  connected(call, leg).then(answered, answered) // refused where the call has ended meanwhile
}

async function connected(call: Call, leg: Leg): Promise<void> {
  const deadline = call.clock.uptime() + CONNECTING_MS
  while (isConnecting(call, leg) && call.clock.uptime() < deadline) {
    await call.until(() => undefined, call.clock.uptime() + LOOK_EVERY_MS)
  }
}

/** It has answered, and the program that rang it has not handed the call on yet. */
function isConnecting(call: Call, leg: Leg): boolean {
  const isDone = call.program === CONVERSATION || call.program === TRANSFER
  return !isDone && leg.phase === 'answered' && call.partnerOf(leg) !== undefined
}

function answer(call: Call, leg: SipLeg, { request }: Refer, office: ReferOffice): void {
  const judged = judge(call, leg, request, office)
  if (judged.ok) {
    leg.refer(request, judged.value)
    return
  }
  const [status, reason] = judged.error
  request.respond(status, { reason })
}

function judge(
  call: Call,
  leg: SipLeg,
  request: IncomingRequest,
  office: ReferOffice,
): Result<Referral, Refusal> {
  const other = call.partnerOf(leg)
  if (!office.isTelephone(leg.device)) return refuse([403, 'Forbidden'])
  if (leg.referral) return refuse([491, 'A Transfer Is Under Way'])
  if (leg.phase !== 'answered' || !other || !isTalk(call))
    return refuse([603, 'Nobody To Transfer'])
  const target = request.message.read(REFER_TO)
  if (!target?.ok) return refuse([400, 'Refer-To Cannot Be Read'])
  const { method, headers, replaces } = target.value
  if (method !== 'INVITE') return refuse([603, 'Only INVITE'])
  if (!headers.every(isHarmless)) return refuse([603, 'No Such Headers In Refer-To'])
  if (replaces) return attended(call, leg, replaces, office)
  return blind([leg, other], target.value, request, office)
}

/** Two talk, and neither with the emergency centre. */
function isTalk(call: Call): boolean {
  const { state } = call.steps.saved
  if (call.program === TRANSFER) return (state as TransferState).part.name === 'failed' // they talk again
  const talk = state as ConversationState
  return call.program === CONVERSATION && talk.part === 'talking' && !talk.emergency
}

/** RFC 5589 §7.3 has the second; the others would be somebody else's words in our mouth. */
function isHarmless([name, value]: readonly [name: string, value: string]): boolean {
  return name === 'replaces' || (name === 'require' && value === 'replaces')
}

/** Its own call of the same telephone, and another one. */
function attended(
  call: Call,
  leg: SipLeg,
  replaces: Replaces,
  office: ReferOffice,
): Result<Referral, Refusal> {
  const place = office.legIn(replaces)
  const other = place && office.callWith(place.id)
  if (!place || place.device !== leg.device || !other || other === call) {
    return refuse([603, 'No Such Call'])
  }
  if (isEmergency(other)) return refuse([603, 'Not An Emergency Call'])
  return ok({ dialled: other.dialled, replaces: place.id })
}

function blind(
  parties: readonly [Leg, Leg],
  { uri }: ReferTo,
  request: IncomingRequest,
  office: ReferOffice,
): Result<Referral, Refusal> {
  const dialled = dialledIn(uri, (host) => office.isHere(host, request))
  if (!dialled) return refuse([603, 'Not A Number Here'])
  if (parties.some(({ party }) => party.digits === dialled.digits)) {
    return refuse([603, 'The Call Would Come Back'])
  }
  return ok({ dialled })
}

function dialledIn(text: string, isHere: (host: string) => boolean): PartyNumber | undefined {
  const uri = parseUri(text)
  if (!uri.ok) return undefined
  const { scheme, user, host } = uri.value
  if (scheme !== 'tel' && !(scheme.startsWith('sip') && isHere(host))) return undefined
  const dialled = dialledNumber(user ?? '')
  return dialled.raw === '' ? undefined : dialled
}
