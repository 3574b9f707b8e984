import { ActionIcon, Kbd, Modal } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/use-words.ts'
import { SearchBox } from './SearchBox.tsx'

/** One search for everything, by Ctrl-K or `/`. */
export function Search(): ReactNode {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const show = () => setOpen(true)
  useHotkeys([
    ['mod+K', show],
    ['/', show],
  ])
  return (
    <>
      <button type="button" className="search-open" onClick={show}>
        <Icon name="search" size={18} />
        {t('search')}
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <ActionIcon
        className="only-phone"
        variant="subtle"
        color="gray"
        size={40}
        aria-label={t('search')}
        onClick={show}
      >
        <Icon name="search" />
      </ActionIcon>
      <Modal.Root opened={open} onClose={() => setOpen(false)} size={620} yOffset="10vh">
        <Modal.Overlay />
        <Modal.Content aria-label={t('search')}>
          <SearchBox onGo={() => setOpen(false)} />
        </Modal.Content>
      </Modal.Root>
    </>
  )
}
