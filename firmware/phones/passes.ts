import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import type { Flow } from '../sip/contract.ts'
import type { SipRequest } from '../sip/message/message.ts'
import { sameFlow } from './bindings.ts'

/** For whom a pass is made. */
export interface PassHolder {
  /** ID of the handset. */
  readonly handset: string
  /** Session of the pages in which it was asked for. */
  readonly session: string
}

interface Pass extends PassHolder {
  /** Uptime. */
  readonly madeAt: number
  /** The connection that has used it: no other one may. */
  flow?: Flow
}

const UNUSED_MS = 60_000
const OLDEST_MS = 12 * 3_600_000
const MOST = 4096
const MOST_OF_ONE = 16 // session
const BEARER = /^bearer +([\w-]{43})$/i

/**
 * Passes of browser phones: what a page proves itself with instead of a password (a bearer token, RFC 8898 §2). One is good for the first connection
 * that uses it, which must be one of the session that it was made for, for as long as that connection stands and at most 12 h; unused, for a minute. Kept
 * in memory alone: after a restart the page asks for another one.
 */
export class Passes {
  readonly #clock: Clock
  /** By SHA-256 of the token, the oldest first. */
  readonly #passes = new Map<string, Pass>()
  /** Sessions of the connections that the web server has handed on. */
  readonly #sessions = new Map<string, string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A new token. */
  make({ handset, session }: PassHolder): string {
    this.#forget()
    const own = [...this.#passes].filter(([, pass]) => pass.session === session)
    for (const [key] of own.slice(0, Math.max(0, own.length + 1 - MOST_OF_ONE))) {
      this.#passes.delete(key)
    }
    const token = randomBytes(32).toString('base64url')
    this.#passes.set(keyOf(token), { handset, session, madeAt: this.#clock.uptime() })
    return token
  }

  /** A connection of this session has come in. */
  arrived(flow: Flow, session: string): void {
    this.#sessions.set(flowKey(flow), session)
  }

  /** Its passes are used up. */
  flowClosed(flow: Flow): void {
    if (!this.#sessions.delete(flowKey(flow))) return
    for (const [key, pass] of this.#passes) {
      if (pass.flow && sameFlow(pass.flow, flow)) this.#passes.delete(key)
    }
  }

  /** ID of the handset whose pass this is; undefined for one that is not good on this connection. */
  handsetOf(token: string, flow: Flow): string | undefined {
    const pass = this.#passes.get(keyOf(token))
    if (!pass || this.#isOver(pass)) return undefined
    if (this.#sessions.get(flowKey(flow)) !== pass.session) return undefined
    pass.flow ??= flow
    return sameFlow(pass.flow, flow) ? pass.handset : undefined
  }

  #isOver({ madeAt, flow }: Pass): boolean {
    return this.#clock.uptime() - madeAt > (flow ? OLDEST_MS : UNUSED_MS)
  }

  #forget(): void {
    for (const [key, pass] of this.#passes) {
      if (this.#isOver(pass) || this.#passes.size >= MOST) this.#passes.delete(key)
    }
  }
}

/** The token that a request carries; undefined where it proves itself by something else, or not at all. */
export function passIn(request: SipRequest): string | undefined {
  for (const header of request.headers('Authorization')) {
    const [, token] = BEARER.exec(header.trim()) ?? []
    if (token !== undefined) return token
  }
  return undefined
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function flowKey({ transport, remote }: Flow): string {
  return `${transport} ${remote.address} ${remote.port}`
}
