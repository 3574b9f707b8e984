import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import type { Rung, ShownRecord } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useLive } from '../api/queries.ts'
import { useNow } from '../clock.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { useWords } from '../words/use-words.ts'
import { party, phaseOf, sides } from './call-words.ts'
import { Ladder } from './Ladder.tsx'
import { Messages } from './Messages.tsx'
import { partyNames } from './party-names.ts'
import { Quality } from './Quality.tsx'
import { endOf } from './record-end.ts'
import { Story } from './Story.tsx'
import { useRecord } from './use-record.ts'
import { useSpeaking } from './use-speaking.ts'
import { whileNew } from './while-new.ts'

/** A call that is on, or one that was: its parties and the messages between them. */
export function CallPage({ id }: { id: string }): ReactNode {
  const { t } = useWords()
  const { data: calls = [] } = useLive('calls')
  const call = calls.find((one) => one.call === id)
  const record = useRecord(id, call !== undefined)
  const title = call
    ? t('call.title', sides(call))
    : record
      ? t('call.title', {
          from: record.caller ? party(record.caller) : '–',
          to: record.answeredBy ? party(record.answeredBy) : (record.dialled ?? '–'),
        })
      : t('call.number', { number: id })
  return (
    <Page title={title} lead={t('call.number', { number: id })}>
      <div className="stack">
        {call && <Legs call={call} />}
        {record && !call && <Past record={record} />}
        {record?.quality && <Quality legs={record.quality} />}
        {record?.transfers && <Story transfers={record.transfers} />}
        <Signalling id={id} isLive={call !== undefined} />
      </div>
    </Page>
  )
}

/** The ladder, and behind its arrows what was said. */
function Signalling({ id, isLive }: { id: string; isLive: boolean }): ReactNode {
  const { t } = useWords()
  const [wanted, setWanted] = useState<{ readonly index: number }>()
  const { data: phones } = useLive('phones')
  const names = useMemo(() => partyNames(phones ?? []), [phones])
  const ladder = useQuery({
    queryKey: ['ladder', id, isLive],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<readonly Rung[]>(`/calls/${encodeURIComponent(id)}/ladder`, signal),
    refetchInterval: whileNew(isLive, 1000),
  })
  const rungs = ladder.data ?? []
  const nameOf = (address: string) =>
    address === 'exchange' ? t('call.exchange') : names.get(address)
  const labels = rungs.map(({ from, to, text }) =>
    t('call.rung', { from: nameOf(from) ?? from, to: nameOf(to) ?? to, text }),
  )
  return (
    <>
      <section className="panel">
        <h2>{t('call.ladder')}</h2>
        <p className="small dim">{t('call.ladder-help')}</p>
        <Loaded query={ladder}>
          {(all) => (
            <Ladder
              rungs={all}
              labels={labels}
              nameOf={nameOf}
              onChoose={(index) => setWanted({ index })}
            />
          )}
        </Loaded>
      </section>
      {rungs.length > 0 && (
        <Messages call={id} rungs={rungs} labels={labels} wanted={wanted} isLive={isLive} />
      )}
    </>
  )
}

function Legs({
  call,
}: {
  call: NonNullable<ReturnType<typeof useLive<'calls'>>['data']>[number]
}): ReactNode {
  const { t, duration } = useWords()
  const now = useNow(1000)
  const speaking = useSpeaking(call)
  return (
    <section className="panel">
      <h2>{t('call.parties', { time: duration((now - call.startedAt) / 1000) })}</h2>
      <ul className="plain-list">
        {call.legs.map((leg) => {
          const phase = phaseOf(leg)
          return (
            <li key={leg.leg} className="row">
              <strong>
                <bdi>{party(leg)}</bdi>
              </strong>
              <span className="tag">{t(`leg.${leg.direction}`)}</span>
              {speaking.has(leg.leg) && <span className="tag">{t('call.speaks')}</span>}
              <span className="row-end">
                <Lamp tone={phase === 'talking' ? 'good' : 'busy'}>
                  {phase === 'other' ? leg.phase : t(`call.${phase}`)}
                </Lamp>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Past({ record }: { record: ShownRecord }): ReactNode {
  const { t, dateTime, duration } = useWords()
  const { tone, outcome } = endOf(record)
  return (
    <section className="panel">
      <h2>{t('call.past')}</h2>
      <dl className="facts">
        <dt>{t('records.when')}</dt>
        <dd>{dateTime(record.startedAt)}</dd>
        <dt>{t('call.dialled')}</dt>
        <dd>{record.dialled ?? '–'}</dd>
        <dt>{t('records.talked')}</dt>
        <dd>{record.talkingSeconds === undefined ? '–' : duration(record.talkingSeconds)}</dd>
        <dt>{t('records.end')}</dt>
        <dd>
          <Lamp tone={tone}>{t(`record.${outcome}`)}</Lamp>{' '}
          {record.causeText && (
            <span className="dim">
              {record.causeText} ({record.cause})
            </span>
          )}
        </dd>
      </dl>
    </section>
  )
}
