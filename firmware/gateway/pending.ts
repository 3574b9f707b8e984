import type { Clock, Timer } from '../clock/clock.ts'
import type { Operation, Reply, ReplyValue } from './contract.ts'
import { GatewayError } from './gateway-error.ts'

const MOST_KEPT = 10_000

/** A request until it is answered. */
export interface PendingRequest {
  readonly id: number
  readonly operation: Operation
  /** Milliseconds of uptime. */
  readonly deadline: number
  readonly resolve: (value: ReplyValue) => void
  readonly reject: (error: GatewayError) => void
  /** The outbox let it go: it may be on the wire, and is repeated on the next one. */
  released: boolean
  /** Nobody waits for the answer any more. */
  late: boolean
}

/**
 * Requests not yet answered, in their order, under one timer. One that only takes away (`subtract`, `drop-context`, `stop`) is kept
 * beyond its deadline and repeated until answered: nothing may stay in the gateway that the controller has forgotten.
 */
export class PendingRequests {
  readonly #clock: Clock
  readonly #requests = new Map<number, PendingRequest>()
  #lastId = 0
  #late = 0
  #timer: Timer | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#requests.size
  }

  /** A new one, with the next ID. */
  add(
    operation: Operation,
    timeoutMs: number,
  ): { request: PendingRequest; answer: Promise<ReplyValue> } {
    const { promise, resolve, reject } = Promise.withResolvers<ReplyValue>()
    const deadline = this.#clock.uptime() + timeoutMs
    this.#lastId++
    const request = {
      id: this.#lastId,
      operation,
      deadline,
      resolve,
      reject,
      released: false,
      late: false,
    }
    this.#requests.set(request.id, request)
    if (deadline < this.#timerAt) this.#arm(deadline)
    return { request, answer: promise }
  }

  has(request: PendingRequest): boolean {
    return this.#requests.has(request.id)
  }

  /** An ID for a request that is not kept here. */
  takeId(): number {
    this.#lastId++
    return this.#lastId
  }

  /** Those that may have been sent, the oldest first. */
  *released(): Iterable<PendingRequest> {
    for (const request of this.#requests.values()) if (request.released) yield request
  }

  /** Settles the request that a reply belongs to; one of a forgotten request is let go. */
  answered(reply: Reply): void {
    const request = this.#requests.get(reply.re)
    if (!request) return
    this.#remove(request)
    if ('ok' in reply) request.resolve(reply.ok)
    else request.reject(new GatewayError(reply.error, reply.text, reply.failed))
  }

  /** Gives up a request that cannot be said. */
  refuse(request: PendingRequest, error: GatewayError): void {
    this.#remove(request)
    request.reject(error)
  }

  rejectAll(code: 'gateway-restarted' | 'stopped', text: string): void {
    const all = [...this.#requests.values()]
    this.#requests.clear()
    this.#late = 0
    this.#disarm()
    for (const request of all) request.reject(new GatewayError(code, text))
  }

  #remove(request: PendingRequest): void {
    this.#requests.delete(request.id)
    if (request.late) this.#late--
    if (this.#requests.size === 0) this.#disarm()
  }

  #arm(at: number): void {
    this.#timer?.cancel()
    this.#timerAt = at
    this.#timer = this.#clock.after(Math.max(0, at - this.#clock.uptime()), () => this.#sweep())
  }

  #disarm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#timerAt = Number.POSITIVE_INFINITY
  }

  #sweep(): void {
    this.#disarm()
    const now = this.#clock.uptime()
    let next = Number.POSITIVE_INFINITY
    for (const request of this.#requests.values()) {
      if (request.late) continue
      if (request.deadline <= now) this.#expire(request)
      else next = Math.min(next, request.deadline)
    }
    if (next !== Number.POSITIVE_INFINITY) this.#arm(next)
  }

  #expire(request: PendingRequest): void {
    if (takesAway(request.operation) && this.#late < MOST_KEPT) {
      request.late = true
      this.#late++
    } else {
      this.#requests.delete(request.id)
    }
    request.reject(new GatewayError('timeout', `no answer to ${request.operation.op}`))
  }
}

function takesAway(operation: Operation): boolean {
  switch (operation.op) {
    case 'subtract':
    case 'drop-context':
    case 'stop':
      return true
    case 'batch':
      return operation.operations.every(takesAway)
    default:
      return false
  }
}
