import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/use-words.ts'
import { Gate } from './Gate.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { ProviderButton } from './ProviderButton.tsx'
import { SignInForm } from './SignInForm.tsx'

interface SignInProps {
  readonly site: string
  /** What it is called where one may sign in at a provider too. */
  readonly provider: string | undefined
}

export function SignIn({ site, provider }: SignInProps): ReactNode {
  const { t } = useWords()
  const title = t('sign-in.title', { site })
  useEffect(() => {
    document.title = `${title} – Strowger`
  }, [title])
  return (
    <Gate title={title}>
      <div className="stack">
        <SignInForm />
        <PasskeyButton />
        {provider !== undefined && <ProviderButton name={provider} />}
      </div>
    </Gate>
  )
}
