import type { CSSProperties, ReactNode } from 'react'
import type { Rung } from '../../../contract.ts'
import { Empty } from '../parts/Empty.tsx'
import { useWords } from '../words/use-words.ts'
import { type Drawn, ladderLayout } from './ladder-layout.ts'

interface LadderProps {
  readonly rungs: readonly Rung[]
  /** What each says, in words. */
  readonly labels: readonly string[]
  /** What people call a party, where that is known. */
  readonly nameOf: (party: string) => string | undefined
  /** Somebody wants to read the message of this place, from 0. */
  readonly onChoose: (index: number) => void
}

/** Custom properties by which the style sheet places things. */
type Placed = CSSProperties & Readonly<Record<`--${string}`, number>>

/** The messages of a call as arrows between its parties; as narrow as its page. */
export function Ladder({ rungs, labels, nameOf, onChoose }: LadderProps): ReactNode {
  const { t } = useWords()
  const { parties, drawn } = ladderLayout(rungs)
  if (drawn.length === 0) return <Empty icon="activity">{t('call.no-ladder')}</Empty>
  const lanes: Placed = { '--lanes': parties.length }
  return (
    <div className="ladder" style={lanes}>
      <div className="ladder-head">
        {parties.map((party) => (
          <Party key={party} party={party} name={nameOf(party)} />
        ))}
      </div>
      <ol className="ladder-rungs">
        {drawn.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
          <li key={index}>
            <Arrow drawn={one} label={labels[index] ?? ''} onChoose={() => onChoose(index)} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function Party({ party, name }: { party: string; name: string | undefined }): ReactNode {
  return (
    <div className="ladder-party">
      <bdi className="clamp">{name ?? party}</bdi>
      {name && party !== 'exchange' && <bdi className="ladder-address">{party}</bdi>}
    </div>
  )
}

interface ArrowProps {
  readonly drawn: Drawn
  readonly label: string
  readonly onChoose: () => void
}

/** One message: a button, because behind it stands what it said. */
function Arrow({ drawn, label, onChoose }: ArrowProps): ReactNode {
  const { number } = useWords()
  const seconds = number(drawn.after / 1000, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  })
  const place: Placed = {
    '--left': Math.min(drawn.from, drawn.to),
    '--across': Math.abs(drawn.to - drawn.from),
  }
  return (
    <button type="button" className="rung" onClick={onChoose}>
      <span className="rung-time">+{seconds}</span>
      <span className="rung-lanes" aria-hidden="true">
        <span className="rung-arrow" style={place} data-back={drawn.to < drawn.from || undefined}>
          <span className="rung-text">{drawn.text}</span>
          <span className="rung-line" />
        </span>
      </span>
      <span className="hidden-list">{label}</span>
    </button>
  )
}
