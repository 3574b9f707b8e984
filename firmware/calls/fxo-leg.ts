import type { Timer } from '../clock/clock.ts'
import type { LineEvent, Progress, Side } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { Cause } from './cause.ts'
import type { Who } from './leg.ts'
import type { LineLegSnapshot, LineLegWorld } from './line-leg.ts'
import { LineLeg } from './line-leg.ts'

/** How an outside line is to be used; of its configuration. */
export interface FxoManners {
  readonly line: string
  /** From seizure to the first digit at least (CO-15). */
  readonly preDialMs: number
  readonly dtmfOnMs: number // CO-16
  readonly dtmfGapMs: number // CO-17
  /** The office reverses polarity when the far end answers; else it counts as answered once dialled. */
  readonly answersByReversal: boolean
  /** Busy, reorder or dial tone in a call mean that the far end has hung up. */
  readonly disconnectsByTone: boolean
  /** A call in which the line has been silent for so long is over: the far end's hang-up was not told. */
  readonly silenceMs: number
}

export interface FxoDialling extends FxoManners {
  readonly digits: string
  /** The lifeline must not cut it. */
  readonly emergency: boolean
  /** Dials even without dial tone: there is no other line to try. */
  readonly insists: boolean
  /** Before the seizure: the line was in another call just now. */
  readonly waitMs: number
}

/** What an outside line turned out to be like, for conditions. */
export type FxoFinding = 'dial-tone' | 'no-dial-tone' | 'no-disconnect' | 'disconnect'

export interface FxoLegWorld extends LineLegWorld {
  readonly found: (line: string, finding: FxoFinding) => void
  /** Nobody listens to the line for now (it was put on hold): silence means nothing. */
  readonly isAside: (leg: FxoLeg) => boolean
}

/** `seizing`: off hook, waiting for dial tone; `dialling`: digits are being sent; `through`: they are out, or it came in. */
type Stage = 'idle' | 'seizing' | 'dialling' | 'through'

interface FxoLegSnapshot extends LineLegSnapshot {
  readonly kind: 'fxo'
  readonly stage: Stage
  readonly manners: FxoManners | FxoDialling
  readonly throughAt: number
  readonly silent: boolean
}

const NO_DIAL_TONE_MS = 2500 // GR-506: within 3 s of seizure in all but overload
const LISTENERS_PATIENCE = 6 // times as long may a far end say nothing that is spoken to
const AFTER_DIGITS_MS = 150
const TONE_IS_OLD_MS = 5000 // dial tone so long after dialling is the office's again

/** A party behind an outside line: a loop-start line of a central office. */
export class FxoLeg extends LineLeg {
  readonly kind = 'fxo'
  override earlyMedia = false
  readonly #world: FxoLegWorld
  readonly #manners: FxoManners | FxoDialling
  #stage: Stage = 'idle'
  #dialTone = false
  #heardVoice = false
  /** Uptime, ms. */
  #throughAt = 0
  #preDialOver = false
  #timer: Timer | undefined
  /** Nothing is on the line, as far as was heard; said once, maybe before it counts. */
  #silent = false
  #silence: Timer | undefined
  /** Our side says something, and somebody may be listening. */
  #spokenTo = false

  private constructor(
    world: FxoLegWorld,
    beginning: ConstructorParameters<typeof LineLeg>[1],
    manners: FxoManners | FxoDialling,
  ) {
    super(world, beginning)
    this.#world = world
    this.#manners = manners
  }

  /** An outside call that rings. Its line is ours from now on; it is answered by `answer`. */
  static incoming(world: FxoLegWorld, id: string, who: Who, manners: FxoManners): FxoLeg {
    const { line } = manners
    const leg = new FxoLeg(world, { ...who, id, line, direction: 'in', phase: 'offered' }, manners)
    leg.trace('in', 'ring')
    leg.hold.take().catch((error: unknown) => leg.lineFailed(error))
    return leg
  }

  /** A call that goes out: seizes, waits for dial tone, dials. */
  static outgoing(world: FxoLegWorld, id: string, who: Who, dialling: FxoDialling): FxoLeg {
    const { line, emergency } = dialling
    const beginning = { ...who, id, line, direction: 'out', phase: 'calling' } as const
    const leg = new FxoLeg(world, { ...beginning, isProtected: emergency }, dialling)
    leg.#begin(dialling.waitMs)
    return leg
  }

  /** As an earlier process left it. */
  static restore(world: FxoLegWorld, snapshot: FxoLegSnapshot): FxoLeg {
    const leg = new FxoLeg(world, { ...snapshot, line: snapshot.hold.line }, snapshot.manners)
    leg.restore(snapshot)
    leg.#stage = snapshot.stage
    leg.earlyMedia = snapshot.phase === 'alerting' && snapshot.direction === 'out'
    leg.#throughAt = snapshot.throughAt
    leg.#silent = snapshot.silent
    if (leg.phase === 'released') return leg
    leg.#countSilence()
    if (snapshot.direction === 'out' && snapshot.stage === 'idle') leg.#begin(0)
    else if (snapshot.stage === 'seizing') leg.#waitForDialTone()
    else if (snapshot.stage === 'dialling') leg.#dial() // its key lets the gateway send them once
    return leg
  }

  get hasAudio(): boolean {
    return this.phase === 'answered' || this.earlyMedia
  }

  async answer(): Promise<void> {
    if (this.direction !== 'in' || this.phase === 'answered' || this.phase === 'released') return
    try {
      this.#stage = 'through' // from now on the bell stops because of us
      this.trace('out', 'answer')
      await this.hold.offHook()
      await this.#opensAudio({ apart: false })
      this.#throughAt = this.#world.clock.uptime()
      this.becomes('answered')
    } catch (error) {
      this.lineFailed(error)
    }
  }

  /** Caller ID came. */
  callerIs(party: PartyNumber): void {
    this.isNow(party)
  }

  protected happened(event: LineEvent): void {
    switch (event.kind) {
      case 'ring-over':
        if (this.direction === 'in' && this.#stage === 'idle') {
          this.gone(Cause.normalClearing, 'party') // the caller gave up
        }
        return
      case 'disconnect':
        this.#world.found(this.line, 'disconnect')
        this.gone(Cause.normalClearing, 'party')
        return
      case 'reversal':
        this.#reversed()
        return
      case 'battery-lost':
      case 'audio-stopped':
        this.gone(Cause.destinationOutOfOrder, 'party')
        return
    }
  }

  heard(progress: Progress, side: Side): void {
    if (this.phase === 'released') return
    if (side === 'to') {
      this.#spokenTo = progress !== 'silence'
      this.#countSilence()
      return
    }
    if (progress !== 'sound' && progress !== 'silence') this.trace('in', `${progress} tone`)
    this.#noteSilence(progress === 'silence')
    if (this.#stage === 'seizing') this.#heardWhileSeizing(progress)
    else if (this.#stage === 'through') this.#heardInCall(progress)
  }

  override snapshot(): FxoLegSnapshot {
    return {
      ...super.snapshot(),
      kind: 'fxo',
      stage: this.#stage,
      manners: this.#manners,
      throughAt: this.#throughAt,
      silent: this.#silent,
    }
  }

  protected override gone(cause: Cause, by: 'party' | 'exchange'): void {
    this.#timer?.cancel()
    this.#silence?.cancel()
    super.gone(cause, by)
  }

  /** Whoever wanted to go out over the line takes another one. */
  protected override causeOf(code: string | undefined): Cause {
    const taken = code === 'line-busy' || code === 'conflict'
    return taken ? Cause.circuitUnavailable : super.causeOf(code)
  }

  // ---- going out ----

  #begin(waitMs: number): void {
    const seize = () => {
      this.#seize().catch((error: unknown) => this.lineFailed(error))
    }
    if (waitMs > 0) this.#timer = this.#world.clock.after(waitMs, seize)
    else seize()
  }

  async #seize(): Promise<void> {
    await this.hold.take()
    if (this.isOver) return
    this.trace('out', 'seize')
    await this.hold.offHook()
    if (this.isOver) return
    this.#waitForDialTone()
    await this.#opensAudio({ apart: true })
  }

  /** Digits go out once the tone is heard and the pre-dial delay is over, whichever is later. */
  #waitForDialTone(): void {
    this.#stage = 'seizing'
    const { clock } = this.#world
    const { preDialMs } = this.#manners
    this.#timer = clock.after(preDialMs, () => {
      this.#preDialOver = true
      if (this.#dialTone) return this.#dial()
      const more = Math.max(0, NO_DIAL_TONE_MS - preDialMs)
      this.#timer = clock.after(more, () => this.#noDialTone())
    })
    this.changed()
  }

  #heardWhileSeizing(progress: Progress): void {
    if (progress === 'sound') this.#heardVoice = true
    if (progress !== 'dial') return
    this.#dialTone = true
    this.#world.found(this.line, 'dial-tone')
    if (this.#preDialOver) this.#dial()
  }

  /** A voice instead is glare: a call came in at the moment of our seizure; the line is well, but not ours. */
  #noDialTone(): void {
    if (!this.#heardVoice) this.#world.found(this.line, 'no-dial-tone')
    if ('insists' in this.#manners && this.#manners.insists && !this.#heardVoice) this.#dial()
    else this.gone(Cause.circuitUnavailable, 'party')
  }

  #dial(): void {
    if (!('digits' in this.#manners) || this.phase === 'released') return
    const { digits, dtmfOnMs, dtmfGapMs } = this.#manners
    this.#timer?.cancel()
    this.#stage = 'dialling'
    const timing = { onMs: dtmfOnMs, gapMs: dtmfGapMs }
    this.trace('out', `digits ${digits}`)
    this.context.sendDigits(this.id, `${this.id}/number`, digits, timing)
    this.changed()
    const ms = digits.length * (dtmfOnMs + dtmfGapMs) + AFTER_DIGITS_MS
    this.#timer = this.#world.clock.after(ms, () => this.#dialled())
  }

  #dialled(): void {
    this.#stage = 'through'
    this.#throughAt = this.#world.clock.uptime()
    this.#countSilence()
    if (this.#manners.answersByReversal) {
      this.earlyMedia = true
      this.becomes('alerting')
    } else this.becomes('answered')
  }

  // ---- in the call ----

  #reversed(): void {
    if (!this.#manners.answersByReversal || this.direction === 'in') return
    if (this.phase === 'alerting') this.becomes('answered')
    else if (this.phase === 'answered') this.gone(Cause.normalClearing, 'party')
  }

  /** Dial tone in a call that came in: its caller gave up before we answered, and whoever answered could dial out now. */
  #heardInCall(progress: Progress): void {
    if (!this.#manners.disconnectsByTone) return
    const age = this.#world.clock.uptime() - this.#throughAt
    const again = progress === 'dial' && (this.direction === 'in' || age > TONE_IS_OLD_MS)
    if (progress !== 'busy' && progress !== 'reorder' && !again) return
    this.#world.found(this.line, 'disconnect')
    this.gone(causeOfTone(progress, this.direction), 'party')
  }

  #noteSilence(silent: boolean): void {
    const changes = silent !== this.#silent
    this.#silent = silent
    this.#countSilence()
    if (changes) this.changed()
  }

  #countSilence(): void {
    this.#silence?.cancel()
    this.#silence = undefined
    if (!this.#silent || this.#stage !== 'through') return
    const ms = this.#manners.silenceMs * (this.#spokenTo ? LISTENERS_PATIENCE : 1)
    this.#silence = this.#world.clock.after(ms, () => this.#silentFor())
  }

  /** Nobody hung up that we could tell, and nobody has said a word there: the line must not stay seized for ever. */
  #silentFor(): void {
    if (this.#world.isAside(this)) {
      this.#countSilence()
      return
    }
    this.#world.found(this.line, 'no-disconnect')
    this.gone(Cause.recoveryOnTimerExpiry, 'party')
  }

  async #opensAudio(options: { readonly apart: boolean }): Promise<void> {
    const adding = this.context.addLine(this.id, this.line, options)
    this.context.detect(this.id, `${this.id}/progress`, 'progress')
    this.context.detect(this.id, `${this.id}/our-side`, 'progress', 'to')
    if (this.direction === 'in') this.context.detect(this.id, `${this.id}/keys`)
    await adding
  }
}

/** Of a call that went out the tone says why it failed; of one that came in, that it is over. */
function causeOfTone(progress: Progress, direction: 'in' | 'out'): Cause {
  if (direction === 'in' || progress === 'dial') return Cause.normalClearing
  return progress === 'busy' ? Cause.userBusy : Cause.normalUnspecified
}
