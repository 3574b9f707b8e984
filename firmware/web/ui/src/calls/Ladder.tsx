import type { ReactNode } from 'react'
import type { Rung } from '../../../contract.ts'
import { Empty } from '../parts/Empty.tsx'
import { useWords } from '../words/use-words.ts'
import { type Drawn, ladderLayout } from './ladder-layout.ts'

const COLUMN = 190 // pixels of the drawing
const TIME = 74
const ROW = 40
const HEAD = 36

/** The messages of a call as arrows between its parties. The same as a list is for screen readers. */
export function Ladder({ rungs }: { rungs: readonly Rung[] }): ReactNode {
  const { t, number } = useWords()
  const { parties, drawn } = ladderLayout(rungs)
  if (drawn.length === 0) return <Empty icon="activity">{t('call.no-ladder')}</Empty>
  const width = TIME + parties.length * COLUMN
  const height = HEAD + drawn.length * ROW + 12
  const seconds = ({ after }: Drawn) =>
    `+${number(after / 1000, { minimumFractionDigits: 3, maximumFractionDigits: 3 })}`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <figure className="ladder" tabIndex={0} aria-label={t('call.ladder')}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {parties.map((name, column) => (
          <g key={name}>
            <text x={middle(column)} y={20} textAnchor="middle" className="ladder-party">
              {shortened(name)}
            </text>
            <line
              x1={middle(column)}
              x2={middle(column)}
              y1={HEAD - 6}
              y2={height}
              className="ladder-life"
            />
          </g>
        ))}
        {drawn.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
          <g key={index}>
            <text x={4} y={rowY(index) + 4} className="ladder-time">
              {seconds(one)}
            </text>
            <Arrow drawn={one} y={rowY(index)} />
          </g>
        ))}
      </svg>
      <ol className="hidden-list">
        {rungs.map(({ from, to, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place
          <li key={index}>{t('call.rung', { from, to, text })}</li>
        ))}
      </ol>
    </figure>
  )
}

function Arrow({ drawn: { from, to, text }, y }: { drawn: Drawn; y: number }): ReactNode {
  const [x1, x2] = [middle(from), middle(to)]
  const towards = Math.sign(x2 - x1) || 1
  const tip = x2 - towards * 2
  return (
    <>
      <line x1={x1} x2={tip} y1={y} y2={y} className="ladder-arrow" />
      <path d={`M${tip} ${y} l${-7 * towards} -4 v8 z`} className="ladder-tip" />
      <text x={(x1 + x2) / 2} y={y - 6} textAnchor="middle" className="ladder-text">
        <title>{text}</title>
        {shortened(text, 26)}
      </text>
    </>
  )
}

function middle(column: number): number {
  return TIME + column * COLUMN + COLUMN / 2
}

function rowY(index: number): number {
  return HEAD + index * ROW + ROW / 2
}

function shortened(text: string, most = 22): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
