import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { undo } from '../api/changes.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { HistoryTabs } from './HistoryTabs.tsx'
import { Lines } from './Lines.tsx'
import { Restore } from './Restore.tsx'

const PAGE = 50

/** Who changed what, and undo. */
export function History(): ReactNode {
  const { t } = useWords()
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['history'],
    queryFn: ({ pageParam, signal }) =>
      api.get<readonly HistoryEntry[]>(
        `/history?limit=${PAGE}${pageParam ? `&before=${pageParam}` : ''}`,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.revision),
  })
  const entries = data?.pages.flat() ?? []
  return (
    <Page title={t('nav.history')} lead={t('history.lead')}>
      <HistoryTabs />
      {data && entries.length === 0 && <Empty icon="history">{t('history.none')}</Empty>}
      <ol className="plain-list history">
        {entries.map((entry) => (
          <Entry key={entry.revision} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('history.more')}
        </Button>
      )}
    </Page>
  )
}

function Entry({ entry }: { entry: HistoryEntry }): ReactNode {
  const words = useWords()
  const { t, dateTime } = words
  const { revision, at, by, from, lines, canUndo } = entry
  const [first, ...others] = lines
  return (
    <li className="panel">
      <div className="row">
        <strong>
          <bdi>{first}</bdi>
        </strong>
        <span className="row-end" />
        <Restore
          path={`/history/${revision}/restore`}
          label={t('history.back')}
          name={t('history.back-name', { revision })}
          title={t('history.back-ask', { revision })}
        />
        <Button
          size="compact-sm"
          variant="default"
          disabled={!canUndo}
          leftSection={<Icon name="undo" size={16} />}
          aria-label={t('history.undo', { revision })}
          onClick={() => void undo(revision, words)}
        >
          {t('undo')}
        </Button>
      </div>
      <Lines lines={others} />
      <div className="small dim">
        {t('history.by', { by, from, time: dateTime(at), revision })}
        {!canUndo && ` ${t('history.stands')}`}
      </div>
    </li>
  )
}
