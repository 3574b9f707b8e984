import { Button } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { toasts } from '../frame/toasts.ts'
import { useWords } from '../words/use-words.ts'

const MOST_BYTES = 100_000 // a chain of ten certificates is smaller

/** Takes the text out of a file that somebody chooses. */
export function FileButton({
  name,
  accept,
  onText,
}: {
  name: string
  accept: string
  onText: (text: string) => void
}): ReactNode {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > MOST_BYTES) {
      toasts.show({ text: t('file.too-large', { name: file.name }), tone: 'bad' })
      return
    }
    onText(await file.text())
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('file.choose-name', { name })}
        onClick={() => input.current?.click()}
      >
        {t('file.choose')}
      </Button>
    </>
  )
}
