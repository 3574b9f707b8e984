/** Prompts that scripts/make-prompts.ts speaks: what no recording says. Their names come from what they say and how, so that nothing is made twice. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { SpokenLanguage } from './language.ts'
import type { PauseMs } from './part.ts'

/** Raise with any change to how prompts are made. */
const MAKING = 1

export interface Voice {
  readonly program: 'flite' | 'espeak-ng'
  readonly arguments: readonly string[]
  /** Level of speech in dB below full scale, that of the language's recordings (median, 2026-11-23). */
  readonly levelDbfs: number
}

export const VOICES: Readonly<Record<SpokenLanguage, Voice>> = {
  en: { program: 'flite', arguments: ['-voice', 'slt'], levelDbfs: -18 },
  es: { program: 'espeak-ng', arguments: ['-v', 'es-419+f2', '-s', '150'], levelDbfs: -19.5 },
  fr: { program: 'espeak-ng', arguments: ['-v', 'fr+f2', '-s', '150'], levelDbfs: -19.5 },
}

// What the voice would read otherwise.
const READ_AS: Readonly<Record<SpokenLanguage, Readonly<Record<string, string>>>> = {
  en: { 'a.m.': 'A M', 'p.m.': 'P M', PIN: 'pin' },
  es: { 'a.m.': 'a eme', 'p.m.': 'pe eme' },
  fr: {
    'cent (de dollar)': 'sennt',
    'cents (de dollar)': 'sennt',
    centavo: 'sènntavo',
    centavos: 'sènntavos',
  },
}

/** What the voice is given for a phrase. Words in brackets only tell phrases apart. */
export function readAs(phrase: string, language: SpokenLanguage): string {
  const plain = READ_AS[language][phrase] ?? phrase.replace(/ \(.*\)/, '')
  return language === 'en' ? plain.replace(/\bPIN/g, 'pin') : plain
}

/** Where a phrase lies below `folder` once it is made. */
export function madePath(folder: string, phrase: string, language: SpokenLanguage): string {
  const what = JSON.stringify([MAKING, VOICES[language], readAs(phrase, language)])
  const name = createHash('sha256').update(what).digest('hex').slice(0, 24)
  return join(folder, language, `${name}.wav`)
}

/** Where the copy of a recording lies that has no silence at its ends. */
export function trimmedPath(folder: string, recording: string, language: SpokenLanguage): string {
  return join(folder, language, `trimmed-${MAKING}`, `${recording}.wav`)
}

/** Where a silence lies. */
export function pausePath(folder: string, pauseMs: PauseMs): string {
  return join(folder, `silence-${pauseMs}.wav`)
}
