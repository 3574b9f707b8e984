import { Button, Loader, Modal, PasswordInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ResetRequest, Session } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { clock } from '../clock.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

const LOOK_MS = 2000

type Stage = 'asks' | 'stops' | 'starts' | 'begun'

/** FDEF-3: what cannot be undone is asked for with the password, and watched until the unit is there again. */
export function EraseAll(): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [stage, setStage] = useState<Stage>('asks')
  const [password, setPassword] = useState('')
  const { busy, wrong, submit } = useAsking(async () => {
    const wanted: ResetRequest = { what: 'everything', password }
    await api.post('/reset', wanted)
    setPassword('')
    setStage('stops')
    watch(setStage)
  })
  return (
    <section className="panel">
      <h2>{t('reset.all')}</h2>
      <div className="stack">
        <p className="small dim">{t('reset.all-text')}</p>
        <div className="row">
          <Button color="red.9" onClick={() => setOpen(true)}>
            {t('reset.erase')}
          </Button>
        </div>
      </div>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        withCloseButton={stage === 'asks'}
        closeOnClickOutside={stage === 'asks'}
        closeOnEscape={stage === 'asks'}
        title={t('reset.erase')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {stage === 'asks' ? (
          <form className="stack" onSubmit={submit}>
            <p>{t('reset.all-text')}</p>
            <PasswordInput
              label={t('reset.password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Wrong text={wrong} />
            <div className="row">
              <Button type="submit" color="red.9" loading={busy}>
                {t('reset.erase')}
              </Button>
              <Button variant="default" onClick={() => setOpen(false)}>
                {t('cancel')}
              </Button>
            </div>
          </form>
        ) : (
          <p role="status" className="row">
            {stage !== 'begun' && <Loader size={16} aria-hidden="true" />}
            {t(`reset.${stage}`)}
          </p>
        )}
      </Modal>
    </section>
  )
}

/** Gone is the server while all is erased; unclaimed it comes back. */
function watch(tell: (stage: Stage) => void): void {
  const look = async () => {
    try {
      const { state } = await api.get<Session>('/session')
      if (state === 'unclaimed') return tell('begun')
      if (state === 'preparing') tell('starts')
    } catch {
      tell('starts') // it does not answer: that is how it goes
    }
    clock.after(LOOK_MS, () => void look())
  }
  clock.after(LOOK_MS, () => void look())
}
