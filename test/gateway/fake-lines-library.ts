import type {
  EmergencyLines,
  LineFacts,
  LineFactsNow,
  LinesEvent,
  LinesLibrary,
  LineTiming,
  SimulatedLines,
} from '../../hal/ffi/lines-library.ts'
import { LinesError } from '../../hal/ffi/lines-library.ts'

interface FakeLine {
  readonly facts: LineFacts
  now: { -readonly [Name in keyof LineFactsNow]: LineFactsNow[Name] }
  timing: LineTiming | undefined
  caller: string
}

/** Two telephones and two outside lines. */
export const FAKE_LINES: readonly LineFacts[] = [
  { name: 'fxs-1', kind: 'fxs', driver: 'sim', canReversal: false },
  { name: 'fxs-2', kind: 'fxs', driver: 'sim', canReversal: false },
  { name: 'fxo-1', kind: 'fxo', driver: 'sim', canReversal: true },
  { name: 'fxo-2', kind: 'fxo', driver: 'sim', canReversal: true },
]

/** libhal as its header describes it, without audio: refuses what it refuses, and a test makes its events. */
export class FakeLinesLibrary implements LinesLibrary {
  readonly lines: readonly LineFacts[]
  /** What a person at a line would have noticed: `ring fxs-1 2000,4000`, `off fxo-1`. */
  readonly effects: string[] = []
  /** Its event pipe is full: events are lost. */
  deaf = false
  table: EmergencyLines | undefined
  closed = false
  readonly #all: readonly FakeLine[]
  readonly #onEvent: (event: LinesEvent) => void

  constructor(onEvent: (event: LinesEvent) => void, lines = FAKE_LINES) {
    this.lines = lines
    this.#onEvent = (event) => {
      if (!this.deaf) onEvent(event)
    }
    this.#all = lines.map((facts) => ({
      facts,
      now: { ...AT_REST },
      timing: undefined,
      caller: '',
    }))
  }

  set(line: number, settings: LineTiming): void {
    this.#line('hal_line_set', line).timing = settings
  }

  hook(line: number, state: 'on' | 'off' | 'flash'): void {
    const { now, facts } = this.#line('hal_hook', line, 'fxo')
    if (now.lifeline === 'call') throw new LinesError('hal_hook', 'EBUSY')
    if (state !== 'flash') now.hook = state
    this.effects.push(`${state} ${facts.name}`)
  }

  ring(line: number, cadenceMs: readonly number[]): void {
    const { now, facts } = this.#line('hal_ring', line, 'fxs')
    if (cadenceMs.length > 0 && now.hook === 'off') throw new LinesError('hal_ring', 'EBUSY')
    now.ringing = cadenceMs.length > 0
    if (!now.ringing) this.#line('hal_ring', line, 'fxs').caller = ''
    this.effects.push(now.ringing ? `ring ${facts.name} ${cadenceMs}` : `quiet ${facts.name}`)
  }

  caller(line: number, number: string, name: string | undefined): void {
    this.#line('hal_caller', line, 'fxs').caller = `${number} ${name}`
  }

  openLoop(line: number, ms: number): void {
    const { facts } = this.#line('hal_open_loop', line, 'fxs')
    this.effects.push(`open ${facts.name} ${ms}`)
  }

  serve(line: number, on: boolean, isProtected: boolean): void {
    const { now, facts } = this.#line('hal_serve', line)
    if (now.lifeline === 'call') throw new LinesError('hal_serve', 'EBUSY')
    if (on !== now.served) this.effects.push(`${on ? 'serve' : 'leave'} ${facts.name}`)
    now.served = on
    if (on && isProtected) this.effects.push(`protect ${facts.name}`)
    if (on) now.lifeline = 'off'
  }

  emergency(table: EmergencyLines): void {
    if (table.sent === '0') throw new LinesError('hal_emergency', 'EINVAL') // for tests of a refusal
    this.table = table
  }

  state(line: number): LineFactsNow {
    return { ...this.#line('hal_line_state', line).now }
  }

  step(): number {
    return 0
  }

  get sim(): SimulatedLines {
    throw new Error('the fake has no simulated people')
  }

  close(): void {
    this.closed = true
  }

  // ---- what the world does ----

  timingOf(line: number): LineTiming | undefined {
    return this.#line('test', line).timing
  }

  callerOf(line: number): string {
    return this.#line('test', line).caller
  }

  lift(line: number): void {
    const { now } = this.#line('test', line)
    if (now.hook === 'off') return
    now.hook = 'off'
    now.ringing = false
    this.#onEvent({ kind: 'off-hook', line })
  }

  layDown(line: number): void {
    const { now, facts } = this.#line('test', line)
    if (now.hook === 'on') return
    this.effects.push(`laid ${facts.name}`)
    now.hook = 'on'
    now.served = false
    now.lifeline = 'off'
    this.#onEvent({ kind: 'on-hook', line })
  }

  lifeline(line: number, state: 'off' | 'tone' | 'call', peer?: number): void {
    this.#line('test', line).now.lifeline = state
    if (peer !== undefined) this.#line('test', peer).now.lifeline = state
    this.#onEvent({ kind: 'lifeline', line, state, peer })
  }

  /** Changes what the library says of a line, without an event. */
  becomes(line: number, now: Partial<LineFactsNow>): void {
    Object.assign(this.#line('test', line).now, now)
  }

  /** An event out of the pipe, whatever it says. */
  tell(event: LinesEvent): void {
    this.#onEvent(event)
  }

  #line(call: string, line: number, kind?: 'fxs' | 'fxo'): FakeLine {
    if (this.closed) throw new Error('the library is closed')
    const found = this.#all[line]
    if (!found) throw new LinesError(call, 'ENOENT')
    if (kind && found.facts.kind !== kind) throw new LinesError(call, 'ENOTSUP')
    return found
  }
}

const AT_REST: LineFactsNow = {
  hook: 'on',
  ringing: false,
  battery: true,
  served: false,
  lifeline: 'off',
  audio: true,
  levelFrom: -99.9,
  levelTo: -99.9,
  slips: 0,
  offHookMs: 0,
}
