import { isDeepStrictEqual } from 'node:util'
import type { Handle, MediaEvent, MediaLibrary, Side } from '../../hal/ffi/media-library.ts'
import { assert } from '../result.ts'
import type { AttachmentId } from './contract.ts'
import type { EventBody } from './event-log.ts'
import type { OperationOf, Outcome } from './holding.ts'
import { fail, forgetOldest, NOTHING, noTermination } from './holding.ts'
import { eventOf } from './media-events.ts'
import type { Attaching, Attachment, Termination } from './media-holding.ts'
import { MOST_REMEMBERED, unlessGone } from './media-holding.ts'
import type { MusicSignal, MusicSource } from './music.ts'
import { Music } from './music.ts'

const MOST_ENDING = 4096

/** Players, recorders and detectors on the terminations of a gateway, each started once however often it is asked for. */
export class Attachments {
  readonly #library: MediaLibrary
  readonly #report: (event: EventBody) => void
  readonly #music: Music
  readonly #attachments = new Map<AttachmentId, Attachment>()
  readonly #running = new Map<Handle, Attachment>()
  /** Players and recorders whose termination is gone and whose end the library has not told yet. */
  readonly #ending = new Map<Handle, Attachment>()

  /** @param lineAudio file with the audio of all lines; without it there are none */
  constructor(
    library: MediaLibrary,
    report: (event: EventBody) => void,
    lineAudio: string | undefined,
  ) {
    this.#library = library
    this.#report = report
    this.#music = new Music(library, lineAudio)
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
    const signal = musicOf(asked)
    const music = signal && this.#music.take(signal)
    const handle = this.#startOrGive(termination.handle, asked, music)
    const attachment: Attachment = {
      asked,
      handle,
      termination,
      steered: new Map(),
      music,
      ended: false,
      doubtful: false,
    }
    this.#attachments.set(id, attachment)
    this.#running.set(handle, attachment)
    termination.attachments.set(id, attachment)
    return NOTHING
  }

  #startOrGive(termination: Handle, asked: Attaching, music: MusicSource | undefined): Handle {
    try {
      return music
        ? this.#library.playTermination(termination, asked.side as Side, music.handle)
        : this.#start(termination, asked)
    } catch (error) {
      if (music) this.#music.give(music)
      throw error
    }
  }

  #start(termination: Handle, asked: Attaching): Handle {
    const library = this.#library
    if (asked.op === 'detect') {
      if (asked.what === 'progress') return library.detectProgress(termination, asked.side)
      if (asked.what === 'signals') return library.detectSignals(termination, asked.side)
      if (asked.what === 'voice') return library.detectVoice(termination, asked.side)
      return library.detectDtmf(termination, asked.side)
    }
    if (asked.op === 'record') return library.record(termination, asked.side, asked)
    const { signal } = asked
    if (signal.kind === 'tone') return library.playTone(termination, asked.side, signal)
    if (signal.kind === 'tones') return library.playTones(termination, asked.side, signal)
    assert(signal.kind === 'files', `${signal.kind} is music`)
    return library.playFiles(termination, asked.side, signal)
  }

  /** Of one that has ended nothing can be changed: that is no mistake, for its event may be on its way. */
  steer(asked: OperationOf<'steer'>): Outcome {
    const { attachment: id, key, paused, speedPercent, seek } = asked
    const attachment = this.#attachments.get(id)
    if (!attachment || attachment.ended) return NOTHING
    const known = attachment.steered.get(key)
    if (known)
      return isDeepStrictEqual(known, asked) ? NOTHING : fail('conflict', `key ${key} did another`)
    const { handle } = attachment
    if (attachment.asked.op === 'record') {
      if (speedPercent !== undefined || seek) return fail('bad-request', `${id} is a recorder`)
      unlessGone(() => this.#library.pauseRecorder(handle, paused))
    } else {
      const change = {
        paused,
        ...(speedPercent !== undefined && { speedPercent }),
        ...(seek && { seek }),
      }
      unlessGone(() => this.#library.setPlayer(handle, change))
    }
    attachment.steered.set(key, asked)
    forgetOldest(attachment.steered, MOST_REMEMBERED)
    return NOTHING
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
    this.#endMusic(attachment)
    const { attachments } = attachment.termination
    if (attachments.size <= MOST_REMEMBERED) return
    for (const [id, { ended }] of attachments) {
      if (!ended) continue
      attachments.delete(id)
      this.#attachments.delete(id)
      return
    }
  }

  #endMusic(attachment: Attachment): void {
    if (attachment.music) this.#music.give(attachment.music)
    attachment.music = undefined
  }

  /** The termination goes, and with it all that is on it; ends that are still to come are told. */
  forget(termination: Termination): void {
    for (const [id, attachment] of termination.attachments) {
      this.#attachments.delete(id)
      this.#running.delete(attachment.handle)
      this.#endMusic(attachment)
      if (attachment.ended || attachment.asked.op === 'detect') continue
      this.#ending.set(attachment.handle, attachment)
      forgetOldest(this.#ending, MOST_ENDING)
    }
  }

  /** A detector has heard something. */
  heard(event: Extract<MediaEvent, { kind: 'progress' | 'voice' }>): void {
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
  const { signal } = asked
  if (signal.kind === 'tone') return signal.totalMs > 0
  if (signal.kind === 'tones') return signal.again >= signal.parts.length
  return signal.kind === 'files' && signal.times > 0
}

function musicOf(asked: Attaching): MusicSignal | undefined {
  if (asked.op !== 'play') return undefined
  const { signal } = asked
  return signal.kind === 'music' || signal.kind === 'line-in' ? signal : undefined
}
