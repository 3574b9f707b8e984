import type { ReactNode } from 'react'
import { ObjectForm } from '../forms/ObjectForm.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { PeopleTabs } from './PeopleTabs.tsx'

/** What passwords and PINs must be like; stricter rules are asked for at the next sign-in. */
export function PasswordRules(): ReactNode {
  const { t } = useWords()
  return (
    <Page title={t('rules.title')} lead={t('rules.lead')}>
      <PeopleTabs />
      <div className="stack">
        <section className="panel">
          <ObjectForm section="passwordRules" id="passwordRules" />
        </section>
        <section className="panel">
          <h2>{t('provider.title')}</h2>
          <ObjectForm section="signInProvider" id="signInProvider" />
        </section>
      </div>
    </Page>
  )
}
