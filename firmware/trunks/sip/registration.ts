import type { Clock } from '../../clock/clock.ts'
import type { SipTrunk } from '../../model/sip-trunk.ts'
import type { Result } from '../../result.ts'
import type { Credentials, Flow, Hop, UserAgent } from '../../sip/contract.ts'
import { contactParams, formatContact } from '../../sip/message/headers/registration.ts'
import { MIN_EXPIRES, RETRY_AFTER } from '../../sip/message/headers/times.ts'
import type { SipResponse } from '../../sip/message/message.ts'
import { escapeUser, formatHostPort, sameUri } from '../../sip/message/uri.ts'
import { randomWord } from '../../sip/random.ts'
import { failover } from '../../sip/resolve/failover.ts'
import type { HopHealth } from '../../sip/resolve/health.ts'
import { backoffMs, refreshMs } from './backoff.ts'
import { domainOf, registrarUri } from './trunk-uris.ts'

/** How a registration of ours at a provider stands. Times are uptime in ms. */
export type Registered =
  | { readonly name: 'trying' }
  | { readonly name: 'registered'; readonly hop: Hop; readonly flow: Flow; readonly until: number }
  | { readonly name: 'failed'; readonly why: string; readonly status: number | undefined }

/** What the next process needs so that it goes on with this registration instead of making another. */
export interface KeptRegistration {
  readonly callId: string
  /** Above every CSeq number that was used. */
  readonly sequence: number
  /** What it was made for: another account or contact begins anew. */
  readonly account: string
  readonly granted?: {
    readonly hop: Hop
    readonly flow: Flow
    readonly until: number
    readonly refreshAt: number
  }
}

export interface RegistrationWorld {
  readonly clock: Clock
  readonly userAgent: Pick<UserAgent, 'request' | 'flowTo' | 'contactFor' | 'keepAlive'>
  /** Hops of the registrar, those to be tried first at the head. */
  readonly hops: () => Promise<Result<readonly Hop[]>>
  readonly health: HopHealth
  /** Answers challenges that came over this flow. */
  readonly credentials: (flow: Flow) => Credentials
  readonly random: () => number
  /** What an earlier process left, and where this one leaves its own before it sends. */
  readonly kept: KeptRegistration | undefined
  readonly keep: (kept: KeptRegistration | undefined) => void
  readonly changed: (state: Registered) => void
}

const CSEQ_RESERVED = 10 // a crash between sending and noting must not bring an old number again
const KEEP_ALIVE_SECONDS = 28 // less than the half minute for which most routers keep a hole for UDP open
const MOST_SECONDS = 86_400
const LEAST_SECONDS = 10 // what a provider grants below this is not believed
const MOST_PATIENCE_SECONDS = 1800
const GONE_WAIT_MS = 4000

/** Our registration at a provider, RFC 3261 §10.2: made, refreshed, taken back. */
export class Registration {
  readonly #world: RegistrationWorld
  readonly #trunk: SipTrunk
  readonly #account: string
  readonly #stopped = new AbortController()
  #state: Registered = { name: 'trying' }
  #callId: string
  #sequence: number
  #askedSeconds: number
  #failures = 0
  #granted: KeptRegistration['granted']
  #keepAlive: { cancel(): void } | undefined
  #wake: (() => void) | undefined

  constructor(world: RegistrationWorld, trunk: SipTrunk) {
    this.#world = world
    this.#trunk = trunk
    const { userId, loginId, transport, localPort } = trunk
    this.#account = [registrarUri(trunk), userId, loginId, transport, localPort ?? []]
      .flat()
      .join(' ')
    const kept = world.kept?.account === this.#account ? world.kept : undefined
    this.#callId = kept?.callId ?? randomWord() + randomWord()
    this.#sequence = kept?.sequence ?? 1
    this.#askedSeconds = trunk.registrationSeconds
    const granted = kept?.granted
    if (granted && isLasting(granted.flow) && granted.until > world.clock.uptime()) {
      const { hop, flow, until } = granted
      this.#granted = granted
      this.#state = { name: 'registered', hop, flow, until }
    }
  }

  get state(): Registered {
    return this.#state
  }

  /** Begins; what an earlier process had registered is refreshed when it is due. */
  start(): void {
    void this.#run(this.#stopped.signal)
  }

  /** Ends without a word: the next process goes on with it. */
  stop(): void {
    this.#stopped.abort()
    this.#keepAlive?.cancel()
  }

  /** Ends, and takes the registration back. Resolves when the provider has said so, or is not heard of in 4 s. */
  async remove(): Promise<void> {
    this.stop()
    const state = this.#state
    if (state.name === 'registered') {
      await Promise.race([
        this.#request(state.flow, 0).catch(() => undefined),
        this.#world.clock.sleep(GONE_WAIT_MS),
      ])
    }
    this.#world.keep(undefined)
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      if (this.#granted) {
        this.#hold(this.#granted.flow)
        this.#world.changed(this.#state)
        await this.#rest(this.#granted.refreshAt - this.#world.clock.uptime(), signal)
      }
      for (;;) await this.#turn(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  /** One registration, and the wait until the next is due. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#world
    const patience = await this.#register(signal)
    if (this.#granted) {
      await this.#rest(this.#granted.refreshAt - clock.uptime(), signal)
      return
    }
    this.#failures++
    await this.#rest(Math.max(backoffMs(this.#failures, random()), patience * 1000), signal)
  }

  /** Tries every hop. How long the provider asks us to wait, in seconds. */
  async #register(signal: AbortSignal): Promise<number> {
    const hops = await this.#world.hops()
    signal.throwIfAborted()
    if (!hops.ok) {
      this.#failed(undefined, hops.error)
      return 0
    }
    let patience = 0
    const attempt = async (hop: Hop) => {
      const tried = await this.#attempt(hop, signal)
      patience = Math.max(patience, tried.retryAfterSeconds ?? 0)
      return tried
    }
    const { health } = this.#world
    const outcome = await failover(hops.value, attempt, { health, signal })
    if (outcome.status >= 300) {
      this.#failed(outcome.status, this.#reasonOf(outcome.status, outcome.response))
    }
    return Math.min(patience, MOST_PATIENCE_SECONDS)
  }

  /** One hop; a 423 (interval too brief) is obeyed at once, §10.2.8. */
  async #attempt(hop: Hop, signal: AbortSignal) {
    let flow: Flow
    try {
      flow = await this.#world.userAgent.flowTo(hop, undefined, this.#trunk.localPort)
    } catch {
      return { status: 503 } // no socket of ours reaches it
    }
    let response = await this.#request(flow, this.#askedSeconds, signal)
    const demanded = response.status === 423 ? response.read(MIN_EXPIRES) : undefined
    const least = demanded?.ok ? demanded.value : 0
    if (least > this.#askedSeconds && least <= MOST_SECONDS) {
      this.#askedSeconds = least
      response = await this.#request(flow, least, signal)
    }
    if (response.status < 300) this.#succeeded(hop, flow, response)
    const after = response.read(RETRY_AFTER)
    const seconds = after?.ok ? after.value.seconds : 0
    return {
      status: response.status,
      ...(isOurs(response) ? {} : { response }),
      ...(seconds > 0 && { retryAfterSeconds: seconds }),
    }
  }

  async #request(flow: Flow, seconds: number, signal?: AbortSignal): Promise<SipResponse> {
    const { userAgent, credentials } = this.#world
    const sequence = this.#sequence
    this.#sequence += CSEQ_RESERVED
    this.#keep()
    const { userId } = this.#trunk
    const address = `sip:${escapeUser(userId)}@${domainOf(this.#trunk)}`
    const response = await userAgent.request(
      {
        method: 'REGISTER',
        target: registrarUri(this.#trunk),
        flow,
        from: { uri: address },
        to: { uri: address },
        callId: this.#callId,
        sequence,
        headers: [
          ['Contact', formatContact(this.#contact(flow), {})],
          ['Expires', String(seconds)],
          ['Supported', 'path, gruu'],
        ],
        credentials: credentials(flow),
      },
      signal,
    )
    this.#sequence = Math.max(sequence, response.cseq.sequence) + 1
    return response
  }

  #contact(flow: Flow): string {
    const at = formatHostPort(this.#world.userAgent.contactFor(flow))
    const transport = flow.transport === 'udp' ? '' : `;transport=${flow.transport}`
    return `sip:${escapeUser(this.#trunk.userId)}@${at}${transport}`
  }

  #succeeded(hop: Hop, flow: Flow, response: SipResponse): void {
    const { clock, random } = this.#world
    const seconds = this.#secondsOf(response, this.#contact(flow))
    const now = clock.uptime()
    const until = now + seconds * 1000
    this.#failures = 0
    this.#state = { name: 'registered', hop, flow, until }
    this.#granted = { hop, flow, until, refreshAt: now + refreshMs(seconds, random()) }
    this.#keep()
    this.#hold(flow)
    this.#world.changed(this.#state)
  }

  /** The time of our contact; of the whole response; what we asked for (RFC 3261 §10.2.4). */
  #secondsOf(response: SipResponse, contact: string): number {
    const contacts = response.contacts === '*' ? [] : response.contacts
    const [only, second] = contacts
    const ours = contacts.find(({ uri }) => sameUri(uri, contact)) ?? (second ? undefined : only)
    const params = ours && contactParams(ours)
    const told = (params?.ok ? params.value.expiresSeconds : undefined) ?? expiresOf(response)
    return Math.max(LEAST_SECONDS, Math.min(told ?? this.#askedSeconds, MOST_SECONDS))
  }

  /** A flow that carries our calls is kept open; when it is lost we register anew, over another (RFC 5626 §4.4). */
  #hold(flow: Flow): void {
    this.#keepAlive?.cancel()
    this.#keepAlive = this.#world.userAgent.keepAlive(flow, KEEP_ALIVE_SECONDS, () => {
      this.#keepAlive = undefined
      this.#wake?.()
    })
  }

  #failed(status: number | undefined, why: string): void {
    this.#keepAlive?.cancel()
    this.#keepAlive = undefined
    this.#granted = undefined
    this.#state = { name: 'failed', status, why }
    this.#world.changed(this.#state)
  }

  #reasonOf(status: number, response: SipResponse | undefined): string {
    if (!response) return status === 408 ? 'no answer' : 'it cannot be reached'
    return `${status} ${response.reason}`.slice(0, 80)
  }

  #keep(): void {
    const granted = this.#granted
    this.#world.keep({
      callId: this.#callId,
      sequence: this.#sequence,
      account: this.#account,
      ...(granted && { granted }),
    })
  }

  /** Waits so long, or until the flow is lost. */
  #rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const done = (act: () => void) => {
        timer.cancel()
        signal.removeEventListener('abort', aborted)
        this.#wake = undefined
        act()
      }
      const timer = this.#world.clock.after(Math.max(0, ms), () => done(resolve))
      const aborted = () => done(() => reject(signal.reason))
      signal.addEventListener('abort', aborted)
      this.#wake = () => done(resolve)
    })
  }
}

/** A connection has gone with the process that had it. */
function isLasting({ transport }: Flow): boolean {
  return transport === 'udp'
}

/** 408 and 503 that no server has sent: silence, and a dead transport. */
function isOurs(response: SipResponse): boolean {
  return (response.status === 408 || response.status === 503) && response.toTag === undefined
}

function expiresOf(response: SipResponse): number | undefined {
  const seconds = Number(response.header('Expires') ?? Number.NaN)
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined
}
