import type { LineLeg } from '../calls/line-leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { LineEvent, LineName, LineState } from '../gateway/contract.ts'

/** A central office needs a while to notice that we have hung up; a seizure before that would meet the old call. */
const GUARD_MS = 1500

/** What is known of every analog line now: its wire, and the leg that has it. */
export class LineBoard {
  readonly #clock: Clock
  readonly #states = new Map<LineName, LineState>()
  readonly #legs = new Map<LineName, LineLeg>()
  /** Outside lines that the lifeline has calls on, by their telephone's line. */
  readonly #peers = new Map<LineName, LineName>()
  /** Uptime, ms, until which a line must rest. */
  readonly #resting = new Map<LineName, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The gateway has said how all lines are. */
  refresh(states: readonly LineState[]): void {
    this.#states.clear()
    this.#peers.clear()
    for (const state of states) this.#states.set(state.line, state)
  }

  get states(): readonly LineState[] {
    return [...this.#states.values()]
  }

  state(line: LineName): LineState | undefined {
    return this.#states.get(line)
  }

  /** Follows what happened on a line. */
  note(line: LineName, event: LineEvent): void {
    const change = changeBy(event)
    if (change) this.#change(line, change)
    if (event.kind === 'lifeline') this.#notePeer(line, event.peer)
  }

  #notePeer(line: LineName, peer: LineName | undefined): void {
    const before = this.#peers.get(line)
    if (before !== undefined && before !== peer) this.#change(before, { lifeline: 'off' })
    if (peer === undefined) this.#peers.delete(line)
    else {
      this.#peers.set(line, peer)
      this.#change(peer, { lifeline: 'call' })
    }
  }

  #change(line: LineName, change: Partial<LineState>): void {
    const known = this.#states.get(line)
    if (known) this.#states.set(line, { ...known, ...change })
  }

  /** From now on the leg has its line, until it is released. */
  take<Taken extends LineLeg>(leg: Taken): Taken {
    const isOver = leg.phase === 'released' // restored, of a call that has not ended yet
    if (!isOver) this.#legs.set(leg.line, leg)
    return leg
  }

  /** The leg that has the line. */
  leg(line: LineName): LineLeg | undefined {
    const leg = this.#legs.get(line)
    return leg?.phase === 'released' ? undefined : leg
  }

  legOfDevice(device: string): LineLeg | undefined {
    return [...this.#legs.values()].find((leg) => leg.device === device && leg.phase !== 'released')
  }

  /** The line was put on hook just now. */
  rests(line: LineName): void {
    this.#resting.set(line, this.#clock.uptime() + GUARD_MS)
  }

  /** Milliseconds until a line may be seized again; 0: now. */
  restMs(line: LineName): number {
    return Math.max(0, (this.#resting.get(line) ?? 0) - this.#clock.uptime())
  }

  /** An outside line that can be seized now: there, whole, idle. */
  isFree(line: LineName): boolean {
    const state = this.#states.get(line)
    return (
      state !== undefined &&
      isSound(state) &&
      !state.ringing &&
      state.lifeline === 'off' &&
      !this.leg(line) &&
      this.restMs(line) === 0
    )
  }
}

/** Nothing is known to be wrong with it. */
export function isSound({ battery, audio }: LineState): boolean {
  return battery && audio
}

function changeBy(event: LineEvent): Partial<LineState> | undefined {
  switch (event.kind) {
    case 'off-hook':
      return { hook: 'off', ringing: false }
    case 'on-hook':
      return { hook: 'on' }
    case 'ring':
      return { ringing: true }
    case 'ring-over':
      return { ringing: false }
    case 'battery-lost':
      return { battery: false }
    case 'battery-back':
      return { battery: true }
    case 'audio-stopped':
      return { audio: false }
    case 'audio-back':
      return { audio: true }
    case 'lifeline':
      return { lifeline: event.state }
    default:
      return undefined
  }
}
