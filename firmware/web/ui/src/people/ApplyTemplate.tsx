import { Button, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Changed, ConfigObject, TemplateRequest } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useSection } from '../api/queries.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const DEFAULT = '' // the factory defaults, UTPL-1

/** A template for some people: all of it, or but for what they have differently (USER-17). */
export function ApplyTemplate({
  people,
  current = DEFAULT,
  onDone,
}: {
  readonly people: readonly string[]
  /** Id of the one that is proposed. */
  readonly current?: string
  readonly onDone?: () => void
}): ReactNode {
  const words = useWords()
  const { t } = words
  const templates = useSection<ConfigObject>('userTemplates').data ?? []
  const [template, setTemplate] = useState(current)
  const [how, setHow] = useState<TemplateRequest['how']>('set')
  const { busy, wrong, submit } = useAsking(async () => {
    const request: TemplateRequest = { people, template: template || null, how }
    const changed = await api.post<Changed>('/people/template', request)
    accepted(changed, t('templates.applied', { count: people.length }), words)
    onDone?.()
  })
  return (
    <form className="stack" onSubmit={submit}>
      <NativeSelect
        label={t('templates.which')}
        value={template}
        onChange={(event) => setTemplate(event.currentTarget.value)}
        data={[
          { value: DEFAULT, label: t('templates.default') },
          ...templates.map(({ id, name }) => ({ value: id, label: String(name) })),
        ]}
      />
      <fieldset className="plain-fieldset stack">
        <legend className="hidden-list">{t('templates.how')}</legend>
        {(['set', 'merge'] as const).map((one) => (
          <label key={one} className="row row-tight">
            <input type="radio" name="how" checked={how === one} onChange={() => setHow(one)} />
            {t(`templates.${one}`)}
          </label>
        ))}
      </fieldset>
      <Wrong text={wrong} />
      <div>
        <Button type="submit" variant="default" loading={busy}>
          {t('templates.apply')}
        </Button>
      </div>
    </form>
  )
}
