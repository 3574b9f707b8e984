/** Text from strangers as a terminal may have it: nothing that moves the cursor, rings or turns the writing around (SECURITY 16). */
export function plain(text: string): string {
  return text.replace(ACTIVE, '·')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g

/** Columns side by side, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  }
  return rows
    .map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
    .map((row) => `${row.trimEnd()}\n`)
    .join('')
}
