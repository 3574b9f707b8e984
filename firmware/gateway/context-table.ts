import { isDeepStrictEqual } from 'node:util'
import type { Handle, MediaEvent, MediaLibrary } from '../../hal/ffi/media-library.ts'
import type { Clock } from '../clock/clock.ts'
import { ok, refuse } from '../result.ts'
import { Attachments } from './attachments.ts'
import type {
  Added,
  ContextId,
  Empty,
  Inventory,
  Operation,
  Quality,
  StreamCodec,
  TerminationId,
} from './contract.ts'
import { OPTIONAL_CODECS } from './contract.ts'
import { DroppedIds } from './dropped-ids.ts'
import type { EventBody } from './event-log.ts'
import type { Holding, HoldingTotals, OperationOf, Outcome } from './holding.ts'
import { fail, forgetOldest, NOTHING, noContext, noTermination } from './holding.ts'
import { inventoryOf, qualityOf } from './inventory.ts'
import { failureOf } from './media-errors.ts'
import { eventOf } from './media-events.ts'
import type { Context, Termination } from './media-holding.ts'
import { MOST_REMEMBERED, unlessGone } from './media-holding.ts'
import { securedEvent, setStream } from './media-streams.ts'
import { Places } from './places.ts'

export interface ContextTableOptions {
  readonly clock: Clock
  /** Starts the library, whose events are to be handed to `onEvent`. */
  readonly open: (onEvent: (event: MediaEvent) => void) => MediaLibrary
  readonly report: (event: EventBody) => void
  /** File with the audio of all lines of the lines process beside this one; without it there are none. */
  readonly lineAudio?: string
}

/**
 * The contexts of a media gateway: carries out the controller's operations on a library, each of them once however often it is
 * said, and turns the library's events into the controller's words. Knows no connection and no lease.
 */
export class ContextTable implements Holding {
  readonly #clock: Clock
  readonly #library: MediaLibrary
  readonly #report: (event: EventBody) => void
  readonly #lineAudio: string | undefined
  readonly #contexts = new Map<ContextId, Context>()
  readonly #terminations = new Map<TerminationId, Termination>()
  readonly #terminationOf = new Map<Handle, TerminationId>()
  readonly #attachments: Attachments
  readonly #dropped: DroppedIds

  constructor({ clock, open, report, lineAudio }: ContextTableOptions) {
    this.#clock = clock
    this.#library = open((event) => this.happened(event))
    this.#report = report
    this.#lineAudio = lineAudio
    this.#attachments = new Attachments(this.#library, report, lineAudio)
    this.#dropped = new DroppedIds(clock)
  }

  get contexts(): Iterable<Context> {
    return this.#contexts.values()
  }

  get totals(): HoldingTotals {
    return {
      contexts: this.#contexts.size,
      terminations: this.#terminations.size,
      attachments: this.#attachments.running,
    }
  }

  get fingerprint(): string {
    return this.#library.fingerprint
  }

  get codecs(): readonly StreamCodec[] {
    return OPTIONAL_CODECS.filter((codec) => this.#library.has(codec))
  }

  close(): void {
    this.#library.close()
  }

  perform(operation: Operation): Outcome {
    try {
      return this.#perform(operation)
    } catch (error) {
      return refuse(failureOf(error))
    }
  }

  #perform(operation: Operation): Outcome {
    switch (operation.op) {
      case 'context':
        return this.#context(operation)
      case 'drop-context':
        this.#dropContext(operation.context)
        return NOTHING
      case 'add':
      case 'add-line':
      case 'add-pass':
      case 'add-studio':
      case 'add-listener':
        return this.#add(operation)
      case 'subtract':
        return ok(this.#subtract(operation.termination))
      case 'play':
      case 'record':
      case 'detect':
        return this.#attachments.attach(operation, this.#terminations.get(operation.termination))
      case 'steer':
        return this.#attachments.steer(operation)
      case 'stop':
        this.#attachments.stop(operation.attachment)
        return NOTHING
      case 'topology':
        return this.#topology(operation)
      case 'pass':
        return this.#pass(operation)
      case 'stream':
      case 'move':
      case 'digits':
      case 'stats':
      case 'level':
        return this.#onTermination(operation)
      case 'hook':
      case 'ring':
      case 'provision':
        return fail('not-supported', `${operation.op} is for a lines gateway`)
      default:
        return fail('bad-request', `${operation.op} inside a batch`)
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
    const handle = this.#library.addContext()
    const bornAt = this.#clock.uptime()
    this.#contexts.set(id, { asked, handle, bornAt, terminations: new Set() })
    return NOTHING
  }

  #dropContext(id: ContextId): void {
    const context = this.#contexts.get(id)
    if (context) this.#removeContext(context)
    else this.#dropped.add(`c:${id}`)
  }

  endOrphan(id: ContextId): void {
    this.#dropContext(id)
    this.#report({ kind: 'context-ended', context: id })
  }

  #removeContext(context: Context): void {
    const { context: id } = context.asked
    this.#contexts.delete(id)
    this.#dropped.add(`c:${id}`)
    for (const termination of context.terminations) this.#forget(termination)
    unlessGone(() => this.#library.removeContext(context.handle))
  }

  #add(asked: Adding): Outcome {
    const { termination: id } = asked
    const known = this.#terminations.get(id)
    if (known) {
      const again = repeatedAdd(asked, known)
      // On its way to a context that was an orphan meanwhile: that is gone, and nobody is another one.
      return again.ok || this.#contexts.has(asked.context) ? again : noContext(asked.context)
    }
    if (this.#dropped.has(`t:${id}`)) return fail('gone', `termination ${id} is gone`)
    const context = this.#contexts.get(asked.context)
    if (!context) return noContext(asked.context)
    if (asked.op === 'add') return ok(this.#addRtp(asked, context))
    if (asked.op === 'add-pass') return ok(this.#addPass(asked, context))
    if (asked.op === 'add-studio') {
      this.#keep(asked, context, this.#library.addStudio(context.handle))
      return NOTHING
    }
    if (asked.op === 'add-listener') return this.#addListener(asked, context)
    if (this.#lineAudio === undefined) return fail('no-such-line', 'there are no lines here')
    const line = { path: this.#lineAudio, name: asked.line }
    this.#keep(asked, context, this.#library.addLine(context.handle, line))
    return NOTHING
  }

  #addListener(asked: OperationOf<'add-listener'>, context: Context): Outcome {
    const { codec, payloadType } = asked
    const handle = this.#library.addListener(context.handle, asked)
    try {
      this.#library.setRtp(handle, { codec, payloadType, ...HEARING })
    } catch (error) {
      this.#library.remove(handle)
      throw error
    }
    this.#keep(asked, context, handle)
    return NOTHING
  }

  #addRtp(asked: OperationOf<'add'>, context: Context): Added {
    const made = this.#library.addRtp(context.handle, {
      localAddress: asked.localAddress,
      ...(asked.port === undefined ? {} : { port: asked.port }),
    })
    try {
      if (asked.multicast) this.#library.setMulticast(made.termination, asked.multicast)
      if (asked.stream) setStream(this.#library, made.termination, asked.stream)
    } catch (error) {
      this.#library.remove(made.termination)
      throw error
    }
    const added = { localAddress: asked.localAddress, port: made.port }
    this.#keep(asked, context, made.termination, added)
    return added
  }

  #addPass(asked: OperationOf<'add-pass'>, context: Context): Added {
    const { localAddress, port } = asked
    const at = { localAddress, ...(port === undefined ? {} : { port }) }
    const made = this.#library.addPass(context.handle, at)
    const added = { localAddress, port: made.port }
    this.#keep(asked, context, made.termination, added)
    return added
  }

  #pass({ termination: id, stream, to }: OperationOf<'pass'>): Outcome {
    const termination = this.#terminations.get(id)
    if (!termination) return noTermination(id)
    const other = to === undefined ? undefined : this.#terminations.get(to)
    if (to !== undefined && !other) return noTermination(to)
    this.#library.setPass(termination.handle, stream, other?.handle)
    return NOTHING
  }

  #keep(asked: Adding, context: Context, handle: Handle, added?: Added): void {
    const termination: Termination = {
      asked,
      added,
      handle,
      context,
      stream: asked.op === 'add' ? asked.stream : undefined,
      places: new Places(asked.context),
      attachments: new Map(),
      digits: new Map(),
      hears: new Map(),
    }
    context.terminations.add(termination)
    this.#terminations.set(asked.termination, termination)
    this.#terminationOf.set(handle, asked.termination)
  }

  #subtract(id: TerminationId): Quality | Empty {
    const termination = this.#terminations.get(id)
    if (!termination) {
      this.#dropped.add(`t:${id}`)
      return {}
    }
    let quality: Quality | Empty = {}
    unlessGone(() => {
      quality = qualityOf(this.#library.stats(termination.handle))
    })
    this.#forget(termination)
    unlessGone(() => this.#library.remove(termination.handle))
    return quality
  }

  #forget(termination: Termination): void {
    const { asked, context } = termination
    context.terminations.delete(termination)
    this.#terminations.delete(asked.termination)
    this.#terminationOf.delete(termination.handle)
    this.#dropped.add(`t:${asked.termination}`)
    this.#unhear(termination)
    this.#attachments.forget(termination)
  }

  #topology({ from, to, hears }: OperationOf<'topology'>): Outcome {
    const speaker = this.#terminations.get(from)
    if (!speaker) return noTermination(from)
    const listener = this.#terminations.get(to)
    if (!listener) return noTermination(to)
    if (speaker.context !== listener.context) {
      return fail('bad-request', `${from} and ${to} are in different contexts`)
    }
    this.#library.setTopology(speaker.handle, listener.handle, hears)
    if (hears === (speaker !== listener)) listener.hears.delete(speaker)
    else listener.hears.set(speaker, hears)
    return NOTHING
  }

  #onTermination(
    operation: OperationOf<'stream' | 'move' | 'digits' | 'stats' | 'level'>,
  ): Outcome {
    const termination = this.#terminations.get(operation.termination)
    if (!termination) return noTermination(operation.termination)
    switch (operation.op) {
      case 'stats':
        return ok(qualityOf(this.#library.stats(termination.handle)))
      case 'level':
        this.#library.setLevel(termination.handle, operation.side, operation.db)
        return NOTHING
      case 'move':
        return this.#move(termination, operation.context)
      case 'digits':
        return this.#digits(termination, operation)
      case 'stream':
        if (isDeepStrictEqual(termination.stream, operation.stream)) return NOTHING
        setStream(this.#library, termination.handle, operation.stream, termination.stream)
        termination.stream = operation.stream
        return NOTHING
    }
  }

  #move(termination: Termination, id: ContextId): Outcome {
    const context = this.#contexts.get(id)
    if (!context) return noContext(id)
    if (termination.context === context) return NOTHING
    this.#library.move(termination.handle, context.handle)
    this.#unhear(termination)
    termination.context.terminations.delete(termination)
    context.terminations.add(termination)
    termination.context = context
    termination.places.entered(id)
    return NOTHING
  }

  /** In another context it hears all and is heard by all, as at the beginning. */
  #unhear(termination: Termination): void {
    termination.hears.clear()
    for (const other of termination.context.terminations) other.hears.delete(termination)
  }

  #digits(termination: Termination, asked: OperationOf<'digits'>): Outcome {
    const { key, digits, onMs, gapMs } = asked
    const known = termination.digits.get(key)
    if (known) {
      return isDeepStrictEqual(known, asked) ? NOTHING : fail('conflict', `key ${key} sent others`)
    }
    this.#library.sendDigits(termination.handle, digits, onMs, gapMs)
    termination.digits.set(key, asked)
    forgetOldest(termination.digits, MOST_REMEMBERED)
    return NOTHING
  }

  /** Takes an event of the library. Of what the controller has dropped only the end of a recording or player is told. */
  happened(event: MediaEvent): void {
    if (event.kind === 'overflow') {
      this.#attachments.doubt()
      this.#report({ kind: 'overflow' })
      return
    }
    if (event.kind === 'played' || event.kind === 'recorded') {
      this.#attachments.happened(event)
      return
    }
    if (event.kind === 'progress' || event.kind === 'voice') {
      this.#attachments.heard(event)
      return
    }
    const termination = this.#terminationOf.get(event.termination)
    if (termination === undefined) return
    const body =
      event.kind === 'secured'
        ? securedEvent(this.#library, event, termination)
        : eventOf(event, termination)
    if (body) this.#report(body)
  }

  inventory(lastEvent: number): Inventory {
    return { contexts: [...this.#contexts.values()].map(inventoryOf), lastEvent }
  }
}

/** Of a group only what comes in counts. */
const HEARING = { ptimeMs: 20, send: false, receive: true, symmetric: false } as const

type Adding = Termination['asked']

/** The answer to an `add` of a termination that is there: the first one's, if it asks for what it is or has been. */
function repeatedAdd(asked: Adding, known: Termination): Outcome {
  const { added, places } = known
  const same = places.has(asked.context) && isSameTermination(asked, known)
  if (!same) return fail('conflict', `termination ${asked.termination} is another one`)
  return added ? ok(added) : NOTHING
}

function isSameTermination(asked: Adding, known: Termination): boolean {
  if (asked.op === 'add') return isSameRtp(asked, known)
  return asked.op === 'add-pass' ? isSamePass(asked, known) : isSame(asked, known.asked)
}

function isSamePass(asked: OperationOf<'add-pass'>, { asked: first, added }: Termination) {
  const { localAddress, port } = asked
  const samePort = port === undefined || port === added?.port
  return first.op === 'add-pass' && localAddress === first.localAddress && samePort
}

function isSameRtp(asked: OperationOf<'add'>, { asked: first, added, stream }: Termination) {
  return (
    first.op === 'add' &&
    asked.localAddress === first.localAddress &&
    (asked.port === undefined || asked.port === added?.port) &&
    (asked.stream === undefined ||
      isDeepStrictEqual(asked.stream, first.stream) ||
      isDeepStrictEqual(asked.stream, stream))
  )
}

function isSame(asked: Exclude<Adding, { op: 'add' | 'add-pass' }>, first: Adding): boolean {
  if (asked.op === 'add-studio') return first.op === 'add-studio'
  if (asked.op === 'add-listener') {
    return isDeepStrictEqual({ ...asked, context: first.context }, first)
  }
  return first.op === 'add-line' && asked.line === first.line
}
