import { isDeepStrictEqual } from 'node:util'
import type { AttachmentId, Operation, Side, Signal, TerminationId } from '../gateway/contract.ts'
import type { Attachment, Listening, Termination } from './media-termination.ts'
import { attachOperation } from './media-termination.ts'

/** What they need of the context that they are in. */
interface AttachmentGround {
  readonly terminations: ReadonlyMap<TerminationId, Termination>
  readonly tell: (operation: Operation, done?: () => void) => void
  readonly changed: () => void
}

/** What plays and listens at the terminations of a media context. */
export class Attachments {
  readonly #ground: AttachmentGround

  constructor(ground: AttachmentGround) {
    this.#ground = ground
  }

  play(id: TerminationId, attachment: AttachmentId, side: Side, signal: Signal): void {
    const playing: Attachment = { kind: 'play', side, signal, there: false }
    this.#attach(id, attachment, playing, () => {
      playing.there = true
    })
  }

  /** What a party hears while it is set aside, from now on; undefined: nothing more. Saying it again changes nothing. */
  playAside(id: TerminationId, signal: Signal | undefined): void {
    const termination = this.#ground.terminations.get(id)
    if (!termination) return
    const { attachments, aside } = termination
    const playing = aside && attachments.get(aside.attachment)
    if (playing?.kind === 'play' && isDeepStrictEqual(playing.signal, signal)) return
    if (aside && playing) this.stop(aside.attachment)
    if (!signal) return
    const count = (aside?.count ?? 0) + 1
    termination.aside = { attachment: `${id}/aside-${count}`, count }
    this.play(id, termination.aside.attachment, 'to', signal)
  }

  /** Reports in-band DTMF of a party that has no RFC 4733, what call-progress tones its line gives, or whether it speaks. */
  detect(
    id: TerminationId,
    attachment: AttachmentId,
    what: Listening | undefined,
    side: Side,
  ): void {
    this.#attach(id, attachment, { kind: 'detect', side, ...(what && { what }), there: true })
  }

  stop(attachment: AttachmentId): void {
    if (this.ended(attachment)) this.#ground.tell({ op: 'stop', attachment })
  }

  /** A player or detector has come to its end by itself. False: it was not known. */
  ended(attachment: AttachmentId): boolean {
    for (const termination of this.#ground.terminations.values()) {
      if (termination.attachments.delete(attachment)) {
        this.#ground.changed()
        return true
      }
    }
    return false
  }

  #attach(id: TerminationId, attachment: AttachmentId, what: Attachment, done?: () => void): void {
    const termination = this.#ground.terminations.get(id)
    if (!termination || termination.attachments.has(attachment)) return
    termination.attachments.set(attachment, what)
    this.#ground.changed()
    this.#ground.tell(attachOperation(id, attachment, what), done)
  }
}
