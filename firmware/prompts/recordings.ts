import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SpokenLanguage } from './language.ts'
import { ENGLISH } from './recorded/english.ts'
import { FRENCH } from './recorded/french.ts'
import { SPANISH } from './recorded/spanish.ts'
import type { Recordings } from './recorded/table.ts'

/** Where Debian's sound packages put their languages. */
export const PACKAGES = '/usr/share/asterisk/sounds'

/** What is recorded, by the words. */
export const RECORDED: Readonly<Record<SpokenLanguage, Recordings>> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
}

const PLACES: Readonly<Record<SpokenLanguage, readonly [string, ...string[]]>> = {
  en: ['en_US_f_Allison', 'en'],
  es: ['es_MX_f_Allison', 'es'],
  fr: ['fr_CA_f_June', 'fr'],
}

/** Path of a recording by its name in the packages: `digits/1`. When it is not installed, the player reports it missing. */
export function recording(name: string, language: SpokenLanguage, packages = PACKAGES): string {
  const paths = PLACES[language].map((place) => join(packages, place, `${name}.wav`))
  return paths.find((path) => existsSync(path)) ?? paths[0] ?? ''
}
