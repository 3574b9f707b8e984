import type { Body, ExtraHeaders, IncomingRequest } from '../../sip/contract.ts'
import { ReferProgress } from '../../sip/events/sipfrag.ts'
import type { SipResponse } from '../../sip/message/message.ts'
import type { Referral } from '../leg.ts'
import type { Referring, SipLegSnapshot } from './contract.ts'

interface ReferralWorld {
  /** A request in the leg's dialog; undefined when there is none any more. */
  readonly send: (
    method: string,
    parts: { headers: ExtraHeaders; body: Body },
  ) => Promise<SipResponse> | undefined
  readonly changed: () => void
}

/** The transfer that a leg's party has asked for by REFER (RFC 3515), and what it is told of it. */
export class LegReferral {
  readonly #world: ReferralWorld
  #referring: Referring | undefined
  #progress: ReferProgress | undefined
  /** The dialog has had a REFER. */
  #wasReferred: boolean
  /** NOTIFYs that have not been answered. A BYE waits for them: it would end what they belong to. */
  #notifying = 0
  #byeWaits: (() => void) | undefined

  constructor(
    world: ReferralWorld,
    { referring, wasReferred }: Pick<SipLegSnapshot, 'referring' | 'wasReferred'> = {},
  ) {
    this.#world = world
    this.#referring = referring
    this.#wasReferred = wasReferred ?? false
  }

  get asked(): Referral | undefined {
    return this.#referring?.referral
  }

  /** 202, and from now on the party is told how far it is, unless it wants to hear nothing (RFC 4488). */
  accept(request: IncomingRequest, referral: Referral): void {
    const { message } = request
    const quiet = /^\s*false\b/i.test(message.header('Refer-Sub') ?? '')
    const id = this.#wasReferred ? message.cseq.sequence : undefined
    this.#wasReferred = true
    this.#referring = { referral, id, quiet }
    this.#progress = undefined
    this.#world.changed()
    request.respond(202, quiet ? { headers: [['Refer-Sub', 'false']] } : {})
    this.tell(100)
  }

  /** @param status of the new call; a final one (200 or more) ends the transfer */
  tell(status: number): void {
    const referring = this.#referring
    if (!referring) return
    if (!referring.quiet) {
      this.#progress ??= new ReferProgress({
        id: referring.id,
        send: (method, parts) => this.#notify(method, parts),
      })
      this.#progress.tell(status)
    }
    if (status < 200) return
    this.#referring = undefined
    this.#world.changed()
  }

  /** Runs `bye` when every NOTIFY has been answered. */
  beforeBye(bye: () => void): void {
    if (this.#notifying > 0) this.#byeWaits = bye
    else bye()
  }

  #notify(method: string, parts: { headers: ExtraHeaders; body: Body }): void {
    this.#notifying++
    const told = this.#progress
    const answered = (response?: SipResponse) => {
      if (response && isGone(response) && told === this.#progress) this.#hush()
      if (--this.#notifying > 0) return
      this.#byeWaits?.()
      this.#byeWaits = undefined
    }
    const sent = this.#world.send(method, parts)
    if (sent) sent.then(answered, () => answered())
    else answered()
  }

  /** The party has dropped the subscription with its dialog: it hears no more, and the transfer goes on. */
  #hush(): void {
    if (!this.#referring || this.#referring.quiet) return
    this.#referring = { ...this.#referring, quiet: true }
    this.#world.changed()
  }

  snapshot(): Pick<SipLegSnapshot, 'referring' | 'wasReferred'> {
    return {
      ...(this.#referring && { referring: this.#referring }),
      ...(this.#wasReferred && { wasReferred: true }),
    }
  }
}

/** RFC 6665 §4.2.2: such an answer to NOTIFY ends the subscription. */
function isGone({ status }: SipResponse): boolean {
  return status === 481 || status === 408
}
