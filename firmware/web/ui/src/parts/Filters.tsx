import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'
import { Icon } from './Icon.tsx'
import type { Span } from './span.ts'

interface FiltersProps<T extends Span> {
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  /** More of them, and what is done with the list. */
  readonly children?: ReactNode
}

/** Text, first and last day. */
export function Filters<T extends Span>({
  label,
  value,
  onChange,
  children,
}: FiltersProps<T>): ReactNode {
  const { t } = useWords()
  return (
    <search className="row row-bottom filters">
      <TextInput
        className="grow"
        label={label}
        leftSection={<Icon name="search" size={18} />}
        maxLength={100}
        value={value.text}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('filter.from')}
        max={value.to}
        value={value.from}
        onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('filter.to')}
        min={value.from}
        value={value.to}
        onChange={(event) => onChange({ ...value, to: event.currentTarget.value })}
      />
      {children}
    </search>
  )
}
