import { Anchor, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'
import { SignInForm } from './SignInForm.tsx'

/** Over the page when the session has ended: what was typed there stays. */
export function SignInAgain({ login }: { login: string }): ReactNode {
  const { t } = useWords()
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('sign-in.again')}
    >
      <div className="stack">
        <p className="small dim">{t('sign-in.again-text')}</p>
        <SignInForm login={login} />
        <Anchor href="/" size="sm">
          {t('sign-in.other')}
        </Anchor>
      </div>
    </Modal>
  )
}
