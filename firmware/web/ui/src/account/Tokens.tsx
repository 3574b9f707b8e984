import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ApiToken } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { toasts } from '../frame/toasts.ts'
import { Icon } from '../parts/Icon.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Sure } from '../parts/Sure.tsx'
import { useWords } from '../words/use-words.ts'
import { NewToken } from './NewToken.tsx'

const TOKENS = ['tokens'] as const
const read = () => queries.invalidateQueries({ queryKey: TOKENS })

/** Keys by which programs act for a person, each with as little as it needs. */
export function Tokens(): ReactNode {
  const { t } = useWords()
  const [adding, setAdding] = useState(false)
  const tokens = useQuery({
    queryKey: TOKENS,
    queryFn: ({ signal }) => api.get<readonly ApiToken[]>('/tokens', signal),
    staleTime: 0,
  })
  return (
    <section className="panel stack">
      <div className="row">
        <h2 className="panel-title">{t('token.title')}</h2>
        <Button
          className="row-end"
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => setAdding(true)}
        >
          {t('token.add')}
        </Button>
      </div>
      <p className="small dim">{t('token.lead')}</p>
      <Loaded query={tokens}>
        {(list) =>
          list.length === 0 ? (
            <p className="small dim">{t('token.none')}</p>
          ) : (
            <ul className="plain-list">
              {list.map((token) => (
                <Token key={token.id} token={token} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <NewToken onClose={() => setAdding(false)} onMade={() => void read()} />}
    </section>
  )
}

function Token({ token }: { token: ApiToken }): ReactNode {
  const { t, date, moment } = useWords()
  const { id, name, scopes, owner, createdAt, expiresAt, lastUsedAt, lastUsedFrom } = token
  const remove = async () => {
    await api.remove(`/tokens/${encodeURIComponent(id)}`)
    await read()
    toasts.show({ text: t('token.removed', { name }), tone: 'good' })
  }
  return (
    <li className="row row-top">
      <div className="grow">
        <strong className="clamp">
          <bdi>{name}</bdi>
        </strong>
        <div className="row row-tight">
          {scopes.map((scope) => (
            <span key={scope} className="tag">
              {t(`scope.${scope}`)}
            </span>
          ))}
        </div>
        <div className="small dim">
          {t('token.made', { by: owner, date: date(createdAt) })}{' '}
          {expiresAt === undefined
            ? t('token.for-ever')
            : t('token.until', { date: date(expiresAt) })}
          <br />
          {lastUsedAt === undefined
            ? t('token.unused')
            : t('token.used', { time: moment(lastUsedAt), from: lastUsedFrom ?? '–' })}
        </div>
      </div>
      <Sure
        label={t('remove')}
        name={t('form.remove-name', { name })}
        size="compact-sm"
        title={t('remove.ask', { name })}
        text={t('token.remove-text')}
        act={remove}
      />
    </li>
  )
}
