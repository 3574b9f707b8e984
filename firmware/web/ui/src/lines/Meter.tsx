import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'
import { LOUD_DBM0, meterShare } from './line-state.ts'

/** A level in dBm0, as a bar and as a number. Screen readers find the number; it is not said by itself. */
export function Meter({ label, level }: { label: string; level: number }): ReactNode {
  const { number } = useWords()
  const silent = level < -90
  return (
    <div className="meter-row">
      <span className="dim">{label}</span>
      <span className="meter" data-loud={level > LOUD_DBM0} aria-hidden="true">
        <i style={{ transform: `scaleX(${meterShare(level)})` }} />
      </span>
      <span className="num">
        {silent ? '–' : `${number(level, { maximumFractionDigits: 0 })} dBm0`}
      </span>
    </div>
  )
}
