import { PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

interface NewPasswordProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Shown while it is typed if one likes, so that it need not be typed twice. */
export function NewPassword({ value, onChange }: NewPasswordProps): ReactNode {
  const { t } = useWords()
  return (
    <PasswordInput
      label={t('password.new')}
      description={t('password.rule')}
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={10}
      maxLength={256}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
    />
  )
}
