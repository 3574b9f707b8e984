import { Button, SegmentedControl } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Lamp } from '../parts/Lamp.tsx'
import { useWords } from '../words/use-words.ts'
import { Hears, Says } from './Hears.tsx'
import type { SimulatedLine } from './Simulated.tsx'
import { useActing } from './use-acting.ts'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const FLASH_MS = 500

/** An analog telephone to be lifted, dialled and put down. */
export function SimulatedPhone({ line: { line, hearing } }: { line: SimulatedLine }): ReactNode {
  const { t } = useWords()
  const act = useActing(line)
  const [how, setHow] = useState<'dtmf' | 'pulse'>('dtmf')
  const { offHook, ringing, rings, callerNumber, callerName } = hearing
  return (
    <section className="panel tile" aria-label={t('sim.phone', { line })}>
      <div className="row">
        <h2>{t('sim.phone', { line })}</h2>
        <span className="row-end">
          <Lamp tone={ringing || offHook ? 'busy' : 'good'}>
            {ringing ? t('phone.rings') : t(offHook ? 'phone.off-hook' : 'phone.on-hook')}
          </Lamp>
        </span>
      </div>
      {ringing && (
        <div className="small" role="status">
          {t('sim.rings', { count: rings })} <bdi>{[callerName, callerNumber].join(' ')}</bdi>
        </div>
      )}
      <div className="row">
        {offHook ? (
          <Button color="red.9" onClick={() => act({ action: 'hang-up' })}>
            {t('sim.hang-up')}
          </Button>
        ) : (
          <Button onClick={() => act({ action: 'lift' })}>{t('sim.lift')}</Button>
        )}
        <Button
          variant="default"
          disabled={!offHook}
          onClick={() => act({ action: 'flash', ms: FLASH_MS })}
        >
          {t('sim.flash')}
        </Button>
      </div>
      <fieldset className="keypad" aria-label={t('sim.keypad', { line })}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            disabled={!offHook || (how === 'pulse' && /[*#]/.test(key))}
            onClick={() => act({ action: 'dial', keys: key, how })}
          >
            {key}
          </button>
        ))}
      </fieldset>
      <SegmentedControl
        size="xs"
        transitionDuration={0}
        aria-label={t('sim.how')}
        value={how}
        onChange={(value) => setHow(value === 'pulse' ? 'pulse' : 'dtmf')}
        data={[
          { value: 'dtmf', label: t('sim.dtmf') },
          { value: 'pulse', label: t('sim.pulse') },
        ]}
      />
      <Says act={act} />
      <Hears hearing={hearing} />
    </section>
  )
}
