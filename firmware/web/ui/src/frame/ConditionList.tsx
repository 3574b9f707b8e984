import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ShownCondition } from '../../../contract.ts'
import { useNow } from '../clock.ts'
import { Lamp } from '../parts/Lamp.tsx'
import type { Tone } from '../parts/tone.ts'
import { useWords } from '../words/use-words.ts'
import { pagePath } from './page-path.ts'

const TONES: Readonly<Record<ShownCondition['severity'], Tone>> = {
  critical: 'bad',
  warning: 'warn',
  notice: 'idle',
}

interface ConditionListProps {
  readonly conditions: readonly ShownCondition[]
  readonly onGo?: () => void
}

/** What is wrong, for how long, what it does to people, and what to do. */
export function ConditionList({ conditions, onGo }: ConditionListProps): ReactNode {
  const { t, duration } = useWords()
  const now = useNow(10_000)
  return (
    <ul className="plain-list">
      {conditions.map(({ id, severity, subject, since, effect, remedy, link }) => {
        const path = pagePath(link)
        return (
          <li key={id}>
            <Lamp tone={TONES[severity]}>
              <strong>{effect}</strong>
            </Lamp>
            <div className="small">{remedy}</div>
            <div className="row small dim">
              <span>{t('condition.since', { subject, time: duration((now - since) / 1000) })}</span>
              {path && (
                <Anchor
                  component={Link}
                  href={path}
                  inherit
                  aria-label={t('condition.look-at', { subject })}
                  onClick={() => onGo?.()}
                >
                  {t('condition.look')}
                </Anchor>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
