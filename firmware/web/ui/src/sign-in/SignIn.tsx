import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/use-words.ts'
import { Gate } from './Gate.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { SignInForm } from './SignInForm.tsx'

export function SignIn({ site }: { site: string }): ReactNode {
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
      </div>
    </Gate>
  )
}
