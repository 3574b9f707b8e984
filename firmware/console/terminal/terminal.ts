import type { Clock } from '../../clock/clock.ts'
import { type EditedLine, EMPTY, edit, LONGEST_LINE, lineOf, replace, textOf } from './edit-line.ts'
import { cellOf, inert } from './inert.ts'
import { type Key, KeyReader } from './keys.ts'
import { HEIGHT, WIDTH, wrapped } from './layout.ts'

/** What carries the characters. */
export interface Wire {
  send(text: string): void
  /** Bytes not yet gone: a terminal that is switched off, or a slow line. */
  readonly unsent: number
}

/** Nobody has pressed a key for so long, or the wire is gone: whoever waits for keys ends. */
export class TerminalEnded extends Error {
  readonly why: 'idle' | 'gone'
  constructor(why: 'idle' | 'gone') {
    super(why === 'idle' ? 'nobody pressed a key' : 'the wire is gone')
    this.why = why
  }
}

/** What could follow the last word of a line. */
export type Complete = (line: string) => Promise<readonly string[]>

export interface ReadOptions {
  readonly prompt: string
  /** Nothing of it is shown or remembered. */
  readonly secret?: boolean
  readonly complete?: Complete
  /** Lines of before, the newest last. */
  readonly history?: readonly string[]
  /** For this line alone. */
  readonly idleMs?: number
}

const LEAST_ROOM = 20 // columns for what is typed
const MOST_KEYS = 4096 // typed ahead; more is dropped
const MOST_UNSENT = 128 * 1024 // bytes; more output is dropped
const SLOW = 4096 // bytes unsent from which a picture is left out

/** A person at a VT100 of 80 columns and 24 lines, whatever program plays it. */
export class Terminal {
  readonly #wire: Wire
  readonly #clock: Clock
  readonly #reader = new KeyReader()
  #keys: Key[] = []
  #wake: (() => void) | undefined
  #gone = false
  #lastKey: number
  /** Called on Ctrl-C while nobody waits for keys. */
  #interrupt: (() => void) | undefined
  idleMs = Number.POSITIVE_INFINITY

  constructor(wire: Wire, clock: Clock) {
    this.#wire = wire
    this.#clock = clock
    this.#lastKey = clock.uptime()
  }

  /** What came over the wire; anything at all. */
  receive(bytes: Buffer): void {
    const keys = this.#reader.feed(bytes)
    if (bytes.length > 0) this.#lastKey = this.#clock.uptime()
    for (const key of keys) {
      const interrupts = 'name' in key && key.name === 'interrupt'
      if (interrupts) this.#keys = [] // nothing typed before it is wanted any more
      if (interrupts && this.#interrupt && !this.#wake) this.#interrupt()
      else if (this.#keys.length < MOST_KEYS) this.#keys.push(key)
    }
    if (this.#keys.length > 0) this.#wake?.()
  }

  /** The wire has gone: everybody who waits for keys ends, now and later. */
  end(): void {
    this.#gone = true
    this.#wake?.()
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Whether the wire is behind with what it was given. */
  get slow(): boolean {
    return this.#wire.unsent > SLOW
  }

  /** One line of text, inert and wrapped. */
  line(text = ''): void {
    for (const row of wrapped(text)) this.#send(`${row}\r\n`)
  }

  /** Lines, a screen at a time. False: the person has seen enough. */
  async page(lines: readonly string[]): Promise<boolean> {
    let room = HEIGHT - 2
    for (const row of lines.flatMap(wrapped)) {
      if (room === 0) {
        const key = await this.#more()
        if (key === 'stop') return false
        room = key === 'line' ? 1 : HEIGHT - 2
      }
      this.#send(`${row}\r\n`)
      room--
    }
    return true
  }

  async #more(): Promise<'page' | 'line' | 'stop'> {
    this.#send('-- more --  space: next page, Enter: next line, q: stop')
    for (;;) {
      const key = await this.key()
      const name = 'name' in key ? key.name : key.text.toLowerCase()
      const answer =
        name === ' ' ? 'page' : name === 'enter' || name === 'down' ? 'line' : undefined
      const stop = name === 'q' || name === 'interrupt' || name === 'end-of-input'
      if (!answer && !stop) continue
      this.#send('\r\x1b[K')
      return answer ?? 'stop'
    }
  }

  /** A picture that is drawn anew in the same place; left out while the wire is behind. */
  picture(lines: readonly string[], first: boolean): void {
    if (!first && this.slow) return
    const rows = lines
      .slice(0, HEIGHT - 1)
      .map((line) => `${inert(line).slice(0, WIDTH)}\x1b[K\r\n`)
    this.#send(`${first ? '\x1b[2J' : ''}\x1b[H${rows.join('')}\x1b[J`)
  }

  bell(): void {
    this.#send('\x07')
  }

  /** The next key. @throws TerminalEnded; the signal's reason when that fires first */
  async key(signal?: AbortSignal, idleMs = this.idleMs): Promise<Key> {
    for (;;) {
      const key = this.#keys.shift()
      if (key) return key
      await this.#some(idleMs, signal)
    }
  }

  /** Forgets what was typed ahead. */
  flush(): void {
    this.#keys = []
  }

  /** Runs `work`; Ctrl-C fires its signal, as does the end of the wire. */
  async interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    this.#interrupt = () => stop.abort(new Error('interrupted'))
    try {
      return await work(stop.signal)
    } finally {
      this.#interrupt = undefined
    }
  }

  /** A line that a person types. Undefined: they want to leave (Ctrl-D). Empty after Ctrl-C. */
  async readLine(options: ReadOptions): Promise<string | undefined> {
    const { prompt, secret = false, history = [] } = options
    const view = new LineView(prompt, secret, (text) => this.#send(text))
    let line = EMPTY
    let past = history.length
    let own = EMPTY // what was being typed before somebody looked at the history
    view.draw(line)
    for (;;) {
      const key = await this.key(undefined, options.idleMs)
      const name = 'name' in key ? key.name : undefined
      if (
        name === 'enter' ||
        name === 'interrupt' ||
        (name === 'end-of-input' && line.characters.length === 0)
      ) {
        view.draw(line)
        this.#send(name === 'interrupt' ? '^C\r\n' : '\r\n')
        if (name === 'end-of-input') return undefined
        if (name === 'enter' && line.overfull) {
          this.line(`The line is longer than ${LONGEST_LINE} characters: nothing was done.`)
          return ''
        }
        return name === 'enter' ? textOf(line) : ''
      }
      if ((name === 'up' || name === 'down') && !secret) {
        const to = Math.max(0, Math.min(history.length, past + (name === 'up' ? -1 : 1)))
        if (past === history.length) own = line
        past = to
        line = to === history.length ? own : lineOf(history[to] ?? '')
      } else if (name === 'tab') {
        if (options.complete) line = await this.#complete(line, options.complete, view)
      } else if (name === 'redraw') {
        this.#send('\x1b[2J\x1b[H')
        view.forget()
      } else {
        const edited = edit(line, key)
        if (!edited || edited.overfull) this.bell()
        line = edited ?? line
      }
      if (this.#keys.length === 0) view.draw(line) // a paste is drawn once
    }
  }

  async #complete(line: EditedLine, complete: Complete, view: LineView): Promise<EditedLine> {
    const before = line.characters.slice(0, line.cursor).join('')
    const word = /\S*$/.exec(before)?.[0] ?? ''
    const from = line.cursor - [...word].length
    const found = (await complete(before)).filter((one) => one.startsWith(word)).map(inert)
    const [only] = found
    if (only === undefined) {
      this.bell()
      return line
    }
    if (found.length === 1) return replace(line, from, line.cursor, `${only} `)
    const common = commonStart(found)
    if (common.length > word.length) return replace(line, from, line.cursor, common)
    view.draw(line)
    this.#send('\r\n')
    this.line(found.slice(0, 100).join('  '))
    view.forget()
    return line
  }

  async #some(idleMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.#gone) throw new TerminalEnded('gone')
    const left = this.#lastKey + idleMs - this.#clock.uptime()
    if (left <= 0) throw new TerminalEnded('idle')
    await new Promise<void>((resolve) => {
      const go = () => {
        timer?.cancel()
        signal?.removeEventListener('abort', go)
        this.#wake = undefined
        resolve()
      }
      const timer = Number.isFinite(left) ? this.#clock.after(left, go) : undefined
      signal?.addEventListener('abort', go, { once: true })
      this.#wake = go
    })
  }

  #send(text: string): void {
    if (!this.#gone && this.#wire.unsent < MOST_UNSENT) this.#wire.send(text)
  }
}

/** The row on which a line is typed: as much of it as there is room for, around the cursor. */
class LineView {
  readonly #prompt: string
  readonly #secret: boolean
  readonly #send: (text: string) => void
  #drawn: string | undefined
  #from = 0

  constructor(prompt: string, secret: boolean, send: (text: string) => void) {
    this.#prompt = inert(prompt).slice(0, WIDTH - LEAST_ROOM)
    this.#secret = secret
    this.#send = send
  }

  /** What is on the screen is not this row any more. */
  forget(): void {
    this.#drawn = undefined
  }

  draw({ characters, cursor }: EditedLine): void {
    const room = WIDTH - this.#prompt.length
    if (cursor < this.#from) this.#from = cursor
    if (cursor > this.#from + room) this.#from = cursor - room
    const end = this.#from + room
    const shown = this.#secret ? '' : characters.slice(this.#from, end).map(cellOf).join('')
    const at = this.#prompt.length + (this.#secret ? 0 : cursor - this.#from)
    const row = `${this.#prompt}${shown}`
    const back = at < row.length ? `\r\x1b[${at}C` : ''
    const drawn = `${row}${back}`
    if (drawn === this.#drawn) return
    const only =
      this.#drawn !== undefined &&
      !this.#drawn.includes('\r') &&
      !back &&
      row.startsWith(this.#drawn)
    this.#send(only ? row.slice(this.#drawn?.length) : `\r${row}\x1b[K${back}`)
    this.#drawn = drawn
  }
}

function commonStart(words: readonly string[]): string {
  const [first = ''] = words
  let length = first.length
  for (const word of words) while (!word.startsWith(first.slice(0, length))) length--
  return first.slice(0, length)
}
