import type { ReactNode } from 'react'
import { linesIn, type Sample } from './samples.ts'

const BOX = { width: 240, height: 36 } // pixels of the drawing

/** A small line without axes; `name` says in words what it shows. */
export function Sparkline({
  samples,
  name,
}: {
  samples: readonly Sample[]
  name: string
}): ReactNode {
  return (
    <svg
      className="sparkline"
      role="img"
      aria-label={name}
      viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`}
      preserveAspectRatio="none"
    >
      <line x1="0" x2={BOX.width} y1={BOX.height} y2={BOX.height} />
      {linesIn(samples, BOX).map((points) => (
        <polyline key={points} points={points} />
      ))}
    </svg>
  )
}
