import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLive } from '../api/queries.ts'
import { LampShape } from '../parts/Lamp.tsx'
import { isMissing } from '../phones/phone-state.ts'
import { useWords } from '../words/use-words.ts'

/** Calls, telephones and lines in three numbers, each with the way to more. */
export function AtAGlance(): ReactNode {
  const { t, number } = useWords()
  const { data: calls = [] } = useLive('calls')
  const { data: phones = [] } = useLive('phones')
  const { data: lines = [] } = useLive('lines')
  const missing = phones.filter(isMissing)
  const busy = lines.filter(({ hook, ringing }) => hook === 'off' || ringing).length
  return (
    <div className="tiles">
      <section className="panel">
        <h2>{t('home.calls')}</h2>
        <div className="big">{number(calls.length)}</div>
        <Anchor component={Link} href="/activity" size="sm">
          {t('home.calls-link')}
        </Anchor>
      </section>
      <section className="panel">
        <h2>{t('home.phones')}</h2>
        <div className="big">
          {number(phones.length - missing.length)}
          <span className="dim"> / {number(phones.length)}</span>
        </div>
        {missing.length > 0 ? (
          <ul className="plain-names small">
            {missing.slice(0, 3).map(({ handset, name, sipUser }) => (
              <li key={handset}>
                <LampShape tone="bad" size={10} />{' '}
                {t('home.phone-missing', { name: name || sipUser })}
              </li>
            ))}
          </ul>
        ) : null}
        <Anchor component={Link} href="/phones" size="sm">
          {t('home.phones-link')}
        </Anchor>
      </section>
      <section className="panel">
        <h2>{t('home.lines')}</h2>
        <div className="big">
          {number(busy)}
          <span className="dim"> / {number(lines.length)}</span>
        </div>
        <Anchor component={Link} href="/lines" size="sm">
          {t('home.lines-link')}
        </Anchor>
      </section>
    </div>
  )
}
