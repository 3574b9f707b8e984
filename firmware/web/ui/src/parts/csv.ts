/** A byte order mark: spreadsheets take the file for UTF-8. */
const MARK = '\ufeff'
/** What a spreadsheet takes for a formula: strangers choose names. */
const FORMULA = /^[=+\-@\t\r]/

/** A table as RFC 4180 has it, for a spreadsheet; no cell of it is a formula. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `${MARK}${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
