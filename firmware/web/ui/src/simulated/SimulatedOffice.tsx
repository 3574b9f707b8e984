import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import { Hears, Says } from './Hears.tsx'
import type { SimulatedLine } from './Simulated.tsx'
import { useActing } from './use-acting.ts'

/** The central office behind an outside line: it rings with a caller ID, speaks, hangs up. */
export function SimulatedOffice({
  line: { line, hearing, office },
}: {
  line: SimulatedLine
}): ReactNode {
  const { t } = useWords()
  const act = useActing(line)
  const [number, setNumber] = useState('2125550147')
  const [name, setName] = useState('Strowger City')
  return (
    <section className="panel tile" aria-label={t('sim.office', { line })}>
      <div className="row">
        <h2>{t('sim.office', { line })}</h2>
        {office && <span className="tag row-end">{office.state}</span>}
      </div>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          act({ action: 'ring', number, name })
        }}
      >
        <div className="form-two">
          <TextInput
            label={t('sim.caller-number')}
            inputMode="tel"
            maxLength={23}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <TextInput
            label={t('sim.caller-name')}
            maxLength={23}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div className="row">
          <Button type="submit">{t('sim.ring')}</Button>
          <Button variant="default" onClick={() => act({ action: 'end' })}>
            {t('sim.end')}
          </Button>
        </div>
      </form>
      <Says act={act} />
      <Hears hearing={hearing} />
    </section>
  )
}
