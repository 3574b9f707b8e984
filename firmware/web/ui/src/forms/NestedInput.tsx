import { Button, Fieldset } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ModelField } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import { blank, isShown } from './draft.ts'
import type { NestedInputProps } from './field-input-props.ts'

/** Fields that belong together. */
export function GroupInput(props: NestedInputProps & { readonly title?: string }): ReactNode {
  const { field, path, value, problemAt, onChange, title, Field } = props
  const values = (value ?? {}) as Record<string, unknown>
  const wrong = problemAt(path)
  return (
    <Fieldset legend={title ?? field.label} className="nested">
      <div className="stack">
        {(field.fields ?? []).filter(isShown).map((part) => (
          <Field
            {...props}
            key={part.name}
            field={part}
            path={`${path}.${part.name}`}
            value={values[part.name]}
            onChange={(next) => onChange(withPart(values, part, next))}
          />
        ))}
        {wrong && <p className="wrong">{wrong}</p>}
      </div>
    </Fieldset>
  )
}

/** What is emptied goes away, rather than being sent as nothing. */
function withPart(values: Record<string, unknown>, part: ModelField, next: unknown): unknown {
  const { [part.name]: _, ...others } = values
  return next === undefined || next === '' ? others : { ...others, [part.name]: next }
}

/** One entry of a list: several fields, or a single one that needs no frame. */
function Entry(props: NestedInputProps & { readonly title: string }): ReactNode {
  const { field, title, value, onChange, Field } = props
  if (field.kind === 'group') return <GroupInput {...props} />
  return (
    <Field
      {...props}
      field={{ ...field, label: title }}
      value={value ?? undefined}
      onChange={(next) => onChange(next ?? null)}
    />
  )
}

/** Entries in order, with a button beside everything that could be dragged. */
export function ListInput(props: NestedInputProps): ReactNode {
  const { field, path, value, onChange, problemAt, disabled } = props
  const { t } = useWords()
  const { item } = field
  const entries = Array.isArray(value) ? (value as unknown[]) : []
  if (!item) return null
  const replace = (index: number, ...by: unknown[]) => onChange(entries.toSpliced(index, 1, ...by))
  const full = field.max !== undefined && entries.length >= field.max
  const wrong = problemAt(path)
  return (
    <Fieldset legend={field.label} className="nested">
      <div className="stack">
        {field.help && <div className="small dim">{field.help}</div>}
        {entries.map((entry, index) => {
          const title = t('form.entry', { name: item.label, number: index + 1 })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries are known by their place
            <div key={index} className="stack">
              <Entry
                {...props}
                field={item}
                title={title}
                path={`${path}[${index}]`}
                value={entry}
                onChange={(next) => replace(index, next)}
              />
              {!disabled && (
                <div className="row">
                  {index > 0 && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('form.earlier-name', { name: title })}
                      onClick={() =>
                        onChange(entries.toSpliced(index - 1, 2, entry, entries[index - 1]))
                      }
                    >
                      {t('form.earlier')}
                    </Button>
                  )}
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('form.remove-name', { name: title })}
                    onClick={() => replace(index)}
                  >
                    {t('remove')}
                  </Button>
                </div>
              )}
            </div>
          )
        })}
        {wrong && <p className="wrong">{wrong}</p>}
        {!disabled && !full && (
          <div>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => onChange([...entries, blank(item)])}
            >
              {t('form.add', { name: item.label })}
            </Button>
          </div>
        )}
      </div>
    </Fieldset>
  )
}
