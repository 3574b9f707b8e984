import type { Timer } from '../../clock/clock.ts'
import type { ExtraHeaders, InviteOptions } from '../contract.ts'
import {
  formatSessionExpires,
  MIN_SE as LEAST,
  SESSION_EXPIRES,
  type SessionExpires,
} from '../message/headers/times.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts'
import type { Stack } from '../stack.ts'

/** Shortest interval that we take, RFC 4028 §4. */
export const MIN_SE = 90
const USUAL_SECONDS = 1800
const MOST_SECONDS = 86_400

/** What both sides agreed on. `refreshedAt`: uptime in milliseconds of the last refresh. */
export interface AgreedTimer {
  readonly seconds: number
  readonly refresher: 'us' | 'peer'
  readonly refreshedAt: number
}

/** Session-Expires, RFC 4028 §4; undefined where there is none or it cannot be read. */
export function intervalOf(message: SipMessage): SessionExpires | undefined {
  const interval = message.read(SESSION_EXPIRES)
  if (!interval?.ok) return undefined
  return { ...interval.value, seconds: Math.min(interval.value.seconds, MOST_SECONDS) }
}

function supportsTimer(message: SipMessage): boolean {
  return message.lists('Supported', 'timer')
}

/** The Min-SE for a 422 when a request wants too short an interval (RFC 4028 §9); one who knows no timer is not refused. */
export function tooShort(request: SipRequest): ExtraHeaders | undefined {
  if (request.index.find('session-expires') < 0) return undefined
  const interval = intervalOf(request)
  if (!interval || interval.seconds >= MIN_SE || !supportsTimer(request)) return undefined
  return [['Min-SE', String(MIN_SE)]]
}

/** What our 2xx to an INVITE or UPDATE says of the timer (RFC 4028 §9, table 2); undefined: there is none. */
export function answeredTimer(
  request: SipRequest,
  options: InviteOptions,
): { readonly headers: ExtraHeaders; readonly interval: SessionExpires } | undefined {
  const mode = options.timer ?? 'accept'
  if (mode === 'off') return undefined
  const asked = intervalOf(request)
  if (!asked && mode === 'accept') return undefined
  const knows = supportsTimer(request)
  const seconds = Math.max(asked?.seconds ?? wanted(options), leastOf(request))
  // Who asks may refresh; one who knows nothing of it (a proxy asked) cannot.
  const refresher = knows && asked ? (asked.refresher ?? 'uac') : 'uas'
  const header = ['Session-Expires', formatSessionExpires({ seconds, refresher })] as const
  const headers: ExtraHeaders = knows ? [['Require', 'timer'], header] : [header]
  return { headers, interval: { seconds, refresher } }
}

/** Headers of our own INVITE that begins a call. */
export function askedTimer(options: InviteOptions, least = MIN_SE): ExtraHeaders {
  if (options.timer !== 'ask' && least === MIN_SE) return []
  const seconds = Math.max(wanted(options), least)
  return [
    ['Session-Expires', formatSessionExpires({ seconds })],
    ['Min-SE', String(least)],
  ]
}

/** Min-SE of a 422, or of a request; ours when it is less. */
export function leastOf(message: SipMessage): number {
  const least = message.read(LEAST)
  return least?.ok ? Math.max(MIN_SE, Math.min(least.value, MOST_SECONDS)) : MIN_SE
}

/** What a 2xx of the peer agreed on (RFC 4028 §7.2); undefined: there is no timer any more. */
export function agreedBy(
  response: SipResponse,
  options: InviteOptions,
): Omit<AgreedTimer, 'refreshedAt'> | undefined {
  if (options.timer === 'off' || response.index.find('session-expires') < 0) return undefined
  const interval = intervalOf(response)
  if (!interval) return undefined
  const refresher = interval.refresher === 'uas' ? 'peer' : 'us'
  return { seconds: Math.max(interval.seconds, MIN_SE), refresher }
}

function wanted(options: InviteOptions): number {
  return Math.max(MIN_SE, options.sessionSeconds ?? USUAL_SECONDS)
}

/** Whether the Allow header of a peer's message names UPDATE. Undefined: the message has none. */
export function allowsUpdate({ index }: SipMessage): boolean | undefined {
  let at = index.find('allow')
  if (at < 0) return undefined
  for (; at >= 0; at = index.find('allow', at + 1)) {
    if (/(?:^|,)\s*UPDATE\s*(?:,|$)/.test(index.value(at))) return true
  }
  return false
}

export interface SessionTimerGround {
  /** Half of the time has passed, and it is for us to refresh. */
  refresh(): void
  /** Nobody has refreshed the session in time. */
  expired(): void
}

/** The session timer of a confirmed call, RFC 4028 §10. */
export class SessionTimer {
  readonly #stack: Stack
  readonly #ground: SessionTimerGround
  #agreed: AgreedTimer | undefined
  #next: Timer | undefined

  constructor(stack: Stack, ground: SessionTimerGround) {
    this.#stack = stack
    this.#ground = ground
  }

  get agreed(): AgreedTimer | undefined {
    return this.#agreed
  }

  /** A request has refreshed the session, or begun it; undefined: from now on without timer. */
  refreshed(agreed: Omit<AgreedTimer, 'refreshedAt'> | undefined): void {
    this.restore(agreed && { ...agreed, refreshedAt: this.#stack.uptime() })
  }

  /** Goes on as another process left it. What is overdue happens soon, but not at once. */
  restore(agreed: AgreedTimer | undefined): void {
    this.#next?.cancel()
    this.#agreed = agreed
    if (!agreed) return
    const end = this.#deadline(agreed)
    if (agreed.refresher === 'peer') this.#at(end, () => this.#ground.expired())
    else this.#at(agreed.refreshedAt + agreed.seconds * 500, () => this.#refresh(agreed))
  }

  stop(): void {
    this.#next?.cancel()
    this.#agreed = undefined
  }

  /** Again and again while there is time for an answer: a peer that is busy now may not be then. */
  #refresh(agreed: AgreedTimer): void {
    const end = this.#deadline(agreed)
    const left = end - this.#stack.uptime()
    if (left > MIN_SE * 100) {
      this.#at(this.#stack.uptime() + left / 2, () => this.#refresh(agreed))
      this.#ground.refresh()
    } else {
      this.#at(end, () => this.#ground.expired())
    }
  }

  /** RFC 4028 §10: BYE goes before the session expires, by a third of the interval or 32 s. */
  #deadline({ seconds, refreshedAt }: AgreedTimer): number {
    return refreshedAt + (seconds - Math.min(32, seconds / 3)) * 1000
  }

  #at(uptime: number, fire: () => void): void {
    this.#next = this.#stack.wheel.after(Math.max(0, uptime - this.#stack.uptime()), fire)
  }
}
