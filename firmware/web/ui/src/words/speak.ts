import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { api } from '../api/api.ts'
import { English } from './en.ts'
import type { Catalogue, Language } from './words.ts'

/** English is in the first download; the others come when somebody speaks them. */
const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => English,
  es: async () => (await import('./es.ts')).Spanish,
  fr: async () => (await import('./fr.ts')).French,
}

i18n.setMessagesCompiler(compileMessage)

/** Every page speaks this language from now on. */
export async function speak(language: Language): Promise<void> {
  const messages = await CATALOGUES[language]()
  api.speak(language) // first: what is drawn anew asks the server again
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}

export function languageOf(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.slice(0, 2).toLowerCase()
    if (language === 'en' || language === 'es' || language === 'fr') return language
  }
  return 'en'
}

export { i18n }
