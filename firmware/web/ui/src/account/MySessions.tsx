import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ShownSession } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { useWords } from '../words/use-words.ts'
import { SessionList } from './SessionList.tsx'

const SESSIONS = ['sessions'] as const

/** Where I am signed in; a browser that I have left somewhere is signed out here. */
export function MySessions(): ReactNode {
  const { t } = useWords()
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => api.get<readonly ShownSession[]>('/session/all', signal),
    staleTime: 0,
  })
  const end = async (id: string) => {
    await api.remove(`/session/all/${encodeURIComponent(id)}`)
    await queries.invalidateQueries({ queryKey: SESSIONS })
  }
  return (
    <section className="panel">
      <h2>{t('session.title')}</h2>
      <Loaded query={sessions}>{(list) => <SessionList sessions={list} end={end} />}</Loaded>
    </section>
  )
}
