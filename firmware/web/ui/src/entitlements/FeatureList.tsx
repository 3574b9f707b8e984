import type { ReactNode } from 'react'
import type { ShownFeature } from '../../../contract.ts'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { KEY_TONES } from './key-tones.ts'

/** FKEY-3: every feature of the profile, those without a key too. */
export function FeatureList({ features }: { features: readonly ShownFeature[] }): ReactNode {
  const { t } = useWords()
  return (
    <ul className="plain-list">
      {features.map(({ name, label, state }) => (
        <li key={name}>
          <Lamp tone={KEY_TONES[state]}>
            {label}: {t(`entitlements.state-${state}`)}
          </Lamp>
        </li>
      ))}
    </ul>
  )
}
