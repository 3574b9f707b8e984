import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Restored } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { Lines } from './Lines.tsx'

interface RestoreProps {
  /** Below the API. */
  readonly path: string
  readonly label: string
  readonly name: string
  readonly title: string
}

/** Shows what putting something back changes, then does it. */
export function Restore({ path, label, name, title }: RestoreProps): ReactNode {
  const [open, setOpen] = useState(false)
  const { t } = useWords()
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={name} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Ask path={path} label={label} onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}

function Ask({
  path,
  label,
  onDone,
}: Pick<RestoreProps, 'path' | 'label'> & { onDone: () => void }) {
  const words = useWords()
  const { t } = words
  const would = useQuery({
    queryKey: ['restore', path],
    queryFn: () => api.post<Restored>(path, { dry: true }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  const { busy, wrong, submit } = useAsking(async () => {
    const { revision } = await api.post<Restored>(path)
    onDone()
    accepted({ revision, ids: {} }, t('history.restored'), words)
  })
  return (
    <form className="stack" onSubmit={submit}>
      <Loaded query={would}>
        {({ changes, lines }) => (
          <>
            <p>{t('history.would', { count: changes })}</p>
            <Lines lines={lines} />
            <Wrong text={wrong} />
            <div className="row">
              <Button type="submit" loading={busy} disabled={changes === 0}>
                {label}
              </Button>
              <Button variant="default" onClick={onDone}>
                {t('cancel')}
              </Button>
            </div>
          </>
        )}
      </Loaded>
    </form>
  )
}
