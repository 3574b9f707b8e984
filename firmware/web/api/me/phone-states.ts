import type { CommandProblem } from '../../../bus/command-error.ts'
import { ok, type Result } from '../../../result.ts'
import type { ShownPhone } from '../../contract.ts'
import type { Parts } from '../../server/parts.ts'

type States = Result<ReadonlyMap<string, ShownPhone>, CommandProblem>

const OLDEST_MS = 2000

/** All telephones by their ids as the exchange knows them, asked once for everybody who looks at their own. */
export class PhoneStates {
  readonly #parts: Pick<Parts, 'ask' | 'clock' | 'stopping'>
  #asked: Promise<States> | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(parts: Pick<Parts, 'ask' | 'clock' | 'stopping'>) {
    this.#parts = parts
  }

  /** At most two seconds old. Never throws. */
  now(): Promise<States> {
    const now = this.#parts.clock.uptime()
    if (!this.#asked || now - this.#askedAt >= OLDEST_MS) {
      this.#askedAt = now
      this.#asked = this.#ask()
    }
    return this.#asked
  }

  async #ask(): Promise<States> {
    const { ask, stopping } = this.#parts
    const answer = await ask('exchange', 'phones', {}, stopping)
    if (!answer.ok) return answer
    const phones = answer.value as readonly ShownPhone[]
    return ok(new Map(phones.map((phone) => [phone.handset, phone])))
  }
}
