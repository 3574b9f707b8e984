import type { ReactNode } from 'react'
import type { ModelField, ModelSection } from '../../../contract.ts'
import { useModel } from '../api/queries.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { SystemTabs } from '../system/SystemTabs.tsx'
import { useWords } from '../words/use-words.ts'

/** Every setting there is, from the declarations themselves: what it is called in files and programs, what it takes, what it does. */
export function Reference(): ReactNode {
  const { t } = useWords()
  const model = useModel()
  return (
    <Page title={t('reference.title')} lead={t('reference.lead')}>
      <SystemTabs />
      <Loaded query={model}>
        {(sections) => (
          <div className="stack">
            {sections.map((section) => (
              <Section key={section.section} section={section} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Section({ section }: { section: ModelSection }): ReactNode {
  return (
    <section className="panel">
      <h2>
        {section.label} <code className="small dim">{section.section}</code>
      </h2>
      <dl className="reference">
        {everyField(section.fields).map(({ path, field }) => (
          <Entry key={path} path={path} field={field} />
        ))}
      </dl>
    </section>
  )
}

function Entry({ path, field }: { path: string; field: ModelField }): ReactNode {
  const { t } = useWords()
  const { label, help, choices, choiceWords, restart, spec, says, required } = field
  const takes = choices
    ? choices.map((one, at) => `${one} (${choiceWords?.[at] ?? one})`).join(', ')
    : says
  const usual = shownDefault(field)
  return (
    <>
      <dt>
        <strong>{label}</strong> <code className="small">{path}</code>
      </dt>
      <dd className="small">
        {help && <p>{help}</p>}
        {takes && <p>{t('reference.takes', { takes })}</p>}
        {usual !== '' && <p>{t('reference.default', { value: usual })}</p>}
        {required && <p>{t('reference.required')}</p>}
        {restart && <p>{t(restart === 'phones' ? 'reference.phones' : 'reference.server')}</p>}
        {spec && <p className="dim">{spec}</p>}
      </dd>
    </>
  )
}

function shownDefault({ default: usual, unit }: ModelField): string {
  if (usual === undefined || usual === '' || typeof usual === 'object') return ''
  return unit ? `${String(usual)} ${unit}` : String(usual)
}

/** Those within groups and lists behind what they are in. */
function everyField(
  fields: readonly ModelField[],
  above = '',
): { path: string; field: ModelField }[] {
  return fields.flatMap((field) => {
    const path = above + field.name
    const inner = field.fields ?? field.item?.fields ?? []
    return [{ path, field }, ...everyField(inner, `${path}.`)]
  })
}
