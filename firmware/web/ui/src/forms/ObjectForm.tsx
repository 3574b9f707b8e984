import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigObject, ModelField, ModelSection, Values } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useModel, useObject } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { blanks, changesIn, complaint, homeless, isShown } from './draft.ts'
import { FieldInput } from './FieldInput.tsx'

interface ObjectFormProps {
  readonly section: string
  /** A singleton's is its section. */
  readonly id: string
  readonly first?: First
  /** Fields that have an input of their own elsewhere. */
  readonly hidden?: readonly string[]
}

/** Names of the fields that are always seen, in this order; the others unfold. Without it, all are seen. */
type First = readonly string[] | undefined

/** Every setting of one object, made from the declarations: labels, help, units, limits and defaults. */
export function ObjectForm({ section, id, first, hidden }: ObjectFormProps): ReactNode {
  const model = useModel()
  const object = useObject(section, id)
  return (
    <Loaded query={model}>
      {(sections) => {
        const declared = sections.find((one) => one.section === section)
        if (!declared) return null
        return (
          <Loaded query={object}>
            {(stored) => (
              <Form
                declared={declared}
                stored={stored}
                save={save(declared, stored)}
                first={first}
                hidden={hidden}
              />
            )}
          </Loaded>
        )
      }}
    </Loaded>
  )
}

/** The same for an object that is not there yet. */
export function NewObjectForm({
  section,
  first,
  hidden,
  begin = {},
  onMade,
}: {
  readonly section: string
  readonly first?: First
  readonly hidden?: readonly string[]
  /** What is proposed. */
  readonly begin?: Values
  readonly onMade: (id: string) => void
}): ReactNode {
  const model = useModel()
  return (
    <Loaded query={model}>
      {(sections) => {
        const declared = sections.find((one) => one.section === section)
        if (!declared) return null
        const make = async (values: Values) => {
          const given = Object.entries(values).filter(([, value]) => value !== null)
          const changed = await api.post<Changed>('/config', {
            changes: [{ do: 'create', section, id: NEW, values: Object.fromEntries(given) }],
          })
          onMade(changed.ids[NEW] ?? '')
          return changed
        }
        return (
          <Form
            declared={{ ...declared, fields: declared.fields.map(notYetFixed) }}
            stored={{}}
            begin={{ ...blanks(declared.fields), ...begin }}
            save={make}
            first={first}
            hidden={hidden}
          />
        )
      }}
    </Loaded>
  )
}

const NEW = 'new:1'

/** What never changes later is chosen now. */
function notYetFixed(field: ModelField): ModelField {
  return { ...field, fixed: false }
}

function save(declared: ModelSection, { id, _revision }: ConfigObject) {
  const path = `/config/${declared.section}/${declared.singleton ? declared.section : id}`
  return (changes: Values) => api.patch<Changed>(path, changes, _revision)
}

interface FormProps {
  readonly declared: ModelSection
  readonly stored: Values
  readonly begin?: Values
  readonly save: (changes: Values) => Promise<Changed>
  readonly first: First
  readonly hidden: readonly string[] | undefined
}

function Form({ declared, stored, begin = {}, save, first, hidden = [] }: FormProps): ReactNode {
  const words = useWords()
  const { t } = words
  const [draft, setDraft] = useState<Values>(begin)
  const [refused, setRefused] = useState<Refused>()
  const values = { ...stored, ...draft }
  const changes = changesIn(declared.fields, stored, values)
  const problems = refused?.problems ?? []
  const shown = declared.fields.filter((field) => isShown(field) && !hidden.includes(field.name))
  const seen = first ? first.flatMap((name) => shown.filter((one) => one.name === name)) : shown
  const folded = shown.filter((field) => !seen.includes(field))
  const wrongInside = folded.some(({ name }) =>
    problems.some(({ field }) => field.split(/[.[]/)[0] === name),
  )
  const asking = useAsking(async () => {
    setRefused(undefined)
    try {
      const changed = await save(changes)
      setDraft({})
      accepted(changed, t('saved'), words)
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const touched = JSON.stringify(draft) !== JSON.stringify(begin)
  const dirty = Object.keys(changes).length > 0
  const lost = homeless(problems, declared.fields)
  const general = lost.map(({ what, remedy }) => `${what}. ${remedy}`).join(' ')
  const wrong = problems.length > 0 ? general || t('form.look') : asking.wrong
  const input = (field: ModelField) => (
    <FieldInput
      key={field.name}
      field={field}
      path={field.name}
      value={values[field.name]}
      problemAt={(path) => complaint(problems, path)}
      disabled={!declared.mayChange}
      onChange={(value) => setDraft({ ...draft, [field.name]: value })}
    />
  )
  return (
    <form className="form" onSubmit={asking.submit} noValidate>
      {seen.map(input)}
      {folded.length > 0 && (
        <details open={wrongInside || undefined}>
          <summary>{t('form.more')}</summary>
          <div className="details-body form">{folded.map(input)}</div>
        </details>
      )}
      <Wrong text={asking.wrong && wrong} />
      {declared.mayChange ? (
        <div className="row form-end">
          <Button type="submit" disabled={!dirty} loading={asking.busy}>
            {t('save')}
          </Button>
          {touched && (
            <Button variant="default" onClick={() => setDraft(begin)}>
              {t('form.revert')}
            </Button>
          )}
        </div>
      ) : (
        <p className="dim">{t('error.forbidden')}</p>
      )}
    </form>
  )
}
