import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useObject } from '../api/queries.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import { type Extension, fullName, type Person } from '../model.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'

/** One number and what a call to it does. */
export function ExtensionPage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const extension = useObject<Extension>('extensions', id)
  const number = extension.data?.number ?? ''
  const owner = extension.data?.owner
  return (
    <Page
      title={t('extension.title', { number })}
      actions={
        extension.data && (
          <RemoveButton
            changes={[{ do: 'remove', section: 'extensions', id }]}
            name={number}
            then="/lines"
          />
        )
      }
    >
      <Loaded query={extension}>
        {() => (
          <section className="panel stack">
            {owner && <Owner id={owner} />}
            <ObjectForm section="extensions" id={id} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function Owner({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const person = useObject<Person>('users', id).data
  if (!person) return null
  return (
    <Link href={`/people/${id}`} className="clamp">
      <bdi>{t('extension.owner', { name: fullName(person) || person.login })}</bdi>
    </Link>
  )
}
