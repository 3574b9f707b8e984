import type { Cadence, ContextId, LineName, Operation, OrphanPolicy } from '../gateway/contract.ts'
import type { Gateway } from './media-context.ts'

/** An analog call lives on without its controller, not for ever: then nobody is left to put the line on hook. */
const ORPHAN: OrphanPolicy = { keep: true, maxAgeSeconds: 6 * 3600 }

export interface ShownCaller {
  readonly number: string
  /** Left out for a telephone that can show numbers only. */
  readonly name?: string
}

export interface LineHoldSnapshot {
  readonly id: ContextId
  readonly line: LineName
  readonly isProtected: boolean
  readonly hook: 'on' | 'off'
  readonly cadence: Cadence
  readonly caller: ShownCaller | undefined
  readonly dropped: boolean
}

/**
 * An analog line while a leg has it: what the lines gateway should hold, so that it can be said again at any time (DESIGN §5). It is a
 * context of its own there, named like the leg.
 */
export class LineHold {
  readonly line: LineName
  readonly #id: ContextId
  readonly #gateway: Gateway
  readonly #isProtected: boolean
  #hook: 'on' | 'off' = 'on'
  #cadence: Cadence = []
  #caller: ShownCaller | undefined
  #dropped = false

  constructor(
    gateway: Gateway,
    { id, line, isProtected = false }: { id: ContextId; line: LineName; isProtected?: boolean },
  ) {
    this.#gateway = gateway
    this.#id = id
    this.line = line
    this.#isProtected = isProtected
  }

  static restore(gateway: Gateway, snapshot: LineHoldSnapshot): LineHold {
    const hold = new LineHold(gateway, snapshot)
    hold.#hook = snapshot.hook
    hold.#cadence = snapshot.cadence
    hold.#caller = snapshot.caller
    hold.#dropped = snapshot.dropped
    return hold
  }

  /** Reserves the line. Rejects (`line-busy`, `no-such-line`) when it cannot be had. */
  async take(): Promise<void> {
    await this.#gateway.request({ op: 'batch', operations: this.#taking() })
  }

  /** FXO: seizes or answers. */
  async offHook(): Promise<void> {
    this.#hook = 'off'
    await this.#gateway.request(this.#hookOperation())
  }

  /** FXS: rings from now on. Rejects with `line-busy` when the telephone is off hook. */
  async ring(cadence: Cadence, caller: ShownCaller | undefined): Promise<void> {
    this.#cadence = cadence
    this.#caller = caller
    await this.#gateway.request(this.#ringOperation())
  }

  /** The bell has been answered, or is to stop. */
  async ringStops(): Promise<void> {
    if (this.#cadence.length === 0) return
    this.#cadence = []
    const operations = [...this.#taking(), this.#ringOperation()] // what was said before a restart may never have left
    await this.#gateway.request({ op: 'batch', operations })
  }

  /** Lets go of the line: it is put on hook, its bell stops. Repeating it does no harm. */
  async drop(): Promise<void> {
    this.#dropped = true
    await this.#gateway.request({ op: 'drop-context', context: this.#id })
  }

  /** All of it said again, for a gateway that may not know. */
  async resync(): Promise<void> {
    if (this.#dropped) return this.drop()
    const operations = this.#taking()
    if (this.#hook === 'off') operations.push(this.#hookOperation())
    if (this.#cadence.length > 0) operations.push(this.#ringOperation())
    await this.#gateway.request({ op: 'batch', operations })
  }

  snapshot(): LineHoldSnapshot {
    return {
      id: this.#id,
      line: this.line,
      isProtected: this.#isProtected,
      hook: this.#hook,
      cadence: this.#cadence,
      caller: this.#caller,
      dropped: this.#dropped,
    }
  }

  #taking(): Operation[] {
    const context = this.#id
    return [
      { op: 'context', context, orphan: ORPHAN },
      {
        op: 'add-line',
        context,
        termination: context,
        line: this.line,
        ...(this.#isProtected && { protected: true }),
      },
    ]
  }

  #hookOperation(): Operation {
    return { op: 'hook', termination: this.#id, state: this.#hook }
  }

  #ringOperation(): Operation {
    return {
      op: 'ring',
      termination: this.#id,
      cadence: this.#cadence,
      ...(this.#caller && { caller: this.#caller }),
    }
  }
}
