import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { FxoDialling, FxoLeg } from '../calls/fxo-leg.ts'
import type { Leg } from '../calls/leg.ts'
import type { SentOn } from '../calls/sent-on.ts'
import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { outward } from '../numbers/outward.ts'
import type { Attempt } from '../numbers/reach.ts'
import type { LineBoard } from './line-board.ts'
import { isSound } from './line-board.ts'
import type { TrunkLine } from './sip/trunk-line.ts'
import type { OverTrunk, WaysOut } from './sip/ways-out.ts'
import { SERVERS_TRIED } from './sip/ways-out.ts'

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
  /** SIP trunks; none unless given. */
  readonly trunks?: Pick<WaysOut, 'ordinary' | 'emergency' | 'attempt'>
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

/** Where analog lines stand in the order among outside lines; a trunk with the same number comes behind them. */
const ANALOG_ORDER = 50

/** The outside lines as ways out: tried in order, analog ones last port first, for central offices begin their hunt with the first. */
export class OutsideLines {
  readonly #options: OutsideLinesOptions

  constructor(options: OutsideLinesOptions) {
    this.#options = options
  }

  /** The n-th try of an ordinary call: trunks that are to come first, analog lines, the other trunks. */
  outside(number: PartyNumber, n: number, call?: Call, sentOn?: SentOn): Attempt | undefined {
    const more = () => leadsOn((m) => this.#outside(number, n + m, undefined, { emergency: false }))
    return this.#outside(number, n, call, { emergency: false, sentOn, more })
  }

  #outside(
    number: PartyNumber,
    n: number,
    call: Call | undefined,
    how: OverTrunk,
  ): Attempt | undefined {
    const trunks = this.#options.trunks?.ordinary ?? []
    const before = trunks.filter(({ trunk }) => trunk.order < ANALOG_ORDER)
    const analog = this.#ordered().filter(({ inService }) => inService)
    const first = before.length * SERVERS_TRIED
    if (n < first) return this.#overTrunk(before, n, number, call, how)
    const line = analog[n - first]
    if (line) return this.#ordinary(line, number)
    const after = trunks.slice(before.length)
    return this.#overTrunk(after, n - first - analog.length, number, call, how)
  }

  #ordinary(line: FxoLine, number: PartyNumber): Attempt {
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
   * The n-th try of an emergency call: first every line that is free (those out of service at last), for it tells where the caller is;
   * then SIP trunks; then, where it may, the lines of calls that are no emergency.
   */
  emergency(number: PartyNumber, n: number, call?: Call): Attempt | undefined {
    const lines = this.#forEmergency()
    const trunks = this.#options.trunks?.emergency ?? []
    const tries = trunks.length * SERVERS_TRIED
    const free = lines[n]
    const insists = n % Math.max(1, lines.length) === lines.length - 1
    if (free) return this.#analogEmergency(free, number, { taking: false, insists })
    const over = n - lines.length
    if (over < tries) {
      const next = (m: number) =>
        this.#overTrunk(trunks, over + m, number, undefined, { emergency: true })
      const mayTake = lines.length > 0 && this.#options.emergencyReleasesCalls()
      const more = () => leadsOn(next) || mayTake
      return this.#overTrunk(trunks, over, number, call, { emergency: true, more })
    }
    const taken = lines[over - tries]
    const last = over - tries === lines.length - 1
    return taken && this.#analogEmergency(taken, number, { taking: true, insists: last })
  }

  #analogEmergency(
    line: FxoLine,
    number: PartyNumber,
    { taking, insists }: { readonly taking: boolean; readonly insists: boolean },
  ): Attempt {
    if (taking && !this.#takeFromOthers(line))
      return { destinations: [], otherwise: Cause.noCircuit }
    const { board } = this.#options
    const can = taking || board.isFree(line.port) || this.#isResting(line)
    return {
      destinations: can ? [this.#destination(line, number, { emergency: true, insists })] : [],
      otherwise: Cause.noCircuit,
    }
  }

  #overTrunk(
    trunks: readonly TrunkLine[],
    n: number,
    number: PartyNumber,
    call: Call | undefined,
    how: OverTrunk,
  ): Attempt | undefined {
    const line = trunks[Math.floor(n / SERVERS_TRIED)]
    const server = n % SERVERS_TRIED
    return line && this.#options.trunks?.attempt(line, server, number, call, how)
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

/** Whether any of the tries from 1 on would ring anybody. */
function leadsOn(attempt: (n: number) => Attempt | undefined): boolean {
  for (let n = 1; ; n++) {
    const one = attempt(n)
    if (!one) return false
    if (one.destinations.length > 0) return true
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
