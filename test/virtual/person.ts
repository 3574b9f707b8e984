import { LinesError } from '../../hal/ffi/lines-library.ts'
import type { Chance } from './chance.ts'
import { Telephone } from './telephone.ts'
import type { VirtualOffice } from './virtual-office.ts'

/** What somebody does, one thing after the other; yields the milliseconds until the next. */
export type Life = Generator<number, void, void>

const INSIDE = ['107', '108', '109', '110', '111', '120', '0'] as const
const OUTSIDE = [
  '95550100',
  '95550101',
  '95550102',
  '95550103',
  '95550104',
  '95550105',
  '95550106',
  '92125551234',
  '912125551234',
] as const
const EMERGENCY = ['911', '9911'] as const
const WRONG = ['55', '199', '*72', '#', '1234567', '10#', '9123', '91', '108#', 'A'] as const
const PARTIAL = ['1', '10', '9', '91', '955', '95550'] as const
const KEYS = ['1', '5', '9', '*', '#', '0', '22', '911'] as const
const KEY_MS = 200
const PULSED_DIGIT_MS = 1700

/** Somebody at a telephone who does whatever people do, at any moment. */
export class Person {
  readonly telephone: Telephone
  /** What he says, Hz; other people have other ones. */
  readonly hz: number
  readonly #office: VirtualOffice
  readonly #chance: Chance
  /** Uptime, ms, until which he presses keys and says nothing. */
  pressesUntil = 0
  isSpeaking = false
  isUp = false

  constructor(office: VirtualOffice, line: string, hz: number, chance: Chance) {
    this.#office = office
    this.#chance = chance
    this.telephone = new Telephone(office, line)
    this.hz = hz
  }

  *life(): Life {
    for (;;) {
      if (yield* this.#rests()) yield* this.#dials()
      yield* this.#talks()
      this.hangsUp()
      if (this.#chance.is(0.1))
        yield this.#chance.between(50, 1500) // and lifts again, perhaps too soon
      else yield this.#chance.between(1000, 5000)
    }
  }

  hangsUp(): void {
    this.#note('hangs up')
    this.isUp = false
    this.telephone.hangUp()
  }

  /** On hook. False: it rang, and he has lifted. */
  *#rests(): Generator<number, boolean, void> {
    const until = this.#office.uptime + this.#chance.soon(500, 240_000)
    while (this.#office.uptime < until) {
      yield this.#chance.between(300, 2000)
      if (this.#rings && this.#chance.is(0.35)) {
        this.#lifts()
        return false
      }
    }
    this.#lifts()
    return true
  }

  *#dials(): Life {
    const chance = this.#chance
    yield chance.soon(0, 4000)
    if (chance.is(0.05)) return
    if (chance.is(0.05)) {
      yield chance.between(5000, 200_000) // the receiver lies beside it
      return
    }
    yield* this.#presses(this.#number())
  }

  *#talks(): Life {
    const chance = this.#chance
    while (chance.is(0.85)) {
      yield chance.soon(100, 40_000)
      const dice = chance.next()
      if (dice < 0.2) yield* this.#flashes()
      else if (dice < 0.3) yield* this.#presses(chance.pick(KEYS))
      else if (dice < 0.4) this.#speaks(chance.is(0.8))
      else if (dice < 0.43) yield chance.between(30_000, 300_000)
    }
  }

  /** And mostly calls somebody then, or flashes again. */
  *#flashes(): Life {
    const chance = this.#chance
    const ms = chance.is(0.85) ? chance.between(350, 900) : chance.between(100, 2000)
    this.#note(`flashes for ${ms} ms`)
    this.#press(ms + 300, () => this.telephone.flash(ms))
    yield chance.between(500, 4000)
    if (chance.is(0.6)) yield* this.#presses(this.#number())
  }

  *#presses(number: string): Life {
    const pulses = this.#chance.is(0.06) && /^\d+$/.test(number)
    this.#note(`dials ${number}${pulses ? ' by pulses' : ''}`)
    const ms = number.length * (pulses ? PULSED_DIGIT_MS : KEY_MS)
    this.#press(ms, () => this.telephone.dial(number, pulses ? 'pulse' : 'dtmf'))
    yield this.#chance.is(0.9) ? ms + 100 : Math.floor(ms / 2)
  }

  #number(): string {
    const dice = this.#chance.next()
    if (dice < 0.5) return this.#chance.pick(INSIDE)
    if (dice < 0.8) return this.#chance.pick(OUTSIDE)
    if (dice < 0.83) return this.#chance.pick(EMERGENCY)
    return dice < 0.92 ? this.#chance.pick(WRONG) : this.#chance.pick(PARTIAL)
  }

  #lifts(): void {
    this.#note('lifts')
    this.isUp = true
    this.#speaks(this.#chance.is(0.85))
    this.telephone.lift()
  }

  #speaks(on: boolean): void {
    this.isSpeaking = on
    this.telephone.says(on ? this.hz : 'nothing')
  }

  /** Keys that wait to be pressed may be too many. */
  #press(ms: number, press: () => void): void {
    this.pressesUntil = Math.max(this.pressesUntil, this.#office.uptime) + ms
    try {
      press()
    } catch (error) {
      if (!(error instanceof LinesError) || error.code !== 'ENOSPC') throw error
    }
  }

  get #rings(): boolean {
    return this.#office.lines.state(this.telephone.line).ringing
  }

  #note(text: string): void {
    this.#office.diary.note(`fxs-${this.telephone.line + 1} ${text}`)
  }
}
