// People's ways in: by administrators. What it answers is shown once.

/** `POST /people/{id}/password`: a new password that the person must change at the next sign-in; their sessions end. */
export interface GivenPassword {
  readonly login: string
  readonly password: string
}
// `DELETE /people/{id}/totp` takes the one-time codes of somebody away who has lost the telephone. `GET /people/{id}/access`:
export interface PersonAccess {
  readonly login: string
  readonly hasPassword: boolean
  readonly mustChange: boolean
  readonly totp: boolean
  readonly passkeys: number
  readonly hasPin: boolean
  readonly sessions: readonly ShownSession[]
}
/** `GET /session/all` lists one's own; `DELETE /session/all/{id}` ends one of them. */
export interface ShownSession {
  readonly id: string
  readonly from: string
  readonly userAgent: string
  readonly since: number
  readonly seen: number
  readonly current: boolean
}

/**
 * `GET /session/passkeys`: one's own. `POST /session/passkeys/begin` with the password answers the options of `navigator.credentials.create`, whose result
 * goes with a name to `POST /session/passkeys`; `DELETE /session/passkeys/{id}` takes the password. To sign in: `POST /session/passkey/begin`, then
 * `POST /session/passkey` with what `navigator.credentials.get` answered. All of it under a name of the unit, never an address.
 */
export interface ShownPasskey {
  readonly id: string
  readonly name: string
  /** The name of the unit under which it works. */
  readonly host: string
  /** UTC, ms. */
  readonly madeAt: number
}
/** `POST /people/{id}/pin`: a new PIN that the person must change at its first use. Shown once. */
export interface GivenPin {
  readonly login: string
  readonly pin: string
}
/** `POST /session/pin`: one's own, with the password. */
export interface PinRequest {
  readonly password: string
  readonly next: string
}
/** `POST /people/template`: a template for several people as one change. Answers `Changed`. */
export interface TemplateRequest {
  readonly people: readonly string[]
  /** Null: the factory defaults. */
  readonly template: string | null
  readonly how: 'set' | 'merge'
}
