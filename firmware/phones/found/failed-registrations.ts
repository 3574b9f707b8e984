import type { Clock } from '../../clock/clock.ts'
import { parseDigest } from '../../sip/auth/digest.ts'
import type { IncomingRequest } from '../../sip/contract.ts'
import type { SipRequest } from '../../sip/message/message.ts'
import { userOf } from '../authenticator.ts'
import type { HandsetAccount, HandsetDirectory } from '../handset-directory.ts'
import type { FoundPhones } from './found-phones.ts'
import type { NearNetworks } from './near-networks.ts'
import { deviceMac, type PhoneFacts, phoneOf } from './phone-families.ts'
import { strangerText } from './stranger-text.ts'

/** What one telephone has tried so far. */
interface Tried {
  /** Of challenges that it answered wrongly: the first two. */
  readonly nonces: Set<string>
  /** Requests without credentials since it last sent some. */
  bare: number
  tries: number
  at: number
}

const MOST_TRIED = 500
const FORGOTTEN_MS = 24 * 3_600_000
/** A first request without credentials is how everybody begins; who never answers a challenge has no password. */
const BARE = 3

export interface FailedRegistrationsOptions {
  readonly clock: Clock
  readonly directory: HandsetDirectory
  readonly found: FoundPhones
  readonly near: NearNetworks
}

/**
 * Telephones that try to register and do not get in. Heard after the answer has gone, and alike for known and unknown users: it changes
 * nothing of what a stranger can see (SECURITY row 1).
 */
export class FailedRegistrations {
  readonly #options: FailedRegistrationsOptions
  readonly #tried = new Map<string, Tried>()

  constructor(options: FailedRegistrationsOptions) {
    this.#options = options
  }

  /** A REGISTER that was challenged or refused. */
  failed({ message, flow }: IncomingRequest): void {
    const user = strangerText(userOf(message.to.uri), 64)
    const credentials = digestOf(message)
    const tried = this.#note(`${flow.remote.address}/${user}`, credentials?.get('nonce'))
    if (tried.nonces.size < 2 && tried.bare < BARE) return
    const phone = phoneIn(message)
    const handset = this.#handsetOf(user, credentials?.get('username') ?? '', phone.mac)
    // Unknown names from the Internet are scanners; a handset of ours is worth telling of wherever it is.
    if (!handset && !this.#options.near.has(flow.remote.address)) return
    this.#options.found.see({
      ...phone,
      how: handset ? 'wrong-password' : 'unknown-user',
      userAgent: strangerText(message.header('User-Agent'), 128),
      address: flow.remote.address,
      transport: flow.transport,
      user,
      ...(handset && { handset: handset.id }),
      attempt: `${message.callId}/${message.cseq.sequence}`,
      tries: tried.tries,
    })
  }

  /** A handset got in: what was found of it is settled. */
  succeeded({ id, mac }: HandsetAccount, { message, flow }: IncomingRequest): void {
    const { address } = flow.remote
    if (this.#tried.size > 0) {
      this.#tried.delete(`${address}/${strangerText(userOf(message.to.uri), 64)}`)
    }
    this.#options.found.forget(
      (phone) =>
        (phone.handset === id && phone.address === address) ||
        (phone.mac !== undefined && phone.mac === mac),
    )
  }

  /** The configuration is another: everybody begins anew, and whoever is set up now is no stranger. */
  reconsider(): void {
    this.#tried.clear()
    const { directory, found } = this.#options
    const macs = new Set([...directory.all()].map(({ mac }) => mac))
    found.forget(({ how, mac, user, handset }) =>
      how === 'wrong-password'
        ? handset !== undefined && !directory.byId(handset)
        : (mac !== undefined && macs.has(mac)) ||
          (how === 'unknown-user' && isKnown(directory, user ?? '')),
    )
  }

  #note(key: string, nonce: string | undefined): Tried {
    const { clock } = this.#options
    const now = clock.uptime()
    const known = this.#tried.get(key)
    const fresh = { nonces: new Set<string>(), bare: 0, tries: 0, at: now }
    const tried = known && now - known.at < FORGOTTEN_MS ? known : fresh
    tried.at = now
    if (nonce === undefined) tried.bare++
    else {
      tried.bare = 0
      if (tried.nonces.size < 2) tried.nonces.add(nonce.slice(0, 64))
    }
    if (nonce !== undefined || tried.bare >= BARE) tried.tries++
    this.#tried.delete(key)
    this.#tried.set(key, tried)
    const [oldest] = this.#tried.size > MOST_TRIED ? this.#tried.keys() : []
    if (oldest !== undefined) this.#tried.delete(oldest)
    return tried
  }

  /** By name, or as the very telephone that somebody has set up already. */
  #handsetOf(user: string, login: string, mac: string | undefined): HandsetAccount | undefined {
    const { directory } = this.#options
    const named = directory.byLoginId(login) ?? directory.bySipUser(user)
    if (named || mac === undefined) return named
    return [...directory.all()].find((account) => account.mac === mac)
  }
}

function isKnown(directory: HandsetDirectory, user: string): boolean {
  return (directory.bySipUser(user) ?? directory.byLoginId(user)) !== undefined
}

function digestOf(message: SipRequest): ReadonlyMap<string, string> | undefined {
  const [header] = message.headers('Authorization')
  return header === undefined ? undefined : parseDigest(header)
}

/** What a REGISTER tells of its telephone: User-Agent, a header that some add, and the instance (RFC 5626 §4.1, of MAC addresses). */
function phoneIn(message: SipRequest): PhoneFacts {
  const told = phoneOf(message.header('User-Agent') ?? '')
  const mac = told.mac ?? deviceMac(message.header('Mac') ?? '') ?? instanceMac(message)
  return { ...told, ...(mac !== undefined && { mac }) }
}

function instanceMac({ contacts }: SipRequest): string | undefined {
  if (contacts === '*') return undefined
  const instance = contacts[0]?.params.get('+sip.instance') ?? ''
  const [, node] = /urn:uuid:00000000-0000-1000-8000-([0-9a-f]{12})/i.exec(instance) ?? []
  return deviceMac(node ?? '')
}
