import type { ReactNode } from 'react'
import type { ShownKey } from '../../../contract.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords, type Words } from '../words/use-words.ts'
import { KEY_TONES } from './key-tones.ts'

/** The keys that were entered, with what each gives and how long. */
export function KeyList({ keys }: { keys: readonly ShownKey[] }): ReactNode {
  const words = useWords()
  const { t } = words
  if (keys.length === 0) return <p>{t('entitlements.no-keys')}</p>
  return (
    <ul className="plain-list">
      {keys.map((key) => (
        <li key={key.series}>
          <Lamp tone={KEY_TONES[key.state]}>
            {t('entitlements.key', { series: key.series, number: key.number })}:{' '}
            {t(`entitlements.state-${key.state}`)}
          </Lamp>
          <div>{key.gives.join(' · ')}</div>
          <div className="small dim">{howLong(key, words)}</div>
        </li>
      ))}
    </ul>
  )
}

function howLong({ expires, actsUntil }: ShownKey, { t, date }: Words): string {
  if (expires === undefined) return t('entitlements.for-good')
  return t('entitlements.until', { end: date(expires), acts: date(actsUntil ?? expires) })
}
