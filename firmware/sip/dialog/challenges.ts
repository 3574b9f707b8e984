import type { Credentials, ExtraHeaders } from '../contract.ts'
import { readOwn } from '../message/build.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { ClientRequest, ClientUser } from '../transaction/client-transaction.ts'
import type { TransactionLayer } from '../transaction/transaction-layer.ts'

const MOST_CHALLENGES = 3 // two servers on the way, and one that found its nonce stale

/** The challenges to one request and our answers to them (RFC 3261 §22.2, §22.3). */
export class Challenges {
  readonly #credentials: Credentials | undefined
  readonly #answers = new Map<string, readonly [string, string]>()
  #asked = 0

  constructor(credentials: Credentials | undefined) {
    this.#credentials = credentials
  }

  /** Headers for the repetition, one for each server that has asked. */
  get headers(): ExtraHeaders {
    return [...this.#answers.values()]
  }

  /** Whether there is something new to say to this challenge. `text`: the octets of the request that was challenged. */
  answer(challenge: SipResponse, text: string): boolean {
    if (!this.#credentials || ++this.#asked > MOST_CHALLENGES) return false
    const wanted = challenge.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    const [first] = challenge.headers(wanted)
    const key = `${wanted} ${realmOf(first)}`
    const isStale = challenge.headers(wanted).some((one) => /\bstale\s*=\s*"?true\b/i.test(one))
    if (this.#answers.has(key) && !isStale) return false // the same again would be refused again
    const header = this.#credentials(challenge, readOwn(text) as SipRequest)
    if (!header) return false
    this.#answers.set(key, header)
    return true
  }
}

/**
 * The user of a request that answers its challenges and hands on the rest. `again` makes the repetition, with these headers more
 * and the next CSeq number.
 */
export function answeringChallenges(
  layer: TransactionLayer,
  first: ClientRequest,
  credentials: Credentials | undefined,
  user: ClientUser,
  again: (headers: ExtraHeaders) => ClientRequest,
): ClientUser {
  if (!credentials) return user
  const challenges = new Challenges(credentials)
  const userOf = (request: ClientRequest): ClientUser => ({
    response: (response) => {
      const isChallenge = response.status === 401 || response.status === 407
      if (!isChallenge || !challenges.answer(response, request.text)) return user.response(response)
      const next = again(challenges.headers)
      layer.begin(next, userOf(next))
    },
    failed: (why) => user.failed(why),
  })
  return userOf(first)
}

function realmOf(challenge: string | undefined): string {
  return /\brealm\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(challenge ?? '')?.[1] ?? ''
}
