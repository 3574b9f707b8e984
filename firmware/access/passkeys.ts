import { isIP } from 'node:net'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { Clock } from '../clock/clock.ts'
import { fullName, User } from '../model/user.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'

/** One passkey of a person (Web Authentication, level 3): its private half never leaves the owner's devices. */
export interface Passkey {
  /** Of the credential, base64url. */
  readonly id: string
  /** COSE key, base64url. */
  readonly publicKey: string
  readonly transports: readonly string[]
  /** As its owner calls it. */
  readonly name: string
  /** The name of the unit for which it was made; it is no use under another one. */
  readonly host: string
  /** UTC, ms. */
  readonly madeAt: number
}

/** Under which name somebody reaches the unit, and what makes one browser's question its own. */
export interface Asker {
  /** Without port. */
  readonly host: string
  /** `https://host:port` */
  readonly origin: string
  readonly browser: string
}

interface Pending {
  readonly browser: string
  /** For whom one is made; of a sign-in nobody knows yet. */
  readonly user: string | undefined
  /** Uptime. */
  readonly until: number
}

const PENDING_MS = 5 * 60_000
const MOST_PENDING = 1000
export const MOST_PASSKEYS = 10 // of one person

/** Making passkeys and signing in with them. Questions live in memory: who is asked twice answers the newer one. */
export class Passkeys {
  readonly #clock: Clock
  readonly #pending = new Map<string, Pending>() // by challenge

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What the browser makes a passkey from, for somebody who has proved the password. */
  async begin(
    store: Store,
    user: User,
    asker: Asker,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await import('@simplewebauthn/server')
    const options = await generateRegistrationOptions({
      rpName: `Strowger ${asker.host}`,
      rpID: asker.host,
      userName: user.login,
      userDisplayName: fullName(user),
      userID: new TextEncoder().encode(user.id),
      attestationType: 'none',
      excludeCredentials: passkeysOf(store, user.id).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    this.#remember(options.challenge, { browser: asker.browser, user: user.id })
    return options
  }

  /** The passkey that the browser has made, if it is one; to be kept by the caller. */
  async finish(
    user: string,
    name: string,
    asker: Asker,
    response: RegistrationResponseJSON,
  ): Promise<Passkey | undefined> {
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
    const expectedChallenge = (challenge: string) => this.#take(challenge, asker, user)
    try {
      const { registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: asker.origin,
        expectedRPID: asker.host,
      })
      if (!registrationInfo) return undefined
      const { id, publicKey, transports = [] } = registrationInfo.credential
      const key = Buffer.from(publicKey).toString('base64url')
      const { host } = asker
      return { id, publicKey: key, transports, name, host, madeAt: this.#clock.now() }
    } catch {
      return undefined // the library throws at whatever somebody sends
    }
  }

  /** What any browser is asked that wants to sign in: the same for all, so it tells of nobody. */
  async ask({ host, browser }: Asker): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
    const options = await generateAuthenticationOptions({
      rpID: host,
      userVerification: 'required',
    })
    this.#remember(options.challenge, { browser, user: undefined })
    return options
  }

  /** Whose passkey has answered; undefined for anything else. */
  async signIn(
    store: Store,
    asker: Asker,
    response: AuthenticationResponseJSON,
  ): Promise<User | undefined> {
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
    try {
      const owner = Buffer.from(response.response.userHandle ?? '', 'base64url').toString()
      const user = /^[0-9a-f-]{36}$/.test(owner) ? store.get(User, owner) : undefined
      const passkey = user && passkeysOf(store, user.id).find(({ id }) => id === response.id)
      if (!user || passkey?.host !== asker.host) return undefined
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => this.#take(challenge, asker, undefined),
        expectedOrigin: asker.origin,
        expectedRPID: asker.host,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          counter: counterOf(store, passkey.id),
        },
      })
      if (!verified) return undefined
      keepCounter(store, passkey.id, authenticationInfo.newCounter)
      return user
    } catch (error) {
      if (error instanceof StoreError) throw error
      return undefined
    }
  }

  #remember(challenge: string, { browser, user }: Omit<Pending, 'until'>): void {
    const now = this.#clock.uptime()
    for (const [known, { until }] of this.#pending) {
      if (until > now && this.#pending.size < MOST_PENDING) break
      this.#pending.delete(known)
    }
    this.#pending.set(challenge, { browser, user, until: now + PENDING_MS })
  }

  /** A question is answered once, by the browser that was asked. */
  #take(challenge: string, { browser }: Asker, user: string | undefined): boolean {
    const pending = this.#pending.get(challenge)
    if (pending?.browser !== browser) return false
    this.#pending.delete(challenge)
    return pending.user === user && pending.until > this.#clock.uptime()
  }
}

/** Browsers make passkeys for names only, never for addresses (UX.md). */
export function isName(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) === 0 && /^[a-z0-9.-]{1,253}$/.test(host)
}

export function passkeysOf(store: Pick<Store, 'reveal'>, user: string): readonly Passkey[] {
  const text = store.reveal(User, user, 'passkeys')
  return text ? (JSON.parse(text) as Passkey[]) : []
}

/** As the field of the person holds them. */
export function passkeysText(passkeys: readonly Passkey[]): string {
  return passkeys.length === 0 ? '' : JSON.stringify(passkeys)
}

/** Some authenticators count: one that falls behind was copied. Kept in the records, for a sign-in is no change of the configuration. */
function counterOf({ records }: Pick<Store, 'records'>, id: string): number {
  records.refresh()
  return records.table<{ readonly counter: number }>('sign-in').get(`passkey/${id}`)?.counter ?? 0
}

function keepCounter({ records }: Pick<Store, 'records'>, id: string, counter: number): void {
  if (counter === 0) return // most do not
  const table = records.table<{ readonly counter: number }>('sign-in')
  void records
    .batch(() => table.put(`passkey/${id}`, { counter }))
    .catch((error) => {
      if (!(error instanceof StoreError)) throw error // a disk that is full keeps nobody out
    })
}
