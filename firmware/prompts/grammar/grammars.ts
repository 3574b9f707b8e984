import type { SpokenLanguage } from '../language.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import type { Grammar } from './grammar.ts'
import { spanish } from './spanish.ts'

export const GRAMMARS: Readonly<Record<SpokenLanguage, Grammar>> = {
  en: english,
  es: spanish,
  fr: french,
}
