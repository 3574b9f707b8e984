import { NativeSelect } from '@mantine/core'
import type { ComponentProps, ReactNode } from 'react'
import type { ConfigObject } from '../../../contract.ts'
import { useModel, useSection } from '../api/queries.ts'
import { fullName, type Person } from '../model.ts'
import { useWords } from '../words/use-words.ts'
import type { FieldInputProps } from './field-input-props.ts'

type Common = Pick<
  ComponentProps<typeof NativeSelect>,
  'label' | 'description' | 'error' | 'required' | 'disabled' | 'withAsterisk'
>

/** Another object, by the name that people know it by. */
export function ReferenceInput({
  field,
  value,
  onChange,
  common,
}: FieldInputProps & { readonly common: Common }): ReactNode {
  const { t, language } = useWords()
  const section = field.section ?? ''
  const { data = [] } = useSection(section)
  const key = useModel().data?.find((one) => one.section === section)?.key ?? 'id'
  const { compare } = new Intl.Collator(language, { numeric: true })
  const options = data
    .map((object) => ({ value: object.id, label: titleOf(object, key) }))
    .sort((a, b) => compare(a.label, b.label))
  return (
    <NativeSelect
      {...common}
      value={typeof value === 'string' ? value : ''}
      data={[{ value: '', label: t('form.none') }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}

/** Its key, and what tells a person more than that. */
function titleOf(object: ConfigObject, key: string): string {
  const known = String(object[key] ?? '')
  const more = 'lastName' in object ? fullName(object as Person) : object.description
  return typeof more === 'string' && more !== '' ? `${known} – ${more}` : known
}
