import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Use } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useWords } from '../words/use-words.ts'

interface Target {
  readonly section: string
  readonly id: string
}

/** Pages of the objects that refer to others. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  users: (id) => `/people/${id}`,
  extensions: (id) => `/extensions/${id}`,
  handsets: (id) => `/phones/${id}`,
  analogHandsets: (id) => `/phones/${id}`,
  fxoLines: (id) => `/lines/${id}`,
  sipTrunks: (id) => `/trunks/${id}`,
  dialPlan: () => '/call-flow',
}

const MOST = 50

/** What uses some objects, each as a link; `but` are those that go with them. */
export function Uses({
  of,
  but = [],
  none,
}: {
  readonly of: readonly Target[]
  readonly but?: readonly string[]
  readonly none?: string
}): ReactNode {
  const { t } = useWords()
  const answers = useQueries({
    queries: of.map(({ section, id }) => ({
      queryKey: ['config', section, id, 'uses'],
      queryFn: () => api.get<readonly Use[]>(`/config/${section}/${encodeURIComponent(id)}/uses`),
      staleTime: 0,
    })),
  })
  const all = answers.flatMap(({ data }) => data ?? [])
  const found = all.filter(({ id }, at) => {
    return !but.includes(id) && all.findIndex((one) => one.id === id) === at
  })
  if (found.length === 0) return none ? <p className="dim">{none}</p> : null
  return (
    <div className="stack">
      {!none && <p>{t('uses.lead')}</p>}
      <ul className="plain-list">
        {found.slice(0, MOST).map(({ section, id, label, name, blocks }) => (
          <li key={id} className="row">
            <Link href={(PLACES[section] ?? (() => `/settings/${section}`))(id)}>
              <bdi>{`${label} ${name}`.trim()}</bdi>
            </Link>
            {blocks && !none && <span className="tag">{t('uses.blocks')}</span>}
          </li>
        ))}
      </ul>
      {found.length > MOST && (
        <p className="small dim">{t('roles.more', { count: found.length - MOST })}</p>
      )}
    </div>
  )
}
