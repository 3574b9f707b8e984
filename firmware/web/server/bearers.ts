import type { FastifyRequest } from 'fastify'
import { LockOut, SOURCE } from '../../access/lock-out.ts'
import { fullName, User } from '../../model/user.ts'
import { message } from '../../words/say.ts'
import { addressOf } from './address-of.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import type { RequestSession } from './request-session.ts'

/** Programs with tokens. Wrong ones wait by their source; a right one never does, for nobody can guess 256 bits. */
export class Bearers {
  readonly #parts: Parts
  readonly #lockOut: LockOut

  constructor(parts: Parts) {
    this.#parts = parts
    this.#lockOut = new LockOut(parts.clock, {
      get: () => undefined,
      put: () => {},
      remove: () => {},
    })
  }

  /** @throws Refusal `signed-out`, `wait` */
  sessionOf(request: FastifyRequest, authorization: string): RequestSession {
    const { tokens } = this.#parts
    const store = this.#parts.store() // without it nobody can tell
    const address = addressOf(request)
    const [, text] = /^Bearer ([\w-]{1,100})$/i.exec(authorization) ?? []
    const token = text === undefined ? undefined : tokens.use(text, address)
    const owner = token && store.get(User, token.owner)
    if (!token || !owner) throw this.#refused(address)
    return {
      id: token.id,
      user: owner.id,
      login: owner.login,
      name: fullName(owner),
      roles: owner.roles,
      passwordDue: owner.mustChangePassword,
      address,
      token: { name: token.name, scopes: token.scopes },
      ended: token.ended,
    }
  }

  #refused(address: string): Refusal {
    const waitMs = this.#lockOut.waitMs(address, SOURCE)
    if (waitMs > 0) {
      const waitSeconds = Math.ceil(waitMs / 1000)
      const text = message('refusal.many-wrong-tokens', { seconds: waitSeconds })
      return new Refusal('wait', text, { waitSeconds })
    }
    this.#lockOut.failed(address, SOURCE, false)
    this.#parts.log.warn({ address }, 'a token was refused')
    return new Refusal('signed-out', 'That token is not valid, or not any more. Make another one.')
  }
}
