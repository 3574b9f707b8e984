/** Languages in which something can be said. The recordings are of American English, Mexican Spanish and Canadian French. */
export const SPOKEN_LANGUAGES = ['en', 'es', 'fr'] as const
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number]

/** How somebody is spoken to. */
export interface Tongue {
  readonly language: SpokenLanguage
  /** Times of day by a dial of 12 or of 24 hours. */
  readonly hours: 12 | 24
}

const USUAL_HOURS = { en: 12, es: 12, fr: 24 } as const

/** A language with the clock that is usual in it, where nobody says otherwise. */
export function tongue(language: SpokenLanguage | Tongue): Tongue {
  return typeof language === 'string' ? { language, hours: USUAL_HOURS[language] } : language
}
