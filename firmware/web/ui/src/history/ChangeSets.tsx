import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { ShownChangeSet } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { collectInto } from '../api/collecting.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords, type Words } from '../words/use-words.ts'
import { HistoryTabs } from './HistoryTabs.tsx'

/** Changes that wait, and a new one to collect into. */
export function ChangeSets(): ReactNode {
  const words = useWords()
  const { t, moment } = words
  const [name, setName] = useState('')
  const sets = useQuery({
    queryKey: ['change-sets'],
    queryFn: ({ signal }) => api.get<readonly ShownChangeSet[]>('/change-sets', signal),
  })
  const { busy, wrong, submit } = useAsking(async () => {
    collectInto(await api.post<ShownChangeSet>('/change-sets', { name }))
    setName('')
  })
  return (
    <Page title={t('sets.title')} lead={t('sets.lead')}>
      <HistoryTabs />
      <div className="stack">
        <form className="panel stack" onSubmit={submit}>
          <TextInput
            label={t('sets.name')}
            description={t('sets.name-help')}
            required
            withAsterisk={false}
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Wrong text={wrong} />
          <div className="row">
            <Button type="submit" loading={busy}>
              {t('sets.begin')}
            </Button>
          </div>
        </form>
        <Loaded query={sets}>
          {(list) => (
            <ol className="plain-list history">
              {list.map((set) => (
                <li key={set.id} className="panel">
                  <Link href={`/history/sets/${set.id}`}>
                    <strong className="clamp">
                      <bdi>{set.name}</bdi>
                    </strong>
                  </Link>
                  <div className="small dim">
                    {t('sets.by', { by: set.by, time: moment(set.createdAt), count: set.size })}{' '}
                    {stateOf(set, words)}
                  </div>
                </li>
              ))}
            </ol>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

/** What becomes of it, a sentence. */
export function stateOf(set: ShownChangeSet, { t, moment }: Words): string {
  if (set.state === 'applied') return t('sets.applied', { revision: set.revision ?? 0 })
  if (set.state === 'failed') return t('sets.failed', { why: set.why ?? '' })
  if (set.state === 'scheduled') return t('sets.scheduled', { time: moment(set.applyAt ?? 0) })
  return t('sets.waits')
}
