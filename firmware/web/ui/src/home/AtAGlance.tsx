import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Measured } from '../../../contract.ts'
import { api } from '../api/api.ts'
import { useLive } from '../api/queries.ts'
import { useMay } from '../api/use-may.ts'
import { Sparkline } from '../charts/Sparkline.tsx'
import { coarser, highest } from '../charts/samples.ts'
import { LampShape } from '../parts/Lamp.tsx'
import { isMissing } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'
import { Emergency } from './Emergency.tsx'

const NAMED = 3 // missing telephones that are named; the others are counted

/** Calls, telephones, lines and the emergency number, each with the way to more. */
export function AtAGlance(): ReactNode {
  const maySeeCalls = useMay('PERM-192')
  return (
    <div className="glance">
      {maySeeCalls && <Calls />}
      <Phones />
      <Lines />
      <Emergency />
    </div>
  )
}

function Calls(): ReactNode {
  const { t, number } = useWords()
  const { data: calls = [] } = useLive('calls')
  const { data: measured } = useQuery({
    queryKey: ['measures', '1'],
    queryFn: ({ signal }) => api.get<Measured>('/measures?hours=1', signal),
    refetchInterval: 30_000,
    retry: false,
  })
  const most = measured && highest(measured.calls)
  return (
    <section className="panel tile">
      <h2>{t('home.calls')}</h2>
      <div className="big">{number(calls.length)}</div>
      {measured && most != null && (
        <Sparkline
          samples={coarser(measured, measured.calls, 60)}
          name={t('home.calls-hour', { count: most })}
        />
      )}
      <Anchor component={Link} href="/activity" size="sm" className="tile-end">
        {t('home.calls-link')}
      </Anchor>
    </section>
  )
}

function Phones(): ReactNode {
  const { t, number } = useWords()
  const { data: phones = [] } = useLive('phones')
  const missing = phones.filter(isMissing)
  const others = missing.length - NAMED
  return (
    <section className="panel tile">
      <h2>{t('home.phones')}</h2>
      <Share part={number(phones.length - missing.length)} whole={number(phones.length)} />
      {missing.length > 0 && (
        <ul className="plain-names small">
          {missing.slice(0, NAMED).map(({ handset, name, sipUser }) => (
            <li key={handset}>
              <LampShape tone="bad" size={10} />{' '}
              <Link href={`/phones/${handset}`} className="quiet-link">
                <bdi>{t('home.phone-missing', { name: name || sipUser })}</bdi>
              </Link>
            </li>
          ))}
          {others > 0 && <li className="dim">{t('home.more-missing', { count: others })}</li>}
        </ul>
      )}
      <Anchor component={Link} href="/phones" size="sm" className="tile-end">
        {t('home.phones-link')}
      </Anchor>
    </section>
  )
}

function Lines(): ReactNode {
  const { t, number } = useWords()
  const { data: lines = [] } = useLive('lines')
  const busy = lines.filter(({ hook, ringing }) => hook === 'off' || ringing).length
  return (
    <section className="panel tile">
      <h2>{t('home.lines')}</h2>
      <Share part={number(busy)} whole={number(lines.length)} />
      <Anchor component={Link} href="/lines" size="sm" className="tile-end">
        {t('home.lines-link')}
      </Anchor>
    </section>
  )
}

function Share({ part, whole }: { part: string; whole: string }): ReactNode {
  const { t } = useWords()
  return (
    <div className="big">
      <span aria-hidden="true">
        {part}
        <span className="dim"> / {whole}</span>
      </span>
      <span className="hidden-list">{t('home.share', { part, whole })}</span>
    </div>
  )
}
