import type { Hearing, OfficeState } from '../../hal/ffi/lines-library.ts'
import type { VirtualOffice } from './virtual-office.ts'

const NEAR_HZ = 10 // as exact as the simulated ear is

/** Tones as people name them, by their frequencies in Hz. */
export const tones = {
  dial: [350, 440],
  ringback: [440, 480],
  busy: [480, 620], // reorder too
  howler: [1400, 2060, 2450, 2600],
  cityTone: [1004],
} as const

/** Whether all of the frequencies are among what is heard. */
export function hears({ hz }: Pick<Hearing, 'hz'>, wanted: readonly number[]): boolean {
  return wanted.every((each) => hz.some((heard) => Math.abs(heard - each) <= NEAR_HZ))
}

/** Either end of a line, as a test listens to it. */
class Ear {
  readonly line: number
  protected readonly office: VirtualOffice
  readonly #name: string

  constructor(office: VirtualOffice, name: string) {
    this.office = office
    this.#name = name
    this.line = office.lineOf(name)
  }

  get hearing(): Hearing {
    return this.office.sim.hear(this.line)
  }

  hears(wanted: readonly number[]): boolean {
    return hears(this.hearing, wanted)
  }

  /** Waits until it is heard. */
  async waitsFor(wanted: readonly number[], ms = 20_000): Promise<void> {
    const what = `${this.#name} hears ${wanted.join(' + ')} Hz`
    await this.office.until(what, () => this.hears(wanted), ms)
  }

  says(hz: number | 'nothing'): void {
    const { sim } = this.office
    if (hz === 'nothing') sim.say(this.line, { voice: 'silent' })
    else sim.say(this.line, { voice: 'tone', hz, levelDbm0: -15 })
  }
}

/** A telephone on an FXS port, and whoever uses it. */
export class Telephone extends Ear {
  lift(): void {
    this.office.sim.lift(this.line)
  }

  hangUp(): void {
    this.office.sim.hangUp(this.line)
  }

  flash(ms = 600): void {
    this.office.sim.flash(this.line, ms)
  }

  dial(keys: string, how: 'dtmf' | 'pulse' = 'dtmf'): void {
    this.office.sim.dial(this.line, keys, how)
  }

  /** Lifts, waits for dial tone, dials. */
  async calls(number: string): Promise<void> {
    this.lift()
    await this.waitsFor(tones.dial)
    this.dial(number)
  }

  /** Waits for the bell, and lifts. */
  async answers(): Promise<void> {
    await this.office.until('the bell rings', () => this.hearing.ringing)
    this.lift()
  }
}

/** The central office behind an FXO port, and who talks there. */
export class CityLine extends Ear {
  get state(): OfficeState {
    return this.office.sim.office(this.line)
  }

  rings(number: string, name = ''): void {
    this.office.sim.ring(this.line, number, name)
  }

  /** The far party hangs up, or gives up. */
  ends(): void {
    this.office.sim.end(this.line)
  }

  tells(...farEnd: readonly ('cpc' | 'reversal' | 'busy-tone')[]): void {
    this.office.sim.set(this.line, {
      farEnd,
      cpcMs: 600,
      dialToneAfterMs: 200,
      answerReversal: false,
    })
  }
}
