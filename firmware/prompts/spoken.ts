/** What has no recording of its own, said in recorded words. Each function answers paths, to be played one after the other. */
import { recording, type SpokenLanguage } from './recordings.ts'

/** How a language says things. */
interface Grammar {
  /** The recording of one character; undefined where there is none. */
  character(character: string): string | undefined
}

const SIGNS: Readonly<Record<string, string>> = {
  '.': 'letters/dot',
  ':': 'letters/ascii58',
  '-': 'letters/dash',
  '/': 'letters/slash',
  '+': 'letters/plus',
  '*': 'digits/star',
  '#': 'digits/pound',
}

const english: Grammar = {
  character: (character) => {
    if (/^[0-9]$/.test(character)) return `digits/${character}`
    if (/^[a-z]$/i.test(character)) return `letters/${character.toLowerCase()}`
    return SIGNS[character]
  },
}

const GRAMMARS: Readonly<Record<SpokenLanguage, Grammar>> = { en: english }

/**
 * A number, an address or a code, character by character: 192.168 is one nine two dot one six eight. What has no recording,
 * a blank for instance, is left out.
 */
export function spelled(text: string, language: SpokenLanguage): string[] {
  const { character } = GRAMMARS[language]
  return [...text].flatMap((one) => {
    const name = character(one)
    return name === undefined ? [] : [recording(name, language)]
  })
}

/** Silence of 1 to 10 whole seconds. */
export function pause(seconds: number, language: SpokenLanguage): string[] {
  return [recording(`silence/${Math.min(Math.max(Math.round(seconds), 1), 10)}`, language)]
}

/** A short tone that parts one thing from the next. */
export function mark(language: SpokenLanguage): string[] {
  return [recording('beep', language)]
}
