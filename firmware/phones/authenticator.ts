import { isPrivate } from '../environment.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Algorithm, DigestServer } from '../sip/auth/digest.ts'
import type { IncomingRequest } from '../sip/contract.ts'
import { parseUri } from '../sip/message/uri.ts'
import type { Bindings } from './bindings.ts'
import { sameFlow } from './bindings.ts'
import type { Guesses } from './guesses.ts'
import type { HandsetAccount, HandsetDirectory } from './handset-directory.ts'
import { type Passes, passIn } from './passes.ts'

/**
 * Why somebody is not proved to be who he says. The request has been answered: `challenged` with 401, for want of credentials or of fresh
 * ones; `unsupported` with 400; the others with the same 403.
 */
export type Unproven = 'challenged' | 'unsupported' | 'wrong' | 'locked'

/**
 * Who sent a request. Known and unknown names meet the same challenge, the same work and the same refusal (SECURITY row 1): whoever cannot
 * prove a name learns nothing about it.
 */
export class Authenticator {
  readonly #directory: HandsetDirectory
  readonly #digest: DigestServer
  readonly #bindings: Bindings
  readonly #guesses: Guesses | undefined
  readonly #passes: Passes | undefined

  /** Without `guesses` nobody is slowed down, without `passes` nobody has one. */
  constructor(
    directory: HandsetDirectory,
    digest: DigestServer,
    bindings: Bindings,
    guesses?: Guesses,
    passes?: Passes,
  ) {
    this.#directory = directory
    this.#digest = digest
    this.#bindings = bindings
    this.#guesses = guesses
    this.#passes = passes
  }

  /** The handset that proved itself by digest. If none did, the request has been answered. */
  prove(request: IncomingRequest): Result<HandsetAccount, Unproven> {
    const { message, flow } = request
    const pass = passIn(message)
    if (pass !== undefined) return this.#byPass(request, pass)
    const name = this.#digest.claimed(message) ?? ''
    if (this.#isLocked(request, name)) return refused(request, 'locked')
    const ha1Of = (loginId: string, algorithm: Algorithm) =>
      this.#directory.byLoginId(loginId)?.ha1[algorithm]
    const verdict = this.#digest.verify(message, ha1Of, flow)
    if (verdict.ok) {
      const account = this.#directory.byLoginId(verdict.value.username)
      if (!account) return refused(request, 'wrong')
      this.#guesses?.right(flow.remote.address, name)
      return ok(account)
    }
    switch (verdict.error) {
      case 'unsupported':
        request.respond(400, { reason: 'Digest with qop=auth only' })
        return refuse('unsupported')
      case 'wrong':
        this.#guesses?.wrong(flow.remote.address, name)
        return refused(request, 'wrong')
      default:
        request.respond(401, { headers: this.#digest.challenge(verdict.error === 'stale', flow) })
        return refuse('challenged')
    }
  }

  /** A pass that is good no more is no guess: nobody guesses 256 bits. The page asks for another one. */
  #byPass(request: IncomingRequest, pass: string): Result<HandsetAccount, Unproven> {
    const handset = this.#passes?.handsetOf(pass, request.flow)
    const account = handset === undefined ? undefined : this.#directory.byId(handset)
    if (account) return ok(account)
    request.respond(401, { headers: this.#digest.challenge(false, request.flow) })
    return refuse('challenged')
  }

  /** Whether the request proves that it comes from this handset: nobody takes over another's dialog. If not, it has been answered. */
  isOf(request: IncomingRequest, handset: string | undefined): boolean {
    const proven = this.prove(request)
    if (!proven.ok) return false
    if (proven.value.id === handset) return true
    request.respond(403)
    return false
  }

  /**
   * Who places an emergency call. A handset that has registered over this flow is not asked to prove itself again, and a stranger in the
   * local network may call too (`strangers`): undefined. README decision 9, SECURITY row 22.
   */
  emergencyCaller(
    request: IncomingRequest,
    strangers: boolean,
  ): Result<HandsetAccount | undefined, Unproven> {
    const user = userOf(request.message.from.uri)
    const account = user === undefined ? undefined : this.#directory.bySipUser(user)
    if (account && this.#isRegisteredOver(account, request)) return ok(account)
    if (strangers && isPrivate(request.flow.remote.address)) return ok(undefined)
    return this.prove(request)
  }

  /** The handset that calls. One that is trusted by its registration (GSIP-6) is known by the flow it registered over. */
  caller(request: IncomingRequest): Result<HandsetAccount, Unproven> {
    const user = userOf(request.message.from.uri)
    const account = user === undefined ? undefined : this.#directory.bySipUser(user)
    return account?.trust === 'registrations' && this.#isRegisteredOver(account, request)
      ? ok(account)
      : this.prove(request)
  }

  /** SECURITY row 9: a telephone on the flow that it is registered over goes on, whoever guesses beside it. */
  #isLocked(request: IncomingRequest, name: string): boolean {
    if (name === '' || !this.#guesses?.isLocked(request.flow.remote.address, name)) return false
    const account = this.#directory.byLoginId(name)
    return !account || !this.#isRegisteredOver(account, request)
  }

  #isRegisteredOver({ id }: HandsetAccount, { flow: from }: IncomingRequest): boolean {
    return this.#bindings.of(id).some(({ flow, stale }) => !stale && sameFlow(flow, from))
  }
}

function refused(request: IncomingRequest, why: 'wrong' | 'locked'): Result<never, Unproven> {
  request.respond(403)
  return refuse(why)
}

/** User part of a SIP URI, escapes undone; undefined for another URI. */
export function userOf(uri: string): string | undefined {
  const parsed = parseUri(uri)
  return parsed.ok && parsed.value.scheme.startsWith('sip') ? parsed.value.user : undefined
}
