import { ActionIcon, Drawer } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useWatched } from '../api/watched.ts'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { isWanted, presence } from './presence.ts'

const Softphone = lazy(async () => ({ default: (await import('./Softphone.tsx')).Softphone }))

/** The dial pad, from any page. Nothing of it is loaded before somebody opens it, or was called here before. */
export function PhoneButton(): ReactNode {
  const { t } = useWords()
  const [location] = useLocation()
  const [open, setOpen] = useState(false)
  const { calls, ringing } = useWatched(presence)
  const isPage = location === '/phone' || location === '/me/phone'
  useEffect(() => {
    if (isWanted()) void import('./start.ts').then(({ startAgain }) => startAgain())
  }, [])
  useEffect(() => {
    if (ringing && !isPage) setOpen(true)
  }, [ringing, isPage])
  return (
    <>
      <ActionIcon
        className="bell"
        variant="subtle"
        color="gray"
        size={40}
        aria-label={t('dial.open', { count: calls })}
        aria-expanded={open}
        disabled={isPage}
        onClick={() => setOpen(true)}
      >
        <Icon name="keypad" />
        {calls > 0 && (
          <span className="bell-count" aria-hidden="true">
            {calls}
          </span>
        )}
      </ActionIcon>
      <Drawer
        opened={open && !isPage}
        onClose={() => setOpen(false)}
        position="right"
        size={380}
        title={t('dial.title')}
        closeOnEscape={calls === 0}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Suspense fallback={<p role="status">{t('loading')}</p>}>
          <Softphone />
        </Suspense>
      </Drawer>
    </>
  )
}
