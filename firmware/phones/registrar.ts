import type { Clock } from '../clock/clock.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { ExtraHeaders, IncomingRequest } from '../sip/contract.ts'
import type { NameAddr } from '../sip/message/message.ts'
import type { Authenticator } from './authenticator.ts'
import { userOf } from './authenticator.ts'
import type { Binding, Bindings } from './bindings.ts'
import type { HandsetAccount, RegistrationLimits } from './handset-directory.ts'

export interface RegistrarOptions {
  readonly clock: Clock
  readonly bindings: Bindings
  readonly authenticator: Authenticator
  readonly limits: () => RegistrationLimits
  /** Hear of every registration behind its answer: how it changes nothing of what a stranger sees. */
  readonly failed?: (request: IncomingRequest) => void
  readonly succeeded?: (account: HandsetAccount, request: IncomingRequest) => void
}

interface Wanted {
  readonly contact: NameAddr
  /** Seconds; 0 removes. */
  readonly expires: number
}

/** The registrar of RFC 3261 §10.3. A telephone is reached over the flow that it registered on, whatever its contact says (NAT). */
export class Registrar {
  readonly #options: RegistrarOptions

  constructor(options: RegistrarOptions) {
    this.#options = options
  }

  /** Answers a REGISTER. */
  register(request: IncomingRequest): void {
    const proven = this.#options.authenticator.prove(request)
    if (!proven.ok) {
      this.#options.failed?.(request)
      return
    }
    const account = proven.value
    if (userOf(request.message.to.uri) !== account.sipUser) {
      request.respond(403) // the address of somebody else, or of nobody: the same answer as to a wrong password
      this.#options.failed?.(request)
      return
    }
    this.#options.succeeded?.(account, request)
    const { contacts } = request.message
    if (contacts === '*') this.#removeAll(account, request)
    else this.#update(account, request, contacts)
  }

  /** `Contact: *` is allowed with `Expires: 0` only (§10.2.2). */
  #removeAll(account: HandsetAccount, request: IncomingRequest): void {
    if (request.message.header('Expires')?.trim() !== '0') {
      request.respond(400, { reason: 'Contact * needs Expires 0' })
      return
    }
    this.#options.bindings.removeAll(account.id)
    request.respond(200)
  }

  #update(account: HandsetAccount, request: IncomingRequest, contacts: readonly NameAddr[]): void {
    const wanted = this.#wanted(request, contacts)
    if (!wanted.ok) {
      request.respond(wanted.error.status, { headers: wanted.error.headers })
      return
    }
    if (wanted.value.some(({ contact }) => this.#isOutOfOrder(account, request, contact))) {
      request.respond(500, { reason: 'CSeq out of order' }) // §10.3 step 7: a late duplicate changes nothing
      return
    }
    for (const { contact, expires } of wanted.value) {
      if (expires === 0) this.#options.bindings.remove(account.id, contact.uri)
      else this.#options.bindings.set(this.#binding(account, request, contact, expires))
    }
    request.respond(200, { headers: this.#contactHeaders(account) })
  }

  #wanted(
    request: IncomingRequest,
    contacts: readonly NameAddr[],
  ): Result<readonly Wanted[], { status: number; headers: ExtraHeaders }> {
    const { usual, least, most } = this.#options.limits()
    const wanted: Wanted[] = []
    for (const contact of contacts) {
      if (userOf(contact.uri) === undefined && !contact.uri.startsWith('sip:')) {
        return refuse({ status: 400, headers: [] })
      }
      const asked =
        seconds(contact.params.get('expires')) ??
        seconds(request.message.header('Expires')) ??
        usual
      if (asked > 0 && asked < least) {
        return refuse({ status: 423, headers: [['Min-Expires', String(least)]] })
      }
      wanted.push({ contact, expires: Math.min(asked, most) })
    }
    return ok(wanted)
  }

  #isOutOfOrder(account: HandsetAccount, request: IncomingRequest, contact: NameAddr): boolean {
    const known = this.#options.bindings
      .of(account.id)
      .find((binding) => binding.contact === contact.uri)
    return (
      known !== undefined &&
      known.callId === request.message.callId &&
      known.cseq >= request.message.cseq.sequence
    )
  }

  #binding(
    account: HandsetAccount,
    { message, flow }: IncomingRequest,
    contact: NameAddr,
    expires: number,
  ): Binding {
    const { clock } = this.#options
    return {
      handset: account.id,
      contact: contact.uri,
      flow,
      expiresAt: clock.uptime() + expires * 1000,
      callId: message.callId,
      cseq: message.cseq.sequence,
      instance: contact.params.get('+sip.instance'),
      userAgent: (message.header('User-Agent') ?? '').slice(0, 128),
      stale: false,
      registeredAt: clock.now(),
    }
  }

  /** All that is registered now, with what is left of each (§10.3 step 8). */
  #contactHeaders(account: HandsetAccount): ExtraHeaders {
    const now = this.#options.clock.uptime()
    return this.#options.bindings
      .of(account.id)
      .map(
        ({ contact, expiresAt }) =>
          ['Contact', `<${contact}>;expires=${Math.ceil((expiresAt - now) / 1000)}`] as const,
      )
  }
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined
}
