import type { Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import { lifelineStates, readEvents } from './lines-events.ts'
import { builtLines, type LinesFunctions, loadLines } from './lines-functions.ts'
import type {
  EmergencyLines,
  LineFacts,
  LineFactsNow,
  LinesEvent,
  LinesLibrary,
  LinesOptions,
  LineTiming,
  SimulatedLines,
} from './lines-library.ts'
import { LinesError } from './lines-library.ts'
import { simulatedLines } from './lines-sim.ts'
import { HAL_ABI, type RawInfo, type RawState } from './lines-structs.ts'

const ERROR_TEXT = 256
const CARDS_BYTES = 256
const PATH_BYTES = 108
const NUMBER_BYTES = 16
const NO_LINE = 0xff
const hooks = ['on', 'off', 'flash'] as const

/**
 * Opens libhal: its cards are in service from here to `close()`. Events arrive in the event loop, never within a call.
 * Throws an Error that names `make` when the library is missing or of another version; LinesError, with a sentence for a
 * person, when it refuses: EINVAL or ENODEV for `lines`, else what the audio file met.
 */
export function openLines(
  options: LinesOptions & { readonly library?: string },
  onEvent: (event: LinesEvent) => void,
): LinesLibrary {
  const functions = loadLines(options.library ?? builtLines)
  const hal = [null]
  const text = Buffer.alloc(ERROR_TEXT)
  const result = functions.open(nativeOptions(options), text, hal)
  if (result < 0) throw new LinesError('hal_open', getSystemErrorName(result), sentence(text))
  const events = readEvents(functions.eventFd(hal[0]), onEvent)
  return new KoffiLines(functions, hal[0], events)
}

class KoffiLines implements LinesLibrary {
  readonly lines: readonly LineFacts[]
  readonly sim: SimulatedLines
  readonly #native: LinesFunctions
  readonly #events: Socket
  #hal: unknown

  constructor(native: LinesFunctions, hal: unknown, events: Socket) {
    this.#native = native
    this.#hal = hal
    this.#events = events
    this.lines = Array.from({ length: native.count(hal) }, (_, line) => this.#facts(line))
    this.sim = simulatedLines(native.sim, () => this.#open, check)
  }

  set(line: number, timing: LineTiming): void {
    check('hal_line_set', this.#native.set(this.#open, line, nativeTiming(timing)))
  }

  hook(line: number, state: 'on' | 'off' | 'flash'): void {
    check('hal_hook', this.#native.hook(this.#open, line, hooks.indexOf(state)))
  }

  ring(line: number, cadenceMs: readonly number[]): void {
    const cadence =
      cadenceMs.length > 0 ? { ms: padded('hal_ring', cadenceMs, 8, 0, 0xffff) } : null
    check('hal_ring', this.#native.ring(this.#open, line, cadence))
  }

  caller(line: number, number: string, name: string | undefined): void {
    check('hal_caller', this.#native.caller(this.#open, line, number, name ?? null))
  }

  openLoop(line: number, ms: number): void {
    check('hal_open_loop', this.#native.openLoop(this.#open, line, ms))
  }

  serve(line: number, on: boolean, isProtected: boolean): void {
    check('hal_serve', this.#native.serve(this.#open, line, Number(on), Number(isProtected)))
  }

  emergency(table: EmergencyLines): void {
    check('hal_emergency', this.#native.emergency(this.#open, nativeEmergency(table)))
  }

  state(line: number): LineFactsNow {
    const raw = {} as RawState
    check('hal_line_state', this.#native.state(this.#open, line, raw))
    return stateOf(raw)
  }

  step(ticks: number): number {
    const done = this.#native.step(this.#open, ticks)
    check('hal_step', done)
    return done
  }

  /** Every line goes on hook; threads and files end. A second call is harmless. */
  close(): void {
    if (this.#hal === undefined) return
    this.#events.destroy()
    this.#native.close(this.#hal)
    this.#hal = undefined
  }

  /** The instance; a call after `close()` must not reach C. */
  get #open(): unknown {
    if (this.#hal === undefined) throw new LinesError('libhal', 'EBADF')
    return this.#hal
  }

  #facts(line: number): LineFacts {
    const raw = {} as RawInfo
    check('hal_line_info', this.#native.info(this.#open, line, raw))
    return {
      name: raw.name,
      kind: raw.kind === 1 ? 'fxs' : 'fxo',
      driver: raw.driver,
      canReversal: raw.can_reversal === 1,
    }
  }
}

function check(call: string, result: number): void {
  if (result < 0) throw new LinesError(call, getSystemErrorName(result))
}

/** What hal_open wrote, without the full stop that whoever shows it sets; undefined: nothing. */
function sentence(text: Buffer): string | undefined {
  const [said = ''] = text.toString('utf8').split('\0')
  return said.replace(/\.$/, '') || undefined
}

function nativeOptions(options: LinesOptions) {
  return {
    abi: HAL_ABI,
    drive: options.stepped ? 1 : 0,
    seed: options.seed ?? 0,
    lines: bounded('The list of cards', options.lines, CARDS_BYTES),
    audio_path: bounded('The path of the audio file', options.audioPath, PATH_BYTES),
    lifeline_after_ms: options.lifelineAfterMs,
    reserved: 0,
  }
}

function nativeTiming(timing: LineTiming) {
  return {
    disconnect_ms: timing.disconnectMs,
    flash_min_ms: timing.flashMinMs,
    flash_max_ms: timing.flashMaxMs,
    gain_from_tenths_db: Math.round(timing.gainFromDb * 10),
    gain_to_tenths_db: Math.round(timing.gainToDb * 10),
    reserved: 0,
  }
}

function nativeEmergency(table: EmergencyLines) {
  const call = 'hal_emergency'
  if (table.numbers.length > 8) throw new LinesError(call, 'EINVAL')
  return {
    numbers: Array.from({ length: 8 }, (_, i) =>
      bounded('An emergency number', table.numbers[i] ?? '', NUMBER_BYTES),
    ),
    sent: bounded('What is dialled for an emergency', table.sent, NUMBER_BYTES),
    lines: padded(call, table.lines, 32, NO_LINE, NO_LINE - 1),
    pre_dial_ms: table.preDialMs,
  }
}

/** A text that fits with the 0 that ends it. */
function bounded(what: string, text: string, bytes: number): string {
  if (Buffer.byteLength(text) < bytes && !text.includes('\0')) return text
  throw new LinesError('libhal', 'EINVAL', `${what} is longer than ${bytes - 1} characters`)
}

function padded(
  call: string,
  values: readonly number[],
  length: number,
  filler: number,
  most: number,
): number[] {
  if (values.length > length || values.some((value) => !(value >= 0 && value <= most)))
    throw new LinesError(call, 'EINVAL')
  return Array.from({ length }, (_, i) => values[i] ?? filler)
}

function stateOf(raw: RawState): LineFactsNow {
  return {
    hook: raw.hook === 1 ? 'off' : 'on',
    ringing: raw.ringing === 1,
    battery: raw.battery === 1,
    served: raw.served === 1,
    lifeline: lifelineStates[raw.lifeline] ?? 'off',
    audio: raw.audio === 1,
    levelFrom: raw.level_from_tenths_dbm0 / 10,
    levelTo: raw.level_to_tenths_dbm0 / 10,
    slips: Number(raw.slips),
    offHookMs: Number(raw.off_hook_ms),
  }
}
