import type { ReactNode } from 'react'
import { Meter } from '../lines/Meter.tsx'
import { useWords } from '../words/use-words.ts'
import type { SimulatedLine } from './Simulated.tsx'

/** What the person at the far end hears: how loud, and which tones. */
export function Hears({ hearing }: { hearing: SimulatedLine['hearing'] }): ReactNode {
  const { t, number } = useWords()
  const tones = hearing.hz.map((hz) => number(Math.round(hz))).join(' + ')
  return (
    <div>
      <Meter label={t('sim.hears')} level={hearing.levelDbm0} />
      <div className="small dim">{tones ? t('sim.tones', { tones }) : t('sim.no-tones')}</div>
    </div>
  )
}

const SAYINGS = [
  ['silent', { voice: 'silent' }],
  ['tone', { voice: 'tone', hz: 1004, levelDbm0: -13 }],
  ['speech', { voice: 'speech' }],
  ['echo', { voice: 'echo' }],
] as const

/** What the far end says into the line. */
export function Says({
  act,
}: {
  act: (command: Readonly<Record<string, unknown>>) => void
}): ReactNode {
  const { t } = useWords()
  return (
    <div className="row">
      <span className="small dim">{t('sim.says')}</span>
      {SAYINGS.map(([name, saying]) => (
        <button
          key={name}
          type="button"
          className="chip"
          onClick={() => act({ action: 'say', ...saying })}
        >
          {t(`sim.say-${name}`)}
        </button>
      ))}
    </div>
  )
}
