import type { ReactNode } from 'react'
import type { Tone } from './tone.ts'

/** A state by shape and by colour: nobody has to tell green from red. The text beside it says what it means. */
export function Lamp({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return (
    <span className="lamp">
      <LampShape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

export function LampShape({ tone, size = 14 }: { tone: Tone; size?: number }): ReactNode {
  const shade = tone === 'busy' ? 'warn' : tone
  return (
    <svg
      aria-hidden="true"
      className={`tone-${shade}`}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="2"
    >
      {SHAPES[tone]}
    </svg>
  )
}

const SHAPES: Readonly<Record<Tone, ReactNode>> = {
  good: <circle cx="7" cy="7" r="5" />,
  busy: <path d="M7 1.500 12.500 7 7 12.500 1.500 7z" />,
  warn: <path d="M7 2 13 12H1z" strokeLinejoin="round" />,
  bad: <path d="M3 3h8v8H3z" />,
  idle: <circle cx="7" cy="7" r="5" fill="none" />,
}
