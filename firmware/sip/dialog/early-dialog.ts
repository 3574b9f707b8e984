import type { InviteListener } from '../contract.ts'
import { formatRAck, RSEQ } from '../message/headers/reliability.ts'
import type { SipResponse } from '../message/message.ts'
import type { Dialog } from './dialog.ts'
import { bodyOf } from './peer-offers.ts'
import type { Session, SessionSnapshot } from './session.ts'

/** What an early dialog needs of its usage. */
export interface EarlyGround {
  listener(): InviteListener
  /** Our answer to its offer has been refused to be given: the call has no sense any more. */
  giveUp(): void
}

/** Plain data: what another process needs to go on. */
export interface EarlySnapshot {
  readonly dialog: Dialog
  readonly session: SessionSnapshot | undefined
  /** RSeq of the last reliable response. */
  readonly last: number | undefined
  /** Its PRACK, as long as it has not been answered. */
  readonly prack: Prack | undefined
}

interface Prack {
  /** CSeq number of the INVITE. */
  readonly sequence: number
  /** Our answer to the offer of the response. Undefined: there was none. */
  readonly sdp: string | undefined
  /** The offer waits for our answer, and the PRACK with it. */
  readonly waits: boolean
}

/** An early dialog of our INVITE: its reliable responses in order, each acknowledged (RFC 3262 §4). */
export class EarlyDialog {
  readonly session: Session
  readonly #ground: EarlyGround
  #last: number | undefined
  #prack: Prack | undefined
  /** The PRACK has been sent by this process. */
  #sent = false
  /** The listener of this process has the offer. */
  #asked = false

  constructor(session: Session, ground: EarlyGround) {
    this.session = session
    this.#ground = ground
  }

  static restore(session: Session, snapshot: EarlySnapshot, ground: EarlyGround): EarlyDialog {
    const early = new EarlyDialog(session, ground)
    session.restore(snapshot.session, undefined, undefined)
    early.#last = snapshot.last
    early.#prack = snapshot.prack
    return early
  }

  /** A PRACK has not been answered yet. */
  get isOpen(): boolean {
    return this.#prack !== undefined
  }

  /** Whether this response is new and in its turn; others are not for anybody to see. */
  takes(response: SipResponse): boolean {
    const sequence = reliableSequence(response)
    if (sequence === undefined) return true
    if (sequence === this.#last) this.#repeat(response)
    const isNext = this.#last === undefined || sequence === this.#last + 1
    if (!isNext || this.#prack?.waits) return false
    this.#last = sequence
    return true
  }

  /** Acknowledges a response that was taken; an offer in it goes to the listener first, and its answer into the PRACK. */
  acknowledge(response: SipResponse): void {
    if (reliableSequence(response) === undefined) return
    const { session } = this
    const sdp = bodyOf(response)
    const { sequence } = response.cseq
    const isOffer = sdp !== undefined && session.negotiation === 'none'
    if (sdp !== undefined && session.negotiation === 'ours') session.negotiation = 'done'
    if (isOffer) this.#ask(sequence, sdp)
    else this.#send({ sequence, sdp: undefined, waits: false })
  }

  snapshot(usual: Session['negotiation']): EarlySnapshot {
    const { dialog } = this.session
    return {
      dialog,
      session: this.session.snapshot(usual),
      last: this.#last,
      prack: this.#prack,
    }
  }

  #ask(sequence: number, offer: string): void {
    const { session } = this
    const waiting = { sequence, sdp: undefined, waits: true }
    session.negotiation = 'theirs'
    this.#prack = waiting
    this.#asked = true
    const once = (sdp: string | undefined) => {
      if (this.#prack !== waiting) return
      session.negotiation = sdp === undefined ? 'none' : 'done'
      this.#send({ sequence, sdp, waits: false })
    }
    const answer = {
      accept: (sdp: string) => once(sdp),
      refuse: () => {
        once(undefined)
        this.#ground.giveUp()
      },
    }
    this.#ground.listener().offered(offer, answer, session.dialog.remoteTag)
  }

  /** Comes again although we have acknowledged it: a PRACK of another process may never have left, or ours waits for the offer's answer. */
  #repeat(response: SipResponse): void {
    const prack = this.#prack
    if (!prack || this.#sent) return // its own transaction repeats it
    const offer = bodyOf(response)
    if (!prack.waits) this.#send(prack)
    else if (offer !== undefined && !this.#asked) this.#ask(prack.sequence, offer)
  }

  #send(prack: Prack): void {
    const { session } = this
    this.#prack = prack
    this.#sent = true
    const { sequence, sdp } = prack
    const body = sdp === undefined ? undefined : { type: 'application/sdp', text: sdp }
    const rack = { response: this.#last ?? 0, sequence, method: 'INVITE' }
    const headers = [['RAck', formatRAck(rack)]] as const
    const over = () => {
      if (this.#prack !== prack) return
      this.#prack = undefined
      this.#ground.listener().changed()
      session.pump()
    }
    const user = {
      response: ({ status }: SipResponse) => {
        if (status >= 200) over()
      },
      failed: over,
    }
    session.send('PRACK', { headers, body }, user, () => this.#ground.listener().changed())
  }
}

/** RSeq of a reliable provisional response; undefined for any other. */
export function reliableSequence(response: SipResponse): number | undefined {
  if (response.status <= 100 || response.status >= 200) return undefined
  const sequence = response.read(RSEQ)
  return sequence?.ok && response.lists('Require', '100rel') ? sequence.value : undefined
}
