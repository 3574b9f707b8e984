import type { Clock } from '../clock/clock.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { ExtraHeaders, IncomingRequest } from '../sip/contract.ts'
import type { NameAddr } from '../sip/message/message.ts'
import { formatParam } from '../sip/message/tokens.ts'
import { parseUri } from '../sip/message/uri.ts'
import type { Authenticator, Unproven } from './authenticator.ts'
import { userOf } from './authenticator.ts'
import type { Binding, Bindings } from './bindings.ts'
import type { HandsetAccount, RegistrationLimits } from './handset-directory.ts'
import { publicGruu } from './public-gruu.ts'
import { RegistrationRush } from './registration-rush.ts'

export interface RegistrarOptions {
  readonly clock: Clock
  readonly bindings: Bindings
  readonly authenticator: Authenticator
  readonly limits: () => RegistrationLimits
  /**
   * Hear of every registration behind its answer: how it changes nothing of what a stranger sees. `foreign`: somebody proved who he is,
   * and registers the address of another.
   */
  readonly failed?: (request: IncomingRequest, how: Unproven | 'foreign') => void
  readonly succeeded?: (account: HandsetAccount, request: IncomingRequest) => void
}

interface Wanted {
  readonly contact: NameAddr
  /** Seconds; 0 removes. */
  readonly expires: number
  readonly instance: string | undefined
  /** RFC 5626: what the telephone calls the flow. */
  readonly regId: number | undefined
  readonly q: number | undefined
}

interface Refusal {
  readonly status: number
  readonly reason?: string
  readonly headers?: ExtraHeaders
}

const MOST_CONTACTS = 10 // in one request
const LONGEST_CONTACT = 512
const MOST_PATH = 10
const LONGEST_INSTANCE = 128
/** Seconds after which a telephone that keeps its flow alive finds out that it is dead (RFC 5626 §4.4). */
const FLOW_TIMER = 120

/** The registrar of RFC 3261 §10.3. A telephone is reached over the flow that it registered on, whatever its contact says (NAT). */
export class Registrar {
  readonly #options: RegistrarOptions
  readonly #rush: RegistrationRush

  constructor(options: RegistrarOptions) {
    this.#options = options
    this.#rush = new RegistrationRush(options.clock)
  }

  /** Answers a REGISTER. */
  register(request: IncomingRequest): void {
    const { authenticator, failed, succeeded } = this.#options
    const proven = authenticator.prove(request)
    if (!proven.ok) {
      failed?.(request, proven.error)
      return
    }
    const account = proven.value
    if (userOf(request.message.to.uri) !== account.sipUser) {
      request.respond(403) // the address of somebody else, or of nobody: the same answer as to a wrong password
      failed?.(request, 'foreign')
      return
    }
    succeeded?.(account, request)
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
    if (this.#options.bindings.of(account.id).some((known) => isOlder(request, known))) {
      request.respond(500, { reason: 'CSeq out of order' })
      return
    }
    this.#options.bindings.removeAll(account.id, 'unregistered')
    request.respond(200)
  }

  #update(account: HandsetAccount, request: IncomingRequest, contacts: readonly NameAddr[]): void {
    const wanted = this.#wanted(request, contacts)
    if (!wanted.ok) {
      request.respond(wanted.error.status, wanted.error)
      return
    }
    if (wanted.value.some((one) => this.#isOutOfOrder(account, request, one))) {
      request.respond(500, { reason: 'CSeq out of order' }) // §10.3 step 7: a late duplicate changes nothing
      return
    }
    for (const one of wanted.value) this.#apply(account, request, one)
    request.respond(200, { headers: this.#answerHeaders(account, request, wanted.value) })
  }

  #apply(account: HandsetAccount, request: IncomingRequest, wanted: Wanted): void {
    const { bindings } = this.#options
    const { contact, instance, regId, expires } = wanted
    if (expires === 0) bindings.remove(account.id, { contact: contact.uri, instance, regId })
    else bindings.set(this.#binding(account, request, wanted))
  }

  #wanted(
    request: IncomingRequest,
    contacts: readonly NameAddr[],
  ): Result<readonly Wanted[], Refusal> {
    if (contacts.length > MOST_CONTACTS) return refuse({ status: 400, reason: 'Too many contacts' })
    if (!pathOf(request)) return refuse({ status: 400, reason: 'Path is malformed' })
    const wanted: Wanted[] = []
    for (const contact of contacts) {
      const one = this.#wantedContact(request, contact)
      if (!one.ok) return one
      wanted.push(one.value)
    }
    const flows = wanted.filter(({ regId }) => regId !== undefined)
    if (flows.length > 1 || (flows.length === 1 && wanted.length > 1)) {
      return refuse({ status: 400, reason: 'One contact with reg-id only' }) // RFC 5626 §6
    }
    if (flows.length === 1 && !isFirstHopOutbound(request)) return refuse({ status: 439 })
    return ok(wanted)
  }

  #wantedContact(request: IncomingRequest, contact: NameAddr): Result<Wanted, Refusal> {
    const uri = parseUri(contact.uri)
    const isReachable = uri.ok && uri.value.scheme.startsWith('sip')
    if (!isReachable || contact.uri.length > LONGEST_CONTACT) {
      return refuse({ status: 400, reason: 'Contact is no SIP URI' })
    }
    const { usual, least, most } = this.#options.limits()
    const asked =
      seconds(contact.params.get('expires')) ?? seconds(request.message.header('Expires')) ?? usual
    if (asked > 0 && asked < least) {
      return refuse({ status: 423, headers: [['Min-Expires', String(least)]] })
    }
    const granted = this.#rush.spread(Math.min(asked, most), least)
    const instance = contact.params.get('+sip.instance')?.slice(0, LONGEST_INSTANCE)
    const flow = seconds(contact.params.get('reg-id'))
    return ok({
      contact,
      expires: granted,
      instance,
      regId: instance !== undefined && wantsOutbound(request) ? flow || undefined : undefined,
      q: preference(contact.params.get('q')),
    })
  }

  #isOutOfOrder(account: HandsetAccount, request: IncomingRequest, { contact }: Wanted): boolean {
    const known = this.#options.bindings
      .of(account.id)
      .find((binding) => binding.contact === contact.uri)
    return known !== undefined && isOlder(request, known)
  }

  #binding(account: HandsetAccount, request: IncomingRequest, wanted: Wanted): Binding {
    const { clock } = this.#options
    const { message, flow } = request
    const path = pathOf(request)
    return {
      handset: account.id,
      contact: wanted.contact.uri,
      flow,
      expiresAt: clock.uptime() + wanted.expires * 1000,
      callId: message.callId,
      cseq: message.cseq.sequence,
      instance: wanted.instance,
      regId: wanted.regId,
      path: path?.length ? path : undefined,
      q: wanted.q,
      userAgent: (message.header('User-Agent') ?? '').slice(0, 128),
      stale: false,
      registeredAt: clock.now(),
    }
  }

  #answerHeaders(
    account: HandsetAccount,
    request: IncomingRequest,
    wanted: readonly Wanted[],
  ): ExtraHeaders {
    const path = pathOf(request) ?? []
    const isOutbound = wanted.some(({ regId, expires }) => regId !== undefined && expires > 0)
    return [
      ...this.#contactHeaders(account, request),
      ...path.map((value) => ['Path', value] as const),
      ...(isOutbound
        ? ([
            ['Require', 'outbound'],
            ['Flow-Timer', String(FLOW_TIMER)],
          ] as const)
        : []),
      ['Supported', 'path, outbound, gruu'],
    ]
  }

  /** All that is registered now, with what is left of each (§10.3 step 8). */
  #contactHeaders(account: HandsetAccount, request: IncomingRequest): ExtraHeaders {
    const now = this.#options.clock.uptime()
    const knowsGruu = request.message.lists('Supported', 'gruu')
    const aor = request.message.to.uri
    return this.#options.bindings.of(account.id).map((binding) => {
      const { contact, expiresAt, q, instance, regId } = binding
      const gruu = knowsGruu ? publicGruu(aor, instance) : undefined
      const value = [
        `<${contact}>;expires=${Math.ceil((expiresAt - now) / 1000)}`,
        q === undefined ? '' : `;q=${q}`,
        instance === undefined ? '' : formatParam('+sip.instance', instance),
        regId === undefined ? '' : `;reg-id=${regId}`,
        gruu === undefined ? '' : formatParam('pub-gruu', gruu),
      ]
      return ['Contact', value.join('')] as const
    })
  }
}

function isOlder({ message }: IncomingRequest, known: Binding): boolean {
  return known.callId === message.callId && known.cseq >= message.cseq.sequence
}

function wantsOutbound({ message }: IncomingRequest): boolean {
  return message.lists('Supported', 'outbound') || message.lists('Require', 'outbound')
}

/** RFC 5626 §6: we see the telephone ourselves, or the proxy that does says that it keeps flows. */
function isFirstHopOutbound(request: IncomingRequest): boolean {
  if (request.message.vias.length === 1) return true
  const nearestToPhone = pathOf(request)?.at(-1) ?? ''
  const uri = parseUri(/<([^>]*)>/.exec(nearestToPhone)?.[1] ?? '')
  return uri.ok && uri.value.params.has('ob')
}

/** Path values, RFC 3327; undefined: malformed, or too many. */
function pathOf({ message }: IncomingRequest): readonly string[] | undefined {
  const path = message.headers('Path')
  const isSound = path.every((value) => {
    const [, uri = ''] = /^(?:[^<"]|"[^"]*")*<([^<>]+)>[^<>]*$/.exec(value) ?? []
    return value.length <= LONGEST_CONTACT && parseUri(uri).ok
  })
  return isSound && path.length <= MOST_PATH ? path : undefined
}

/** qvalue, RFC 3261 §25.1; what is none counts as none. */
function preference(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text)
    ? Number(text)
    : undefined
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined
}
