import { isDeepStrictEqual } from 'node:util'
import type { Handle, MediaEvent, MediaLibrary } from '../../hal/ffi/media-library.ts'
import type { AttachmentId } from './contract.ts'
import type { EventBody } from './event-log.ts'
import type { Outcome } from './holding.ts'
import { fail, forgetOldest, NOTHING, noTermination } from './holding.ts'
import { eventOf } from './media-events.ts'
import type { Attaching, Attachment, Termination } from './media-holding.ts'
import { MOST_REMEMBERED, unlessGone } from './media-holding.ts'

const MOST_ENDING = 4096

/** Players, recorders and detectors on the terminations of a gateway, each started once however often it is asked for. */
export class Attachments {
  readonly #library: MediaLibrary
  readonly #report: (event: EventBody) => void
  readonly #attachments = new Map<AttachmentId, Attachment>()
  readonly #running = new Map<Handle, Attachment>()
  /** Players and recorders whose termination is gone and whose end the library has not told yet. */
  readonly #ending = new Map<Handle, Attachment>()

  constructor(library: MediaLibrary, report: (event: EventBody) => void) {
    this.#library = library
    this.#report = report
  }

  /** How many have not ended. */
  get running(): number {
    return this.#running.size
  }

  /** @param termination undefined when there is none of that name */
  attach(asked: Attaching, termination: Termination | undefined): Outcome {
    const { attachment: id } = asked
    const known = this.#attachments.get(id)
    if (known) {
      return isDeepStrictEqual(known.asked, asked)
        ? NOTHING
        : fail('conflict', `attachment ${id} is another one`)
    }
    if (!termination) return noTermination(asked.termination)
    const handle = this.#start(termination.handle, asked)
    const attachment = { asked, handle, termination, ended: false, doubtful: false }
    this.#attachments.set(id, attachment)
    this.#running.set(handle, attachment)
    termination.attachments.set(id, attachment)
    return NOTHING
  }

  #start(termination: Handle, asked: Attaching): Handle {
    const library = this.#library
    if (asked.op === 'detect') {
      return asked.what === 'progress'
        ? library.detectProgress(termination, asked.side)
        : library.detectDtmf(termination, asked.side)
    }
    if (asked.op === 'record') return library.record(termination, asked.side, asked)
    return asked.signal.kind === 'tone'
      ? library.playTone(termination, asked.side, asked.signal)
      : library.playFiles(termination, asked.side, asked.signal)
  }

  /** Harmless for one that has ended or never was. */
  stop(id: AttachmentId): void {
    const attachment = this.#attachments.get(id)
    if (!attachment || attachment.ended) return
    const stopped = unlessGone(() => this.#library.stop(attachment.handle))
    if (attachment.asked.op === 'detect')
      this.#ended(attachment) // no event follows
    else if (!stopped && attachment.doubtful) this.#endUnheard(attachment)
  }

  #ended(attachment: Attachment): void {
    attachment.ended = true
    this.#running.delete(attachment.handle)
    const { attachments } = attachment.termination
    if (attachments.size <= MOST_REMEMBERED) return
    for (const [id, { ended }] of attachments) {
      if (!ended) continue
      attachments.delete(id)
      this.#attachments.delete(id)
      return
    }
  }

  /** The termination goes, and with it all that is on it; ends that are still to come are told. */
  forget(termination: Termination): void {
    for (const [id, attachment] of termination.attachments) {
      this.#attachments.delete(id)
      this.#running.delete(attachment.handle)
      if (attachment.ended || attachment.asked.op === 'detect') continue
      this.#ending.set(attachment.handle, attachment)
      forgetOldest(this.#ending, MOST_ENDING)
    }
  }

  /** A detector has heard something. */
  heard(event: Extract<MediaEvent, { kind: 'progress' }>): void {
    const attachment = this.#running.get(event.attachment)
    if (!attachment) return
    const { termination, attachment: id } = attachment.asked
    const body = eventOf(event, termination, id)
    if (body) this.#report(body)
  }

  /** The library says that one has come to its end. */
  happened(event: Extract<MediaEvent, { kind: 'played' | 'recorded' }>): void {
    const { attachment: handle } = event
    const attachment = this.#running.get(handle) ?? this.#ending.get(handle)
    if (!attachment) return
    this.#ended(attachment)
    this.#ending.delete(handle)
    const { termination, attachment: id } = attachment.asked
    const body = eventOf(event, termination, id)
    if (body) this.#report(body)
  }

  /**
   * Events of the library are lost. The end of a player may be among the lost events and the library cannot be asked, so what should end by itself is stopped: a
   * cut announcement is better than a caller who waits for ever for the next one. A recording goes on until it is stopped.
   */
  doubt(): void {
    for (const attachment of this.#ending.values()) this.#endUnheard(attachment)
    for (const attachment of [...this.#running.values()]) {
      attachment.doubtful = true
      if (!endsByItself(attachment.asked)) continue
      const stopped = unlessGone(() => this.#library.stop(attachment.handle))
      if (!stopped) this.#endUnheard(attachment)
    }
  }

  #endUnheard(attachment: Attachment): void {
    const { asked, handle } = attachment
    this.#ended(attachment)
    this.#ending.delete(handle)
    const { termination, attachment: id } = asked
    if (asked.op === 'play') this.#report({ kind: 'played', termination, attachment: id })
    if (asked.op !== 'record') return
    this.#report({
      kind: 'recorded',
      termination,
      attachment: id,
      durationMs: 0,
      error: 'EOVERFLOW',
    })
  }
}

function endsByItself(asked: Attaching): boolean {
  if (asked.op !== 'play') return false
  return (asked.signal.kind === 'tone' ? asked.signal.totalMs : asked.signal.times) > 0
}
