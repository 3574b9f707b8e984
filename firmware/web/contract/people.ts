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
