import { type ReactNode, Suspense } from 'react'
import type { Session } from '../../../contract.ts'
import { useWords } from '../words/use-words.ts'
import { Announcer } from './Announcer.tsx'
import { Away } from './Away.tsx'
import { Bar } from './Bar.tsx'
import { Broken } from './Broken.tsx'
import { CollectingBar } from './CollectingBar.tsx'
import { NavList } from './NavList.tsx'
import { Routes } from './Routes.tsx'
import { ToastList } from './ToastList.tsx'

interface FrameProps {
  readonly session: Session
  readonly user: NonNullable<Session['user']>
}

/** What is around every page. */
export function Frame({ session, user }: FrameProps): ReactNode {
  const { t } = useWords()
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Bar session={session} user={user} />
      <Away />
      <CollectingBar />
      <div className="body">
        <nav className="nav" aria-label={t('nav')}>
          <NavList simulated={session.simulated} />
        </nav>
        <main className="main" id="main" tabIndex={-1}>
          <div className="main-inner">
            <Broken>
              <Suspense
                fallback={
                  <p role="status" aria-busy="true">
                    {t('loading')}
                  </p>
                }
              >
                <Routes simulated={session.simulated} />
              </Suspense>
            </Broken>
          </div>
        </main>
      </div>
      <ToastList />
      <Announcer />
    </>
  )
}
