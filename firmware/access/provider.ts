/** Signing in at an OpenID Connect provider: authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636, RFC 9207). */
import { createHash, randomBytes } from 'node:crypto'
import type { Configuration, IDToken } from 'openid-client'
import type { Clock } from '../clock/clock.ts'
import { readAuthorities } from '../model/authorities.ts'
import { SignInProvider } from '../model/sign-in-provider.ts'
import { User } from '../model/user.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Store } from '../store/store.ts'
import type { Asker } from './passkeys.ts'
import type { Reach } from './reach-provider.ts'

/** Page to which the provider sends the browser back. */
export const RETURN_PATH = '/signed-in'

/** `off`: nobody set it. `away`: the provider does not answer as it should. `denied`: it vouches for nobody. `unknown`: for nobody here. `second-step`: for somebody who has one here. */
export type NotIn = 'off' | 'away' | 'denied' | 'unknown' | 'second-step'

export interface NotSignedIn {
  readonly why: NotIn
  /** For the log; never what the provider sent. */
  readonly detail: string
}

interface Pending {
  readonly browser: string
  readonly nonce: string
  readonly verifier: string
  readonly returnTo: string
  readonly provider: Known
  /** Uptime. */
  readonly until: number
}

/** What a provider says of itself, and for which settings that was asked. */
interface Known {
  readonly settings: string
  readonly client: Configuration
  /** Uptime. */
  readonly until: number
}

const PENDING_MS = 10 * 60_000 // people find their telephone for the provider's second step
const MOST_PENDING = 1000
const KNOWN_MS = 3_600_000 // keys are changed now and then
const PATIENCE_S = 10
const LONGEST_ANSWER = 8192 // characters that come back in the address

/** Questions live in memory: each is answered once, by the browser that was asked. */
export class ProviderSignIn {
  readonly #clock: Clock
  readonly #reach: Reach
  readonly #pending = new Map<string, Pending>() // by state
  #known: Known | undefined

  constructor(clock: Clock, reach: Reach) {
    this.#clock = clock
    this.#reach = reach
  }

  /** Where the browser goes to sign in. */
  async begin(store: Store, asker: Asker): Promise<Result<string, NotSignedIn>> {
    const provider = await this.#provider(store)
    if (!provider.ok) return provider
    const { buildAuthorizationUrl } = await import('openid-client')
    const [state, nonce, verifier] = [random(), random(), random()]
    const returnTo = `${asker.origin}${RETURN_PATH}`
    const url = buildAuthorizationUrl(provider.value.client, {
      redirect_uri: returnTo,
      scope: 'openid email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), // RFC 7636 §4.2
      code_challenge_method: 'S256',
    })
    const { browser } = asker
    this.#remember(state, { browser, nonce, verifier, returnTo, provider: provider.value })
    return ok(url.href)
  }

  /** Who has come back. @param answer what the provider put behind the `?` of the address */
  async finish(store: Store, asker: Asker, answer: string): Promise<Result<User, NotSignedIn>> {
    const given = new URLSearchParams(answer.slice(0, LONGEST_ANSWER))
    const state = given.get('state') ?? ''
    const pending = this.#pending.get(state)
    if (pending?.browser !== asker.browser) return notIn('denied', 'nobody was asked that')
    this.#pending.delete(state)
    const now = await this.#provider(store)
    if (!now.ok) return now
    const { provider, until } = pending
    if (until <= this.#clock.uptime()) return notIn('denied', 'it took too long')
    if (provider.settings !== now.value.settings) return notIn('denied', 'the settings changed')
    const claims = await claimsOf(pending, state, given)
    return claims.ok ? personOf(store, claims.value) : claims
  }

  /** As it is set now; asked anew when that changed, and every hour. */
  async #provider(store: Store): Promise<Result<Known, NotSignedIn>> {
    const { id, enabled, issuer, clientId, authorities } = store.only(SignInProvider)
    if (!enabled) return notIn('off', 'it is switched off')
    const secret = store.reveal(SignInProvider, id, 'clientSecret')
    const settings = createHash('sha256')
      .update(JSON.stringify([issuer, clientId, secret, authorities]))
      .digest('base64url')
    const now = this.#clock.uptime()
    if (this.#known?.settings === settings && this.#known.until > now) return ok(this.#known)
    const own = readAuthorities(authorities)
    const openId = await import('openid-client')
    try {
      const client = await openId.discovery(
        new URL(issuer),
        clientId,
        undefined,
        secret ? openId.ClientSecretPost(secret) : openId.None(),
        {
          [openId.customFetch]: this.#reach(own.ok ? own.value : []),
          timeout: PATIENCE_S,
          execute: [openId.enableNonRepudiationChecks], // the signature too, not TLS alone
        },
      )
      this.#known = { settings, client, until: now + KNOWN_MS }
      return ok(this.#known)
    } catch (error) {
      return notIn('away', reasonOf(error))
    }
  }

  #remember(state: string, pending: Omit<Pending, 'until'>): void {
    const now = this.#clock.uptime()
    for (const [known, { until }] of this.#pending) {
      if (until > now && this.#pending.size < MOST_PENDING) break
      this.#pending.delete(known)
    }
    this.#pending.set(state, { ...pending, until: now + PENDING_MS })
  }
}

/** What the provider says of whoever signed in there, with its signature, issuer, audience, nonce and age checked. */
async function claimsOf(
  { provider, nonce, verifier, returnTo }: Pending,
  state: string,
  given: URLSearchParams,
): Promise<Result<IDToken, NotSignedIn>> {
  const { authorizationCodeGrant } = await import('openid-client')
  const came = new URL(returnTo)
  came.search = given.toString()
  try {
    const tokens = await authorizationCodeGrant(provider.client, came, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    return claims ? ok(claims) : notIn('denied', 'it sent no ID token')
  } catch (error) {
    return notIn('denied', reasonOf(error))
  }
}

/**
 * The one person whom an administrator has tied to that name. An address counts where the provider has verified it; a subject is compared as it is. Who
 * has a second step here is not let in with less: taking it away is for the server administrator alone.
 */
function personOf(store: Store, claims: IDToken): Result<User, NotSignedIn> {
  const email = claims.email_verified === true ? String(claims.email ?? '') : ''
  const names = [claims.sub.includes('@') ? '' : claims.sub, email.toLowerCase()].filter(Boolean)
  const [user, other] = names.flatMap((name) => store.find(User, 'providerName', name) ?? [])
  if (!user) return notIn('unknown', 'nobody here has that name')
  if (other && other.id !== user.id) return notIn('unknown', 'two people here have those names')
  if (store.reveal(User, user.id, 'totpSecret'))
    return notIn('second-step', `${user.login} has one`)
  return ok(user)
}

function notIn(why: NotIn, detail: string): Result<never, NotSignedIn> {
  return refuse({ why, detail })
}

/** A code word and the sentence of the library or the system: nothing of what the provider wrote. */
function reasonOf(error: unknown): string {
  const { code, message, cause } = error as Error & { code?: string }
  const { code: inner = '' } = (cause ?? {}) as { code?: unknown }
  return [code, message, typeof inner === 'string' ? inner : '']
    .filter(Boolean)
    .join(' ')
    .slice(0, 200)
}

const random = () => randomBytes(32).toString('base64url')
