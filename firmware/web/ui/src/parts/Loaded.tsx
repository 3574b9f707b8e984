import { Alert, Button, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { wordsFor } from '../api/reasons.ts'
import { useWords } from '../words/use-words.ts'

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>
  readonly children: (value: T) => ReactNode
}

/** What a query has; grey bars until it has something; why it has nothing, and a button to try again. */
export function Loaded<T>({ query, children }: LoadedProps<T>): ReactNode {
  const words = useWords()
  if (query.data !== undefined) return children(query.data)
  if (query.isError) {
    return (
      <Alert color="red" variant="light" title={words.t('error.load')}>
        <p>{wordsFor(query.error, words)}</p>
        <Button variant="default" onClick={() => void query.refetch()}>
          {words.t('retry')}
        </Button>
      </Alert>
    )
  }
  return (
    <div className="stack" aria-busy="true" role="status" aria-label={words.t('loading')}>
      <Skeleton height={56} radius="md" animate={false} />
      <Skeleton height={120} radius="md" animate={false} />
    </div>
  )
}
