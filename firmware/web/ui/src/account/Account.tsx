import type { ReactNode } from 'react'
import { useSession } from '../api/queries.ts'
import { toasts } from '../frame/toasts.ts'
import { Page } from '../parts/Page.tsx'
import { PasswordForm } from '../sign-in/PasswordDue.tsx'
import { useWords } from '../words/use-words.ts'
import { MyLanguage } from './MyLanguage.tsx'
import { MyPin } from './MyPin.tsx'
import { MySessions } from './MySessions.tsx'
import { Passkeys } from './Passkeys.tsx'
import { SecondStep } from './SecondStep.tsx'
import { Tokens } from './Tokens.tsx'

/** What a person sets for themselves. */
export function Account(): ReactNode {
  const { t } = useWords()
  const user = useSession().data?.user
  return (
    <Page title={t('account.title')} lead={user && t('account.lead', { login: user.login })}>
      <div className="columns">
        <div className="stack">
          <MyKeys totp={user?.totp ?? false} />
        </div>
        <div className="stack">
          <MySessions />
          <Tokens />
        </div>
      </div>
    </Page>
  )
}

/** Language, password and second step: everybody's own, with a role or without. */
export function MyKeys({ totp }: { totp: boolean }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <section className="panel">
        <h2>{t('language')}</h2>
        <MyLanguage />
      </section>
      <section className="panel">
        <h2>{t('password')}</h2>
        <PasswordForm onDone={() => toasts.show({ text: t('password.changed'), tone: 'good' })} />
      </section>
      <section className="panel">
        <h2>{t('totp.title')}</h2>
        <SecondStep on={totp} />
      </section>
      <section className="panel">
        <h2>{t('passkey.title')}</h2>
        <Passkeys />
      </section>
      <section className="panel">
        <h2>{t('pin.title')}</h2>
        <MyPin />
      </section>
    </>
  )
}
