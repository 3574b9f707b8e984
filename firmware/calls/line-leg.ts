import type { Clock } from '../clock/clock.ts'
import type { LineEvent, LineName, Progress, Side } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { Cause } from './cause.ts'
import type { Leg, LegOwner, LegSnapshot, Phase, Who } from './leg.ts'
import type { LineHoldSnapshot } from './line-hold.ts'
import { LineHold } from './line-hold.ts'
import type { Gateway, MediaContext } from './media-context.ts'

/** What every leg on an analog line works with. */
export interface LineLegWorld {
  readonly clock: Clock
  readonly context: MediaContext
  readonly owner: LegOwner
  /** The lines gateway. */
  readonly lines: Gateway
  /** The leg was released, and its line let go of. */
  readonly released: (leg: LineLeg) => void
  readonly failed: (error: unknown, leg: string) => void
  /** What happened on the line or was done there, for traces. */
  readonly trace: (leg: LineLeg, direction: 'in' | 'out', text: string) => void
}

export interface LineLegSnapshot extends LegSnapshot {
  readonly direction: 'in' | 'out'
  readonly party: PartyNumber
  readonly device: string | undefined
  readonly phase: Phase
  readonly cause: Cause | undefined
  readonly releasedBy: 'party' | 'exchange' | undefined
  readonly hold: LineHoldSnapshot
}

export interface LineLegBeginning extends Who {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly phase: Phase
  readonly line: LineName
  readonly isProtected?: boolean
}

/** A party on an analog line: what FXS and FXO have in common. */
export abstract class LineLeg implements Leg {
  abstract readonly kind: 'fxs' | 'fxo'
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly device: string | undefined
  readonly line: LineName
  readonly earlyMedia: boolean = false
  readonly held = false
  flashes = 0
  /** The gateway would not give it the line, or could not make its audio: there is nobody to hear a tone. */
  hasLostLine = false
  protected hold: LineHold
  readonly #world: LineLegWorld
  #party: PartyNumber
  #phase: Phase
  #cause: Cause | undefined
  #releasedBy: 'party' | 'exchange' | undefined

  constructor(world: LineLegWorld, beginning: LineLegBeginning) {
    const { id, line, isProtected = false } = beginning
    this.id = id
    this.direction = beginning.direction
    this.device = beginning.device
    this.line = line
    this.hold = new LineHold(world.lines, { id, line, isProtected })
    this.#world = world
    this.#party = beginning.party
    this.#phase = beginning.phase
  }

  abstract get hasAudio(): boolean
  abstract answer(): Promise<void>
  abstract heard(progress: Progress, side: Side): void
  protected abstract happened(event: LineEvent): void

  /** Of the call that it is in: it may be another one later (a transfer). */
  protected get context(): MediaContext {
    return this.#world.context
  }

  get party(): PartyNumber {
    return this.#party
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Its audio is still in the call's media. */
  get isInContext(): boolean {
    return this.context.has(this.id)
  }

  protected get isOver(): boolean {
    return this.#phase === 'released'
  }

  get cause(): Cause | undefined {
    return this.#cause
  }

  get releasedBy(): 'party' | 'exchange' | undefined {
    return this.#releasedBy
  }

  /** Nothing tells the far end of an analog line that a telephone rings. */
  alert(): void {
    if (this.#phase === 'offered') this.becomes('alerting')
  }

  progress(): void {}

  probe(): void {}

  release(cause: Cause): void {
    this.gone(cause, 'exchange')
  }

  snapshot(): LineLegSnapshot {
    return {
      id: this.id,
      kind: this.kind,
      direction: this.direction,
      party: this.#party,
      device: this.device,
      phase: this.#phase,
      cause: this.#cause,
      releasedBy: this.#releasedBy,
      hold: this.hold.snapshot(),
    }
  }

  /** What happened on the line. */
  lineEvent(event: LineEvent): void {
    this.trace('in', wordsOf(event))
    if (event.kind === 'lifeline' && event.state === 'call') {
      this.hasLostLine = true // an emergency call has it now
      this.gone(Cause.preempted, 'party')
    } else this.happened(event)
  }

  protected trace(direction: 'in' | 'out', text: string): void {
    this.#world.trace(this, direction, text)
  }

  /** Says to the lines gateway again what it should hold. */
  resync(): void {
    this.hold.resync().catch((error: unknown) => this.lineFailed(error))
  }

  protected restore(snapshot: LineLegSnapshot): void {
    this.#cause = snapshot.cause
    this.#releasedBy = snapshot.releasedBy
    this.hold = LineHold.restore(this.#world.lines, snapshot.hold)
    if (this.isOver) this.resync() // that the line is let go of may never have left, and events are about to come
  }

  protected becomes(phase: Phase): void {
    if (this.#phase === 'released') return
    this.#phase = phase
    this.changed()
  }

  protected changed(): void {
    this.#world.owner.changed(this)
  }

  /** Who it is turned out later (caller ID). */
  protected isNow(party: PartyNumber): void {
    this.#party = party
    this.changed()
  }

  protected gone(cause: Cause, by: 'party' | 'exchange'): void {
    if (this.#phase === 'released') return
    this.#phase = 'released'
    this.#cause = cause
    this.#releasedBy = by
    if (by === 'exchange') this.trace('out', 'release')
    const dropped = () => this.#world.released(this)
    this.hold.drop().then(dropped, dropped)
    void this.context.subtract([this.id], { drop: false }) // the call may go on; the line's next one needs its audio
    this.changed()
  }

  /** The lines gateway or the media gateway could not do it. */
  protected lineFailed(error: unknown): void {
    const { code } = error as { code?: string }
    if (this.#phase === 'released' || code === 'stopped') return
    this.#world.failed(error, this.id)
    this.hasLostLine = true
    this.gone(this.causeOf(code), 'exchange')
  }

  protected causeOf(code: string | undefined): Cause {
    if (code === 'line-busy' || code === 'conflict') return Cause.userBusy
    if (code === 'no-such-line') return Cause.destinationOutOfOrder
    if (code === 'gateway-restarted') return Cause.temporaryFailure
    return Cause.resourceUnavailable
  }
}

function wordsOf(event: LineEvent): string {
  if (event.kind === 'caller') return `caller ${event.private ? 'withheld' : event.number}`
  return event.kind.replace('-', ' ')
}
