import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { BrowserPhone } from '../../../contract.ts'
import { api, queries } from '../api/api.ts'
import { useSession } from '../api/queries.ts'
import { wordsFor } from '../api/reasons.ts'
import { useWatched } from '../api/watched.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { CallCard } from './CallCard.tsx'
import { DeviceChoice } from './DeviceChoice.tsx'
import { Dialler } from './Dialler.tsx'
import { phone } from './phone.ts'
import { isWanted, want } from './presence.ts'

const TONES = { off: 'idle', connecting: 'warn', ready: 'good', away: 'bad' } as const

/** Makes this browser a telephone, and is its front. */
export function Softphone(): ReactNode {
  const words = useWords()
  const { t } = words
  const mine = useQuery({
    queryKey: ['browser-phone'],
    queryFn: ({ signal }) => api.get<BrowserPhone>('/browser-phone', signal),
  })
  const { line } = useWatched(phone)
  useEffect(() => {
    if (mine.data?.forbidden) phone.stop()
    else if (mine.data?.handset && isWanted()) phone.start()
  }, [mine.data])
  if (mine.isPending) {
    return (
      <p role="status" aria-busy="true">
        {t('loading')}
      </p>
    )
  }
  if (!mine.data) return <p className="wrong">{wordsFor(mine.error, words)}</p>
  const { extension, forbidden } = mine.data
  if (forbidden) return <p>{t('dial.forbidden')}</p>
  if (!extension) return <NoNumber />
  if (line === 'off') return <Begin />
  return (
    <section className="softphone" aria-label={t('dial.title')}>
      <div className="row" role="status">
        <strong className="num">{extension.number}</strong>
        <span className="row-end">
          <Lamp tone={TONES[line]}>{t(`dial.line.${line}`)}</Lamp>
        </span>
      </div>
      <Calls />
      <DeviceChoice />
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => {
          want(false)
          phone.stop()
        }}
      >
        {t('dial.stop')}
      </Button>
    </section>
  )
}

/** Who may give numbers gives one here too: whoever sets the unit up begins without. */
function NoNumber(): ReactNode {
  const { t } = useWords()
  const user = useSession().data?.user
  if (!user?.may.includes('PERM-51')) return <p>{t('dial.no-number')}</p>
  return (
    <p>
      <Link href={`/people/${user.id}`}>{t('dial.give-number')}</Link>
    </p>
  )
}

function Begin(): ReactNode {
  const words = useWords()
  const { t } = words
  const [wrong, setWrong] = useState<unknown>()
  const begin = async () => {
    setWrong(undefined)
    try {
      queries.setQueryData(['browser-phone'], await api.post<BrowserPhone>('/browser-phone'))
    } catch (error) {
      setWrong(error)
      return
    }
    want(true)
    if ('Notification' in globalThis) void Notification.requestPermission()
    phone.start()
  }
  return (
    <div className="stack">
      <p>{t('dial.begin.text')}</p>
      <Button onClick={() => void begin()}>{t('dial.begin')}</Button>
      {wrong !== undefined && (
        <p className="wrong" role="alert">
          {wordsFor(wrong, words)}
        </p>
      )}
    </div>
  )
}

function Calls(): ReactNode {
  const { calls } = useWatched(phone)
  const open = calls.filter(({ state }) => state !== 'over')
  const ringing = open.find(({ state }) => state === 'rings')
  const current = open.find(({ state, held }) => state === 'calls' || (state === 'up' && !held))
  return (
    <>
      {calls.map((call) => (
        <CallCard
          key={call.id}
          call={call}
          others={open.filter(({ id, state }) => id !== call.id && state === 'up')}
        />
      ))}
      <Dialler ringing={ringing?.id} current={current?.id} />
    </>
  )
}
