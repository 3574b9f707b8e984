import type { Call } from './call.ts'
import type { Cause } from './cause.ts'

/** Another program that goes on with the call. */
export interface Next {
  readonly program: string
  readonly state: unknown
}

/**
 * A feature: one async function over a call, read straight down. After a crash of the exchange it is entered again with the state
 * that it saved last, and the steps since then happen again without effect on what is done already (DESIGN §5 Programs).
 */
export interface Program<State> {
  readonly name: string
  /** It watches all legs itself, and the call outlives the one that began it: nothing is thrown when that one leaves. */
  readonly governs?: boolean
  /** The cause that everybody is released with who has not gone by himself, or the program that goes on. */
  run(call: Call, state: State): Promise<Cause | Next>
}

/** Programs by name, as the journal names them. Their states are what they saved themselves. */
export class ProgramLibrary {
  readonly #programs = new Map<string, Program<unknown>>()

  add<State>(program: Program<State>): void {
    this.#programs.set(program.name, program as Program<unknown>)
  }

  find(name: string): Program<unknown> | undefined {
    return this.#programs.get(name)
  }
}

/** Thrown by every verb of a call whose origin has gone; the runner catches it once and releases all. */
export class CallEnded extends Error {
  constructor() {
    super('the call has ended')
  }
}
