import type { ExtraHeaders, InviteListener } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import type { SipMessage, SipRequest } from '../message/message.ts'
import { sessionDescription } from '../message/multipart.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { ServerInviteEvents, ServerInviteSnapshot } from './server-invite.ts'
import { ServerInvite } from './server-invite.ts'

/** What the peer's re-INVITEs, UPDATEs and PRACKs need of their dialog. */
export interface PeerOfferGround {
  readonly listener: InviteListener
  /** Whose offer is open that did not come here: ours (a re-INVITE, the first INVITE), or that of the peer's first INVITE. */
  obstacle(): 'ours' | 'theirs' | undefined
  /** Our Contact header. */
  contact(): string
  /** What our 2xx says of the session timer, which the request refreshes. */
  answerHeaders(request: SipRequest): ExtraHeaders
  /** Takes the Contact of a request that was accepted as the new target. */
  retarget(request: SipRequest): void
  changed(): void
  /** The ACK of our 2xx never came. */
  unacknowledged(): void
  /** An INVITE, UPDATE or PRACK of the peer is over. */
  settled(): void
}

/** Offers from the peer in a dialog: one at a time (RFC 3261 §14.2, RFC 3311 §5.2). */
export class PeerOffers {
  readonly #stack: Stack
  readonly #ground: PeerOfferGround
  /** The INVITE in work, until its ACK or its refusal. */
  #invite: ServerInvite | undefined
  /** An UPDATE or PRACK whose offer waits for its answer. */
  #update: Incoming | undefined

  constructor(stack: Stack, ground: PeerOfferGround) {
    this.#stack = stack
    this.#ground = ground
  }

  /** Something of the peer is in work, the ACK of an INVITE included. */
  get isOpen(): boolean {
    return this.#invite !== undefined || this.#update !== undefined
  }

  reinvite(incoming: Incoming): void {
    if (this.#collides(incoming)) return
    this.#invite?.stop() // its ACK was lost, but a newer INVITE says that it was not forgotten
    this.#invite = new ServerInvite(this.#stack, incoming, this.events)
    this.#ground.changed()
    this.#ask(this.#invite)
    if (this.#invite?.isOpen) this.#invite.respond(100)
  }

  /** An UPDATE, or a PRACK that has been found to be in order. `early`: tag of the early dialog of ours that it came in. */
  update(incoming: Incoming, early?: string): void {
    const sdp = bodyOf(incoming.message)
    if (sdp === undefined) {
      this.#acceptUpdate(incoming, undefined)
      return
    }
    if (this.#collides(incoming)) return
    this.#update = incoming
    const once = (act: () => void) => {
      if (this.#update !== incoming) return
      this.#update = undefined
      if (incoming.transaction.isOpen) act()
      this.#ground.settled()
    }
    const answer = {
      accept: (answer: string) => once(() => this.#acceptUpdate(incoming, answer)),
      refuse: (status: number) => once(() => incoming.respond(status)),
    }
    this.#ground.listener.offered(sdp, answer, early)
  }

  /** Whether the ACK was for an INVITE of this kind. */
  acknowledge(ack: SipRequest): boolean {
    if (this.#invite?.sequence !== ack.cseq.sequence) return false
    this.#invite.acknowledge(ack)
    return true
  }

  /** The dialog ends: what is open is refused with `status`. */
  stop(status: number): void {
    this.#invite?.respond(status)
    this.#invite?.stop()
    this.#update?.respond(status)
    this.#invite = undefined
    this.#update = undefined
  }

  snapshot(): ServerInviteSnapshot | undefined {
    return this.#invite?.snapshot()
  }

  /** Takes up a re-INVITE that another process received. One without an answer is offered again, soon but not at once. */
  restore(invite: ServerInvite): void {
    this.#invite = invite
    if (!invite.isOpen) return
    this.#stack.wheel.after(0, () => {
      if (this.#invite === invite && invite.isOpen) this.#ask(invite)
    })
  }

  /** What happens to a re-INVITE. */
  readonly events: ServerInviteEvents = {
    cancelled: () => {
      this.#invite?.respond(487)
      this.#settle()
    },
    acknowledged: (ack) => {
      const wasAsked = this.#invite !== undefined && bodyOf(this.#invite.request) === undefined
      this.#settle()
      if (wasAsked) this.#ground.listener.acknowledged(ack)
    },
    unacknowledged: () => this.#ground.unacknowledged(),
  }

  #ask(invite: ServerInvite): void {
    const ground = this.#ground
    ground.listener.offered(bodyOf(invite.request), {
      accept: (sdp) => {
        if (this.#invite !== invite || !invite.isOpen) return
        ground.retarget(invite.request)
        const headers = ground.answerHeaders(invite.request)
        const body = { type: 'application/sdp', text: sdp }
        invite.respond(200, { headers, body }, ground.contact(), () => ground.changed())
      },
      refuse: (status) => {
        if (this.#invite !== invite || !invite.isOpen) return
        this.#invite = undefined
        invite.respond(status, {}, undefined, () => ground.changed())
        ground.settled()
      },
    })
  }

  #acceptUpdate(incoming: Incoming, sdp: string | undefined): void {
    const ground = this.#ground
    const isUpdate = incoming.message.method === 'UPDATE'
    if (isUpdate) ground.retarget(incoming.message) // a PRACK moves nothing (RFC 3262 §6)
    const headers = isUpdate ? ground.answerHeaders(incoming.message) : []
    const body = sdp === undefined ? undefined : { type: 'application/sdp', text: sdp }
    const parts = { headers, ...(body && { body }) }
    const response = incoming.build(200, parts, isUpdate ? ground.contact() : undefined)
    ground.changed()
    incoming.transaction.respond(200, response)
  }

  #settle(): void {
    this.#invite?.stop()
    this.#invite = undefined
    this.#ground.changed()
    this.#ground.settled()
  }

  /** Glare: 491 where an offer of ours is open, 500 where one of theirs is (RFC 3261 §14.2, RFC 3311 §5.2). */
  #collides(incoming: Incoming): boolean {
    const isOurs = this.#ground.obstacle() === 'ours' || this.#waitsForAnswer
    if (isOurs) {
      incoming.respond(491)
      return true
    }
    const isTheirs = this.#ground.obstacle() === 'theirs' || this.#invite?.isOpen || this.#update
    if (!isTheirs) return false
    const seconds = Math.floor(randomBetween(0, 10))
    incoming.respond(500, { headers: [['Retry-After', String(seconds)]] })
    return true
  }

  /** Our offer is in the 2xx to a re-INVITE that had none, and its answer comes with the ACK. */
  get #waitsForAnswer(): boolean {
    const invite = this.#invite
    return invite?.isWaiting === true && bodyOf(invite.request) === undefined
  }
}

/** The body, where it is a session description. */
export function bodyOf(message: SipMessage): string | undefined {
  return sessionDescription(message)
}
