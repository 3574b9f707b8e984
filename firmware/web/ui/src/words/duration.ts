const UNITS = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** The two largest units of a time in seconds, short: `2 hr 5 min`, `41 s`; or the largest alone. */
export function duration(seconds: number, language: string, units: 1 | 2 = 2): string {
  let rest = Math.max(0, Math.floor(seconds))
  const first = UNITS.findIndex(([, size]) => rest >= size)
  const parts = UNITS.slice(first < 0 ? 3 : first, first < 0 ? 4 : first + units).map(
    ([unit, size]) => {
      const count = Math.floor(rest / size)
      rest -= count * size
      return { unit, count }
    },
  )
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ')
}
