import { PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSession } from '../api/queries.ts'
import { LampShape } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { demandsOn, strengthOf, USUAL } from './strength.ts'

interface NewPasswordProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Shown while it is typed if one likes, so that it need not be typed twice; with what is asked of it. */
export function NewPassword({ value, onChange }: NewPasswordProps): ReactNode {
  const { t } = useWords()
  const demands = useSession().data?.demands ?? USUAL
  const strength = strengthOf(value)
  return (
    <div className="stack">
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule', { length: demands.length })}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={demands.length}
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      />
      {value !== '' && (
        <>
          <div className="row small" role="status">
            <meter
              className="strength"
              min={0}
              max={4}
              low={2}
              high={3}
              optimum={4}
              value={strength}
              aria-label={t('password.strength')}
            />
            {t(`password.strength-${strength}`)}
          </div>
          <ul className="plain-names small">
            {demandsOn(value, demands).map(({ demand, met }) => (
              <li key={demand}>
                <LampShape tone={met ? 'good' : 'idle'} size={10} />{' '}
                {t(`password.demand-${demand}`, { length: demands.length })}
                <span className="hidden-list">{t(met ? 'password.met' : 'password.not-met')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
