import type { TerminationId } from '../../gateway/contract.ts'
import type { MediaDescription } from '../../sip/sdp/sdp.ts'
import type { MediaContext } from '../media-context.ts'
import { Passes } from '../media-passes.ts'
import type { PassedMedia, PlacedMedia } from '../passed-media.ts'
import { answerTo, isSame, lineOf, streamOf } from '../passed-media.ts'
import type { Taken, Wanted } from '../passing.ts'

/** One m-line beside audio, in the descriptions that a leg and its party exchange. */
export interface PassSlot {
  /** Its place among the m-lines. */
  readonly index: number
  /** What the party has said of it; undefined while our offer waits. */
  readonly theirs?: PassedMedia | undefined
  /** What the other party has said, and we say here. */
  readonly said?: PassedMedia | undefined
  /** Place of the other party's m-line that it stands for, in an offer of ours. */
  readonly of?: number | undefined
  /** Undefined where it was refused: then it is not asked for again. */
  readonly pass?: TerminationId | undefined
}

export interface PassingSnapshot {
  /** So many terminations were made: a gateway takes each name once. */
  readonly count: number
  readonly slots: readonly PassSlot[]
}

/** What a leg has beside audio: its m-lines and their terminations. */
export class LegPassing {
  readonly #context: () => MediaContext
  readonly #leg: TerminationId
  #count: number
  #slots: readonly PassSlot[]

  constructor(context: () => MediaContext, leg: TerminationId, snapshot?: PassingSnapshot) {
    this.#context = context
    this.#leg = leg
    this.#count = snapshot?.count ?? 0
    this.#slots = snapshot?.slots ?? []
  }

  get isLive(): boolean {
    return this.#slots.some(({ pass }) => pass !== undefined)
  }

  get hasImage(): boolean {
    return this.#slots.some(({ pass, theirs }) => pass !== undefined && theirs?.type === 'image')
  }

  /** All that the party has said of it, taken or not. */
  get said(): readonly PlacedMedia[] {
    return this.#slots.flatMap(({ index, theirs }) => (theirs ? [{ index, media: theirs }] : []))
  }

  get passes(): readonly TerminationId[] {
    return this.#slots.flatMap(({ pass }) => pass ?? [])
  }

  /** What the party has taken of exactly this; undefined: it was never offered so. */
  answered(wanted: readonly PlacedMedia[]): readonly Taken[] | undefined {
    const taken = wanted.flatMap(({ index: of, media }) => {
      const slot = this.#slots.find(({ said }) => said && isSame(said, media))
      const { theirs, pass } = slot ?? {}
      return theirs && pass !== undefined ? [{ of, media: theirs, pass }] : []
    })
    return taken.length > 0 && taken.length === wanted.length ? taken : undefined
  }

  snapshot(): PassingSnapshot | undefined {
    return this.#count || this.#slots.length
      ? { count: this.#count, slots: this.#slots }
      : undefined
  }

  /** Nothing passes any longer. */
  clear(): void {
    const before = this.#slots
    this.#slots = []
    this.#drop(before)
  }

  /** Whether the party wants of the other one what it has not asked for yet, or no longer wants what passes. */
  isNews(offered: readonly PlacedMedia[]): boolean {
    const known = this.#slots.filter(({ theirs }) => theirs !== undefined)
    const same = offered.filter(({ index, media }) =>
      known.some(({ index: at, theirs }) => at === index && theirs && isSame(theirs, media)),
    )
    const wanted = known.filter(({ pass }) => pass !== undefined)
    const kept = wanted.filter(({ index }) => offered.some((each) => each.index === index))
    return same.length < offered.length || kept.length < wanted.length
  }

  /** Terminations for an offer of ours. `at`: the place of each m-line that is wanted. */
  async prepare(wanted: Wanted, at: readonly number[], local: string): Promise<void> {
    const before = this.#slots
    const slots: PassSlot[] = []
    for (const [k, { index: of, media }] of wanted.media.entries()) {
      const index = at[k] ?? 0
      const known = before.find((slot) => slot.index === index && slot.said?.type === media.type)
      const pass = await this.#ready(known?.pass, local)
      slots.push({ index, of, said: media, pass, theirs: known?.theirs })
    }
    this.#slots = slots
    this.#forgotten = before
  }

  /** What stood before the last `prepare`, while its answer waits. */
  #forgotten: readonly PassSlot[] = []

  /** The offer of the last `prepare` was refused: all is as it was. */
  restore(): void {
    const prepared = this.#slots
    this.#slots = this.#forgotten
    this.#drop(prepared)
  }

  /** What the party has taken of our offer: its answer's streams that pass. */
  taken(answered: readonly PlacedMedia[], held: boolean): readonly Taken[] {
    const before = [...this.#forgotten, ...this.#slots]
    this.#forgotten = []
    this.#slots = this.#slots.map(({ pass, ...slot }) => {
      const theirs = answered.find(({ index }) => index === slot.index)?.media
      const fits = theirs?.type === slot.said?.type
      return fits ? { ...slot, theirs, pass } : { ...slot, theirs: undefined }
    })
    this.#drop(before)
    this.#stream(held)
    return this.result
  }

  get result(): readonly Taken[] {
    return this.#slots.flatMap(({ of, theirs, pass }) =>
      of !== undefined && theirs && pass !== undefined ? [{ of, media: theirs, pass }] : [],
    )
  }

  /** What the party offers, with what the other party has taken of it. */
  async take(
    offered: readonly PlacedMedia[],
    taken: readonly Taken[],
    local: string,
    held: boolean,
  ): Promise<void> {
    const before = this.#slots
    const slots: PassSlot[] = []
    for (const { index, media: theirs } of offered) {
      const other = taken.find(({ of }) => of === index)
      const known = before.find((slot) => slot.index === index && slot.theirs?.type === theirs.type)
      const pass = other && (await this.#ready(known?.pass, local))
      slots.push({ index, theirs, said: other?.media, pass })
    }
    this.#slots = slots
    this.#drop(before)
    this.#stream(held)
    for (const { index, pass } of slots) {
      const other = taken.find(({ of }) => of === index)
      if (pass !== undefined && other) this.#context().passes.link(pass, other.pass)
    }
  }

  /** The party says again what passes already, perhaps on hold or from elsewhere. */
  renew(offered: readonly PlacedMedia[], held: boolean): void {
    this.#slots = this.#slots.map((slot) => {
      const theirs = offered.find(({ index }) => index === slot.index)?.media
      return theirs ? { ...slot, theirs } : slot
    })
    this.#stream(held)
  }

  /** Our m-lines in an offer. */
  offers(): ReadonlyMap<number, MediaDescription> {
    return this.#lines((said) => said.direction)
  }

  /** Our m-lines in an answer to what the party has offered last. */
  answers(): ReadonlyMap<number, MediaDescription> {
    return this.#lines((said, theirs) =>
      theirs ? answerTo(theirs.direction, said.direction) : said.direction,
    )
  }

  #lines(directionOf: (said: PassedMedia, theirs?: PassedMedia) => PassedMedia['direction']) {
    const { passes } = this.#context()
    return new Map(
      this.#slots.flatMap(({ index, said, theirs, pass }) => {
        const port = pass === undefined ? undefined : passes.port(pass)
        return said && port ? [[index, lineOf(said, port, directionOf(said, theirs))] as const] : []
      }),
    )
  }

  /** Of an old termination, or a new one. */
  async #ready(known: TerminationId | undefined, local: string): Promise<TerminationId> {
    const { passes } = this.#context()
    if (known !== undefined && passes.has(known)) return known
    const id = Passes.idOf(this.#leg, ++this.#count)
    await passes.add(this.#leg, id, local)
    return id
  }

  #stream(held: boolean): void {
    const { passes } = this.#context()
    for (const { pass, theirs } of this.#slots) {
      if (pass !== undefined && theirs) passes.set(pass, streamOf(theirs, held))
    }
  }

  /** Terminations that are no longer in use. */
  #drop(before: readonly PassSlot[]): void {
    for (const { pass } of before) {
      const stays = this.#slots.some((slot) => slot.pass === pass)
      if (pass !== undefined && !stays) this.#context().passes.remove(pass)
    }
  }
}
