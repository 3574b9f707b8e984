/** libhal as TypeScript sees it: `hal/include/strowger/hal.h` with names for numbers. Errors are thrown as `LinesError`. */
export interface LinesLibrary {
  readonly lines: readonly LineFacts[]
  set(line: number, settings: LineTiming): void
  /** FXO. */
  hook(line: number, state: 'on' | 'off' | 'flash'): void
  /** FXS: rings with that cadence until an empty one stops it. */
  ring(line: number, cadenceMs: readonly number[]): void
  /** FXS: caller ID to be shown after the first ring; without a name as type I (SDMF), which knows none. */
  caller(line: number, number: string, name: string | undefined): void
  /** FXS: takes the battery off for a moment. */
  openLoop(line: number, ms: number): void
  /** Whether the controller serves the line: its audio passes. */
  serve(line: number, on: boolean, isProtected: boolean): void
  emergency(table: EmergencyLines): void
  state(line: number): LineFactsNow
  /** A stepped instance: ticks of 10 ms pass, at most up to an event. How many did. */
  step(ticks: number): number
  /** The other end of simulated lines; throws `LinesError` ENODEV for a line that is not simulated. */
  readonly sim: SimulatedLines
  close(): void
}

export interface LinesOptions {
  /** `none`, `sim:fxs=2,fxo=2`. */
  readonly lines: string
  /** File on tmpfs for the audio of all lines; empty: none, for a lifeline where no file can be made. */
  readonly audioPath: string
  readonly lifelineAfterMs: number
  readonly seed?: number
  /** Time passes only by `step`: for tests. */
  readonly stepped?: boolean
}

export interface LineFacts {
  readonly name: string
  readonly kind: 'fxs' | 'fxo'
  readonly driver: string
  readonly canReversal: boolean
}

export interface LineTiming {
  readonly disconnectMs: number
  readonly flashMinMs: number
  readonly flashMaxMs: number
  readonly gainFromDb: number
  readonly gainToDb: number
}

export interface EmergencyLines {
  readonly numbers: readonly string[]
  readonly sent: string
  readonly lines: readonly number[]
  readonly preDialMs: number
}

export interface LineFactsNow {
  readonly hook: 'on' | 'off'
  readonly ringing: boolean
  readonly battery: boolean
  readonly served: boolean
  readonly lifeline: 'off' | 'tone' | 'call'
  readonly audio: boolean
  /** dBm0 of the last 200 ms; -99.9 is silence. */
  readonly levelFrom: number
  readonly levelTo: number
  readonly slips: number
  readonly offHookMs: number
}

export type LinesEvent =
  | {
      readonly kind:
        | 'off-hook'
        | 'on-hook'
        | 'ring'
        | 'ring-over'
        | 'reversal'
        | 'battery-lost'
        | 'battery-back'
        | 'audio-stopped'
        | 'audio-back'
      readonly line: number
    }
  | { readonly kind: 'flash' | 'disconnect'; readonly line: number; readonly durationMs: number }
  | { readonly kind: 'digit'; readonly line: number; readonly digit: string }
  | {
      readonly kind: 'caller'
      readonly line: number
      readonly number: string
      readonly name: string
    }
  | {
      readonly kind: 'lifeline'
      readonly line: number
      readonly state: 'off' | 'tone' | 'call'
      readonly peer: number | undefined
    }
  | { readonly kind: 'overflow' }

/** `drivers/sim/sim.h`: people at telephones, and the central office. */
export interface SimulatedLines {
  lift(line: number): void
  hangUp(line: number): void
  flash(line: number, ms: number): void
  dial(line: number, keys: string, how: 'dtmf' | 'pulse', onMs?: number, gapMs?: number): void
  say(line: number, saying: Saying): void
  hear(line: number): Hearing
  /** undefined ends it. */
  record(line: number, path: string | undefined): void
  ring(line: number, number: string, name: string): void
  /** The far party hangs up, or gives up. */
  end(line: number): void
  office(line: number): OfficeState
  rule(line: number, rule: OfficeRule): void
  set(line: number, settings: OfficeSettings): void
  fault(line: number, fault: LineFault): void
}

export interface Saying {
  readonly voice: 'silent' | 'tone' | 'echo' | 'speech'
  readonly hz?: number
  readonly levelDbm0?: number
}

export interface Hearing {
  readonly levelDbm0: number
  /** Strongest first. */
  readonly hz: readonly number[]
  readonly ringing: boolean
  readonly rings: number
  readonly offHook: boolean
  readonly battery: boolean
  /** Burst, pause, burst … of the last rings. */
  readonly lastRingMs: readonly number[]
  readonly callerNumber: string
  readonly callerName: string
}

export interface OfficeState {
  readonly state:
    | 'idle'
    | 'ringing'
    | 'dial-tone'
    | 'dialled'
    | 'far-ringing'
    | 'talking'
    | 'busy'
    | 'reorder'
    | 'howler'
    | 'ended'
  readonly dialled: string
  readonly preDialMs: number
  readonly digitOnMs: number
  readonly digitGapMs: number
}

export interface OfficeRule {
  /** The end of what is dialled. */
  readonly number: string
  readonly outcome: 'answer' | 'never' | 'busy' | 'reorder'
  /** Before it answers. */
  readonly rings?: number
  /** Hangs up after so long; left out: does not. */
  readonly talkMs?: number
  readonly saying?: Saying
}

export interface OfficeSettings {
  readonly farEnd: readonly ('cpc' | 'reversal' | 'busy-tone')[]
  readonly cpcMs: number
  readonly dialToneAfterMs: number
  readonly answerReversal: boolean
}

export type LineFault = 'none' | 'cut' | 'no-dial-tone' | 'audio-stops' | 'stuck' | 'glare'

/** A negative errno of the library, with its name (`EBUSY`) as `code`. `text`: what is wrong, for a person. */
export class LinesError extends Error {
  readonly code: string
  constructor(call: string, code: string, text?: string) {
    super(text || `${call}: ${code}`)
    this.code = code
  }
}
