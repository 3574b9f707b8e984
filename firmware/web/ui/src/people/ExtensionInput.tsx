import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

interface ExtensionInputProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** The number that a person gets. */
export function ExtensionInput({ value, error, onChange }: ExtensionInputProps): ReactNode {
  const { t } = useWords()
  return (
    <TextInput
      label={t('people.extension')}
      description={t('people.extension-help')}
      inputMode="numeric"
      required
      maxLength={6}
      error={error}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
