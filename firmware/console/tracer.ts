import type { CallEvent } from '../bus/payloads.ts'
import type { LiveCall } from '../calls/live-call.ts'
import type { Desk } from './command.ts'
import { liveCalls } from './commands/calls.ts'
import type { Rung } from './ladder.ts'
import { short } from './terminal/inert.ts'
import { timeOfDay } from './words.ts'

/** Tells what is new about one call or all of them. */
export class Tracer {
  readonly #which: string
  readonly #say: (text: string) => void
  readonly #desk: Pick<Desk, 'ask'>
  /** Messages told, by call. */
  readonly #told = new Map<string, number>()
  /** Calls of which was told who dialled whom: an event on the bus may come before. */
  readonly #introduced = new Set<string>()
  #unreachable = false

  constructor(which: string, say: (text: string) => void, desk: Pick<Desk, 'ask'>) {
    this.#which = which
    this.#say = say
    this.#desk = desk
  }

  /** Whether there is such a call, or was one not long ago. */
  async knows(call: string): Promise<boolean> {
    return (await this.#ladder(call)).length > 0
  }

  /** Of the bus: what the exchange writes into the records, and that a call is there at all, however short. */
  event(call: string, { at, event, leg }: CallEvent): void {
    if (!this.#wanted(call)) return
    this.#begin(call)
    this.#say(`${timeOfDay(at)}  ${call}  ${event}${leg ? ` (${leg})` : ''}`)
  }

  /** Tells what has come since the last look. True: the one call that is traced is over. */
  async look(): Promise<boolean> {
    const live = await liveCalls(this.#desk)
    if (!live.ok) {
      if (!this.#unreachable) this.#say(live.error)
      this.#unreachable = true
      return false
    }
    this.#unreachable = false
    for (const call of live.value) if (this.#wanted(call.call)) this.#begin(call.call, call)
    if (this.#which !== 'all') this.#begin(this.#which)
    for (const call of [...this.#told.keys()]) {
      await this.#tell(call)
      if (live.value.some((other) => other.call === call)) continue
      this.#say(`              ${call}  is over`)
      this.#told.delete(call)
      this.#introduced.delete(call)
      if (this.#which !== 'all') return true
    }
    return false
  }

  #wanted(call: string): boolean {
    return this.#which === 'all' || this.#which === call
  }

  #begin(call: string, known?: LiveCall): void {
    if (!this.#told.has(call)) this.#told.set(call, 0)
    const [caller] = known?.legs ?? []
    if (!known || !caller || this.#introduced.has(call)) return
    this.#introduced.add(call)
    const who = [short(caller.name, 20), short(caller.digits, 16)].filter(Boolean).join(' ')
    this.#say(`${timeOfDay(known.startedAt)}  ${call}  ${who} dialled ${short(known.dialled, 20)}`)
  }

  async #tell(call: string): Promise<void> {
    const rungs = await this.#ladder(call)
    const told = this.#told.get(call) ?? 0
    for (const { at, from, to, text } of rungs.slice(told)) {
      const arrow = from === 'exchange' ? `${to} <-` : `${from} ->`
      this.#say(`${timeOfDay(at)}  ${call}  ${arrow} ${short(text, 40)}`)
    }
    this.#told.set(call, Math.max(told, rungs.length))
  }

  async #ladder(call: string): Promise<readonly Rung[]> {
    const answer = await this.#desk.ask('exchange', 'ladder', { call })
    return answer.ok && Array.isArray(answer.value) ? (answer.value as Rung[]) : []
  }
}
