import type { ReactNode } from 'react'

/** Strokes on a field of 24 by 24. */
const SHAPES = {
  home: 'M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6 9a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6.5m2.5 9a6 6 0 0 0-3-5.2',
  phone:
    'M6 4h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.500-2L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z',
  keypad:
    'M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01M12 22h.01',
  lines: 'M4 7h16M4 12h16M4 17h16M8 5v4m8 1v4m-5 1v4',
  flow: 'M6 4v5a3 3 0 0 0 3 3h6a3 3 0 0 1 3 3v5m-3-3 3 3 3-3M6 12v8m-3-3 3 3 3-3',
  activity: 'M3 12h4l3-7 4 14 3-7h4',
  network: 'M12 4v5m0 6v5M5 9h14v6H5zM8.500 12h.01M12 12h3',
  system: 'M5 5h14v6H5zM5 13h14v6H5zM8.500 8h.01M8.500 16h.01',
  simulated: 'M5 12a7 7 0 0 1 14 0M8 12a4 4 0 0 1 8 0m-4 0v8m-3 0h6',
  history: 'M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 4.500 4.500',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500h4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 8a7 7 0 0 1 14 0',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  warning: 'M12 4 2.500 20h19zM12 10v4.500m0 2.700v.1',
  arrow: 'M5 12h14m-5-5 5 5-5 5',
  undo: 'M9 7 4.500 11.500 9 16M5 11.500h9a5 5 0 0 1 0 10h-2',
  copy: 'M9 9h10v10H9zM15 9V5H5v10h4',
  restart: 'M19 12a7 7 0 1 1-2.100-5L19 9m0-5v5h-5',
  shield: 'M12 3.500 5 6.500V12c0 4 3 7 7 8.500 4-1.500 7-4.500 7-8.500V6.500z',
  up: 'm6 14 6-6 6 6',
  down: 'm6 10 6 6 6-6',
} as const

export type IconName = keyof typeof SHAPES

/** Beside a text that says the same, so nobody needs it who cannot see it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[name]} />
    </svg>
  )
}
