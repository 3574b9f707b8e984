import type { InviteListener } from '../contract.ts'
import type { Incoming } from '../incoming.ts'
import type { SipRequest } from '../message/message.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { ServerInviteEvents, ServerInviteSnapshot } from './server-invite.ts'
import { ServerInvite } from './server-invite.ts'

/** What the peer's re-INVITEs and UPDATEs need of their dialog. */
export interface PeerOfferGround {
  readonly listener: InviteListener
  /** A re-INVITE of ours is open: glare. */
  isOffering(): boolean
  /** Our Contact header. */
  contact(): string
  /** Takes the Contact of a request that was accepted as the new target. */
  retarget(request: SipRequest): void
  changed(): void
  /** The ACK of our 2xx never came. */
  unacknowledged(): void
  /** An INVITE of the peer is over. */
  settled(): void
}

/** Offers from the peer in a confirmed dialog: one at a time (RFC 3261 §14.2, RFC 3311 §5.2). */
export class PeerOffers {
  readonly #stack: Stack
  readonly #ground: PeerOfferGround
  /** The INVITE in work, until its ACK or its refusal. */
  #invite: ServerInvite | undefined
  #update: Incoming | undefined

  constructor(stack: Stack, ground: PeerOfferGround) {
    this.#stack = stack
    this.#ground = ground
  }

  /** An INVITE of the peer is in work, its ACK included. */
  get hasInvite(): boolean {
    return this.#invite !== undefined
  }

  reinvite(incoming: Incoming): void {
    if (this.#collides(incoming)) return
    this.#invite?.stop() // its ACK was lost, but a newer INVITE says that it was not forgotten
    this.#invite = new ServerInvite(this.#stack, incoming, this.events)
    this.#ground.changed()
    this.#ask(this.#invite)
    if (this.#invite?.isOpen) this.#invite.respond(100)
  }

  update(incoming: Incoming): void {
    const sdp = sdpOf(incoming.message)
    if (sdp === undefined) {
      this.#acceptUpdate(incoming, undefined)
      return
    }
    if (this.#collides(incoming)) return
    this.#update = incoming
    let answered = false
    const once = (act: () => void) => {
      if (answered || !incoming.transaction.isOpen) return
      answered = true
      this.#update = undefined
      act()
    }
    this.#ground.listener.offered(sdp, {
      accept: (answer) => once(() => this.#acceptUpdate(incoming, answer)),
      refuse: (status) => once(() => incoming.respond(status)),
    })
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
      const wasAsked = this.#invite !== undefined && sdpOf(this.#invite.request) === undefined
      this.#settle()
      if (wasAsked) this.#ground.listener.acknowledged(ack)
    },
    unacknowledged: () => this.#ground.unacknowledged(),
  }

  #ask(invite: ServerInvite): void {
    const ground = this.#ground
    ground.listener.offered(sdpOf(invite.request), {
      accept: (sdp) => {
        if (this.#invite !== invite || !invite.isOpen) return
        ground.retarget(invite.request)
        const body = { type: 'application/sdp', text: sdp }
        invite.respond(200, { body }, ground.contact(), () => ground.changed())
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
    const body = sdp === undefined ? {} : { body: { type: 'application/sdp', text: sdp } }
    const response = incoming.build(200, body, this.#ground.contact())
    this.#ground.retarget(incoming.message)
    this.#ground.changed()
    incoming.transaction.respond(200, response)
  }

  #settle(): void {
    this.#invite?.stop()
    this.#invite = undefined
    this.#ground.changed()
    this.#ground.settled()
  }

  #collides(incoming: Incoming): boolean {
    if (this.#ground.isOffering()) {
      incoming.respond(491)
      return true
    }
    if (!this.#invite?.isOpen && !this.#update) return false
    const seconds = Math.floor(randomBetween(0, 10))
    incoming.respond(500, { headers: [['Retry-After', String(seconds)]] })
    return true
  }
}

/** The body, where it is a session description. */
export function sdpOf(message: SipRequest): string | undefined {
  return message.contentType === 'application/sdp' && message.body ? message.body : undefined
}
