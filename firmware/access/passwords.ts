import { ok, type Result, refuse } from '../result.ts'

export const SHORTEST = 10 // characters, spec decision 10
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
  { login, current }: { readonly login: string; readonly current?: string },
): Result<true> {
  const length = [...password].length
  if (length < SHORTEST) return refuse(`A password has at least ${SHORTEST} characters.`)
  if (length > LONGEST) return refuse(`A password has at most ${LONGEST} characters.`)
  if (/\p{Cc}/u.test(password)) return refuse('A password has no control characters.')
  if (new Set(password).size < 5) return refuse('Use at least five different characters.')
  if (password === current) return refuse('That is the old password. Choose another.')
  if (login.length > 3 && password.toLowerCase().includes(login.toLowerCase())) {
    return refuse('Leave the login name out of the password.')
  }
  return ok(true)
}
