import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWatched } from '../api/watched.ts'
import { LampShape } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { toasts } from './toasts.ts'

/** What has just happened, with Undo. They stay while somebody is at them. */
export function ToastList(): ReactNode {
  const { t } = useWords()
  const shown = useWatched(toasts)
  const hold = (held: boolean) => () => {
    toasts.held = held
  }
  return (
    <section
      className="toasts"
      aria-label={t('toasts')}
      aria-live="polite"
      onMouseEnter={hold(true)}
      onMouseLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
    >
      {shown.map(({ id, text, tone, action }) => (
        <div className="toast" key={id}>
          <LampShape tone={tone} />
          <span>{text}</span>
          {action && (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                toasts.close(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          )}
          <CloseButton aria-label={t('close')} onClick={() => toasts.close(id)} />
        </div>
      ))}
    </section>
  )
}
