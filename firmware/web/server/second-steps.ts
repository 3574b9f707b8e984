import type { FastifyReply, FastifyRequest } from 'fastify'
import { inventSeed } from '../../access/one-time-codes.ts'
import { sentence } from '../../model/problem.ts'
import { User } from '../../model/user.ts'
import type { Session, TotpBegun } from '../contract.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { originOf, whoAsks } from './request-session.ts'
import { accept, opened, sourceOf, tellChanged } from './session-answers.ts'

interface Pending {
  readonly secret: string
  /** Uptime. */
  readonly until: number
  wrong: number
}

const PENDING_MS = 10 * 60_000
const WRONG_CODES = 5

/** One's own second step: begun with the password, on once a first code has proved that the app has the seed. */
export class SecondSteps {
  readonly #parts: Parts
  readonly #pending = new Map<string, Pending>() // by user, who has signed in: bounded

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async begin(request: FastifyRequest, password: string): Promise<TotpBegun> {
    const { user, login } = whoAsks(request)
    await this.#prove(request, password)
    if (this.#parts.store().reveal(User, user, 'totpSecret')) {
      throw new Refusal('refused', 'There is a second step already. Remove it first.')
    }
    const begun = await inventSeed(`Strowger ${this.#parts.unit.name}`, login)
    const until = this.#parts.clock.uptime() + PENDING_MS
    this.#pending.set(user, { secret: begun.secret, until, wrong: 0 })
    return begun
  }

  async confirm(request: FastifyRequest, reply: FastifyReply, code: string): Promise<Session> {
    const { user } = whoAsks(request)
    const pending = this.#pending.get(user)
    if (!pending || pending.until <= this.#parts.clock.uptime()) {
      throw new Refusal('refused', 'That took too long. Begin again.')
    }
    if (!(await this.#parts.signIn().confirms(user, pending.secret, code))) {
      if (++pending.wrong >= WRONG_CODES) this.#pending.delete(user)
      throw new Refusal('wrong', 'That is not the code of now. Is the clock of the phone right?')
    }
    this.#pending.delete(user)
    return this.#set(request, reply, pending.secret)
  }

  async remove(request: FastifyRequest, reply: FastifyReply, password: string): Promise<Session> {
    await this.#prove(request, password)
    return this.#set(request, reply, '')
  }

  /** A page that somebody left open is not enough to change how one signs in. */
  async #prove(request: FastifyRequest, password: string): Promise<void> {
    const attempt = { login: whoAsks(request).login, password, source: sourceOf(request) }
    accept(await this.#parts.signIn().provePassword(attempt))
  }

  /** Sessions opened without it end, but for this one. */
  async #set(request: FastifyRequest, reply: FastifyReply, secret: string): Promise<Session> {
    const { user, login, address } = whoAsks(request)
    const parts = this.#parts
    const changed = parts.store().change(originOf(request), (edit) => {
      edit.update(User, user, { totpSecret: secret })
    })
    if (!changed.ok) throw new Refusal('refused', changed.error.map(sentence).join(' '))
    parts.log.info({ login, address, on: secret !== '' }, 'second step changed')
    tellChanged(parts)
    return opened(request, reply, parts, user)
  }
}
