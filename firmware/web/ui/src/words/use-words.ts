import type { I18n } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { duration } from './duration.ts'
import type { Language, Say } from './words.ts'

/** Everything a page needs to speak with a person. */
export interface Words {
  readonly t: Say
  readonly language: Language
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string
  /** Of a moment, UTC ms. */
  readonly dateTime: (at: number) => string
  /** The same without seconds, which few need to know. */
  readonly moment: (at: number) => string
  readonly date: (at: number) => string
  readonly time: (at: number) => string
  readonly duration: (seconds: number) => string
  /** Its largest unit alone. */
  readonly durationShort: (seconds: number) => string
  /** Hours and minutes. */
  readonly clockTime: (at: number) => string
  readonly bytes: (bytes: number) => string
}

export function useWords(): Words {
  const { i18n } = useLingui()
  const { locale } = i18n
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same i18n speaks another language when its locale changes
  return useMemo(() => wordsOf(i18n), [i18n, locale])
}

export function wordsOf(i18n: I18n): Words {
  const language = i18n.locale as Language
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, options)
    return (at: number) => formatter.format(at)
  }
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, options).format(value)
  return {
    t: (...[id, values]: [string, Record<string, unknown>?]) => i18n._(id, values ?? {}),
    language,
    number,
    dateTime: format({ dateStyle: 'medium', timeStyle: 'medium' }),
    moment: format({ dateStyle: 'medium', timeStyle: 'short' }),
    date: format({ dateStyle: 'long' }),
    time: format({ timeStyle: 'medium' }),
    duration: (seconds) => duration(seconds, language),
    durationShort: (seconds) => duration(seconds, language, 1),
    clockTime: format({ hour: 'numeric', minute: '2-digit' }),
    bytes: (bytes) =>
      bytes < 1e9
        ? `${number(bytes / 1e6, { maximumFractionDigits: 0 })} MB`
        : `${number(bytes / 1e9, { maximumFractionDigits: 1 })} GB`,
  }
}
