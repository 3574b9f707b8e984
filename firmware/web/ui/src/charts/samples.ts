/** A moment, UTC ms, and the highest value of the time that begins there; null where nothing was measured. */
export interface Sample {
  readonly at: number
  readonly value: number | null
}

/** `values` in at most `most` steps, the highest of each: for a table or a small line. */
export function coarser(
  { from, stepMs }: { readonly from: number; readonly stepMs: number },
  values: readonly (number | null)[],
  most: number,
): readonly Sample[] {
  const together = Math.max(1, Math.ceil(values.length / most))
  const steps = Math.ceil(values.length / together)
  return Array.from({ length: steps }, (_, step) => ({
    at: from + step * together * stepMs,
    value: highest(values.slice(step * together, (step + 1) * together)),
  }))
}

/** null when there is none. */
export function highest(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null)
  return measured.length > 0 ? Math.max(...measured) : null
}

/** Points of a line in a box: `0,40 8,12`. A gap begins another line. */
export function linesIn(
  samples: readonly Sample[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const top = Math.max(1, highest(samples.map(({ value }) => value)) ?? 0)
  const across = width / Math.max(1, samples.length - 1)
  const lines: string[][] = [[]]
  samples.forEach(({ value }, index) => {
    if (value === null) lines.push([])
    else {
      const down = height - (value / top) * height
      lines.at(-1)?.push(`${rounded(index * across)},${rounded(down)}`)
    }
  })
  return lines.filter((line) => line.length > 1).map((line) => line.join(' '))
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
