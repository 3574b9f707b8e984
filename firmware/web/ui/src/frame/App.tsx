import { Button } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { Session } from '../../../contract.ts'
import { live } from '../api/api.ts'
import { useSession } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { Claim } from '../sign-in/Claim.tsx'
import { Gate } from '../sign-in/Gate.tsx'
import { PasswordDue } from '../sign-in/PasswordDue.tsx'
import { SignIn } from '../sign-in/SignIn.tsx'
import { SignInAgain } from '../sign-in/SignInAgain.tsx'
import { speak } from '../words/speak.ts'
import { useWords } from '../words/use-words.ts'
import { Frame } from './Frame.tsx'

const Portal = lazy(async () => ({ default: (await import('../portal/Portal.tsx')).Portal }))

/** What the session allows: the way in, or the frame with its pages. */
export function App(): ReactNode {
  const session = useSession()
  const words = useWords()
  const inside = useRef<NonNullable<Session['user']>>(undefined)
  const { data } = session
  const language = data?.user?.language
  const signedIn = data?.state === 'signed-in'
  const [location] = useLocation()
  const hasRole = (data?.user?.roles.length ?? 0) > 0
  const portal =
    signedIn && data?.portalPort !== undefined
      ? `https://${window.location.hostname}:${data.portalPort}/portal`
      : undefined

  useEffect(() => {
    if (language) void speak(language)
  }, [language])
  useEffect(() => {
    if (portal) window.location.replace(portal) // whoever administrates nothing has a door of their own
  }, [portal])
  useEffect(() => {
    // People without a role may not watch: the office's calls are not theirs to see.
    if (!signedIn || !hasRole) return
    live.start()
    return () => live.stop()
  }, [signedIn, hasRole])

  if (!data || portal) {
    if (portal || !session.isError)
      return (
        <Gate title="Strowger" busy>
          {words.t('loading')}
        </Gate>
      )
    return (
      <Gate title={words.t('error.load')}>
        <p>{wordsFor(session.error, words)}</p>
        <Button onClick={() => void session.refetch()}>{words.t('retry')}</Button>
      </Gate>
    )
  }
  if (signedIn && data.user) inside.current = data.user
  if (data.state === 'preparing') {
    return <Gate title={words.t('preparing.title')}>{words.t('preparing.text')}</Gate>
  }
  if (data.state === 'unclaimed') return <Claim />
  if (data.state === 'password-due') return <PasswordDue />
  // The session ended while a page was open: the page stays, with what was typed in it.
  const user = inside.current
  if (!user) return <SignIn site={data.site} provider={data.provider} />
  const isPortal = user.roles.length === 0 || location === '/portal'
  return (
    <>
      {isPortal ? (
        <Suspense
          fallback={
            <Gate title={data.site} busy>
              {words.t('loading')}
            </Gate>
          }
        >
          <Portal session={data} user={user} />
        </Suspense>
      ) : (
        <Frame session={data} user={user} />
      )}
      {!signedIn && <SignInAgain login={user.login} />}
    </>
  )
}
