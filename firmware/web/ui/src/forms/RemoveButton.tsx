import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { Changed, ConfigChange } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

interface RemoveButtonProps {
  readonly changes: ConfigChange['changes']
  readonly name: string
  /** What goes with it. */
  readonly also?: ReactNode
  /** The page that is shown afterwards. */
  readonly then: string
}

/** Asks once, says what goes with it; Undo brings it back. */
export function RemoveButton({ changes, name, also, then }: RemoveButtonProps): ReactNode {
  const words = useWords()
  const { t } = words
  const [, go] = useLocation()
  const [open, setOpen] = useState(false)
  const { busy, wrong, submit } = useAsking(async () => {
    const changed = await api.post<Changed>('/config', { changes })
    go(then)
    accepted(changed, t('removed', { name }), words)
  })
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('remove')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('remove.ask', { name })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form className="stack" onSubmit={submit}>
          <div>
            {also} {t('remove.undo')}
          </div>
          <Wrong text={wrong} />
          <div className="row">
            <Button type="submit" color="red.9" loading={busy}>
              {t('remove')}
            </Button>
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}
