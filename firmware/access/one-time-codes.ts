import type { Clock } from '../clock/clock.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'

const DIGITS = 6
const PERIOD = 30 // seconds
const ALGORITHM = 'SHA1' // what every app takes, RFC 6238 §1.2
const OFF_BY = 1 // steps that a telephone's clock may be wrong, RFC 6238 §5.2

/** Where the last step that a user has signed in with is kept: no code works twice, also after a restart. */
export interface StepKeeper {
  get(user: string): number | undefined
  put(user: string, step: number): void
}

/** Time-based one-time codes, RFC 6238. */
export class OneTimeCodes {
  readonly #clock: Pick<Clock, 'now'>
  readonly #kept: StepKeeper
  readonly #last = new Map<string, number>()

  constructor(clock: Pick<Clock, 'now'>, kept: StepKeeper) {
    this.#clock = clock
    this.#kept = kept
  }

  /** Whether this is a code of now that was not used before, RFC 6238 §5.2; it is used by that. */
  async accepts(user: string, secret: string, code: string): Promise<boolean> {
    const token = code.replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return false
    const { TOTP } = await import('otpauth') // hardly anybody signs in in a day
    const timestamp = this.#clock.now()
    const totp = new TOTP({ secret, algorithm: ALGORITHM, digits: DIGITS, period: PERIOD })
    const delta = totp.validate({ token, timestamp, window: OFF_BY })
    if (delta === null) return false
    const step = Math.floor(timestamp / 1000 / PERIOD) + delta
    if (step <= (this.#last.get(user) ?? this.#kept.get(user) ?? -1)) return false
    this.#last.set(user, step)
    this.#kept.put(user, step)
    return true
  }
}

/** A new seed, and the address that apps read from a QR code. */
export async function inventSeed(
  issuer: string,
  login: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const { Secret, TOTP } = await import('otpauth')
  const secret = new Secret({ size: 20 })
  const totp = new TOTP({ issuer, label: login, secret, digits: DIGITS, period: PERIOD })
  return { secret: secret.base32, uri: totp.toString() }
}

/** In the records of the unit, beside wrong attempts. */
export function keptSteps({ records }: Pick<Store, 'records'>): StepKeeper {
  const table = records.table<{ readonly step: number }>('sign-in')
  const place = (user: string) => `totp/${user}`
  return {
    get: (user) => {
      records.refresh()
      try {
        return table.get(place(user))?.step
      } catch (error) {
        return tolerated(error)
      }
    },
    // A disk that is full or torn keeps nobody from signing in: then in memory only.
    put: (user, step) =>
      void records.batch(() => table.put(place(user), { step })).catch(tolerated),
  }
}

function tolerated(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error
}
