/** Of any request that was refused. */
export interface ApiError {
  /**
   * Stable: `bad-request`, `wrong`, `totp` (right so far, a one-time code is asked for), `wait`, `weak`, `passphrase` (the file needs it, or another), `claimed` (already), `signed-out`,
   * `csrf` (get the session again, then try again), `forbidden`, `not-found`, `changed-meanwhile`, `refused`, `too-large`, `too-many`,
   * `unavailable`.
   */
  readonly code: string
  /** In the language of who asks; the pages have their own words by `code` where they know better. */
  readonly text: string
  /** What is wrong with which field, where a form is. */
  readonly problems?: readonly FieldProblem[]
  readonly waitSeconds?: number
}

export interface FieldProblem {
  /** Which object, in words, where a request has several: `extension 101`. */
  readonly object?: string
  /** Path: `route.attempts[0].destinations[1].rings`; empty when it is about the whole object. */
  readonly field: string
  readonly what: string
  readonly remedy: string
  /** Where it stands in a file, both from 1. */
  readonly line?: number
  readonly column?: number
}
