import type { Call } from '../../firmware/calls/call.ts'
import type { Leg } from '../../firmware/calls/leg.ts'
import { LineLeg } from '../../firmware/calls/line-leg.ts'
import type { Chance } from './chance.ts'
import type { City } from './city-life.ts'
import type { Person } from './person.ts'
import { hears } from './telephone.ts'
import type { Trouble } from './trouble.ts'
import type { VirtualOffice } from './virtual-office.ts'

const LEAK_MS = 6000 // a request that waits for its gateway is given up sooner
const STEADY_MS = 1000 // of a situation that ears may judge
const UNSERVED_MS = 8000

/** Looks all the time whether what must never be is: two on a line, a port that nobody has let go of, a stranger in the receiver. */
export class Watch {
  readonly counts = { looks: 0, heard: 0, kept: 0 }
  readonly #office: VirtualOffice
  readonly #trouble: Trouble
  readonly #people: ReadonlyMap<string, Person>
  readonly #cities: ReadonlyMap<string, City>
  readonly #chance: Chance
  /** Since when (uptime, ms) something has been so. */
  readonly #since = new Map<string, number>()
  #seen = new Set<string>()
  /** What the city says on each line, Hz. */
  readonly #said = new Map<string, number | undefined>()

  constructor(
    office: VirtualOffice,
    trouble: Trouble,
    people: ReadonlyMap<string, Person>,
    cities: ReadonlyMap<string, City>,
    chance: Chance,
  ) {
    this.#office = office
    this.#trouble = trouble
    this.#people = people
    this.#cities = cities
    this.#chance = chance
  }

  /** @throws Error that says what is wrong */
  look(): void {
    this.counts.looks++
    if (!this.#office.alive) {
      this.#since.clear()
      return
    }
    this.#seen = new Set()
    for (const [line, city] of this.#cities) this.#said.set(line, city.look())
    this.#linesHaveOneLeg()
    this.#nothingLeaks()
    this.#telephonesAreServed()
    this.#listen()
    for (const key of this.#since.keys()) if (!this.#seen.has(key)) this.#since.delete(key)
    const [error] = this.#office.diary.errors
    if (error) this.#fail(error)
  }

  #linesHaveOneLeg(): void {
    const legs = new Map<string, LineLeg>()
    for (const leg of this.#legs()) {
      const other = legs.get(leg.line)
      if (other) this.#fail(`${leg.line} is held by ${other.id} and ${leg.id}`)
      legs.set(leg.line, leg)
    }
  }

  #nothingLeaks(): void {
    const { calls } = this.#office.exchange.switching
    for (const { facts, hook, termination, lifeline } of this.#office.lineTable.lines) {
      if (termination !== undefined) {
        const gone = (calls.leg(termination)?.phase ?? 'released') === 'released'
        this.#never(`${facts.name} is held by ${termination}, which is over`, gone, LEAK_MS)
      } else if (facts.kind === 'fxo' && lifeline === 'off') {
        const used = this.#office.lines.lines.some(
          (_, line) => this.#office.lines.state(line).lifeline === 'call',
        )
        this.#never(`${facts.name} is off hook for nobody`, hook === 'off' && !used, LEAK_MS)
      }
    }
    for (const { asked, terminations } of this.#office.media.table.contexts) {
      const call = calls.call(asked.context)
      this.#never(`media holds context ${asked.context}, which is over`, !call, LEAK_MS)
      for (const { asked: added } of terminations) {
        const gone = (calls.leg(added.termination)?.phase ?? 'released') === 'released'
        this.#never(`media holds ${added.termination}, which is over`, gone, LEAK_MS)
      }
    }
  }

  #telephonesAreServed(): void {
    const { board } = this.#office.exchange.switching
    for (const name of this.#people.keys()) {
      const { hook, lifeline } = this.#office.lines.state(this.#office.lineOf(name))
      const served = board.leg(name) !== undefined || lifeline === 'call'
      const alone = hook === 'off' && !served && this.#isWell(name)
      this.#never(`${name} is off hook and nobody serves it`, alone, UNSERVED_MS)
    }
  }

  // ---- who hears whom ----

  #listen(): void {
    for (const call of this.#office.exchange.switching.calls.calls) {
      for (const [listener, speaker] of joined(call)) this.#shouldHear(listener, speaker)
    }
    const [first, ...others] = this.#people.values()
    if (first) this.#hearsNoStranger(this.#chance.pick([first, ...others]))
  }

  #shouldHear(listener: LineLeg, speaker: LineLeg): void {
    const hz = this.#saidBy(speaker)
    const ready = hz !== undefined && this.#isWell(listener.line) && this.#canHear(listener)
    const key = `${listener.id} should hear ${speaker.id}`
    if (!ready || !this.#lasts(key, STEADY_MS)) {
      if (!ready) this.#since.delete(key)
      return
    }
    if (!this.#chance.is(0.1)) return
    this.counts.heard++
    const hearing = this.#office.sim.hear(this.#office.lineOf(listener.line))
    const heard = hears(hearing, [hz])
    this.#never(`${listener.line} does not hear ${speaker.line}: ${key}`, !heard, 0)
  }

  #hearsNoStranger(person: Person): void {
    const { board } = this.#office.exchange.switching
    const { telephone } = person
    const name = `fxs-${telephone.line + 1}`
    if (!person.isUp || !this.#isWell(name)) return
    this.counts.kept++
    const mine = board.leg(name)
    const hearing = telephone.hearing
    for (const [other, { hz }] of [...this.#people, ...this.#cities]) {
      if (other === name || !hears(hearing, [hz])) continue
      const leg = board.leg(other)
      const may = mine && leg ? mayHear(this.#office, mine, leg) : false
      this.#never(`${name} hears the stranger ${other}`, !may, STEADY_MS)
      return
    }
  }

  /** What this party has been saying for a while, Hz. */
  #saidBy({ line }: LineLeg): number | undefined {
    if (!this.#isWell(line)) return undefined
    const person = this.#people.get(line)
    if (person) {
      const speaks = person.isUp && person.isSpeaking
      return speaks && person.pressesUntil + STEADY_MS < this.#office.uptime ? person.hz : undefined
    }
    return this.#said.get(line)
  }

  #canHear({ line }: LineLeg): boolean {
    const person = this.#people.get(line)
    if (person) return person.isUp && person.pressesUntil + STEADY_MS < this.#office.uptime
    return this.#cities.get(line)?.line.state.state === 'talking'
  }

  #isWell(line: string): boolean {
    const { wellSince, disturbedAt } = this.#trouble
    return Math.max(wellSince.get(line) ?? 0, disturbedAt) + 4 * STEADY_MS < this.#office.uptime
  }

  // ---- common ----

  #legs(): LineLeg[] {
    return this.#office.exchange.switching.calls.calls.flatMap(({ legs }) => legs.filter(isLive))
  }

  #lasts(key: string, ms: number): boolean {
    this.#seen.add(key)
    const since = this.#since.get(key)
    if (since === undefined) this.#since.set(key, this.#office.uptime)
    return since !== undefined && this.#office.uptime - since >= ms
  }

  /** Fails when it is so for longer than `ms`. */
  #never(what: string, isSo: boolean, ms: number): void {
    if (isSo && (ms === 0 || this.#lasts(what, ms))) this.#fail(what)
  }

  #fail(what: string): never {
    throw new Error(`${what}\n${this.#office.diary.tail}\n${callsOf(this.#office)}`)
  }
}

/** All calls as they are, for whoever looks into a failure. */
function callsOf({ exchange, hasExchange }: VirtualOffice): string {
  if (!hasExchange) return 'no exchange'
  return exchange.switching.calls.calls
    .map(({ id, program, legs, steps }) => {
      const parties = legs.map((leg) => {
        const { line } = leg as Partial<LineLeg>
        return `${leg.id} ${line} ${leg.direction} ${leg.phase} ${leg.cause ?? ''}`
      })
      return [`call ${id} ${program} ${JSON.stringify(steps.saved.state)}`, ...parties].join('\n  ')
    })
    .join('\n')
}

function isLive(leg: Leg | undefined): leg is LineLeg {
  return leg instanceof LineLeg && leg.phase !== 'released'
}

/** Everybody who hears somebody in the call, with that one. */
function joined(call: Call): [LineLeg, LineLeg][] {
  const talking = call.legs.filter((leg): leg is LineLeg => isLive(leg) && leg.phase === 'answered')
  const conference = (call.steps.saved.state as { part?: string }).part === 'three-way'
  return talking.flatMap((listener) =>
    talking
      .filter((speaker) => speaker !== listener)
      .filter((speaker) => conference || call.partnerOf(listener) === speaker)
      .map((speaker): [LineLeg, LineLeg] => [listener, speaker]),
  )
}

function mayHear({ exchange }: VirtualOffice, listener: LineLeg, speaker: LineLeg): boolean {
  const call = exchange.switching.calls.calls.find(({ legs }) => legs.includes(listener))
  if (!call?.legs.includes(speaker)) return false
  return speaker.earlyMedia || joined(call).some(([a, b]) => a === listener && b === speaker)
}
