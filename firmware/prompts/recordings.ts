import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Languages in which something can be said. Each is one voice. */
export type SpokenLanguage = 'en'

const SOUNDS = '/usr/share/asterisk/sounds'

/** Where Debian's sound packages put a language; the first that has the recording counts. */
const PLACES: Readonly<Record<SpokenLanguage, readonly [string, ...string[]]>> = {
  en: [`${SOUNDS}/en_US_f_Allison`, `${SOUNDS}/en`],
}

/** Path of a recording as Debian's asterisk-core-sounds packages name it: `digits/1`. When it is not installed, the player reports it missing. */
export function recording(name: string, language: SpokenLanguage): string {
  const places = PLACES[language]
  const file = `${name}.wav`
  return join(places.find((place) => existsSync(join(place, file))) ?? places[0], file)
}
