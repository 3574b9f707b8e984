import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Entered, type PhoneSecret } from '../people/PhonePassword.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { renewSecret, secretOf } from './phone-secret.ts'

/** The password in a telephone is wrong: look at the right one, or make another. */
export function WrongPassword({
  handset,
  name,
}: {
  handset: string | undefined
  name: string
}): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" aria-label={t('found.mend-name', { name })} onClick={() => setOpen(true)}>
        {t('found.mend')}
      </Button>
      {open && handset !== undefined && <Mend handset={handset} onClose={() => setOpen(false)} />}
    </>
  )
}

function Mend({ handset, onClose }: { handset: string; onClose: () => void }): ReactNode {
  const { t } = useWords()
  const [secret, setSecret] = useState<PhoneSecret>()
  const shown = useAsking(async () => setSecret(await secretOf(handset)))
  const renewed = useAsking(async () => setSecret(await renewSecret(handset)))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('found.mend')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="stack">
        {secret ? (
          <>
            <Entered secret={secret} />
            <div>
              <Button onClick={onClose}>{t('done')}</Button>
            </div>
          </>
        ) : (
          <>
            <p>{t('found.mend-text')}</p>
            <p className="small dim">{t('phone.secret-noted')}</p>
            <Wrong text={shown.wrong ?? renewed.wrong} />
            <div className="row">
              <form onSubmit={shown.submit}>
                <Button type="submit" loading={shown.busy}>
                  {t('found.show-password')}
                </Button>
              </form>
              <form onSubmit={renewed.submit}>
                <Button type="submit" variant="default" loading={renewed.busy}>
                  {t('found.new-password')}
                </Button>
              </form>
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}
