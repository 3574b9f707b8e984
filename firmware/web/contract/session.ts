/** `GET /session`, `POST /session/{claim,sign-in,sign-out,password,totp,totp/confirm,provider/begin,provider}`, `DELETE /session/totp`. */

// `too-many` at sign-in: as many sessions as are set are open (`web`, `mostSessions`); a server administrator always gets in.

export type SessionState = 'preparing' | 'unclaimed' | 'signed-out' | 'password-due' | 'signed-in'

export interface Session {
  readonly state: SessionState
  /** Of the unit: name of its site. */
  readonly site: string
  readonly version: string
  /** Simulated line cards: the page that operates them is offered. */
  readonly simulated: boolean
  readonly user?: {
    readonly id: string
    readonly login: string
    readonly name: string
    /** Those of this session: others act at the next sign-in. */
    readonly roles: readonly string[]
    /** Rows of the permission matrix that they have, as `PERM-192`: what they have not is not offered (ROLE-13). */
    readonly may: readonly string[]
    readonly language: 'en' | 'es' | 'fr'
    readonly totp: boolean
  }
  /**
   * There for somebody who administrates nothing and is not at the portal's own port: their pages are `https://<this host>:<port>/portal`,
   * where the same session holds.
   */
  readonly portalPort?: number
  /** Where telephones register, for whoever is signed in: it is entered in them where it is not 5060. */
  readonly sipPort?: number
  /** What a password and a PIN must be like, PWD-6. There for whoever may choose one. */
  readonly demands?: {
    readonly length: number
    readonly lower: boolean
    readonly upper: boolean
    readonly digit: boolean
    readonly special: boolean
    readonly pinLength: number
  }
  /** What the button says by which one may sign in at a provider too; there for who has not signed in and came by the unit's name. */
  readonly provider?: string
  /** For `x-csrf`. There from the first answer on. */
  readonly csrf: string
}

/** Of `POST /session/provider/begin`: where the browser goes. It comes back to the page `/signed-in`. */
export interface ProviderBegun {
  readonly url: string
}

/** `POST /session/provider`: what stands behind the `?` of that page's address. Answers the new `Session`. */
export interface ProviderAnswer {
  readonly answer: string
}

export interface ClaimRequest {
  readonly code: string
  readonly password: string
}

export interface SignInRequest {
  readonly login: string
  readonly password: string
  /** Asked for with `code: 'totp'` when the account has one. */
  readonly totp?: string
}

/** `POST /session/password`. Answers the new `Session`; the user's other sessions end. */
export interface PasswordRequest {
  readonly current: string
  readonly next: string
}

/** `POST /session/totp` and `DELETE /session/totp`, which answers the new `Session`. */
export interface TotpRequest {
  readonly password: string
}

/** Of `POST /session/totp`: good for ten minutes, until confirmed by a first code. */
export interface TotpBegun {
  /** Base32, to be typed into an app. */
  readonly secret: string
  /** `otpauth://totp/…`, to be shown as a QR code. */
  readonly uri: string
}

/** `POST /session/totp/confirm`. Answers the new `Session`. */
export interface TotpConfirmRequest {
  readonly code: string
}
