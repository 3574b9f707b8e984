import { isDeepStrictEqual } from 'node:util'
import type { Handle, MediaEvent, MediaLibrary, RtpStats } from '../../hal/ffi/media-library.ts'
import type { Clock } from '../clock/clock.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Failure } from './check.ts'
import type {
  Added,
  AttachmentId,
  ContextId,
  Empty,
  Inventory,
  Operation,
  Quality,
  ReplyValue,
  Stream,
  TerminationId,
} from './contract.ts'
import { DroppedIds } from './dropped-ids.ts'
import type { EventBody } from './event-log.ts'
import { failureOf } from './media-errors.ts'
import { eventOf } from './media-events.ts'

type OperationOf<Op extends Operation['op']> = Extract<Operation, { op: Op }>
type Attaching = OperationOf<'play'> | OperationOf<'record'> | OperationOf<'detect'>
type Outcome = Result<ReplyValue, Failure>

export interface Context {
  readonly asked: OperationOf<'context'>
  readonly handle: Handle
  /** Milliseconds of uptime. */
  readonly bornAt: number
  readonly terminations: Set<Termination>
}

interface Termination {
  readonly asked: OperationOf<'add'>
  readonly added: Added
  readonly handle: Handle
  context: Context
  stream: Stream | undefined
  /** Those that have ended too: a late repetition must not start one again. */
  readonly attachments: Map<AttachmentId, Attachment>
  readonly digits: Map<string, OperationOf<'digits'>>
  /** Whose voice it hears otherwise than at the beginning. */
  readonly hears: Map<Termination, boolean>
}

interface Attachment {
  readonly asked: Attaching
  readonly handle: Handle
  readonly termination: Termination
  ended: boolean
  /** Its end may be among events that the library lost. */
  doubtful: boolean
}

const MOST_REMEMBERED = 4096 // ended attachments, and digits sent, of one termination
const MOST_ENDING = 4096
const NOTHING: Outcome = ok<Empty>({})

/**
 * The contexts of a media gateway: carries out the controller's operations on a library, each of them once however often it is
 * said, and turns the library's events into the controller's words. Knows no connection and no lease.
 */
export class ContextTable {
  readonly #clock: Clock
  readonly #library: MediaLibrary
  readonly #report: (event: EventBody) => void
  readonly #contexts = new Map<ContextId, Context>()
  readonly #terminations = new Map<TerminationId, Termination>()
  readonly #attachments = new Map<AttachmentId, Attachment>()
  readonly #terminationOf = new Map<Handle, TerminationId>()
  readonly #attachmentOf = new Map<Handle, Attachment>()
  /** Players and recorders whose termination is gone and whose end the library has not told yet. */
  readonly #ending = new Map<Handle, Attachment>()
  readonly #dropped: DroppedIds

  constructor(clock: Clock, library: MediaLibrary, report: (event: EventBody) => void) {
    this.#clock = clock
    this.#library = library
    this.#report = report
    this.#dropped = new DroppedIds(clock)
  }

  get contexts(): Iterable<Context> {
    return this.#contexts.values()
  }

  get totals(): { contexts: number; terminations: number; attachments: number } {
    return {
      contexts: this.#contexts.size,
      terminations: this.#terminations.size,
      attachments: this.#attachmentOf.size,
    }
  }

  /** Carries out one operation other than `inventory` and `batch`. What the library throws becomes a failure. */
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
        return this.#add(operation)
      case 'subtract':
        return ok(this.#subtract(operation.termination))
      case 'play':
      case 'record':
      case 'detect':
        return this.#attach(operation)
      case 'stop':
        this.#stop(operation.attachment)
        return NOTHING
      case 'topology':
        return this.#topology(operation)
      case 'stream':
      case 'move':
      case 'digits':
      case 'stats':
        return this.#onTermination(operation)
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

  /** Ends a context whose controller stayed away. */
  endOrphan(context: Context): void {
    this.#removeContext(context)
    this.#report({ kind: 'context-ended', context: context.asked.context })
  }

  #removeContext(context: Context): void {
    const { context: id } = context.asked
    this.#contexts.delete(id)
    this.#dropped.add(`c:${id}`)
    for (const termination of context.terminations) this.#forget(termination)
    unlessGone(() => this.#library.removeContext(context.handle))
  }

  #add(asked: OperationOf<'add'>): Outcome {
    const { termination: id } = asked
    const known = this.#terminations.get(id)
    if (known) return repeatedAdd(asked, known)
    if (this.#dropped.has(`t:${id}`)) return fail('gone', `termination ${id} is gone`)
    const context = this.#contexts.get(asked.context)
    if (!context) return fail('no-such-context', `there is no context ${asked.context}`)
    const made = this.#library.addRtp(context.handle, {
      localAddress: asked.localAddress,
      ...(asked.port === undefined ? {} : { port: asked.port }),
    })
    try {
      if (asked.stream) this.#library.setRtp(made.termination, asked.stream)
    } catch (error) {
      this.#library.remove(made.termination)
      throw error
    }
    const added = { localAddress: asked.localAddress, port: made.port }
    const termination: Termination = {
      asked,
      added,
      handle: made.termination,
      context,
      stream: asked.stream,
      attachments: new Map(),
      digits: new Map(),
      hears: new Map(),
    }
    context.terminations.add(termination)
    this.#terminations.set(id, termination)
    this.#terminationOf.set(made.termination, id)
    return ok(added)
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
    for (const [id, attachment] of termination.attachments) {
      this.#attachments.delete(id)
      this.#attachmentOf.delete(attachment.handle)
      if (!attachment.ended && attachment.asked.op !== 'detect') {
        this.#ending.set(attachment.handle, attachment)
        forgetOldest(this.#ending, MOST_ENDING)
      }
    }
  }

  #attach(asked: Attaching): Outcome {
    const { attachment: id } = asked
    const known = this.#attachments.get(id)
    if (known) {
      return isDeepStrictEqual(known.asked, asked)
        ? NOTHING
        : fail('conflict', `attachment ${id} is another one`)
    }
    const termination = this.#terminations.get(asked.termination)
    if (!termination) return noTermination(asked.termination)
    const handle = this.#start(termination.handle, asked)
    const attachment = { asked, handle, termination, ended: false, doubtful: false }
    this.#attachments.set(id, attachment)
    this.#attachmentOf.set(handle, attachment)
    termination.attachments.set(id, attachment)
    return NOTHING
  }

  #start(termination: Handle, asked: Attaching): Handle {
    const library = this.#library
    if (asked.op === 'detect') return library.detectDtmf(termination, asked.side)
    if (asked.op === 'record') return library.record(termination, asked.side, asked)
    return asked.signal.kind === 'tone'
      ? library.playTone(termination, asked.side, asked.signal)
      : library.playFiles(termination, asked.side, asked.signal)
  }

  #stop(id: AttachmentId): void {
    const attachment = this.#attachments.get(id)
    if (!attachment || attachment.ended) return
    const stopped = unlessGone(() => this.#library.stop(attachment.handle))
    if (attachment.asked.op === 'detect')
      this.#ended(attachment) // no event follows
    else if (!stopped && attachment.doubtful) this.#endUnheard(attachment)
  }

  #ended(attachment: Attachment): void {
    attachment.ended = true
    this.#attachmentOf.delete(attachment.handle)
    const { attachments } = attachment.termination
    if (attachments.size <= MOST_REMEMBERED) return
    for (const [id, { ended }] of attachments) {
      if (!ended) continue
      attachments.delete(id)
      this.#attachments.delete(id)
      return
    }
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

  #onTermination(operation: OperationOf<'stream' | 'move' | 'digits' | 'stats'>): Outcome {
    const termination = this.#terminations.get(operation.termination)
    if (!termination) return noTermination(operation.termination)
    switch (operation.op) {
      case 'stats':
        return ok(qualityOf(this.#library.stats(termination.handle)))
      case 'move':
        return this.#move(termination, operation.context)
      case 'digits':
        return this.#digits(termination, operation)
      case 'stream':
        if (isDeepStrictEqual(termination.stream, operation.stream)) return NOTHING
        this.#library.setRtp(termination.handle, operation.stream)
        termination.stream = operation.stream
        return NOTHING
    }
  }

  #move(termination: Termination, id: ContextId): Outcome {
    const context = this.#contexts.get(id)
    if (!context) return fail('no-such-context', `there is no context ${id}`)
    if (termination.context === context) return NOTHING
    this.#library.move(termination.handle, context.handle)
    this.#unhear(termination)
    termination.context.terminations.delete(termination)
    context.terminations.add(termination)
    termination.context = context
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
      this.#doubt()
      this.#report({ kind: 'overflow' })
      return
    }
    if (event.kind === 'played' || event.kind === 'recorded') {
      const attachment =
        this.#attachmentOf.get(event.attachment) ?? this.#ending.get(event.attachment)
      if (!attachment) return
      this.#ended(attachment)
      this.#ending.delete(event.attachment)
      const { asked } = attachment
      this.#reportAs(event, asked.termination, asked.attachment)
      return
    }
    const termination = this.#terminationOf.get(event.termination)
    if (termination !== undefined) this.#reportAs(event, termination)
  }

  #reportAs(event: MediaEvent, termination: TerminationId, attachment?: AttachmentId): void {
    const body = eventOf(event, termination, attachment)
    if (body) this.#report(body)
  }

  /**
   * The end of a player may be among the lost events and the library cannot be asked, so what should end by itself is stopped: a
   * cut announcement is better than a caller who waits for ever for the next one. A recording goes on until it is stopped.
   */
  #doubt(): void {
    for (const attachment of this.#ending.values()) this.#endUnheard(attachment)
    for (const attachment of [...this.#attachmentOf.values()]) {
      attachment.doubtful = true
      if (!endsByItself(attachment.asked)) continue
      const stopped = unlessGone(() => this.#library.stop(attachment.handle))
      if (!stopped) this.#endUnheard(attachment)
    }
  }

  #endUnheard(attachment: Attachment): void {
    const { asked, handle } = attachment
    this.#ended(attachment)
    this.#ending.delete(handle)
    const { termination, attachment: id } = asked
    if (asked.op === 'play') this.#report({ kind: 'played', termination, attachment: id })
    if (asked.op !== 'record') return
    this.#report({
      kind: 'recorded',
      termination,
      attachment: id,
      durationMs: 0,
      error: 'EOVERFLOW',
    })
  }

  inventory(lastEvent: number): Inventory {
    return { contexts: [...this.#contexts.values()].map(inventoryOf), lastEvent }
  }
}

/** The answer to an `add` of a termination that is there: the first one's, if it asks for what it was or what it is now. */
function repeatedAdd(asked: OperationOf<'add'>, known: Termination): Outcome {
  const { asked: first, added, context, stream } = known
  const same =
    (asked.context === first.context || asked.context === context.asked.context) &&
    asked.localAddress === first.localAddress &&
    (asked.port === undefined || asked.port === added.port) &&
    (asked.stream === undefined ||
      isDeepStrictEqual(asked.stream, first.stream) ||
      isDeepStrictEqual(asked.stream, stream))
  return same ? ok(added) : fail('conflict', `termination ${asked.termination} is another one`)
}

function inventoryOf(context: Context): Inventory['contexts'][number] {
  const terminations = [...context.terminations]
  return {
    context: context.asked.context,
    orphan: context.asked.orphan,
    terminations: terminations.map(({ asked, added, stream, attachments }) => ({
      termination: asked.termination,
      localAddress: added.localAddress,
      port: added.port,
      ...(stream ? { stream } : {}),
      attachments: [...attachments].filter(([, { ended }]) => !ended).map(([id]) => id),
    })),
    topology: terminations.flatMap((to) =>
      [...to.hears].map(([from, hears]) => ({
        from: from.asked.termination,
        to: to.asked.termination,
        hears,
      })),
    ),
  }
}

function qualityOf(stats: RtpStats): Quality {
  const { roundTripMs, remoteLostPermille, remote } = stats
  return {
    packetsReceived: stats.packetsReceived,
    packetsSent: stats.packetsSent,
    lost: stats.lost,
    late: stats.late,
    jitterMs: stats.jitterMs,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
    ...(remoteLostPermille === undefined ? {} : { remoteLostPermille }),
    ...(remote ? { remote } : {}),
  }
}

function endsByItself(asked: Attaching): boolean {
  if (asked.op !== 'play') return false
  return (asked.signal.kind === 'tone' ? asked.signal.totalMs : asked.signal.times) > 0
}

/** Removes what the library may have let go by itself; whether it was there. */
function unlessGone(remove: () => void): boolean {
  try {
    remove()
    return true
  } catch (error) {
    if (failureOf(error).code !== 'no-such-termination') throw error
    return false
  }
}

function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

function noTermination(id: TerminationId): Outcome {
  return fail('no-such-termination', `there is no termination ${id}`)
}

function fail(code: Failure['code'], text: string): Outcome {
  return refuse({ code, text })
}
