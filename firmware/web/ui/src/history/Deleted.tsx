import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ShownDeleted } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { Empty } from '../parts/Empty.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { HistoryTabs } from './HistoryTabs.tsx'
import { Restore } from './Restore.tsx'

/** What was deleted and can be had back. */
export function Deleted(): ReactNode {
  const { t, dateTime, date } = useWords()
  const deleted = useQuery({
    queryKey: ['history', 'deleted'],
    queryFn: ({ signal }) => api.get<readonly ShownDeleted[]>('/deleted', signal),
  })
  return (
    <Page title={t('deleted.title')} lead={t('deleted.lead')}>
      <HistoryTabs />
      <Loaded query={deleted}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="history">{t('deleted.none')}</Empty>
          ) : (
            <ol className="plain-list history">
              {list.map(({ id, name, at, by, until }) => (
                <li key={id} className="panel">
                  <div className="row">
                    <strong className="clamp">
                      <bdi>{name}</bdi>
                    </strong>
                    <span className="row-end">
                      <Restore
                        path={`/deleted/${id}/restore`}
                        label={t('deleted.restore')}
                        name={t('deleted.restore-name', { name })}
                        title={t('deleted.ask', { name })}
                      />
                    </span>
                  </div>
                  <div className="small dim">
                    {t('deleted.by', { by, time: dateTime(at), until: date(until) })}
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Page>
  )
}
