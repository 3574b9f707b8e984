/** Tables as spreadsheets read and write them (RFC 4180), with what they do in practice: a byte order mark, semicolons, formulas. */
import type { Text } from '../words/message.ts'
import { message } from '../words/say.ts'

const MOST_ROWS = 20_000
const MOST_COLUMNS = 200
const LONGEST_CELL = 32_767 // characters: a spreadsheet's own limit

/** A byte order mark: spreadsheets take the file for UTF-8. */
const MARK = '\ufeff'

/**
 * What a spreadsheet takes for a formula, behind any apostrophes: strangers choose names. It gets one apostrophe more, and reading takes one
 * away, so that every text comes back as it was.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

export interface CsvProblem {
  readonly what: Text
  readonly remedy: Text
  /** As a spreadsheet numbers them, from 1. */
  readonly line: number
  readonly column: number
}

export interface CsvRow {
  /** As a spreadsheet numbers it, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface Csv {
  /** Without those that are empty. */
  readonly rows: readonly CsvRow[]
  readonly problems: readonly CsvProblem[]
}

/** Rows as one text; no cell of it is a formula. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",;\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Reads a text of commas, semicolons or tabs, whichever its first line has most of. */
export function readCsv(text: string): Csv {
  const body = text.startsWith(MARK) ? text.slice(1) : text
  const [, named] = /^sep=([,;\t])\r?\n/i.exec(body) ?? [] // what Excel writes for itself
  const start = named ? body.indexOf('\n') + 1 : 0
  return new Reading(body, start, named ?? separatorOf(body), named ? 2 : 1).read()
}

function separatorOf(text: string): string {
  let quoted = false
  const counts = { ',': 0, ';': 0, '\t': 0 }
  for (const character of text.slice(0, 10_000)) {
    if (character === '"') quoted = !quoted
    else if (character === '\n' && !quoted) break
    else if (!quoted && character in counts) counts[character as keyof typeof counts]++
  }
  const [most] = ([';', '\t', ','] as const).toSorted((a, b) => counts[b] - counts[a]) // the rarer ones first
  return counts[most ?? ','] > 0 ? (most ?? ',') : ','
}

class Reading {
  readonly #text: string
  readonly #separator: string
  readonly #rows: CsvRow[] = []
  readonly #problems: CsvProblem[] = []
  #at: number
  #line: number
  #cells: string[] = []

  constructor(text: string, at: number, separator: string, line: number) {
    this.#text = text
    this.#at = at
    this.#separator = separator
    this.#line = line
  }

  read(): Csv {
    while (this.#at < this.#text.length && this.#problems.length === 0) this.#cell()
    if (this.#cells.length > 0) this.#endRow()
    return { rows: this.#rows, problems: this.#problems }
  }

  #cell(): void {
    const value = this.#text[this.#at] === '"' ? this.#quoted() : this.#plain()
    if (value.length > LONGEST_CELL) {
      this.#problem(message('csv.long-cell', { max: LONGEST_CELL }), 'Shorten it.')
    }
    this.#cells.push(FORMULA.test(value) && value.startsWith("'") ? value.slice(1) : value)
    if (this.#cells.length > MOST_COLUMNS) {
      this.#problem(message('csv.columns', { max: MOST_COLUMNS }), 'Leave columns out.')
    }
    const next = this.#text[this.#at]
    if (next === this.#separator) {
      this.#at++
      if (this.#at === this.#text.length) this.#cells.push('') // the last cell is empty, and no line break follows
      return
    }
    if (next === '\r' && this.#text[this.#at + 1] === '\n') this.#at++
    if (next !== undefined) this.#at++
    this.#endRow()
  }

  #plain(): string {
    const start = this.#at
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      if (character === this.#separator || character === '\n' || character === '\r') break
    }
    return this.#text.slice(start, this.#at).trim()
  }

  #quoted(): string {
    let value = ''
    for (;;) {
      const end = this.#text.indexOf('"', this.#at + 1)
      if (end < 0) {
        this.#problem('a quotation mark is not closed', 'Write " behind the text, too.')
        this.#at = this.#text.length
        return value
      }
      value += this.#text.slice(this.#at + 1, end)
      this.#at = end + 1
      if (this.#text[this.#at] !== '"') return value + this.#plainRest()
      value += '"'
    }
  }

  /** Between the closing quotation mark and the separator there should be nothing. */
  #plainRest(): string {
    if (this.#plain() !== '') {
      this.#problem('text stands behind a closing quotation mark', 'Write " twice within a text.')
    }
    return ''
  }

  #endRow(): void {
    if (this.#cells.some((one) => one !== '')) {
      this.#rows.push({ line: this.#line, cells: this.#cells })
      if (this.#rows.length > MOST_ROWS) {
        this.#problem(message('csv.rows', { max: MOST_ROWS }), 'Split it into several files.')
      }
    }
    this.#cells = []
    this.#line++
  }

  #problem(what: Text, remedy: Text): void {
    this.#problems.push({ what, remedy, line: this.#line, column: this.#cells.length + 1 })
  }
}
