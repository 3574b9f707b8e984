import type { OfficeState } from '../../hal/ffi/lines-library.ts'
import type { Chance } from './chance.ts'
import type { Life } from './person.ts'
import { CityLine } from './telephone.ts'
import type { VirtualOffice } from './virtual-office.ts'

const WAYS = [['cpc'], ['busy-tone'], ['cpc', 'busy-tone'], ['reversal', 'busy-tone'], []] as const
const SPEAKING = ['5550100', '5550105']

/** The telephone company's end of one outside line: people there call in, answer, hang up and give up. */
export class City {
  readonly line: CityLine
  readonly hz: number
  readonly #name: string
  readonly #office: VirtualOffice
  readonly #chance: Chance
  readonly #reversal: boolean
  /** Its party speaks with `hz` in calls that come in. */
  #speaks = true
  #last: OfficeState['state'] = 'idle'
  #reached = false

  constructor(office: VirtualOffice, name: string, hz: number, chance: Chance, reversal: boolean) {
    this.#office = office
    this.#name = name
    this.#chance = chance
    this.#reversal = reversal
    this.line = new CityLine(office, name)
    this.hz = hz
    for (const number of SPEAKING) {
      const saying = { voice: 'tone', hz, levelDbm0: -15 } as const
      const talkMs = number === '5550105' ? 5000 : 0
      office.sim.rule(this.line.line, { number, outcome: 'answer', rings: 1, talkMs, saying })
    }
    this.tellsHangUps(0)
  }

  *life(): Life {
    const chance = this.#chance
    for (;;) {
      yield chance.soon(1000, 90_000)
      const { state } = this.line.state
      if (state === 'idle') this.#idle()
      else if ((state === 'ringing' || state === 'talking') && chance.is(0.4)) this.ends()
    }
  }

  ends(): void {
    const { state } = this.line.state
    if (state !== 'ringing' && state !== 'talking') return
    this.#note(`ends ${state}`)
    this.line.ends()
  }

  /** What its party says in the call that is on, Hz; undefined: something else. To be looked at several times a second. */
  look(): number | undefined {
    const { state, dialled } = this.line.state
    if (state === 'talking' && this.#last === 'ringing') this.#reached = this.#speaks
    else if (state === 'talking' && this.#last !== 'talking')
      this.#reached = SPEAKING.some((number) => dialled.endsWith(number))
    this.#last = state
    return state === 'talking' && this.#reached ? this.hz : undefined
  }

  /** As line cards of telephone companies do by default. */
  tellsHangUps(way = 2): void {
    this.#office.sim.set(this.line.line, {
      farEnd: WAYS[way] ?? [],
      cpcMs: 600,
      dialToneAfterMs: 200,
      answerReversal: this.#reversal,
    })
  }

  #idle(): void {
    const chance = this.#chance
    this.tellsHangUps(chance.between(0, WAYS.length - 1))
    if (!chance.is(0.7)) return
    this.#speaks = chance.is(0.8)
    this.line.says(this.#speaks ? this.hz : 'nothing')
    const number = chance.pick(['2125550123', '', '3105550188'])
    this.#note(`rings with ${number}`)
    this.line.rings(number, number && 'SOMEBODY')
  }

  #note(text: string): void {
    this.#office.diary.note(`city ${this.#name} ${text}`)
  }
}
