import type { Timer } from '../../clock/clock.ts'
import type { ResponseParts } from '../contract.ts'
import { RACK } from '../message/headers/reliability.ts'
import type { SipRequest } from '../message/message.ts'
import { randomBetween } from '../random.ts'
import type { Stack } from '../stack.ts'
import type { ServerInvite } from './server-invite.ts'

/** What reliable responses need of their usage. */
export interface ReliableGround {
  /** Our Contact header. */
  contact(): string
  changed(): void
  /** 64 T1 have passed without a PRACK. */
  unacknowledged(): void
}

/** A response that waits for its turn. */
interface Waiting {
  readonly status: number
  readonly parts: ResponseParts
}

/** Plain data: what another process needs to go on. */
export interface ReliableSnapshot {
  /** Of the last reliable response; 0 before the first. */
  readonly sequence: number
  /** Uptime in milliseconds when it was sent first; undefined once it is acknowledged. */
  readonly sentAt: number | undefined
  /** It has a session description. */
  readonly describes: boolean
  readonly queue: readonly Waiting[]
}

/** Reliable provisional responses of one INVITE, RFC 3262 §3: one at a time, repeated until its PRACK comes. */
export class ReliableResponses {
  readonly #stack: Stack
  readonly #invite: ServerInvite
  readonly #ground: ReliableGround
  readonly #queue: Waiting[] = []
  #sequence = 0
  #sentAt: number | undefined
  #acknowledged = false
  #describes = false
  #timer: Timer | undefined

  constructor(stack: Stack, invite: ServerInvite, ground: ReliableGround) {
    this.#stack = stack
    this.#invite = invite
    this.#ground = ground
  }

  /** Takes up what another process left; goes on repeating what waits for its PRACK. */
  static restore(
    stack: Stack,
    invite: ServerInvite,
    snapshot: ReliableSnapshot,
    ground: ReliableGround,
  ): ReliableResponses {
    const responses = new ReliableResponses(stack, invite, ground)
    responses.#sequence = snapshot.sequence
    responses.#describes = snapshot.describes
    responses.#acknowledged = snapshot.sentAt === undefined
    responses.#queue.push(...snapshot.queue)
    if (snapshot.sentAt !== undefined) {
      responses.#sentAt = Math.min(snapshot.sentAt, stack.uptime())
      responses.#repeat(stack.times.t1Ms)
    }
    return responses
  }

  /** One waits for its PRACK. */
  get isOpen(): boolean {
    return this.#sentAt !== undefined
  }

  /** A session description is on its way, or waits in the queue: the 2xx must wait too (RFC 3262 §3). */
  get holdsAccept(): boolean {
    return this.isOpen && (this.#describes || this.#queue.some(({ parts }) => parts.body))
  }

  send(status: number, parts: ResponseParts): void {
    if (this.isOpen) {
      this.#queue.push({ status, parts })
      this.#ground.changed()
    } else {
      this.#send({ status, parts })
    }
  }

  /** Whether the PRACK is for what waits (RFC 3262 §7.2); if so, it waits no longer. */
  acknowledge(prack: SipRequest): boolean {
    const rack = prack.read(RACK)
    const isIt =
      !this.#acknowledged &&
      rack?.ok &&
      rack.value.response === this.#sequence &&
      rack.value.sequence === this.#invite.sequence &&
      rack.value.method === 'INVITE'
    if (!isIt) return false
    this.#timer?.cancel()
    this.#sentAt = undefined
    this.#acknowledged = true
    return true
  }

  /** What comes after a PRACK that has been answered. */
  next(): void {
    const next = this.isOpen ? undefined : this.#queue.shift()
    if (next) this.#send(next)
  }

  /** Repeats nothing and sends nothing any more. */
  stop(): void {
    this.#timer?.cancel()
    this.#sentAt = undefined
    this.#queue.length = 0
  }

  snapshot(): ReliableSnapshot {
    return {
      sequence: this.#sequence,
      sentAt: this.#sentAt,
      describes: this.#describes,
      queue: [...this.#queue],
    }
  }

  #send({ status, parts }: Waiting): void {
    // the first number is between 1 and 2**31 - 1, RFC 3262 §3
    this.#sequence =
      this.#sequence === 0 ? Math.floor(randomBetween(1, 2 ** 31)) : this.#sequence + 1
    const headers = [
      ['Require', '100rel'],
      ['RSeq', String(this.#sequence)],
      ...(parts.headers ?? []),
    ] as const
    this.#describes = parts.body !== undefined
    this.#sentAt = this.#stack.uptime()
    this.#acknowledged = false
    const ground = this.#ground
    this.#invite.respond(status, { ...parts, headers }, ground.contact(), () => ground.changed())
    this.#repeat(this.#stack.times.t1Ms)
  }

  /** The interval doubles without a limit, RFC 3262 §3. */
  #repeat(afterMs: number): void {
    this.#timer = this.#stack.wheel.after(afterMs, () => {
      if (this.#sentAt === undefined) return
      if (this.#stack.uptime() - this.#sentAt >= 64 * this.#stack.times.t1Ms) {
        this.stop()
        this.#ground.unacknowledged()
        return
      }
      this.#invite.remind()
      this.#repeat(afterMs * 2)
    })
  }
}
