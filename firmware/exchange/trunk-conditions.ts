import type { Program } from '../program.ts'
import type { LiveTrunk } from '../trunks/sip/live-trunk.ts'
import { condition } from '../words/condition.ts'

/** Shows as conditions what keeps SIP trunks from working; none for one that is out of service on purpose. */
export class TrunkConditions {
  readonly #program: Pick<Program, 'raise' | 'clear'>
  readonly #raised = new Map<string, string>()

  constructor(program: Pick<Program, 'raise' | 'clear'>) {
    this.#program = program
  }

  /** A trunk is in this state; undefined: it is gone. */
  changed(id: string, live: LiveTrunk | undefined): void {
    const said = live && this.#said(live)
    const before = this.#raised.get(id)
    if (before !== undefined && before !== said?.id) {
      this.#program.clear(before)
      this.#raised.delete(id)
    }
    if (!said) return
    this.#program.raise(said)
    this.#raised.set(id, said.id)
  }

  #said({ id, description: trunk, state, why }: LiveTrunk) {
    if (state === 'unregistered') return condition('trunk-unregistered', { id, trunk, why })
    return state === 'unreachable' ? condition('trunk-unreachable', { id, trunk, why }) : undefined
  }
}
