import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { speak } from '../words/speak.ts'
import { useWords } from '../words/use-words.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../words/words.ts'

/** Languages by their own names. Without `onChoose` it holds for this visit. */
export function LanguageChoice({
  onChoose = (language) => void speak(language),
}: {
  onChoose?: (language: Language) => void
}): ReactNode {
  const { t, language } = useWords()
  return (
    <SegmentedControl
      aria-label={t('language')}
      size="sm"
      transitionDuration={0}
      value={language}
      data={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
      onChange={(value) => onChoose(value as Language)}
    />
  )
}
