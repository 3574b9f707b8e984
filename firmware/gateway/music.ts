import type { Handle, MediaLibrary } from '../../hal/ffi/media-library.ts'
import { MediaError } from '../../hal/ffi/media-library.ts'
import type { Signal } from './contract.ts'

export type MusicSignal = Extract<Signal, { readonly kind: 'music' | 'line-in' }>

/** One piece of music that sounds, for however many hear it. */
export interface MusicSource {
  readonly key: string
  readonly context: Handle
  /** The termination that says it. */
  readonly handle: Handle
  listeners: number
}

/** Each is decoded all the time, so that nobody can make too many. */
const MOST_SOURCES = 64

/** What many hear at the same time: a source is there as long as somebody hears it (MOH-12). */
export class Music {
  readonly #library: MediaLibrary
  readonly #lineAudio: string | undefined
  readonly #sources = new Map<string, MusicSource>()

  constructor(library: MediaLibrary, lineAudio: string | undefined) {
    this.#library = library
    this.#lineAudio = lineAudio
  }

  /** One more hears it. Throws MediaError when it cannot be had. */
  take(signal: MusicSignal): MusicSource {
    const key = JSON.stringify(signal)
    const source = this.#sources.get(key) ?? this.#begin(key, signal)
    source.listeners++
    return source
  }

  /** One less hears it. */
  give(source: MusicSource): void {
    source.listeners--
    if (source.listeners > 0) return
    this.#sources.delete(source.key)
    this.#library.removeContext(source.context)
  }

  #begin(key: string, signal: MusicSignal): MusicSource {
    if (this.#sources.size >= MOST_SOURCES) throw new MediaError('music', 'ENOSPC')
    const context = this.#library.addContext()
    try {
      const source = { key, context, handle: this.#say(context, signal), listeners: 0 }
      this.#sources.set(key, source)
      return source
    } catch (error) {
      this.#library.removeContext(context)
      throw error
    }
  }

  #say(context: Handle, signal: MusicSignal): Handle {
    if (signal.kind === 'line-in') {
      if (this.#lineAudio === undefined) throw new MediaError('music', 'ENODEV')
      return this.#library.addLine(context, { path: this.#lineAudio, name: signal.line })
    }
    const studio = this.#library.addStudio(context)
    this.#library.playFiles(studio, 'from', { paths: signal.paths, times: 0, fromMs: 0 })
    return studio
  }
}
