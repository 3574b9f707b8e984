import type { ExtraHeaders, Flow, InviteUsage } from '../../sip/contract.ts'
import { Cause, reasonHeader, statusOfCause } from '../cause.ts'
import type { Refused } from '../refused.ts'
import type { SipContact } from './contract.ts'

/** What a Replaces header (RFC 3891) names a dialog by, seen from us; `remoteTag` once the other side has answered. */
export type DialogName = Pick<InviteUsage, 'callId' | 'localTag' | 'remoteTag'>

/** The INVITE usage of a leg, once there is one, and where ours goes. */
export class LegDialog {
  /** Undefined for a leg that came in. */
  readonly contact: SipContact | undefined
  readonly #began: (callId: string) => void
  #usage: InviteUsage | undefined
  #refusedAs: { readonly refused: Refused; readonly cause: Cause } | undefined

  /** @param began the leg has a dialog: its Call-ID */
  constructor(contact: SipContact | undefined, began: (callId: string) => void) {
    this.contact = contact
    this.#began = began
  }

  get usage(): InviteUsage | undefined {
    return this.#usage
  }

  use(usage: InviteUsage): void {
    this.#usage = usage
    this.#began(usage.callId)
  }

  /** It has come to nothing, and another is made in its place. */
  forget(): void {
    this.#usage = undefined
  }

  /** The way that its messages take now. */
  get flow(): Flow | undefined {
    return this.#usage?.flow ?? this.contact?.flow
  }

  get localAddress(): string {
    return this.flow?.local.address ?? ''
  }

  /** The party's address, as it stands in From or To. */
  get address(): string | undefined {
    const { invite, direction } = this.#usage ?? {}
    return direction === 'in' ? invite?.from.uri : invite?.to.uri
  }

  get name(): DialogName | undefined {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return undefined
    return { callId: usage.callId, localTag: usage.localTag, remoteTag: usage.remoteTag }
  }

  /** If it ends with that cause, unanswered, its party is told in these words. */
  refusedAs(refused: Refused, cause: Cause): void {
    this.#refusedAs = { refused, cause }
  }

  /** By BYE, CANCEL or a final response, as far as it has come. A repetition does nothing. */
  end(cause: Cause): void {
    const usage = this.#usage
    if (!usage || usage.state === 'ended') return
    const reason: ExtraHeaders = [reasonHeader(cause)]
    if (usage.state === 'accepted' || usage.state === 'confirmed') usage.bye(reason)
    else if (usage.direction === 'in') this.#reject(usage, cause, reason)
    else usage.cancel(cause === Cause.answeredElsewhere ? ELSEWHERE : reason)
  }

  /** As the called side has, where that is why. */
  #reject(usage: InviteUsage, cause: Cause, reason: ExtraHeaders): void {
    const { refused } = (this.#refusedAs?.cause === cause && this.#refusedAs) || {}
    const warning: ExtraHeaders = refused?.warning ? [['Warning', refused.warning]] : []
    usage.reject(refused?.status ?? statusOfCause(cause), { headers: [...reason, ...warning] })
  }
}

/** Keeps a phone that stops ringing from showing a missed call (RFC 3326 §3.1). */
const ELSEWHERE: ExtraHeaders = [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']]
