import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import { Extension } from '../model/extension.ts'
import type { Role } from '../model/facts.ts'
import { PasswordRules } from '../model/password-rules.ts'
import { sentence } from '../model/problem.ts'
import { SetUp } from '../model/set-up.ts'
import { fullName, User } from '../model/user.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Origin } from '../store/change.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { asMessage, type Message, type Text } from '../words/message.ts'
import { message, say } from '../words/say.ts'
import { inventCode, inventFirstPassword, inventPin } from './invent.ts'
import { keptFailures } from './kept-failures.ts'
import { KnownSources } from './known-sources.ts'
import { ACCOUNT, CONSOLE, LockOut, type LockRule, SOURCE } from './lock-out.ts'
import { keptSteps, OneTimeCodes } from './one-time-codes.ts'
import { checkNewPassword, checkNewPin, Hasher, meets } from './passwords.ts'
import { FIRST_LOGIN, setUpState } from './set-up.ts'

/** Where an attempt comes from: the wire that somebody must stand beside, or an address. */
export type Source = 'console' | `address ${string}`

export interface SignedIn {
  readonly user: string
  readonly login: string
  /** As it is shown. */
  readonly name: string
  readonly roles: readonly Role[]
  /** The password worked this once: nothing else is allowed before it is changed. */
  readonly mustChangePassword: boolean
}

export interface Refused {
  /** `wait`: not even tried. `totp`: the password was right, a one-time code is needed too. `weak`: the new password; all else was right. */
  readonly why: 'wrong' | 'wait' | 'totp' | 'weak' | 'claimed'
  /** Seconds until an attempt may be made; 0 for now. */
  readonly waitSeconds: number
  /** For the person, in English. */
  readonly text: string
  /** What says it in other languages, where it has parameters. */
  readonly said?: Message
}

interface Attempt {
  readonly login: string
  readonly password: string
  /** One-time code, of an account that has a second step. */
  readonly totp?: string | undefined
  readonly source: Source
}

/** What is counted for one attempt. */
interface Counter {
  readonly name: string
  readonly rule: LockRule
  /** Kept over a restart, and cleared by success. */
  readonly account: boolean
}

const LONGEST_LOGIN = 64
const LONGEST_PASSWORD = 1024 // whatever is longer is nobody's
const USUAL_PIN = 6 // digits of one that the unit makes
const CODE_LIVES = 10 // wrong codes after which there is another

/** Who may sign in. One a process; what must hold over all of them and over restarts is in the store. */
export class SignIn {
  readonly #store: Store
  readonly #hasher = new Hasher()
  readonly #lockOut: LockOut
  readonly #known = new KnownSources()
  readonly #codes: OneTimeCodes
  #wrongCodes = 0

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#lockOut = new LockOut(clock, keptFailures(store))
    this.#codes = new OneTimeCodes(clock, keptSteps(store))
  }

  /** Costs and says the same for a login that there is not (SECURITY 1). */
  async signIn(attempt: Attempt): Promise<Result<SignedIn, Refused>> {
    const user = this.#user(attempt.login)
    const right = await this.#try(attempt, () => this.#isThem(user, attempt))
    if (!right.ok) return right
    const now = user && this.#store.get(User, user.id)
    if (!now) return refuse(wrong) // deleted meanwhile
    this.#known.add(now.login, attempt.source)
    const mustChangePassword = now.mustChangePassword || this.#isOutgrown(now, attempt.password)
    return ok({
      user: now.id,
      login: now.login,
      name: fullName(now),
      roles: now.roles,
      mustChangePassword,
    })
  }

  /** Who has a password that the rules of today would refuse must change it now, PWD-5. A disk that is full keeps nobody out. */
  #isOutgrown({ id }: User, password: string): boolean {
    if (meets(password, this.#store.only(PasswordRules)).ok) return false
    try {
      const marked = this.#store.change({ by: 'unit', from: 'password rules' }, (edit) =>
        edit.update(User, id, { mustChangePassword: true }),
      )
      return marked.ok
    } catch (error) {
      if (error instanceof StoreError) return false
      throw error
    }
  }

  /** Sets one's own PIN, the password proved. */
  async changePin(attempt: Attempt, next: string): Promise<Result<true, Refused>> {
    const user = this.#user(attempt.login)
    const right = await this.#try(attempt, () => this.#matches(user, attempt.password))
    if (!right.ok || !user) return right.ok ? refuse(wrong) : right
    const fit = this.#checkPin(user.id, next)
    if (!fit.ok) return refuse(weak(fit.error))
    const pinHash = await this.#hasher.hash(next)
    const origin = { by: user.login, from: attempt.source }
    const changed = this.#store.change(origin, (edit) => {
      edit.update(User, user.id, { pinHash, mustChangePin: false })
    })
    return changed.ok ? ok(true) : refuse(weak(changed.error.map(sentence).join(' ')))
  }

  /** Gives somebody a PIN that must be changed at the first use; it is shown once, by the answer. Undefined for somebody who was deleted. */
  async givePin(user: string, origin: Origin): Promise<string | undefined> {
    const { pinLength } = this.#store.only(PasswordRules)
    let pin = inventPin(Math.max(pinLength, USUAL_PIN))
    while (!this.#checkPin(user, pin).ok) pin = inventPin(pin.length)
    const pinHash = await this.#hasher.hash(pin)
    if (!this.#store.get(User, user)) return undefined
    const changed = this.#store.change(origin, (edit) => {
      edit.update(User, user, { pinHash, mustChangePin: true })
    })
    return changed.ok ? pin : undefined
  }

  #checkPin(user: string, pin: string): Result<true, Text> {
    const own = this.#store.all(Extension).filter(({ owner }) => owner === user)
    const { pinLength: shortest } = this.#store.only(PasswordRules)
    return checkNewPin(pin, { shortest, numbers: own.map(({ number }) => number) })
  }

  /** Whether somebody who has signed in knows the password; counted like signing in, without the second step. */
  async provePassword(attempt: Attempt): Promise<Result<true, Refused>> {
    const user = this.#user(attempt.login)
    return this.#try(attempt, () => this.#matches(user, attempt.password))
  }

  /** Sets one's own password. The first administrator's claims the unit. */
  async changePassword(attempt: Attempt, next: string): Promise<Result<true, Refused>> {
    const user = this.#user(attempt.login)
    const right = await this.#try(attempt, () => this.#matches(user, attempt.password))
    if (!right.ok || !user) return right.ok ? refuse(wrong) : right
    return this.#setPassword(user, next, attempt.source, attempt.password)
  }

  /** Whether a code fits a seed that its owner is setting up; used up by that. Wrong ones are for the asker to bound. */
  confirms(user: string, secret: string, code: string): Promise<boolean> {
    return this.#codes.accepts(user, secret, code)
  }

  /** Sets the first administrator's password by the set-up code, while nobody has. */
  async claim(code: string, next: string, source: Source): Promise<Result<true, Refused>> {
    const state = setUpState(this.#store)
    if (state.state !== 'unclaimed') return refuse(claimed)
    const attempt = { login: 'set-up code', password: code, source } // a blank: nobody's login
    const right = await this.#try(attempt, async () => sameText(code, state.code))
    if (!right.ok) {
      if (right.error.why === 'wrong') this.#wrongCode()
      return right
    }
    const user = this.#user(FIRST_LOGIN)
    if (!user) return refuse(wrong) // somebody deleted it
    return this.#setPassword(user, next, source, state.firstPassword)
  }

  /**
   * Gives somebody a password that must be changed when it is first used; it is shown once, by the answer. Undefined for somebody who was
   * deleted, and for the first administrator while the unit is unclaimed: that one's stands on the console.
   */
  async givePassword(user: string, origin: Origin): Promise<string | undefined> {
    const password = inventFirstPassword()
    const passwordHash = await this.#hasher.hash(password)
    const known = this.#store.get(User, user)
    const unclaimed = setUpState(this.#store).state !== 'claimed'
    if (!known || (unclaimed && known.login === FIRST_LOGIN)) return undefined
    const changed = this.#store.change(origin, (edit) => {
      edit.update(User, user, { passwordHash, mustChangePassword: true })
    })
    return changed.ok ? password : undefined
  }

  /** Counts the attempt before it is made: a hundred at once are a hundred. */
  async #try(
    { login, password, source }: Attempt,
    matches: () => Promise<boolean | 'totp'>,
  ): Promise<Result<true, Refused>> {
    const counters = this.#counters(login, source)
    const waits = counters.map(({ name, rule }) => this.#lockOut.waitMs(name, rule))
    const waitMs = Math.max(...waits)
    if (waitMs > 0) return refuse(waiting(waitMs))
    if (this.#hasher.busy) return refuse(waiting(1000))
    const exists = this.#user(login) !== undefined
    for (const { name, rule, account } of counters) {
      this.#lockOut.failed(name, rule, account && exists)
    }
    const right = password.length <= LONGEST_PASSWORD && (await matches())
    if (!right) return refuse(wrong)
    for (const { name, account } of counters) {
      // Half of what is needed neither counts nor clears what was guessed before.
      if (right === 'totp') this.#lockOut.unfailed(name)
      // A source that signs in to an account of its own between its guesses gains nothing.
      else if (account) this.#lockOut.forget(name)
      else this.#lockOut.unfailed(name)
    }
    return right === 'totp' ? refuse(codeNeeded) : ok(true)
  }

  /** Strangers lock an account for strangers: not for the console, and not for where its owner has signed in from. */
  #counters(login: string, source: Source): Counter[] {
    const account = login.slice(0, LONGEST_LOGIN + 1)
    if (source === 'console') {
      return [
        { name: `console/${account}`, rule: CONSOLE, account: true },
        { name: 'console', rule: CONSOLE, account: false },
      ]
    }
    const own = this.#known.has(account, source) ? `/${source}` : ''
    return [
      { name: `account/${account}${own}`, rule: ACCOUNT, account: true },
      { name: source, rule: SOURCE, account: false },
    ]
  }

  #user(login: string): User | undefined {
    return login.length <= LONGEST_LOGIN ? this.#store.find(User, 'login', login) : undefined
  }

  #matches(user: User | undefined, password: string): Promise<boolean> {
    const hash = user && this.#store.reveal(User, user.id, 'passwordHash')
    return this.#hasher.matches(password, hash)
  }

  /** The console asks for no code: who stands there may have a unit that does not know the time, and no other way in. */
  async #isThem(user: User | undefined, attempt: Attempt): Promise<boolean | 'totp'> {
    if (!(await this.#matches(user, attempt.password)) || !user) return false
    const secret = this.#store.reveal(User, user.id, 'totpSecret')
    if (!secret || attempt.source === 'console') return true
    return attempt.totp ? this.#codes.accepts(user.id, secret, attempt.totp) : 'totp'
  }

  async #setPassword(
    { id, login }: User,
    next: string,
    source: Source,
    current: string,
  ): Promise<Result<true, Refused>> {
    const fit = checkNewPassword(next, { login, current, rules: this.#store.only(PasswordRules) })
    if (!fit.ok) return refuse(weak(fit.error))
    const passwordHash = await this.#hasher.hash(next)
    const changed = this.#store.change({ by: login, from: source }, (edit) => {
      edit.update(User, id, { passwordHash, mustChangePassword: false })
      const setUp = edit.only(SetUp)
      if (setUp.claimed || login !== FIRST_LOGIN) return
      edit.update(SetUp, setUp.id, { claimed: true, firstPassword: '', code: '' })
    })
    if (changed.ok) return ok(true)
    const text = changed.error.map(sentence).join(' ')
    return refuse({ why: 'weak', waitSeconds: 0, text })
  }

  #wrongCode(): void {
    this.#wrongCodes++
    if (this.#wrongCodes % CODE_LIVES !== 0) return
    this.#store.change({ by: 'unit', from: 'wrong set-up codes' }, (edit) => {
      edit.update(SetUp, edit.only(SetUp).id, { code: inventCode() })
    })
  }
}

const wrong: Refused = { why: 'wrong', waitSeconds: 0, text: 'Login or password is wrong.' }
const codeNeeded: Refused = {
  why: 'totp',
  waitSeconds: 0,
  text: 'Give the six digits that your app shows.',
}
const claimed: Refused = {
  why: 'claimed',
  waitSeconds: 0,
  text: 'Somebody has set the first password already. Sign in with it.',
}

function weak(why: Text): Refused {
  return { why: 'weak', waitSeconds: 0, text: say('en', why), said: asMessage(why) }
}

function waiting(ms: number): Refused {
  const waitSeconds = Math.ceil(ms / 1000)
  const said =
    waitSeconds < 120
      ? message('sign-in.wait-seconds', { seconds: waitSeconds })
      : message('sign-in.wait-minutes', { minutes: Math.ceil(waitSeconds / 60) })
  return { why: 'wait', waitSeconds, text: say('en', said), said }
}

function sameText(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
