import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigObject, ModelSection } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Refused } from '../api/client.ts'
import { useModel, useObject } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { changesIn, complaint, homeless, isShown } from './draft.ts'
import { FieldInput } from './FieldInput.tsx'

interface ObjectFormProps {
  readonly section: string
  /** A singleton's is its section. */
  readonly id: string
}

/** Every setting of one object, made from the declarations: labels, help, units, limits and defaults. */
export function ObjectForm({ section, id }: ObjectFormProps): ReactNode {
  const model = useModel()
  const object = useObject(section, id)
  return (
    <Loaded query={model}>
      {(sections) => {
        const declared = sections.find((one) => one.section === section)
        if (!declared) return null
        return (
          <Loaded query={object}>{(stored) => <Form declared={declared} stored={stored} />}</Loaded>
        )
      }}
    </Loaded>
  )
}

function Form({ declared, stored }: { declared: ModelSection; stored: ConfigObject }): ReactNode {
  const words = useWords()
  const { t } = words
  const [draft, setDraft] = useState<Readonly<Record<string, unknown>>>({})
  const [refused, setRefused] = useState<Refused>()
  const values = { ...stored, ...draft }
  const changes = changesIn(declared.fields, stored, values)
  const problems = refused?.problems ?? []
  const shown = declared.fields.filter(isShown)
  const asking = useAsking(async () => {
    setRefused(undefined)
    try {
      const path = `/config/${declared.section}/${declared.singleton ? declared.section : stored.id}`
      const changed = await api.patch<Changed>(path, changes, stored._revision)
      setDraft({})
      accepted(changed, t('saved'), words)
    } catch (error) {
      if (error instanceof Refused) setRefused(error)
      throw error
    }
  })
  const dirty = Object.keys(changes).length > 0
  const lost = homeless(problems, declared.fields)
  const general = lost.map(({ what, remedy }) => `${what}. ${remedy}`).join(' ')
  const wrong = problems.length > 0 ? general || t('form.look') : asking.wrong
  return (
    <form className="form" onSubmit={asking.submit} noValidate>
      {shown.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          path={field.name}
          value={values[field.name]}
          problemAt={(path) => complaint(problems, path)}
          disabled={!declared.mayChange}
          onChange={(value) => setDraft({ ...draft, [field.name]: value })}
        />
      ))}
      <Wrong text={asking.wrong && wrong} />
      {declared.mayChange ? (
        <div className="row form-end">
          <Button type="submit" disabled={!dirty} loading={asking.busy}>
            {t('save')}
          </Button>
          {dirty && (
            <Button variant="default" onClick={() => setDraft({})}>
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
