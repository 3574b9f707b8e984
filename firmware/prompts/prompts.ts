import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beep } from '../calls/tones.ts'
import type { Signal } from '../gateway/contract.ts'
import type { Log } from '../log.ts'
import { silentLog } from '../log.ts'
import { isAudible } from './audible.ts'
import type { Message } from './catalogue/catalogue.ts'
import type { SpokenLanguage, Tongue } from './language.ts'
import { SPOKEN_LANGUAGES, tongue } from './language.ts'
import { madePath, pausePath, trimmedPath } from './made.ts'
import type { Part } from './part.ts'
import { BREATH } from './part.ts'
import { PACKAGES, RECORDED, recording } from './recordings.ts'
import { sentencesOf } from './wording.ts'

/** What scripts/make-prompts.ts makes. */
export const MADE = fileURLToPath(new URL('../../build/prompts', import.meta.url))

export interface PromptOptions {
  /** Folders of the site's own recordings, `en/attendant.open.wav`, searched in this order and before everything else. */
  readonly own?: readonly string[]
  readonly packages?: string
  readonly made?: string
  readonly log?: Log
}

/** What features say: messages of the catalogue as files, in order. Nothing here throws. */
export interface Prompts {
  /** Files that say the messages one after the other. Empty only when nothing at all can be said, in no language. */
  say(language: SpokenLanguage | Tongue, ...messages: readonly Message[]): string[]
  /** The same for `call.play`; a beep when nothing can be said. */
  signal(language: SpokenLanguage | Tongue, ...messages: readonly Message[]): Signal
}

export function openPrompts(options: PromptOptions = {}): Prompts {
  const speaker = new Speaker(options)
  const say: Prompts['say'] = (language, ...messages) =>
    speaker.say(tongue(language), messages).flat()
  return {
    say,
    signal: (language, ...messages) => {
      const paths = say(language, ...messages)
      return paths.length > 0 ? once(paths) : beep
    },
  }
}

/** Recordings to be played one after the other, once. */
export function once(paths: readonly string[]): Signal {
  return { kind: 'files', paths, times: 1, fromMs: 0 }
}

const MOST_TOLD = 1000
const told = new Set<string>() // a missing file is reported once a process, however many calls want it

/** Words already turned into a file. */
type Resolved = { readonly path: string } | Exclude<Part, { recording: string }>

class Speaker {
  readonly #own: readonly string[]
  readonly #packages: string
  readonly #made: string
  readonly #log: Log

  constructor(options: PromptOptions) {
    this.#own = options.own ?? []
    this.#packages = options.packages ?? PACKAGES
    this.#made = options.made ?? MADE
    this.#log = options.log ?? silentLog
  }

  /** The files of each sentence, with the breath before it. */
  say(how: Tongue, messages: readonly Message[]): string[][] {
    return messages
      .flatMap((message) => this.#message(message, how))
      .map((files, i) => (i === 0 ? files : [...this.#pause(BREATH.pauseMs), ...files]))
  }

  #message(message: Message, how: Tongue): string[][] {
    const others = SPOKEN_LANGUAGES.filter((language) => language !== how.language)
    for (const language of [how.language, ...others]) {
      const sentences = this.#in(message, { ...how, language })
      if (sentences) return sentences
    }
    this.#tell(message.id, { message: message.id }, 'a message cannot be said in any language')
    return []
  }

  /** In one language, or undefined when a sentence cannot be said in it. */
  #in(message: Message, how: Tongue): string[][] | undefined {
    const own = this.#ownRecording(message, how.language)
    if (own) return [[own]]
    const sentences: string[][] = []
    for (const parts of sentencesOf(message, how)) {
      const resolved = parts.flatMap((part) => this.#names(part))
      const files = this.#recorded(resolved, how.language) ?? this.#spoken(resolved, how.language)
      if (!files) return undefined
      sentences.push(files)
    }
    return sentences
  }

  #ownRecording({ id, values }: Message, language: SpokenLanguage): string | undefined {
    if (Object.keys(values).length > 0) return undefined
    return this.#own.map((folder) => join(folder, language, `${id}.wav`)).find(isAudible)
  }

  /** What somebody recorded, else what is said instead. */
  #names(part: Part): readonly Resolved[] {
    if (typeof part === 'string' || 'pauseMs' in part) return [part]
    if (this.#isThere(part.recording)) return [{ path: part.recording }]
    return part.otherwise.flatMap((other) => this.#names(other))
  }

  /** In the voice of the recordings, when they say all of it. */
  #recorded(parts: readonly Resolved[], language: SpokenLanguage): string[] | undefined {
    return this.#files(parts, (phrase) => {
      const name = RECORDED[language][phrase]
      if (name === undefined) return undefined
      const trimmed = trimmedPath(this.#made, name, language)
      if (isAudible(trimmed)) return trimmed
      const original = recording(name, language, this.#packages)
      return this.#isThere(original) ? original : undefined
    })
  }

  /** In the voice that is made. */
  #spoken(parts: readonly Resolved[], language: SpokenLanguage): string[] | undefined {
    return this.#files(parts, (phrase) => {
      const path = madePath(this.#made, phrase, language)
      return this.#isThere(path, phrase) ? path : undefined
    })
  }

  #files(
    parts: readonly Resolved[],
    find: (phrase: string) => string | undefined,
  ): string[] | undefined {
    const files: string[] = []
    for (const part of parts) {
      if (typeof part !== 'string' && 'pauseMs' in part) files.push(...this.#pause(part.pauseMs))
      else {
        const path = typeof part === 'string' ? find(part) : part.path
        if (path === undefined) return undefined
        files.push(path)
      }
    }
    return files
  }

  #pause(pauseMs: typeof BREATH.pauseMs): string[] {
    const path = pausePath(this.#made, pauseMs)
    return this.#isThere(path) ? [path] : []
  }

  #isThere(path: string, says?: string): boolean {
    if (isAudible(path)) return true
    this.#tell(path, { path, says }, 'a prompt is missing or damaged: the next best is played')
    return false
  }

  #tell(what: string, fields: object, text: string): void {
    if (told.has(what)) return
    if (told.size >= MOST_TOLD) told.clear()
    told.add(what)
    this.#log.warn(fields, text)
  }
}
