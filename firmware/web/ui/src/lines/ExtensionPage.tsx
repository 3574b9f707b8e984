import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useObject } from '../api/queries.ts'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { RemoveButton } from '../forms/RemoveButton.tsx'
import type { Extension } from '../model.ts'
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
        <RemoveButton
          changes={[{ do: 'remove', section: 'extensions', id }]}
          name={number}
          then="/lines"
        />
      }
    >
      <Loaded query={extension}>
        {() => (
          <section className="panel stack">
            {owner && <Link href={`/people/${owner}`}>{t('extension.owner')}</Link>}
            <ObjectForm section="extensions" id={id} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}
