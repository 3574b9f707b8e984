import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Hearing,
  LineFault,
  OfficeRule,
  OfficeSettings,
  OfficeState,
  Saying,
} from '../../hal/ffi/lines-library.ts'
import { systemClock } from '../clock/system-clock.ts'
import type { SimulatedLine } from '../gateway/sim-command.ts'
import { levels } from './tone.ts'
import { until } from './wait.ts'
import type { Sound } from './wav.ts'
import { readWav } from './wav.ts'

type Ask = (command: object) => Promise<unknown>

const NEAR_HZ = 15 // the ear tells frequencies to ±10 Hz

/** The far end of a simulated line, moved over the command socket of `lines`. */
export class FarEnd {
  readonly name: string
  readonly #ask: Ask

  constructor(name: string, ask: Ask) {
    this.name = name
    this.#ask = ask
  }

  protected async act(action: string, args: object = {}): Promise<unknown> {
    return this.#ask({ line: this.name, action, ...args })
  }

  async listen(): Promise<SimulatedLine> {
    return (await this.act('listen')) as SimulatedLine
  }

  async hearing(): Promise<Hearing> {
    return (await this.listen()).hearing
  }

  /** A tone at -10 dBm0 from now on; `silent` without `hz`. */
  async says(hz?: number, levelDbm0 = -10): Promise<void> {
    const saying: Saying = hz === undefined ? { voice: 'silent' } : { voice: 'tone', hz, levelDbm0 }
    await this.act('say', saying)
  }

  /** Waits until all of these frequencies are at its ear at once. */
  async hears(...hz: number[]): Promise<void> {
    await this.#until(`${hz.join(' + ')} Hz`, (hearing) => isHeard(hz, hearing))
  }

  /** The same; the level there (dBm0) once it stays, for the ear remembers 200 ms. */
  async levelOf(...hz: number[]): Promise<number> {
    const LOOKS = 3
    const before: number[] = []
    return this.#until(
      `steady ${hz.join(' + ')} Hz`,
      (hearing) => {
        before.push(hearing.levelDbm0)
        const last = before.slice(-LOOKS)
        const isSteady = last.length === LOOKS && Math.max(...last) - Math.min(...last) < 0.3 // dB: tones beat
        return isSteady && isHeard(hz, hearing)
      },
      150,
    )
  }

  /** Waits until nothing is at its ear. */
  async hearsNothing(): Promise<void> {
    await this.#until('silence', ({ levelDbm0 }) => levelDbm0 < -55)
  }

  /** Waits until something is at its ear, and nothing of these frequencies. */
  async hearsBut(...hz: number[]): Promise<void> {
    await this.#until(
      `something without ${hz.join(', ')} Hz`,
      (hearing) => hearing.levelDbm0 > -45 && !hz.some((one) => isHeard([one], hearing)),
    )
  }

  /** Waits until this frequency is no longer at its ear. */
  async hearsNo(hz: number): Promise<void> {
    await this.#until(`no ${hz} Hz`, (hearing) => !isHeard([hz], hearing))
  }

  /** What is at its ear while `act` goes on. */
  async recording(act: () => Promise<unknown>): Promise<Sound> {
    const folder = mkdtempSync(join(tmpdir(), 'ear-'))
    const path = join(folder, 'heard.wav')
    try {
      await this.act('record', { path })
      await act()
      await this.act('record', { path: null }).catch(() => undefined) // its process was killed
      return readWav(path)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  async fault(fault: LineFault): Promise<void> {
    await this.act('fault', { fault })
  }

  async #until(what: string, fits: (hearing: Hearing) => boolean, pauseMs = 0): Promise<number> {
    let last: Hearing | undefined
    const look = async () => {
      if (pauseMs > 0) await systemClock.sleep(pauseMs)
      // its process may have been killed just now
      last = await this.hearing().catch(() => undefined)
      return last && fits(last) && last
    }
    const hearing = await until(`${what} at ${this.name}`, look).catch((error: Error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`)
    })
    return hearing.levelDbm0
  }
}

function isHeard(hz: readonly number[], { hz: heard }: Hearing): boolean {
  return hz.every((one) => heard.some((other) => Math.abs(one - other) <= NEAR_HZ))
}

/** A person at the analog telephone on an FXS port. */
export class SimPhone extends FarEnd {
  async lift(): Promise<void> {
    await this.act('lift')
  }

  async hangUp(): Promise<void> {
    await this.act('hang-up')
  }

  async flash(ms = 600): Promise<void> {
    await this.act('flash', { ms })
  }

  async keys(keys: string, how: 'dtmf' | 'pulse' = 'dtmf'): Promise<void> {
    const timing = how === 'dtmf' ? { onMs: 60, gapMs: 60 } : {}
    await this.act('dial', { keys, how, ...timing })
  }

  /** Lifts, waits for dial tone, dials. */
  async dials(keys: string, how: 'dtmf' | 'pulse' = 'dtmf'): Promise<void> {
    await this.lift()
    await this.hears(350, 440)
    await this.keys(keys, how)
  }

  async rings(): Promise<void> {
    await until(`the bell of ${this.name}`, async () => (await this.hearing()).ringing)
  }

  /** Waits for the bell, then lifts. */
  async answers(): Promise<void> {
    await this.rings()
    await this.lift()
  }
}

/** The central office behind an FXO port, and the far party there. */
export class SimOffice extends FarEnd {
  /** Rings as soon as the line is free of the last call. */
  async ring(number: string, name = ''): Promise<void> {
    const isFree = async () => {
      const { office, hearing } = await this.listen()
      return office?.state === 'idle' && !hearing.offHook
    }
    await until(`a free ${this.name}`, isFree)
    await this.act('ring', { number, name })
  }

  /** The far party hangs up, or gives up. */
  async end(): Promise<void> {
    await this.act('end')
  }

  async state(): Promise<OfficeState> {
    const { office } = await this.listen()
    if (!office) throw new Error(`${this.name} has no office`)
    return office
  }

  async rule(rule: OfficeRule): Promise<void> {
    await this.act('rule', rule)
  }

  async set(settings: Partial<OfficeSettings> = {}): Promise<void> {
    const usual: OfficeSettings = {
      farEnd: ['cpc', 'busy-tone'],
      cpcMs: 600,
      dialToneAfterMs: 200,
      answerReversal: false,
    }
    await this.act('office', { ...usual, ...settings })
  }

  async is(...states: OfficeState['state'][]): Promise<OfficeState> {
    let last: OfficeState | undefined
    const look = async () => {
      last = await this.state().catch(() => undefined)
      return last && states.includes(last.state) && last
    }
    return until(`${states.join(' or ')} at ${this.name}`, look).catch((error: Error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`)
    })
  }
}

/** Lengths in ms of the bursts of a tone and of the pauses between them: burst, pause, burst …; the first and the last are cut off. */
export function cadenceOf(sound: Sound, hz: number): number[] {
  const WINDOW_MS = 10
  const on = levels(sound, hz, WINDOW_MS).map((level) => level > -40)
  const lengths: number[] = []
  let since = 0
  for (let at = 1; at < on.length; at++) {
    if (on[at] === on[at - 1]) continue
    lengths.push((at - since) * WINDOW_MS)
    since = at
  }
  const inner = lengths.slice(1)
  return on[0] ? inner.slice(1) : inner
}
