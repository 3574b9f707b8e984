import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { FxoDialling, FxoLeg } from '../calls/fxo-leg.ts'
import type { Leg } from '../calls/leg.ts'
import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { outward } from '../numbers/outward.ts'
import type { Attempt } from '../numbers/reach.ts'
import type { LineBoard } from './line-board.ts'
import { isSound } from './line-board.ts'

export interface OutsideLinesOptions {
  readonly board: LineBoard
  /** As configured. */
  readonly lines: () => readonly FxoLine[]
  readonly emergencyReleasesCalls: () => boolean
  /** Starts an outgoing leg. */
  readonly dial: (
    call: Call,
    id: string,
    number: PartyNumber,
    line: FxoLine,
    dialling: FxoDialling,
  ) => FxoLeg
  /** Ends the call that a line is in, for an emergency. */
  readonly release: (leg: Leg) => void
}

const RING_SECONDS = 24 * 3600 // how long the far end rings is for its caller to say

/** Causes after which another line may do better: glare, no dial tone, taken meanwhile, its gateway gone. */
const ANOTHER_LINE: readonly Cause[] = [
  Cause.circuitUnavailable,
  Cause.noCircuit,
  Cause.destinationOutOfOrder,
  Cause.temporaryFailure,
  Cause.resourceUnavailable,
]

/** The outside lines as ways out: tried in order, last port first, for central offices begin their hunt with the first. */
export class OutsideLines {
  readonly #options: OutsideLinesOptions

  constructor(options: OutsideLinesOptions) {
    this.#options = options
  }

  /** The n-th line for an ordinary call. */
  outside(number: PartyNumber, n: number): Attempt | undefined {
    const line = this.#ordered().filter(({ inService }) => inService)[n]
    if (!line) return undefined
    const free = this.#options.board.isFree(line.port)
    return {
      destinations: free
        ? [this.#destination(line, number, { emergency: false, insists: false })]
        : [],
      otherwise: Cause.noCircuit,
      isFinal: (cause) => !ANOTHER_LINE.includes(cause),
    }
  }

  /**
   * The n-th try of an emergency call: first every line that is free (those out of service at last), then, where it may, the lines of
   * calls that are no emergency.
   */
  emergency(number: PartyNumber, n: number): Attempt | undefined {
    const lines = this.#forEmergency()
    const line = lines[n % Math.max(1, lines.length)]
    if (!line || n >= 2 * lines.length) return undefined
    const taking = n >= lines.length
    if (taking && !this.#takeFromOthers(line))
      return { destinations: [], otherwise: Cause.noCircuit }
    const { board } = this.#options
    const can = taking || board.isFree(line.port) || this.#isResting(line)
    const insists = n % lines.length === lines.length - 1
    return {
      destinations: can ? [this.#destination(line, number, { emergency: true, insists })] : [],
      otherwise: Cause.noCircuit,
    }
  }

  /** Lines in the order of the emergency table. */
  emergencyOrder(): readonly string[] {
    return this.#forEmergency().map(({ port }) => port)
  }

  #ordered(): FxoLine[] {
    const ordinal = ({ port }: FxoLine) => Number(port.slice('fxo-'.length))
    return [...this.#options.lines()].sort((a, b) => ordinal(b) - ordinal(a))
  }

  /** Sound ones first: a line that is known to be dead is the last hope. */
  #forEmergency(): FxoLine[] {
    const hope = (line: FxoLine) => {
      const state = this.#options.board.state(line.port)
      return (state && isSound(state) ? 0 : 2) + (line.inService ? 0 : 1)
    }
    return this.#ordered().sort((a, b) => hope(a) - hope(b))
  }

  #isResting({ port }: FxoLine): boolean {
    const { board } = this.#options
    return board.restMs(port) > 0 && !board.leg(port)
  }

  /** Ends the call on the line, unless it is an emergency call too (README decision 9). */
  #takeFromOthers({ port }: FxoLine): boolean {
    const { board, emergencyReleasesCalls, release } = this.#options
    const leg = board.leg(port)
    if (!leg) return false
    if (leg.party.plan === 'emergency' || !emergencyReleasesCalls()) return false
    release(leg)
    board.rests(port)
    return true
  }

  #destination(
    line: FxoLine,
    number: PartyNumber,
    { emergency, insists }: { readonly emergency: boolean; readonly insists: boolean },
  ) {
    const { board, dial } = this.#options
    return {
      key: line.port,
      ringSeconds: RING_SECONDS,
      dial: (call: Call, id: string) =>
        dial(call, id, number, line, {
          ...mannersOf(line),
          digits: outward(number, line),
          emergency,
          insists,
          waitMs: board.restMs(line.port),
        }),
    }
  }
}

/** How calls are made on a line, of its configuration. */
export function mannersOf(
  line: FxoLine,
): Omit<FxoDialling, 'digits' | 'emergency' | 'insists' | 'waitMs'> {
  return {
    line: line.port,
    preDialMs: line.preDialMs,
    dtmfOnMs: line.dtmfOnMs,
    dtmfGapMs: line.dtmfGapMs,
    answersByReversal: line.answerSupervision === 'reversal',
    disconnectsByTone: line.busyToneDisconnect,
    silenceMs: line.silenceMinutes * 60_000,
  }
}
