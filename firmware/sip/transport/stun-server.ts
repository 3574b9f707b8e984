import type { Address } from '../contract.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { answerStun } from './stun.ts'

/** A telephone asks every 24 to 29 s (RFC 5626 §4.4.2): an office behind one router, and a whole server, ask less than this. */
const MOST_A_SECOND_FROM_ONE = 50
const MOST_A_SECOND = 2000

/** Answers the keep-alives of one socket, so few of them that nobody can be flooded through us (SECURITY row 7). */
export class StunServer {
  readonly #wheel: TimerWheel
  readonly #answered = new Map<string, number>()
  #inAll = 0
  #isCounting = false

  constructor(wheel: TimerWheel) {
    this.#wheel = wheel
  }

  /** The answer; undefined for what is no binding request, or one too many. */
  answer(request: Buffer, remote: Address): Buffer | undefined {
    const answer = this.#mayAnswer(remote.address) ? answerStun(request, remote) : undefined
    if (answer) this.#count(remote.address)
    return answer
  }

  #mayAnswer(address: string): boolean {
    if (this.#inAll >= MOST_A_SECOND) return false
    return (this.#answered.get(address) ?? 0) < MOST_A_SECOND_FROM_ONE
  }

  #count(address: string): void {
    this.#inAll++
    this.#answered.set(address, (this.#answered.get(address) ?? 0) + 1)
    if (this.#isCounting) return
    this.#isCounting = true
    this.#wheel.after(1000, () => {
      this.#isCounting = false
      this.#inAll = 0
      this.#answered.clear()
    })
  }
}
