import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { Changed, ChangeSetPreview } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { accepted, undo } from '../api/changes.ts'
import { collectInto, collecting } from '../api/collecting.ts'
import { useWatched } from '../api/watched.ts'
import { Empty } from '../parts/Empty.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { Sure } from '../parts/Sure.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'
import { ApplyAt } from './ApplyAt.tsx'
import { stateOf } from './ChangeSets.tsx'
import { HistoryTabs } from './HistoryTabs.tsx'
import { Lines } from './Lines.tsx'

/** One change set: what it does, whom that touches, and when. */
export function ChangeSetPage({ id }: { id: string }): ReactNode {
  const words = useWords()
  const { t } = words
  const query = useQuery({
    queryKey: ['change-sets', id],
    queryFn: ({ signal }) => api.get<ChangeSetPreview>(`/change-sets/${id}`, signal),
    staleTime: 0,
    refetchInterval: 15_000,
  })
  return (
    <Page title={query.data?.name ?? t('sets.title')}>
      <HistoryTabs />
      <Loaded query={query}>
        {(set) => (
          <div className="stack">
            <p role="status">{stateOf(set, words)}</p>
            {set.size === 0 && <Empty icon="history">{t('sets.empty')}</Empty>}
            <Told title={t('sets.wrong')} lines={set.problems} />
            <Told title={t('sets.conflicts')} lines={set.conflicts} />
            <Told title={t('sets.touches')} lines={set.consequences} />
            <Told title={t('sets.changes')} lines={set.lines} />
            {set.state === 'applied' ? <Back set={set} /> : <Act set={set} />}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Told({ title, lines }: { title: string; lines: readonly string[] }): ReactNode {
  if (lines.length === 0) return null
  return (
    <section className="panel">
      <h2>{title}</h2>
      <Lines lines={lines} />
    </section>
  )
}

/** One click back. */
function Back({ set }: { set: ChangeSetPreview }): ReactNode {
  const words = useWords()
  const { t } = words
  const back = async () => {
    await undo(set.revision ?? 0, words)
    await queries.invalidateQueries({ queryKey: ['change-sets'] })
  }
  return (
    <div className="row">
      <Button disabled={!set.canUndo} onClick={() => void back()}>
        {t('sets.back')}
      </Button>
      {!set.canUndo && <span className="small dim">{t('history.stands')}</span>}
    </div>
  )
}

function Act({ set }: { set: ChangeSetPreview }): ReactNode {
  const words = useWords()
  const { t } = words
  const [, go] = useLocation()
  const [over, setOver] = useState(false)
  const now = useWatched(collecting)
  const path = `/change-sets/${set.id}`
  const stop = () => now?.id === set.id && collectInto(undefined)
  const { busy, wrong, submit } = useAsking(async () => {
    const changed = await api.post<Changed>(`${path}/apply`, { over })
    stop()
    accepted(changed, t('sets.done'), words)
    await queries.invalidateQueries({ queryKey: ['change-sets'] })
  })
  const remove = async () => {
    await api.remove(path)
    stop()
    await queries.invalidateQueries({ queryKey: ['change-sets'] })
    go('/history/sets')
  }
  const blocked = set.size === 0 || set.problems.length > 0 || (set.conflicts.length > 0 && !over)
  return (
    <section className="panel stack">
      <h2>{t('sets.when')}</h2>
      {set.conflicts.length > 0 && (
        <Checkbox
          label={t('sets.over')}
          checked={over}
          onChange={(event) => setOver(event.currentTarget.checked)}
        />
      )}
      <form className="stack" onSubmit={submit}>
        <Wrong text={wrong} />
        <div className="row">
          <Button type="submit" loading={busy} disabled={blocked}>
            {t('sets.apply')}
          </Button>
          {now?.id !== set.id && (
            <Button variant="default" onClick={() => collectInto(set)}>
              {t('sets.go-on')}
            </Button>
          )}
          <Sure
            label={t('sets.remove')}
            title={t('sets.remove-ask')}
            text={t('sets.remove-text')}
            act={remove}
          />
        </div>
      </form>
      <ApplyAt set={set} over={over} blocked={blocked} />
    </section>
  )
}
