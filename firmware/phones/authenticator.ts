import { isPrivate } from '../environment.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { DigestServer } from '../sip/auth/digest.ts'
import type { IncomingRequest } from '../sip/contract.ts'
import { parseUri } from '../sip/message/uri.ts'
import type { Bindings } from './bindings.ts'
import { sameFlow } from './bindings.ts'
import type { HandsetAccount, HandsetDirectory } from './handset-directory.ts'

/**
 * Who sent a request. Known and unknown names meet the same challenge, the same work and the same refusal (SECURITY row 1): whoever cannot
 * prove a name learns nothing about it.
 */
export class Authenticator {
  readonly #directory: HandsetDirectory
  readonly #digest: DigestServer
  readonly #bindings: Bindings

  constructor(directory: HandsetDirectory, digest: DigestServer, bindings: Bindings) {
    this.#directory = directory
    this.#digest = digest
    this.#bindings = bindings
  }

  /** The handset that proved itself by digest. If none did, the request has been answered: 401 or 403. */
  prove(request: IncomingRequest): Result<HandsetAccount, 'answered'> {
    const verdict = this.#digest.verify(
      request.message,
      (loginId) => this.#directory.byLoginId(loginId)?.ha1,
    )
    if (verdict.ok) {
      const account = this.#directory.byLoginId(verdict.value.username)
      if (account) return ok(account)
    }
    if (!verdict.ok && verdict.error !== 'wrong') {
      request.respond(401, { headers: this.#digest.challenge(verdict.error === 'stale') })
    } else {
      request.respond(403)
    }
    return refuse('answered')
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
  ): Result<HandsetAccount | undefined, 'answered'> {
    const user = userOf(request.message.from.uri)
    const account = user === undefined ? undefined : this.#directory.bySipUser(user)
    if (account && this.#isRegisteredOver(account, request)) return ok(account)
    if (strangers && isPrivate(request.flow.remote.address)) return ok(undefined)
    return this.prove(request)
  }

  /** The handset that calls. One that is trusted by its registration (GSIP-6) is known by the flow it registered over. */
  caller(request: IncomingRequest): Result<HandsetAccount, 'answered'> {
    const user = userOf(request.message.from.uri)
    const account = user === undefined ? undefined : this.#directory.bySipUser(user)
    return account?.trust === 'registrations' && this.#isRegisteredOver(account, request)
      ? ok(account)
      : this.prove(request)
  }

  #isRegisteredOver({ id }: HandsetAccount, { flow: from }: IncomingRequest): boolean {
    return this.#bindings.of(id).some(({ flow, stale }) => !stale && sameFlow(flow, from))
  }
}

/** User part of a SIP URI, escapes undone; undefined for another URI. */
export function userOf(uri: string): string | undefined {
  const parsed = parseUri(uri)
  return parsed.ok && parsed.value.scheme.startsWith('sip') ? parsed.value.user : undefined
}
