import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useWords } from '../words/use-words.ts'

interface PlaceInputProps {
  readonly common: { readonly label: string; readonly disabled: boolean }
  readonly value: unknown
  readonly onChange: (value: string) => void
}

/** A country by its name in the reader's language; the value is its ISO 3166-1 code. */
export function CountryInput({ common, value, onChange }: PlaceInputProps): ReactNode {
  const { language } = useWords()
  const code = typeof value === 'string' ? value : ''
  const known = countries(language)
  const data = known.some((one) => one.value === code)
    ? known
    : [{ value: code, label: code }, ...known]
  return (
    <NativeSelect
      {...common}
      value={code}
      data={data}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** An IANA time zone: typed, with those that the browser knows as suggestions. */
export function TimeZoneInput({ common, value, onChange }: PlaceInputProps): ReactNode {
  const zones = useId()
  return (
    <>
      <TextInput
        {...common}
        value={typeof value === 'string' ? value : ''}
        list={zones}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={zones}>
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

interface Choice {
  readonly value: string
  readonly label: string
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/** What the names' data has beside countries: unions, and codes for tests and for no place known. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

/** Every country that has a name in this language, by name. */
function countries(language: string): readonly Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
  return codes
    .filter((code) => !NO_COUNTRIES.has(code))
    .map((value) => ({ value, label: names.of(value) ?? '' }))
    .filter(({ label }) => label !== '')
    .sort((a, b) => a.label.localeCompare(b.label, language))
}
