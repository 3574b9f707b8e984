import type { Clock } from '../clock/clock.ts'
import type { AttachmentId, Signal } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { assert } from '../result.ts'
import type { HistorySnapshot, Recorder } from './call-history.ts'
import { CallHistory } from './call-history.ts'
import { Cause } from './cause.ts'
import type { Tones } from './country-tones.ts'
import { tonesOf } from './country-tones.ts'
import type { Journal, Journalled } from './journal.ts'
import type { Leg, LegOwner, LegSnapshot } from './leg.ts'
import type { ToldSnapshot } from './leg-stories.ts'
import { eventParty, LegStories } from './leg-stories.ts'
import type { Gateway, MediaContextSnapshot } from './media-context.ts'
import { MediaContext } from './media-context.ts'
import { passAnew } from './pass-anew.ts'
import { PressedKeys } from './pressed-keys.ts'
import type { StepsSnapshot } from './steps.ts'
import { Steps } from './steps.ts'
import { Waiters } from './waiters.ts'

export interface CallOptions {
  /** `{site}-{epoch}-{sequence}` */
  readonly id: string
  readonly clock: Clock
  readonly journal: Journal
  readonly gateway: Gateway
  readonly record: Recorder
  /** What calls sound like now; left out: as in North America. */
  readonly tones?: (() => Tones) | undefined
  /** A media request failed that nobody waits for. */
  readonly mediaFailed: (call: string, error: unknown) => void
}

/** How a call begins: the number that was dialled, and the program over it with its first state. */
export interface Beginning {
  readonly dialled: PartyNumber
  readonly program: string
  readonly state: unknown
  /** It is none that anybody made (a receiver that lies beside the telephone), and stands in no report. */
  readonly unrecorded?: boolean
}

/** The call's own place in the journal. Legs, media and history have theirs, since they change apart. */
export interface CallSnapshot {
  readonly id: string
  readonly dialled: PartyNumber
  readonly startedAt: number
  readonly program: string
  readonly steps: StepsSnapshot
  /** IDs, the origin first. */
  readonly legs: readonly string[]
  readonly keys: readonly (readonly [key: string, leg: string])[]
  /** What the history knows of each leg. */
  readonly told: ToldSnapshot
  /** Whose keys the program gets: a leg; the origin's when left out. */
  readonly dialler: string | undefined
  readonly digits: string
  readonly played: readonly (readonly [AttachmentId, string])[]
  readonly joined: Pair | undefined
  readonly keysSent: number
  readonly finishing: Cause | undefined
  readonly unrecorded: boolean
}

/** Two legs, by ID, that hear each other. */
type Pair = readonly [string, string]

/** All that an earlier process left of a call. */
export interface CallRemains {
  readonly call: CallSnapshot
  readonly legs: readonly LegSnapshot[]
  readonly media: MediaContextSnapshot
  readonly history: HistorySnapshot | undefined
}

/** The calls in a journal; one whose legs are not all there has been damaged and is left out. */
export function remainingCalls(journal: Journal): readonly CallRemains[] {
  return [...journal.entries('call/')].flatMap(([, value]) => {
    const call = value as CallSnapshot
    const part = (name: string) => journal.get(partKey(call.id, name))
    const legs = call.legs.map((leg) => part(leg) as LegSnapshot | undefined)
    const whole = legs.filter((leg) => leg !== undefined)
    if (whole.length < legs.length) return []
    const media = (part('media') as MediaContextSnapshot | undefined) ?? emptyMedia(call.id)
    return { call, legs: whole, media, history: part('history') as HistorySnapshot | undefined }
  })
}

const emptyMedia = (id: string): MediaContextSnapshot => ({ id, terminations: [], changed: [] })
const partKey = (call: string, name: string): string => `part/${call}/${name}`

/** What is left of a call that is over. Holds nothing of the call, of which a busy server has hundreds at any moment. */
export interface EndedCall {
  /** Resolves when the records hold the whole call; rejects when they cannot be written. */
  readonly recorded: Promise<void>
  /** Takes it out of the journal. */
  forget(): void
}

function endedCall(
  journal: Journal,
  keys: readonly string[],
  life: { isOver: boolean },
  recorded: Promise<void>,
): EndedCall {
  const forget = () => {
    life.isOver = true // a leg of it that changes once more leaves nothing behind
    for (const journalKey of keys) journal.touch({ journalKey, snapshot: () => undefined })
  }
  return { recorded, forget }
}

/**
 * One call: its legs, its media context and how far the program that runs it has got. Programs use the verbs; each waits on state,
 * never on an event, so that nothing is missed between two of them or across a restart of the exchange.
 */
export class Call implements Journalled, LegOwner {
  readonly id: string
  readonly clock: Clock
  readonly context: MediaContext
  readonly history: CallHistory
  readonly steps: Steps
  readonly startedAt: number
  readonly #tones: () => Tones
  readonly #journal: Journal
  readonly #mediaFailed: CallOptions['mediaFailed']
  readonly #waiters: Waiters
  readonly #legs = new Map<string, Leg>()
  readonly #keys: Map<string, string>
  readonly #played: Map<AttachmentId, string>
  readonly #stories: LegStories
  readonly #parts = new Map<string, Journalled>()
  readonly #pressed: PressedKeys
  /** The program watches all legs itself: the call outlives the one that began it. */
  governed = false
  readonly #unrecorded: boolean
  #dialled: PartyNumber
  #program: string
  #caller: Leg | undefined
  #joined: Pair | undefined
  #keysSent: number
  #finishing: Cause | undefined
  /** Apart from the call, which need not stay in memory until its records are on the disk. */
  readonly #life = { isOver: false }

  constructor(options: CallOptions, begin: Beginning | CallRemains) {
    const remains = 'call' in begin ? begin : undefined
    const snapshot = remains?.call
    const { dialled, program } = 'call' in begin ? begin.call : begin
    this.id = options.id
    this.clock = options.clock
    this.#tones = options.tones ?? (() => tonesOf('US'))
    this.#journal = options.journal
    this.#mediaFailed = options.mediaFailed
    this.#waiters = new Waiters(options.clock)
    this.#dialled = dialled
    this.#program = program
    this.startedAt = snapshot?.startedAt ?? options.clock.now()
    this.#unrecorded = snapshot?.unrecorded ?? ('unrecorded' in begin && begin.unrecorded === true)
    this.context = this.#media(options, remains?.media)
    this.history = this.#story(options, remains?.history)
    this.#stories = new LegStories(this.clock, this.history, snapshot?.told)
    this.steps = new Steps(options.clock, snapshot?.steps)
    if ('state' in begin) this.steps.save(begin.state, 0)
    this.#keys = new Map(snapshot?.keys)
    this.#played = new Map(snapshot?.played)
    this.#pressed = new PressedKeys(
      snapshot?.dialler,
      snapshot?.digits ?? '',
      this.steps.saved.digits,
    )
    this.#joined = snapshot?.joined
    this.#keysSent = snapshot?.keysSent ?? 0
    this.#finishing = snapshot?.finishing
  }

  // ---- what can be seen ----

  get legs(): readonly Leg[] {
    return [...this.#legs.values()]
  }

  leg(id: string): Leg | undefined {
    return this.#legs.get(id)
  }

  /** The party that began the call. */
  get origin(): Leg {
    const [first] = this.#legs.values()
    assert(first, `call ${this.id} has no leg`)
    return first
  }

  get dialled(): PartyNumber {
    return this.#dialled
  }

  /** For whom somebody is being rung now, and who is shown as the caller: the origin, but for transfers. */
  get caller(): Leg {
    return this.#caller ?? this.origin
  }

  ringsFor(caller: Leg): void {
    this.#caller = caller
  }

  /** Of the country that the office is in. */
  get tones(): Tones {
    return this.#tones()
  }

  get program(): string {
    return this.#program
  }

  /** The leg that this one talks with. */
  partnerOf(leg: Leg): Leg | undefined {
    const [a, b] = this.#joined ?? []
    const other = leg.id === a ? b : leg.id === b ? a : undefined
    return other === undefined ? undefined : this.#legs.get(other)
  }

  /** The cause that all legs are being released with, once they are. */
  get finishing(): Cause | undefined {
    return this.#finishing
  }

  // ---- verbs ----

  /** Journals where the program is. What it did before is not done again after a restart. */
  save(state: unknown): void {
    this.steps.save(state, this.#pressed.taken)
    this.touch()
  }

  /** Answers the caller. */
  async answer(): Promise<void> {
    await this.origin.answer()
  }

  /** Plays to the caller to the end or, with `bargeIn`, until a key is pressed. The reason if it could not be played. */
  async play(signal: Signal, options: { readonly bargeIn: boolean }): Promise<string | undefined> {
    const attachment = `${this.origin.id}/${this.steps.next()}`
    if (options.bargeIn) this.#hearKeys()
    if (!this.#played.has(attachment)) {
      this.context.play(this.origin.id, attachment, 'to', signal)
      this.touch()
    }
    await this.until(() =>
      this.#played.has(attachment) || (options.bargeIn && this.#pressed.next !== undefined)
        ? true
        : undefined,
    )
    this.context.stop(attachment)
    return this.#played.get(attachment) || undefined
  }

  /**
   * The next key of the caller (or of whom `listenTo` named), or undefined when none comes within `seconds` or `interrupted` becomes
   * true. After a restart the time begins anew: who was dialling meanwhile has not been slow.
   */
  async nextDigit(
    seconds: number,
    interrupted: () => boolean = () => false,
  ): Promise<string | undefined> {
    this.steps.next()
    this.#hearKeys()
    const digit = await this.until(
      () => (interrupted() ? '' : this.#pressed.next),
      this.clock.uptime() + seconds * 1000,
    )
    if (digit) this.#pressed.take()
    return digit || undefined
  }

  /** From now on the program gets the keys of this leg; what was pressed before is forgotten. To be saved by the caller's `save`. */
  listenTo(leg: Leg): void {
    this.#pressed.listenTo(leg.id)
    this.touch()
  }

  /** What was dialled turned out only now, digit by digit. */
  dials(dialled: PartyNumber): void {
    this.#dialled = dialled
    this.history.add('dialled', { dialled: (dialled.digits || dialled.raw).slice(0, 64) })
    this.touch()
  }

  /** Another program goes on with the call. */
  become(program: string, state: unknown): void {
    this.#program = program
    this.history.add('program', { name: program })
    this.save(state)
  }

  /** Waits until that party has left. Throws `CallEnded` if the caller leaves first, as every verb does. */
  async left(leg: Leg): Promise<Cause> {
    return this.until(() =>
      leg.phase === 'released' ? (leg.cause ?? Cause.normalClearing) : undefined,
    )
  }

  /** Waits until `look` finds something. It looks again whenever anything about the call has changed. */
  until<Found>(look: () => Found | undefined): Promise<Found>
  /** The same, at most until `deadline` (uptime, ms): then undefined. */
  until<Found>(
    look: () => Found | undefined,
    deadline: number | undefined,
  ): Promise<Found | undefined>
  until<Found>(look: () => Found | undefined, deadline?: number): Promise<Found | undefined> {
    return this.#waiters.until(look, deadline)
  }

  // ---- legs ----

  /** The leg of that step, made by `make` if the step has not been there before. */
  legOf(key: string, make: (id: string) => Leg): Leg {
    const known = this.#legs.get(this.#keys.get(key) ?? '')
    if (known) return known
    const leg = make(`${this.id}.${this.#legs.size + 1}`)
    this.#keys.set(key, leg.id)
    this.addLeg(leg)
    this.history.add('leg', { leg: leg.id, direction: leg.direction, party: eventParty(leg) })
    return leg
  }

  /** Who is being rung now, each with the key of its destination. */
  get ringing(): readonly (readonly [destination: string, leg: Leg])[] {
    return [...this.#keys].flatMap(([key, id]) => {
      const leg = this.#legs.get(id)
      const rings = leg?.phase === 'calling' || leg?.phase === 'alerting'
      return rings ? [[key.slice(key.indexOf('/') + 1), leg] as const] : []
    })
  }

  /** Legs of all steps whose name begins so. */
  legsOf(prefix: string): readonly Leg[] {
    const legs: Leg[] = []
    this.#keys.forEach((id, key) => {
      const leg = key.startsWith(prefix) ? this.#legs.get(id) : undefined
      if (leg) legs.push(leg)
    })
    return legs
  }

  /** From now on programs serve this party as if it had begun the call (a transfer). */
  serve(leg: Leg): void {
    const others = this.legs.filter((other) => other !== leg)
    this.#legs.clear()
    for (const each of [leg, ...others]) this.#legs.set(each.id, each)
    this.touch()
  }

  /**
   * The party goes on in this call, with its audio. `key` is the step that rang it, where it still rings. All in one turn, so that the
   * journal never has it twice or not at all.
   */
  takeOver(leg: Leg, from: Call, key?: string): void {
    from.#handOver(leg, this)
    if (key !== undefined) {
      this.#keys.set(key, leg.id)
      this.steps.adopt(leg.id, from.steps.deadlineOf(leg.id))
    }
    this.addLeg(leg)
    this.history.add('leg', { leg: leg.id, direction: leg.direction, party: eventParty(leg) })
    if (leg.phase === 'answered') this.history.add('answered', { leg: leg.id })
  }

  #handOver(leg: Leg, to: Call): void {
    if (this.partnerOf(leg)) this.part()
    this.history.add('transferred', { leg: leg.id, name: to.id })
    this.#stories.forget(leg)
    this.#legs.delete(leg.id)
    this.context.move(leg.id, to.context)
    this.#dropPart(leg.id)
    this.touch()
  }

  /** Ends it without its program: another call has what mattered of it. */
  abandon(cause: Cause): void {
    this.#finishing ??= cause
    this.touch()
    this.#waiters.end()
  }

  addLeg(leg: Leg): void {
    this.#legs.set(leg.id, leg)
    this.#stories.began(leg)
    this.#touchLeg(leg)
    this.touch()
  }

  changed(leg: Leg): void {
    if (!this.#legs.has(leg.id)) return // still being made: `addLeg` follows
    this.#stories.changed(leg)
    this.#touchLeg(leg)
    if (leg.phase === 'released' && leg === this.origin && !this.governed) this.#waiters.end()
    this.#waiters.look()
  }

  /** A key that a party pressed: for the program, and for the other party when the key came by signalling. */
  digit(leg: Leg, digit: string, by: 'media' | 'signalling'): void {
    const other = this.partnerOf(leg)
    if (other?.sendKey?.(digit)) {
      // its line takes keys by signalling, however this one came
    } else if (by === 'signalling' && other) {
      this.context.sendDigits(other.id, `${leg.id}/${this.#keysSent++}`, digit)
    }
    if (leg.id === (this.#pressed.dialler ?? this.origin.id)) this.#pressed.pressed(digit)
    this.touch()
    this.#waiters.look()
  }

  /** `leg` and `other`, the caller when left out, hear each other from now on. */
  join(leg: Leg, other: Leg = this.origin): void {
    if (this.partnerOf(leg) === other) return
    this.#joined = [other.id, leg.id]
    this.context.connect(other.id, leg.id, true)
    this.history.add('joined', { leg: other.id, other: leg.id })
    this.touch()
    if (leg.phase === 'answered' && other.phase === 'answered') this.#passAnew(leg, other)
  }

  /** Their video or fax goes on. Nobody waits for it. */
  #passAnew(leg: Leg, other: Leg): void {
    const { passes } = this.context
    const isTogether = () => this.partnerOf(leg) === other
    passAnew(leg, other, { isTogether, passes }).catch((error) => this.#mediaFailed(this.id, error))
  }

  /** The two that were joined hear each other no longer. */
  part(): void {
    if (!this.#joined) return
    const [leg, other] = this.#joined
    this.#joined = undefined
    this.context.connect(leg, other, false)
    this.history.add('parted', { leg, other })
    this.touch()
  }

  /** A player has ended; `error` in words, or empty. */
  played(attachment: AttachmentId, error: string): void {
    this.context.ended(attachment)
    this.#played.set(attachment, error)
    this.touch()
    this.#waiters.look()
  }

  // ---- the end ----

  /** Frees the media of legs that have been released while the call goes on. */
  async takeOut(legs: readonly Leg[]): Promise<void> {
    await this.#takeOut(legs, { drop: false })
    this.touch()
  }

  /** Releases every leg and the media. Resolves when its story is complete, and with what is left to do about it. */
  async finish(cause: Cause): Promise<EndedCall> {
    this.#finishing ??= this.origin.cause ?? cause
    for (const leg of this.legs) leg.release(this.#finishing)
    this.touch()
    await this.#takeOut(this.legs, { drop: true })
    this.history.add('released', { cause: this.#finishing })
    this.touch()
    const parts = [...this.#legs.keys(), 'media', 'history']
    const keys = [this.journalKey, ...parts.map((part) => partKey(this.id, part))]
    return endedCall(this.#journal, keys, this.#life, this.history.end())
  }

  async #takeOut(legs: readonly Leg[], options: { readonly drop: boolean }): Promise<void> {
    const leaving = this.#stories.leaving(legs)
    this.touch()
    const codecs = new Map(leaving.map(({ id }) => [id, this.context.stream(id)?.codec]))
    const qualities = await this.context.subtract(
      leaving.map(({ id }) => id),
      options,
    )
    for (const leg of leaving) {
      this.#stories.left(leg, qualities.get(leg.id), codecs.get(leg.id))
    }
  }

  // ---- journal ----

  readonly isAmended = true

  get journalKey(): string {
    return `call/${this.id}`
  }

  touch(): void {
    this.#journal.touch(this)
  }

  snapshot(): CallSnapshot | undefined {
    if (this.#life.isOver) return undefined
    return {
      id: this.id,
      dialled: this.#dialled,
      startedAt: this.startedAt,
      program: this.#program,
      steps: this.steps.snapshot(),
      legs: [...this.#legs.keys()],
      keys: [...this.#keys],
      told: this.#stories.snapshot(),
      dialler: this.#pressed.dialler,
      digits: this.#pressed.digits,
      played: [...this.#played],
      joined: this.#joined,
      keysSent: this.#keysSent,
      finishing: this.#finishing,
      unrecorded: this.#unrecorded,
    }
  }

  /** A telephone without RFC 4733 presses its keys in band. */
  #hearKeys(): void {
    const { id } = this.origin
    const stream = this.context.stream(id)
    if (stream && stream.eventPayloadType === undefined) this.context.detect(id, `${id}/keys`)
  }

  #dropPart(name: string): void {
    this.#parts.delete(name) // it may come back
    this.#journal.touch({ journalKey: partKey(this.id, name), snapshot: () => undefined })
  }

  #touchLeg(leg: Leg): void {
    const part = this.#parts.get(leg.id)
    if (part) this.#journal.touch(part)
    else this.#touchPart(leg.id, () => leg.snapshot())
  }

  /** Writes a part of the call with the next transaction, or removes it once the call is over. */
  #touchPart(name: string, snapshot: () => unknown): void {
    let part = this.#parts.get(name)
    if (!part) {
      const now = () => (this.#life.isOver ? undefined : snapshot())
      part = { journalKey: partKey(this.id, name), isAmended: true, snapshot: now }
      this.#parts.set(name, part)
    }
    this.#journal.touch(part)
  }

  #media({ gateway }: CallOptions, remains: MediaContextSnapshot | undefined): MediaContext {
    const media = () => this.context.snapshot()
    const owner = {
      changed: () => this.#touchPart('media', media),
      failed: (error: unknown) => this.#mediaFailed(this.id, error),
    }
    return remains
      ? MediaContext.restore(remains, gateway, owner)
      : new MediaContext(this.id, gateway, owner)
  }

  #story({ clock, record }: CallOptions, remains: HistorySnapshot | undefined): CallHistory {
    const story = () => this.history.snapshot()
    const changed = () => this.#touchPart('history', story)
    const recorder: Recorder = this.#unrecorded ? async () => {} : record
    return new CallHistory(this.id, clock, recorder, changed, remains)
  }
}
