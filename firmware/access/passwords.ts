import type { PasswordRules } from '../model/password-rules.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import { message } from '../words/say.ts'

const LONGEST = 128
const MOST_AT_ONCE = 2 // each takes 19 MiB and one core for 15 to 70 ms
const MOST_WAITING = 16

/** Checked in the place of a password that nobody has, so that an unknown login costs the same. Of a random text. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$HPyho0Gvx3DF96cWkbF1tQ$CBbP52uty6dp1HkB7Pj8fniYB5WnUhJrhOixJHmaZNM'

/** What makes and checks the hashes: argon2id, m = 19 MiB, t = 2, p = 1, the library's own choice and OWASP's. */
type Argon2 = typeof import('@node-rs/argon2')

/** Hashes passwords, few at once: a flood of attempts takes neither the memory nor the cores of a telephone server. */
export class Hasher {
  #argon2: Promise<Argon2> | undefined // loaded by the first who signs in: hardly anybody does in a day
  #running = 0
  readonly #waiting: (() => void)[] = []

  hash(password: string): Promise<string> {
    return this.#turn(({ hash }) => hash(password))
  }

  /** False also for a hash that there is not; that takes as long. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const known = hash !== undefined && hash !== ''
    const matches = await this.#turn(({ verify }) => verify(known ? hash : NOBODYS, password))
    return matches && known
  }

  /** Whether so many wait already that another one should be sent away. */
  get busy(): boolean {
    return this.#waiting.length >= MOST_WAITING
  }

  async #turn<T>(work: (argon2: Argon2) => Promise<T>): Promise<T> {
    if (this.#running >= MOST_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#running++
    }
    try {
      this.#argon2 ??= import('@node-rs/argon2')
      return await work(await this.#argon2)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}

/** Whether a text may become somebody's password; the reason is for that person. */
export function checkNewPassword(
  password: string,
  {
    login,
    current,
    rules,
  }: { readonly login: string; readonly current?: string; readonly rules: Demands },
): Result<true, Text> {
  const length = [...password].length
  if (length > LONGEST) return refuse(`A password has at most ${LONGEST} characters.`)
  if (/\p{Cc}/u.test(password)) return refuse('A password has no control characters.')
  const strong = meets(password, rules)
  if (!strong.ok) return strong
  if (new Set(password).size < 5) return refuse('Use at least five different characters.')
  if (password === current) return refuse('That is the old password. Choose another.')
  if (login.length > 3 && password.toLowerCase().includes(login.toLowerCase())) {
    return refuse('Leave the login name out of the password.')
  }
  return ok(true)
}

/** What is asked of every password, PWD-3. */
export type Demands = Pick<PasswordRules, 'length' | 'lower' | 'upper' | 'digit' | 'special'>

/** Also asked of passwords that there are: who has a weaker one changes it at the next sign-in, PWD-5. */
export function meets(password: string, rules: Demands): Result<true, Text> {
  const { length, lower, upper, digit, special } = rules
  if ([...password].length < length) return refuse(message('password.short', { length }))
  if (lower && !/\p{Ll}/u.test(password)) return refuse('Use a small letter in it.')
  if (upper && !/\p{Lu}/u.test(password)) return refuse('Use a capital letter in it.')
  if (digit && !/\d/.test(password)) return refuse('Use a digit in it.')
  if (special && !SPECIAL.test(password)) return refuse('Use a special character in it, as ! or -.')
  return ok(true)
}

/** PWD-4 */
const SPECIAL = /[ !"#$%&'()*+,\-./:;<=>?@[\\\]^_{|}~`]/

/** Whether digits may become somebody's PIN (USER-7): neither their number nor what everybody tries first. */
export function checkNewPin(
  pin: string,
  { shortest, numbers }: { readonly shortest: number; readonly numbers: readonly string[] },
): Result<true, Text> {
  if (!/^\d+$/.test(pin) || pin.length < shortest || pin.length > LONGEST_PIN) {
    return refuse(message('pin.digits', { min: shortest, max: LONGEST_PIN }))
  }
  if (numbers.some((number) => pin === number || [...pin].reverse().join('') === number)) {
    return refuse('A PIN is not your number.')
  }
  if (new Set(pin).size === 1 || '0123456789012345 9876543210987654'.includes(pin)) {
    return refuse('That PIN is the first that others try. Choose another.')
  }
  return ok(true)
}

const LONGEST_PIN = 16
