import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ResetDone, ResetRequest } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { accepted } from '../api/changes.ts'
import { Lines } from '../history/Lines.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useAsking } from '../sign-in/use-asking.ts'
import { Wrong } from '../sign-in/Wrong.tsx'
import { useWords } from '../words/use-words.ts'

interface ResetPanelProps {
  readonly title: string
  readonly text: string
  readonly what: 'settings' | 'section'
  readonly section?: string
  readonly children?: ReactNode
}

/** What a reset changes is seen before it is done, and undone from the toast. */
export function ResetPanel({ title, text, what, section, children }: ResetPanelProps): ReactNode {
  const words = useWords()
  const { t } = words
  const wanted: ResetRequest = section === undefined ? { what } : { what, section }
  const would = useQuery({
    queryKey: ['config', 'reset', what, section],
    queryFn: ({ signal }) =>
      api.get<ResetDone>(`/reset?what=${what}${section ? `&section=${section}` : ''}`, signal),
  })
  const { busy, wrong, submit } = useAsking(async () => {
    const { revision, changes } = await api.post<ResetDone>('/reset', wanted)
    accepted({ revision, ids: {} }, t('reset.done', { count: changes }), words)
  })
  return (
    <section className="panel">
      <h2>{title}</h2>
      <form className="stack" onSubmit={submit}>
        <p className="small dim">{text}</p>
        {children}
        <Loaded query={would}>
          {({ lines }) =>
            lines.length > 0 ? <Lines lines={lines} /> : <p>{t('reset.nothing')}</p>
          }
        </Loaded>
        <Wrong text={wrong} />
        <div className="row">
          <Button
            type="submit"
            variant="default"
            loading={busy}
            disabled={!would.data || would.data.changes === 0}
            aria-label={t('reset.do-name', { name: title })}
          >
            {t('reset.do')}
          </Button>
        </div>
      </form>
    </section>
  )
}
