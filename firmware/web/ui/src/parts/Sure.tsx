import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

interface SureProps {
  /** What the button says, and the one that does it. */
  readonly label: string
  /** For a screen reader, where several buttons say the same. */
  readonly name?: string
  readonly title: string
  /** What it does to people, said before it is done. */
  readonly text: string
  readonly size?: 'compact-sm' | 'sm'
  readonly act: () => Promise<unknown>
}

/** A button for what cannot be undone: it asks first. */
export function Sure({ label, name, title, text, size = 'sm', act }: SureProps): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const { busy, wrong, submit } = useAsking(async () => {
    await act()
    setOpen(false)
  })
  return (
    <>
      <Button variant="default" size={size} aria-label={name} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form className="stack" onSubmit={submit}>
          <p>{text}</p>
          <Wrong text={wrong} />
          <div className="row">
            <Button type="submit" color="red.9" loading={busy}>
              {label}
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
