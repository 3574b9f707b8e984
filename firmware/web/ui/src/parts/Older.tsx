import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'

interface OlderProps {
  readonly pages: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isSuccess: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  readonly count: number
  /** How far back has been looked, UTC ms, where a page may be short of what there is. */
  readonly searchedTo?: number | undefined
}

/** Under a list that goes on: how much there is, and a button for what is older. */
export function Older({ pages, count, searchedTo }: OlderProps): ReactNode {
  const { t, date } = useWords()
  if (!pages.isSuccess) return null
  return (
    <div className="row">
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
      <span className="small dim" role="status">
        {pages.hasNextPage
          ? t('older.shown', { count })
          : count > 0
            ? t('older.all', { count })
            : ''}{' '}
        {pages.hasNextPage &&
          searchedTo !== undefined &&
          t('older.searched', { date: date(searchedTo) })}
      </span>
    </div>
  )
}
