import type { Timer } from '../../clock/clock.ts'
import type { Flow } from '../contract.ts'
import { randomBetween } from '../random.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import type { Outlet } from './outlet.ts'

const PONG_MS = 10_000 // RFC 5626 §4.4.1

/** Keeps one flow of ours alive, RFC 5626 §4.4.1: CRLFs, over UDP only to hold a router's hole open. */
export class KeepAlive {
  readonly #flow: Flow
  readonly #everyMs: number
  readonly #wheel: TimerWheel
  readonly #outlet: (flow: Flow) => Outlet | undefined
  readonly #lost: () => void
  #timer: Timer | undefined
  #isOver = false

  constructor(
    flow: Flow,
    everyMs: number,
    wheel: TimerWheel,
    outlet: (flow: Flow) => Outlet | undefined,
    lost: () => void,
  ) {
    this.#flow = flow
    this.#everyMs = everyMs
    this.#wheel = wheel
    this.#outlet = outlet
    this.#lost = lost
    this.#later()
  }

  cancel(): void {
    this.#isOver = true
    this.#timer?.cancel()
  }

  /** From 80 to 100 % of the time, so that many flows do not speak at once. */
  #later(): void {
    const wait = randomBetween(0.8 * this.#everyMs, this.#everyMs)
    this.#timer = this.#wheel.after(wait, () => this.#speak())
  }

  #speak(): void {
    if (this.#flow.transport === 'udp') this.#punch()
    else this.#ping()
  }

  #punch(): void {
    const outlet = this.#outlet(this.#flow)
    if (!outlet) {
      this.#end()
      return
    }
    outlet.send('\r\n\r\n', this.#flow, () => {}, undefined) // nobody answers it: a loss is found by the next request
    this.#later()
  }

  #ping(): void {
    const carrier = this.#outlet(this.#flow)?.carrier(this.#flow)
    if (!carrier) {
      this.#end()
      return
    }
    this.#timer = this.#wheel.after(PONG_MS, () => {
      carrier.close()
      this.#end()
    })
    carrier.ping(() => {
      this.#timer?.cancel()
      if (!this.#isOver) this.#later()
    })
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#lost()
  }
}
