import type { CallEvent } from '../../firmware/records/call-event.ts'
import { Chance } from './chance.ts'
import { City } from './city-life.ts'
import type { Life } from './person.ts'
import { Person } from './person.ts'
import { comesToRest } from './rest.ts'
import { smallOffice } from './small-office.ts'
import { CityLine, Telephone } from './telephone.ts'
import { Trouble } from './trouble.ts'
import { VirtualOffice } from './virtual-office.ts'
import { Watch } from './watch.ts'

const LOOK_MS = 240
const REST_MS = 100_000 // a party on hold rings its telephone again for 48 s
const CLOSING_MS = 20 * 60_000
const OF_PEOPLE = [1060, 1130, 1270, 1560] // Hz: neither keys nor tones
const OF_CITY = [1720, 1790, 1860]

interface Living {
  readonly life: Life
  /** Uptime, ms, of what he does next. */
  at: number
}

/** Random people at the telephones of a virtual office and in the city, faults and crashes among them. The same for the same seed. */
export class Traffic {
  readonly office: VirtualOffice
  readonly trouble: Trouble
  readonly watch: Watch
  readonly people = new Map<string, Person>()
  readonly cities = new Map<string, City>()
  closings = 0
  #living: Living[] = []

  private constructor(office: VirtualOffice, seed: number) {
    const chance = new Chance(seed)
    this.office = office
    for (const [i, hz] of OF_PEOPLE.entries()) {
      const name = `fxs-${i + 1}`
      this.people.set(name, new Person(office, name, hz, chance.branch()))
    }
    for (const [i, hz] of OF_CITY.entries()) {
      const name = `fxo-${i + 1}`
      this.cities.set(name, new City(office, name, hz, chance.branch(), i === 2))
    }
    this.trouble = new Trouble(office, chance.branch())
    this.watch = new Watch(office, this.trouble, this.people, this.cities, chance.branch())
  }

  static async open(seed: number): Promise<Traffic> {
    const office = await VirtualOffice.open({
      office: smallOffice({ silenceMinutes: 2, reversal: true }),
      cards: 'sim:fxs=4,fxo=3',
      seed: seed + 1, // 0 is random
    })
    return new Traffic(office, seed)
  }

  /** So many hours of business; every twenty minutes everybody goes home, and nothing may be left of all calls. */
  async hours(hours: number): Promise<void> {
    const end = this.office.uptime + hours * 3_600_000
    while (this.office.uptime < end) {
      this.#opens()
      await this.#runs(Math.min(end, this.office.uptime + CLOSING_MS))
      await this.#closes()
    }
    await this.#callsOverEveryLine()
  }

  #opens(): void {
    const lives = [
      ...[...this.people.values(), ...this.cities.values()].map((each) => each.life()),
      this.trouble.faults(),
      this.trouble.deaths(),
    ]
    this.#living = lives.map((life) => ({ life, at: this.office.uptime }))
  }

  async #runs(until: number): Promise<void> {
    let look = this.office.uptime
    while (this.office.uptime < until) {
      if (this.office.uptime >= look) {
        this.watch.look()
        look = this.office.uptime + LOOK_MS
      }
      this.#act()
      const next = Math.min(...this.#living.map(({ at }) => at), look, until)
      await this.office.run(Math.max(10, Math.ceil((next - this.office.uptime) / 10) * 10))
    }
  }

  #act(): void {
    for (const living of this.#living) {
      while (living.at <= this.office.uptime) {
        const { value, done } = living.life.next()
        living.at += done ? Number.POSITIVE_INFINITY : Math.max(10, value ?? 10)
      }
    }
  }

  async #closes(): Promise<void> {
    this.office.diary.note('closing')
    await this.trouble.mend()
    for (const person of this.people.values()) person.hangsUp()
    for (const city of this.cities.values()) city.ends()
    await this.office.run(20_000)
    for (const city of this.cities.values()) city.ends() // who was called just then
    await comesToRest(this.office, REST_MS)
    this.#recordsAreComplete()
    this.closings++
  }

  /** What calls found out about lines is taken back by better ones. */
  async #callsOverEveryLine(): Promise<void> {
    const { office } = this
    for (const city of this.cities.values()) city.tellsHangUps()
    for (const [i, line] of ['fxo-3', 'fxo-2', 'fxo-1'].entries()) {
      const city = new CityLine(office, line)
      await new Telephone(office, `fxs-${i + 1}`).calls('95550101')
      await office.until(`a call over ${line}`, () => city.state.state === 'talking')
    }
    await office.run(1000)
    for (const city of this.cities.values()) city.ends()
    await office.run(5000)
    for (const person of this.people.values()) person.hangsUp()
    await comesToRest(office, REST_MS)
    const conditions = [...office.exchange.conditions.keys()]
    if (conditions.length > 0) throw new Error(`conditions left: ${conditions.join(', ')}`)
  }

  /** Every call that is on record began and ended, once in each life of the exchange. */
  #recordsAreComplete(): void {
    const events = [...this.office.records.values()]
    const of = (kind: CallEvent['kind']) =>
      events.filter((event) => event.kind === kind).map(({ call }) => call)
    const [began, released, adopted] = [of('began'), of('released'), of('adopted')]
    const wrong = [
      ...began.filter((call) => !released.includes(call)),
      ...twice(released).filter((call) => !adopted.includes(call)),
    ]
    if (wrong.length > 0) {
      const told = events
        .filter(({ call }) => wrong.includes(call))
        .map((each) => JSON.stringify(each))
      throw new Error(
        `records of ${wrong.join(', ')}\n${this.office.diary.tail}\n${told.join('\n')}`,
      )
    }
    this.calls += began.length
    this.office.records.clear()
  }

  /** That are on record. */
  calls = 0
}

function twice(all: readonly string[]): string[] {
  return all.filter((each, i) => all.indexOf(each) !== i)
}
