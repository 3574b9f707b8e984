import { isDeepStrictEqual } from 'node:util'
import type {
  LineFacts,
  LineFactsNow,
  LinesEvent,
  LinesLibrary,
} from '../../hal/ffi/lines-library.ts'
import type { Clock } from '../clock/clock.ts'
import { refuse } from '../result.ts'
import type {
  ContextId,
  Inventory,
  LineName,
  LineState,
  Operation,
  TerminationId,
} from './contract.ts'
import { DroppedIds } from './dropped-ids.ts'
import type { EventBody } from './event-log.ts'
import { HeldLine } from './held-line.ts'
import type { HeldContext, Holding, HoldingTotals, OperationOf, Outcome } from './holding.ts'
import { fail, NOTHING, noContext, noTermination } from './holding.ts'
import { lineFailureOf } from './line-errors.ts'
import { lineEventOf } from './line-events.ts'
import type { Provision } from './provision.ts'
import { emergencyOf, timingOf, usualProvision } from './provision.ts'

export interface LineTableOptions {
  readonly clock: Clock
  /** Starts the library, whose events are to be handed to `onEvent`. */
  readonly open: (onEvent: (event: LinesEvent) => void) => LinesLibrary
  readonly report: (event: EventBody) => void
  /** As kept from an earlier life; left out for the usual one. */
  readonly provision?: Provision
  /** The controller has said another one: to be kept for a start without it. */
  readonly keep: (provision: Provision) => void
}

interface Context extends HeldContext {
  readonly lines: Set<HeldLine>
}

/** A line as it is now, with all that the library tells of it. */
export interface LineNow extends LineFactsNow {
  readonly facts: LineFacts
  readonly termination: TerminationId | undefined
}

/**
 * The contexts of a lines gateway: a termination has a line for itself, until it is subtracted. Carries out the controller's
 * operations on libhal, each of them once however often it is said. Knows no connection and no lease.
 */
export class LineTable implements Holding {
  readonly #clock: Clock
  readonly #library: LinesLibrary
  readonly #report: (event: EventBody) => void
  readonly #keep: (provision: Provision) => void
  readonly #contexts = new Map<ContextId, Context>()
  readonly #terminations = new Map<TerminationId, HeldLine>()
  readonly #contextOf = new Map<HeldLine, Context>()
  /** By the line's number. */
  readonly #held = new Map<number, HeldLine>()
  readonly #dropped: DroppedIds
  #provision: Provision

  constructor({ clock, open, report, provision, keep }: LineTableOptions) {
    this.#clock = clock
    this.#library = open((event) => this.happened(event))
    this.#report = report
    this.#keep = keep
    this.#dropped = new DroppedIds(clock)
    this.#provision = provision ?? usualProvision(this.#library.lines)
    this.#apply(this.#provision)
  }

  get contexts(): Iterable<Context> {
    return this.#contexts.values()
  }

  get totals(): HoldingTotals {
    return {
      contexts: this.#contexts.size,
      terminations: this.#terminations.size,
      attachments: 0,
    }
  }

  /** Every line as it is now, in the library's order. */
  get lines(): readonly LineNow[] {
    return this.#library.lines.map((facts, number) => ({
      ...this.#library.state(number),
      facts,
      termination: this.#held.get(number)?.asked.termination,
    }))
  }

  close(): void {
    this.#library.close()
  }

  perform(operation: Operation): Outcome {
    try {
      return this.#perform(operation)
    } catch (error) {
      return refuse(lineFailureOf(error))
    }
  }

  #perform(operation: Operation): Outcome {
    switch (operation.op) {
      case 'context':
        return this.#context(operation)
      case 'drop-context':
        this.#dropContext(operation.context)
        return NOTHING
      case 'add-line':
        return this.#add(operation)
      case 'subtract':
        this.#subtract(operation.termination)
        return NOTHING
      case 'move':
        return this.#move(operation)
      case 'hook':
      case 'ring':
        return this.#onLine(operation)
      case 'provision':
        return this.#provide(operation)
      case 'inventory':
      case 'batch':
        return fail('bad-request', `${operation.op} inside a batch`)
      default:
        return fail('not-supported', `${operation.op} is for a media gateway`)
    }
  }

  #context(asked: OperationOf<'context'>): Outcome {
    const { context: id } = asked
    const known = this.#contexts.get(id)
    if (known) {
      return isDeepStrictEqual(known.asked.orphan, asked.orphan)
        ? NOTHING
        : fail('conflict', `context ${id} has another orphan policy`)
    }
    if (this.#dropped.has(`c:${id}`)) return fail('gone', `context ${id} is gone`)
    this.#contexts.set(id, { asked, bornAt: this.#clock.uptime(), lines: new Set() })
    return NOTHING
  }

  #dropContext(id: ContextId): void {
    const context = this.#contexts.get(id)
    this.#contexts.delete(id)
    this.#dropped.add(`c:${id}`)
    for (const held of context?.lines ?? []) this.#subtract(held.asked.termination)
  }

  endOrphan(id: ContextId): void {
    this.#dropContext(id)
    this.#report({ kind: 'context-ended', context: id })
  }

  #add(asked: OperationOf<'add-line'>): Outcome {
    const { termination: id, line: name } = asked
    const known = this.#terminations.get(id)
    if (known) return this.#repeatedAdd(asked, known)
    if (this.#dropped.has(`t:${id}`)) return fail('gone', `termination ${id} is gone`)
    const context = this.#contexts.get(asked.context)
    if (!context) return noContext(asked.context)
    const number = this.#library.lines.findIndex((line) => line.name === name)
    const facts = this.#library.lines[number]
    if (!facts) return fail('no-such-line', `there is no line ${name} here`)
    const other = this.#held.get(number)
    if (other) return fail('line-busy', `${other.asked.termination} has line ${name}`)
    const held = new HeldLine(this.#library, number, facts, asked)
    held.take()
    context.lines.add(held)
    this.#contextOf.set(held, context)
    this.#terminations.set(id, held)
    this.#held.set(number, held)
    return NOTHING
  }

  /** The answer to an `add-line` of a termination that is there: as the first time, if it asks for what it is or has been. */
  #repeatedAdd(asked: OperationOf<'add-line'>, known: HeldLine): Outcome {
    const { asked: first } = known
    const same =
      known.places.has(asked.context) &&
      asked.line === first.line &&
      (asked.protected ?? false) === (first.protected ?? false)
    return same ? NOTHING : fail('conflict', `termination ${asked.termination} is another one`)
  }

  #subtract(id: TerminationId): void {
    this.#dropped.add(`t:${id}`)
    const held = this.#terminations.get(id)
    if (!held) return
    this.#terminations.delete(id)
    this.#held.delete(held.number)
    this.#contextOf.get(held)?.lines.delete(held)
    this.#contextOf.delete(held)
    held.release()
  }

  #move({ termination, context: id }: OperationOf<'move'>): Outcome {
    const held = this.#terminations.get(termination)
    if (!held) return noTermination(termination)
    const context = this.#contexts.get(id)
    if (!context) return noContext(id)
    this.#contextOf.get(held)?.lines.delete(held)
    context.lines.add(held)
    this.#contextOf.set(held, context)
    held.places.entered(id)
    return NOTHING
  }

  #onLine(operation: OperationOf<'hook' | 'ring'>): Outcome {
    const held = this.#terminations.get(operation.termination)
    if (!held) return noTermination(operation.termination)
    return operation.op === 'hook' ? held.hook(operation.state) : held.ring(operation)
  }

  #provide({ lines, emergency }: OperationOf<'provision'>): Outcome {
    const provision = { lines, emergency }
    this.#apply(provision)
    this.#provision = provision
    this.#keep(provision)
    return NOTHING
  }

  #apply({ lines, emergency }: Provision): void {
    for (const [number, { name }] of this.#library.lines.entries()) {
      this.#library.set(number, timingOf(lines.find(({ line }) => line === name)))
    }
    this.#library.emergency(emergencyOf(emergency, this.#library.lines))
  }

  /** Takes an event of the library. */
  happened(event: LinesEvent): void {
    if (event.kind === 'overflow') {
      for (const held of this.#held.values()) held.lookAgain()
      this.#report({ kind: 'overflow' })
      return
    }
    const held = this.#held.get(event.line)
    if (event.kind === 'on-hook') held?.laidDown()
    const nameOf = (number: number): LineName | undefined => this.#library.lines[number]?.name
    const body = lineEventOf(event, nameOf, held?.asked.termination)
    if (body) this.#report(body)
  }

  inventory(lastEvent: number): Inventory {
    const contexts = [...this.#contexts.values()].map(({ asked, lines }) => ({
      context: asked.context,
      orphan: asked.orphan,
      terminations: [...lines].map(({ asked: { termination, line } }) => ({
        termination,
        line,
        attachments: [],
      })),
      topology: [],
    }))
    return { contexts, lines: this.lines.map(lineStateOf), lastEvent }
  }
}

/** A line as an inventory shows it. */
export function lineStateOf(now: LineNow): LineState {
  const { facts, hook, ringing, battery, audio, lifeline, termination } = now
  return {
    line: facts.name,
    kind: facts.kind,
    driver: facts.driver,
    hook,
    ringing,
    battery,
    audio,
    lifeline,
    ...(termination === undefined ? {} : { termination }),
  }
}
