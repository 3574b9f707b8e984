import type { Timer } from '../../clock/clock.ts'
import type { Address, Flow } from '../contract.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import type { Event, State, Step, TimerName, Times } from './machine.ts'

/** What runs the machines: time, and the way out. */
export interface Ground {
  readonly wheel: TimerWheel
  readonly times: Times
  /**
   * Hands octets to the outbox. `failed` is called, never at once, when they will not get out. `target`: where to connect
   * if the flow's connection is gone.
   */
  out(flow: Flow, text: string, failed: () => void, target?: Address): void
  /** A message goes out once more. */
  countRetransmission(): void
}

/** Runs one machine: carries out the effects of each step, and owns its timers. */
export abstract class Transaction {
  readonly key: string
  readonly flow: Flow
  protected readonly ground: Ground
  readonly #step: Step
  /** Those that have fired stay in it: most transactions have one or two in their life. */
  readonly #timers: Partial<Record<TimerName, Timer>> = {}
  readonly #target: Address | undefined
  #state: State

  constructor(ground: Ground, step: Step, state: State, key: string, flow: Flow, target?: Address) {
    this.ground = ground
    this.#step = step
    this.#state = state
    this.key = key
    this.flow = flow
    this.#target = target
  }

  get state(): State['name'] {
    return this.#state.name
  }

  /** One step of the machine. `deliver` runs where the machine says that the user must see the event's message. */
  protected handle(event: Event, deliver: () => void = () => {}): void {
    if (this.state === 'terminated') return
    const [state, effects] = this.#step(
      this.#state,
      event,
      this.ground.times,
      this.flow.transport !== 'udp',
    )
    this.#state = state
    if (state.name === 'terminated') this.#close()
    for (const effect of effects) {
      if ('send' in effect) this.#send(effect.send, event)
      else if ('start' in effect) this.#start(effect.start, effect.afterMs)
      else if ('stop' in effect) this.#stop(effect.stop)
      else if ('deliver' in effect) deliver()
      else this.failed(effect.fail)
    }
    const { name } = this.#state
    if (name === 'completed' || name === 'accepted' || name === 'terminated') this.settled(name)
  }

  /** Sends nothing and tells nobody: the transaction is just gone. */
  abandon(): void {
    if (this.state === 'terminated') return
    this.#state = { name: 'terminated' }
    this.#close()
  }

  /** The octets for an effect; undefined when there are none yet. */
  protected abstract octets(what: 'request' | 'ack' | 'response'): string | undefined
  /** The transaction ended without what the user waits for. */
  protected abstract failed(why: 'timeout' | 'transport'): void
  /**
   * The final response has passed. For half a minute more the transaction only absorbs what is repeated, so whatever that
   * does not need is to be let go: it holds the greater part of a busy server's memory.
   */
  protected abstract settled(state: 'completed' | 'accepted' | 'terminated'): void
  /** The transaction has terminated. */
  protected abstract closed(): void

  #send(what: 'request' | 'ack' | 'response', event: Event): void {
    const text = this.octets(what)
    if (text === undefined) return
    if (event.kind === 'timer' || event.kind === 'request') this.ground.countRetransmission()
    this.ground.out(this.flow, text, () => this.handle({ kind: 'transport-error' }), this.#target)
  }

  #start(name: TimerName, afterMs: number): void {
    this.#stop(name)
    const timer = this.ground.wheel.after(afterMs, () => {
      this.handle({ kind: 'timer', timer: name })
    })
    this.#timers[name] = timer
  }

  #stop(name: TimerName): void {
    this.#timers[name]?.cancel()
  }

  #close(): void {
    for (const timer of Object.values(this.#timers)) timer.cancel()
    this.closed()
  }
}
