import { Button, CopyButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

/** A text to be carried elsewhere, and a button that copies it. */
export function Copied({ name, text }: { name: string; text: string }): ReactNode {
  const { t } = useWords()
  return (
    <div className="secret">
      <span>{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t(copied ? 'copied-name' : 'copy-name', { name })}
            onClick={copy}
          >
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
