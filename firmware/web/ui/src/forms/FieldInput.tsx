import { Checkbox, NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ModelField } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import type { FieldInputProps } from './field-input-props.ts'
import { GroupInput, ListInput } from './NestedInput.tsx'
import { CountryInput, TimeZoneInput } from './PlaceInput.tsx'
import { ReferenceInput } from './ReferenceInput.tsx'

/** Characters from which on a text has lines: certificates. */
const SEVERAL_LINES = 1000

/** The input for one declared field, by its kind. */
export function FieldInput(props: FieldInputProps): ReactNode {
  const { field, value, path, problemAt, onChange } = props
  const common = {
    label: field.label,
    description: <Help field={field} />,
    error: problemAt(path),
    required: field.required,
    withAsterisk: false,
    disabled: props.disabled || field.fixed || !field.mayChange,
  }
  switch (field.kind) {
    case 'flag':
      return (
        <Switch
          {...common}
          required={false}
          checked={(value ?? field.default) === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'whole':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          suffix={field.unit ? ` ${field.unit}` : ''}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          hideControls
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...common}
          value={String(value ?? field.default ?? '')}
          data={(field.choices ?? []).map((one, index) => ({
            value: one,
            label: field.choiceWords?.[index] ?? one,
          }))}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'reference':
      return <ReferenceInput {...props} common={common} />
    case 'list':
      return field.item?.kind === 'choice' ? (
        <Choices {...props} />
      ) : (
        <ListInput {...props} Field={FieldInput} />
      )
    case 'group':
      return <GroupInput {...props} Field={FieldInput} />
    case 'secret':
      return (
        <TextInput
          {...common}
          type="password"
          value={typeof value === 'string' ? value : ''}
          maxLength={field.max ?? 128}
          autoComplete="new-password"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    default:
      if (field.format === 'country') {
        return <CountryInput common={common} value={value ?? field.default} onChange={onChange} />
      }
      if (field.format === 'time-zone') {
        return <TimeZoneInput common={common} value={value ?? field.default} onChange={onChange} />
      }
      if ((field.max ?? 0) >= SEVERAL_LINES) {
        return (
          <Textarea
            {...common}
            rows={4}
            value={typeof value === 'string' ? value : ''}
            maxLength={field.max ?? SEVERAL_LINES}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
      return (
        <TextInput
          {...common}
          value={typeof value === 'string' ? value : ''}
          maxLength={field.max ?? 512}
          inputMode={field.kind === 'digits' ? 'numeric' : 'text'}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

/** Help, range and default, in one line. */
function Help({ field }: { field: ModelField }): ReactNode {
  const { t } = useWords()
  const parts: string[] = []
  if (field.help) parts.push(field.help)
  if (field.kind === 'secret') parts.push(t('form.secret'))
  const unit = field.unit ? ` ${field.unit}` : ''
  if (field.kind === 'whole' && field.min !== undefined && field.max !== undefined) {
    parts.push(t('form.range', { min: field.min, max: field.max, unit }))
  }
  const plain = ['string', 'number'].includes(typeof field.default) && field.default !== ''
  if (plain) parts.push(t('form.default', { value: inWords(field, String(field.default)), unit }))
  if (field.fixed && !field.help) parts.push(t('form.fixed'))
  if (field.restart === 'server' || field.restart === 'phones') {
    parts.push(t(`form.restart-${field.restart}`))
  }
  return parts.length > 0 ? parts.join(' ') : null
}

/** A value as people read it. */
function inWords({ choices = [], choiceWords = [] }: ModelField, value: string): string {
  return choiceWords[choices.indexOf(value)] ?? value
}

function Choices({
  field,
  value,
  onChange,
  problemAt,
  path,
  disabled,
}: FieldInputProps): ReactNode {
  const chosen = Array.isArray(value) ? (value as string[]) : []
  return (
    <Checkbox.Group
      label={field.label}
      description={<Help field={field} />}
      error={problemAt(path)}
      value={chosen}
      onChange={onChange}
    >
      <div className="stack choices">
        {(field.item?.choices ?? []).map((one, index) => (
          <Checkbox
            key={one}
            value={one}
            label={field.item?.choiceWords?.[index] ?? one}
            disabled={disabled || !field.mayChange || field.mayEnter?.includes(one) === false}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
