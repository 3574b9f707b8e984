import type { LineFault } from '../../hal/ffi/lines-library.ts'
import type { Chance } from './chance.ts'
import type { Life } from './person.ts'
import type { VirtualOffice } from './virtual-office.ts'

const OF_PHONES = ['cut', 'audio-stops', 'stuck'] as const
const OF_LINES = ['cut', 'no-dial-tone', 'audio-stops', 'glare'] as const

/** Wires that fail, processes that die. */
export class Trouble {
  /** Uptime, ms, since when a line is well; infinite while it is not. */
  readonly wellSince = new Map<string, number>()
  /** Uptime, ms, of the last time that a process died or came, or a connection was lost. */
  disturbedAt = 0
  readonly counts = { faults: 0, exchange: 0, media: 0, cuts: 0 }
  readonly #office: VirtualOffice
  readonly #chance: Chance

  constructor(office: VirtualOffice, chance: Chance) {
    this.#office = office
    this.#chance = chance
  }

  *faults(): Life {
    const chance = this.#chance
    for (;;) {
      yield chance.between(30_000, 400_000)
      const [first, ...others] = this.#office.lines.lines
      if (!first) return
      const { name, kind } = chance.pick([first, ...others])
      this.#set(name, kind === 'fxs' ? chance.pick(OF_PHONES) : chance.pick(OF_LINES))
      this.counts.faults++
      yield chance.soon(200, 60_000)
      this.#set(name, 'none')
    }
  }

  *deaths(): Life {
    const chance = this.#chance
    for (;;) {
      yield chance.between(60_000, 900_000)
      const dice = chance.next()
      const ms = chance.soon(20, 8000)
      if (dice < 0.5) yield* this.#exchangeDies(ms)
      else if (dice < 0.8) yield* this.#mediaDies(ms)
      else yield* this.#networkFails()
    }
  }

  /** Everything works again. */
  async mend(): Promise<void> {
    for (const { name } of this.#office.lines.lines) this.#set(name, 'none')
    this.#office.interrupt(0, () => {})
    if (!this.#office.hasExchange) this.#office.startExchange()
    if (!this.#office.hasMedia) await this.#office.startMedia()
    this.disturbedAt = this.#office.uptime
  }

  *#exchangeDies(ms: number): Life {
    this.counts.exchange++
    const kill = () => {
      this.#disturb('exchange dies')
      this.#office.killExchange()
    }
    yield* this.#suddenly(kill)
    yield ms
    if (this.#office.hasExchange) kill() // it had nothing to do, and lived on
    this.#disturb('exchange is back')
    this.#office.startExchange()
  }

  *#mediaDies(ms: number): Life {
    this.counts.media++
    const kill = () => {
      this.#disturb('media dies')
      this.#office.killMedia()
    }
    yield* this.#suddenly(kill)
    yield ms
    if (this.#office.hasMedia) kill()
    this.#disturb('media is back')
    void this.#office.startMedia()
    yield 20
  }

  *#networkFails(): Life {
    this.counts.cuts++
    yield* this.#suddenly(() => {
      this.#disturb('connections are cut')
      if (this.#office.hasExchange) this.#office.exchange.cut()
    })
  }

  /** Now, or in the midst of what the next event sets going. */
  *#suddenly(act: () => void): Life {
    if (this.#chance.is(0.3)) act()
    else this.#office.interrupt(this.#chance.between(1, 12), act)
    yield this.#chance.soon(10, 1000)
  }

  #disturb(what: string): void {
    this.#office.diary.note(what)
    this.disturbedAt = this.#office.uptime
  }

  #set(name: string, fault: LineFault): void {
    this.#office.sim.fault(this.#office.lineOf(name), fault)
    const since = this.wellSince.get(name) ?? 0
    const now = this.#office.uptime
    if (fault !== 'none') this.wellSince.set(name, Number.POSITIVE_INFINITY)
    else if (since === Number.POSITIVE_INFINITY) this.wellSince.set(name, now)
    if (fault !== 'none' || since === Number.POSITIVE_INFINITY)
      this.#office.diary.note(`${name} fault ${fault}`)
  }
}
