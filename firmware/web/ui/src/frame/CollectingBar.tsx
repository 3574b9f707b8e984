import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { collectInto, collecting } from '../api/collecting.ts'
import { useWatched } from '../api/watched.ts'
import { useWords } from '../words/use-words.ts'

/** Says that changes do not act now, wherever one is. */
export function CollectingBar(): ReactNode {
  const { t } = useWords()
  const set = useWatched(collecting)
  return (
    <div role="status">
      {set && (
        <div className="banner">
          <span className="clamp">
            <bdi>{t('sets.now', { name: set.name })}</bdi>
          </span>
          <Link href={`/history/sets/${set.id}`}>{t('sets.look')}</Link>
          <Button size="compact-sm" variant="default" onClick={() => collectInto(undefined)}>
            {t('sets.stop')}
          </Button>
        </div>
      )}
    </div>
  )
}
