import type { Clock } from '../clock/clock.ts'
import type { Cadence, LineEvent } from '../gateway/contract.ts'
import type { AutoAnswerStep } from '../model/auto-answer-digits.ts'
import { Cause } from './cause.ts'
import type { Phase, Who } from './leg.ts'
import type { ShownCaller } from './line-hold.ts'
import type { LineLegBeginning, LineLegSnapshot, LineLegWorld } from './line-leg.ts'
import { LineLeg } from './line-leg.ts'

/** How an analog telephone is to ring. */
export interface FxsRinging {
  readonly line: string
  readonly cadence: Cadence
  readonly caller: ShownCaller | undefined
  /** Sent to the device when it answers, before it hears anybody (ANLG-12, CO-22). */
  readonly whenAnswered: readonly AutoAnswerStep[]
}

interface FxsLegSnapshot extends LineLegSnapshot {
  readonly kind: 'fxs'
  readonly flashes: number
  readonly whenAnswered: readonly AutoAnswerStep[]
}

/** An analog telephone on an FXS line. */
export class FxsLeg extends LineLeg {
  readonly kind = 'fxs'
  readonly #clock: Clock
  #whenAnswered: readonly AutoAnswerStep[] = []

  constructor(world: LineLegWorld, beginning: LineLegBeginning) {
    super(world, beginning)
    this.#clock = world.clock
  }

  /** A telephone that was lifted: it hears us from now on. */
  static incoming(world: LineLegWorld, id: string, who: Who, line: string): FxsLeg {
    const leg = new FxsLeg(world, { ...who, id, line, direction: 'in', phase: 'offered' })
    leg.trace('in', 'off hook')
    leg.hold.take().catch((error: unknown) => leg.lineFailed(error))
    leg.#opensAudio({ apart: false }).catch((error: unknown) => leg.lineFailed(error))
    return leg
  }

  /** A telephone that is to ring; it rings as soon as the gateway has the line. */
  static outgoing(world: LineLegWorld, id: string, who: Who, ringing: FxsRinging): FxsLeg {
    const { line, cadence, caller } = ringing
    const leg = new FxsLeg(world, { ...who, id, line, direction: 'out', phase: 'calling' })
    leg.#whenAnswered = ringing.whenAnswered
    leg.#rings(cadence, caller).catch((error: unknown) => leg.lineFailed(error))
    return leg
  }

  /** As an earlier process left it. */
  static restore(world: LineLegWorld, snapshot: FxsLegSnapshot): FxsLeg {
    const leg = new FxsLeg(world, { ...snapshot, line: snapshot.hold.line })
    leg.flashes = snapshot.flashes
    leg.#whenAnswered = snapshot.whenAnswered
    leg.restore(snapshot)
    if (leg.phase === 'calling') leg.becomes('alerting') // `resync` rings
    return leg
  }

  /** The receiver is at an ear: the caller hears our tones before anybody answers. */
  get hasAudio(): boolean {
    return this.phase !== 'released' && (this.direction === 'in' || this.phase === 'answered')
  }

  async answer(): Promise<void> {
    if (this.direction === 'in' && isOpen(this.phase)) this.becomes('answered')
  }

  heard(): void {} // a telephone gives no call-progress tones

  protected happened({ kind }: LineEvent): void {
    if (kind === 'on-hook') this.gone(Cause.normalClearing, 'party')
    else if (kind === 'off-hook') this.#lifted()
    else if (kind === 'flash' && this.hasAudio) {
      this.flashes++
      this.changed()
    } else if (kind === 'audio-stopped') this.gone(Cause.destinationOutOfOrder, 'party')
  }

  override snapshot(): FxsLegSnapshot {
    return {
      ...super.snapshot(),
      kind: 'fxs',
      flashes: this.flashes,
      whenAnswered: this.#whenAnswered,
    }
  }

  async #rings(cadence: Cadence, caller: ShownCaller | undefined): Promise<void> {
    await this.hold.take()
    if (this.phase === 'released') return
    this.trace('out', caller ? `ring (caller ${caller.number})` : 'ring')
    await this.hold.ring(cadence, caller)
    if (this.phase === 'calling') this.becomes('alerting')
  }

  #lifted(): void {
    if (this.direction === 'in' || !isOpen(this.phase)) return
    this.hold.ringStops().catch((error: unknown) => this.lineFailed(error))
    this.#opensAudio({ apart: true })
      .then(() => this.#sendDigits())
      .then(
        () => this.becomes('answered'),
        (error) => this.lineFailed(error),
      )
  }

  /** To a fax server, a paging amplifier: which extension or number was called. */
  async #sendDigits(): Promise<void> {
    for (const [index, step] of this.#whenAnswered.entries()) {
      if (this.isOver) return
      if (step.kind === 'digit') {
        this.context.sendDigits(this.id, `${this.id}/answered/${index}`, step.digit, step)
      }
      await this.#clock.sleep(step.kind === 'pause' ? step.ms : step.onMs + step.gapMs)
    }
  }

  async #opensAudio(options: { readonly apart: boolean }): Promise<void> {
    const adding = this.context.addLine(this.id, this.line, options)
    this.context.detect(this.id, `${this.id}/keys`) // its keys come in band
    await adding
  }
}

/** Neither answered nor over. */
function isOpen(phase: Phase): boolean {
  return phase !== 'answered' && phase !== 'released'
}
