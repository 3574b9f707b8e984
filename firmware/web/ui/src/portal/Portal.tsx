import { Button } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../contract.ts'
import { Broken } from '../frame/Broken.tsx'
import { ToastList } from '../frame/ToastList.tsx'
import { signOut } from '../sign-in/session.ts'
import { PhoneButton } from '../softphone/PhoneButton.tsx'
import { useWords } from '../words/use-words.ts'
import { PortalPage } from './PortalPage.tsx'

const PhoneHere = lazy(async () => ({
  default: (await import('../softphone/PhoneHere.tsx')).PhoneHere,
}))

interface PortalProps {
  readonly session: Session
  readonly user: NonNullable<Session['user']>
}

/** What a person without a role has of these pages: a light frame, and what is their own. */
export function Portal({ session, user }: PortalProps): ReactNode {
  const words = useWords()
  const { t } = words
  const [location] = useLocation()
  const isPhone = location === '/phone' || location === '/me/phone'
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="bar">
        <span className="bar-site">
          <img src="/mark.svg" alt="" />
          <span>{session.site}</span>
        </span>
        <div className="bar-end">
          <PhoneButton />
          {user.roles.length > 0 && (
            <Button component={Link} href="/" size="compact-md" variant="subtle">
              {t('portal.administrate')}
            </Button>
          )}
          <Button size="compact-md" variant="default" onClick={() => void signOut(words)}>
            {t('sign-out')}
          </Button>
        </div>
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <div className="main-inner">
          <Broken>
            <Suspense>{isPhone ? <PhoneHere /> : <PortalPage user={user} />}</Suspense>
          </Broken>
        </div>
      </main>
      <ToastList />
    </>
  )
}
