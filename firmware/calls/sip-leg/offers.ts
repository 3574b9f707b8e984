import type { InviteListener } from '../../sip/contract.ts'
import type { Passing, PassingGround, Taken, Wanted, Wish } from '../passing.ts'
import type { LegDialog } from './dialog.ts'
import type { LegSession } from './session.ts'

type Offered = Parameters<InviteListener['offered']>
type Answer = Offered[1]

interface OffersGround {
  readonly dialog: LegDialog
  readonly session: LegSession
  readonly passing: PassingGround | undefined
  readonly phase: () => string
  readonly changed: () => void
  readonly failed: (error: unknown) => void
}

/** New offers in a leg that is up (RFC 3264 §8): its party's, which may be about what passes to the other party, and ours to it. */
export class LegOffers implements Passing {
  readonly #ground: OffersGround
  /** The party's new offer waits for what the other party says to it. */
  #waits = false

  constructor(ground: OffersGround) {
    this.#ground = ground
  }

  get offered(): Passing['offered'] {
    return this.#ground.session.offeredBy(this.#ground.dialog.usage)
  }

  get taken(): readonly Taken[] {
    return this.#ground.session.taken
  }

  get waits(): boolean {
    return this.#waits
  }

  get wish(): Wish {
    return this.#ground.session.wish
  }

  answered(wanted: Wanted): readonly Taken[] | undefined {
    return this.#ground.session.answeredTo(wanted)
  }

  async during(work: () => Promise<void>): Promise<void> {
    this.#waits = true
    try {
      await work()
    } finally {
      this.#waits = false
    }
  }

  /** The party offers, or wants our offer. */
  came(sdp: Offered[0], answer: Answer): void {
    const { session, passing, phase, changed } = this.#ground
    const wanted = sdp === undefined ? undefined : session.wanted(sdp)
    const other = wanted && phase() === 'answered' ? passing?.partner() : undefined
    if (sdp !== undefined && wanted && other) {
      void this.#passOn(sdp, other.waits ? Promise.resolve(491) : other.offer(wanted), answer)
      return
    }
    const described = session.renew(sdp)
    if (typeof described === 'number') {
      answer.refuse(described)
      return
    }
    answer.accept(described)
    if (sdp !== undefined) changed()
  }

  /** Answers a new offer of the party with what the other one says to it. */
  async #passOn(
    sdp: string,
    asked: Promise<readonly Taken[] | number>,
    answer: Answer,
  ): Promise<void> {
    const { dialog, session, phase, changed, failed } = this.#ground
    await this.during(async () => {
      try {
        const taken = await asked
        if (phase() === 'released') return
        const described = await session.passOn(sdp, taken, dialog.localAddress)
        if (typeof described === 'number') answer.refuse(described)
        else answer.accept(described)
        changed()
      } catch (error) {
        failed(error)
        answer.refuse(488)
      }
    })
  }

  /** Offers to the party what the other one wants. */
  async offer(wanted: Wanted): Promise<readonly Taken[] | number> {
    const { dialog, session, phase, changed } = this.#ground
    const { usage } = dialog
    const text = await session.plan(wanted, dialog.localAddress)
    if (!usage || text === undefined) return 488
    changed()
    const answer = await usage.offer(text)
    if (phase() === 'released') return 481
    const taken = session.planAnswered('sdp' in answer ? answer.sdp : undefined)
    changed()
    if ('status' in answer) return answer.status === 491 ? 491 : 488
    if (wanted.audio || taken.length > 0) return taken
    void this.offer({ audio: true, media: [] }) // it took nothing: both go on to talk
    return 488
  }
}
