import { isDeepStrictEqual } from 'node:util'
import type { LineFacts, LinesLibrary } from '../../hal/ffi/lines-library.ts'
import type { OperationOf, Outcome } from './holding.ts'
import { fail, NOTHING } from './holding.ts'
import { ifItLets } from './line-errors.ts'
import { Places } from './places.ts'

const LONGEST_NUMBER = 20 // GR-30 has room for so much
const LONGEST_NAME = 15

/** A line while a termination has it: what the controller wants of it, each wish carried out once. */
export class HeldLine {
  readonly number: number
  readonly asked: OperationOf<'add-line'>
  readonly places: Places
  readonly #library: LinesLibrary
  readonly #facts: LineFacts
  #hook: 'on' | 'off' = 'on'
  #ring: OperationOf<'ring'> | undefined

  constructor(
    library: LinesLibrary,
    number: number,
    facts: LineFacts,
    asked: OperationOf<'add-line'>,
  ) {
    this.#library = library
    this.number = number
    this.#facts = facts
    this.asked = asked
    this.places = new Places(asked.context)
  }

  /** @throws {LinesError} EBUSY while the lifeline has a call on it */
  take(): void {
    this.#library.serve(this.number, true, this.asked.protected ?? false)
  }

  /** On hook, silent, unserved. */
  release(): void {
    const { number } = this
    if (this.#facts.kind === 'fxo') ifItLets(() => this.#library.hook(number, 'on'))
    else ifItLets(() => this.#library.ring(number, []))
    ifItLets(() => this.#library.serve(number, false, false))
  }

  hook(state: 'on' | 'off'): Outcome {
    if (this.#facts.kind !== 'fxo') return fail('not-supported', this.#isA('an FXO line'))
    if (state === this.#hook) return NOTHING
    this.#library.hook(this.number, state)
    this.#hook = state
    return NOTHING
  }

  ring(asked: OperationOf<'ring'>): Outcome {
    const { cadence, caller } = asked
    if (this.#facts.kind !== 'fxs') return fail('not-supported', this.#isA('an FXS line'))
    if (isDeepStrictEqual(asked, this.#ring)) return NOTHING
    if (cadence.length > 0) {
      if (!this.#library.state(this.number).served) this.take() // its telephone was laid down meanwhile
      if (caller) this.#show(caller)
    }
    this.#library.ring(this.number, cadence)
    this.#ring = asked
    return NOTHING
  }

  #show({ number, name }: NonNullable<OperationOf<'ring'>['caller']>): void {
    const shown = name === undefined ? undefined : showable(name, LONGEST_NAME)
    this.#library.caller(this.number, showable(number, LONGEST_NUMBER), shown)
  }

  /** The telephone went on hook: it may be rung anew, in the same way too. */
  laidDown(): void {
    this.#ring = undefined
  }

  /** Events were lost. */
  lookAgain(): void {
    const { hook, ringing } = this.#library.state(this.number)
    if (this.#facts.kind === 'fxs' && hook === 'on' && !ringing) this.laidDown()
  }

  #isA(wanted: string): string {
    return `${this.#facts.name} is not ${wanted}`
  }
}

/** What a telephone's display can show: ASCII, accents left away. */
function showable(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, longest)
}
