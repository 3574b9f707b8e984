/** What a VT100 of 80 columns and 24 lines shows: only what the console may use; anything else is kept in `strange`. */
export class Screen {
  readonly #rows: string[][] = [[]]
  /** Rows that have left at the top. */
  readonly past: string[] = []
  row = 0
  column = 0
  bells = 0
  /** Control characters and sequences that are none of ours. */
  readonly strange: string[] = []
  #held: string | undefined // what has come behind an escape

  /** Takes characters as they come over the wire. */
  write(text: string): void {
    for (const character of text) this.#take(character)
  }

  /** The rows, without blanks at their ends. */
  get rows(): string[] {
    return Array.from({ length: 24 }, (_, row) => this.rowText(row))
  }

  get text(): string {
    return this.rows.join('\n').trimEnd()
  }

  /** With what has scrolled away. */
  get everything(): string {
    return [...this.past, this.text].join('\n')
  }

  rowText(row: number): string {
    const cells = this.#rows[row] ?? []
    return Array.from(cells, (cell) => cell ?? ' ')
      .join('')
      .trimEnd()
  }

  /** The row with the cursor. */
  get current(): string {
    return this.rowText(this.row)
  }

  #take(character: string): void {
    if (this.#held !== undefined) {
      this.#held += character
      const whole = /^\[[\d;]*[A-Za-z]$/.test(this.#held)
      if (whole) this.#sequence(this.#held)
      else if (/^\[[\d;]*$/.test(this.#held)) return
      else this.strange.push(this.#held)
      this.#held = undefined
      return
    }
    if (character === '\x1b') this.#held = ''
    else if (character === '\r') this.column = 0
    else if (character === '\n') this.#feed()
    else if (character === '\x07') this.bells++
    else if (character >= ' ' && character <= '~') this.#put(character)
    else this.strange.push(character)
  }

  #put(character: string): void {
    if (this.column === 80) {
      this.column = 0
      this.#feed()
    }
    const row = this.#at(this.row)
    row[this.column++] = character
  }

  #feed(): void {
    if (this.row < 23) {
      this.row++
      return
    }
    this.past.push(this.rowText(0))
    this.#rows.shift()
  }

  #sequence(sequence: string): void {
    const [, digits = '', final = ''] = /^\[([\d;]*)(.)$/.exec(sequence) ?? []
    const number = Number(digits || 0)
    if (final === 'H' && digits === '') [this.row, this.column] = [0, 0]
    else if (final === 'C') this.column = Math.min(79, this.column + Math.max(1, number))
    else if (final === 'K' && number === 0)
      this.#at(this.row).length = Math.min(this.#at(this.row).length, this.column)
    else if (final === 'J' && number === 2) this.#rows.length = 0
    else if (final === 'J' && number === 0) {
      this.#at(this.row).length = Math.min(this.#at(this.row).length, this.column)
      this.#rows.length = this.row + 1
    } else this.strange.push(sequence)
  }

  #at(row: number): string[] {
    for (let made = this.#rows.length; made <= row; made++) this.#rows[made] = []
    return this.#rows[row] ?? []
  }
}
