/**
 * `GET /reset?what=settings|section&section=…` says what a reset would change, `POST /reset` does it. `settings` (FDEF-1) returns the settings of the
 * list to their defaults, `section` (FDEF-6) one group of settings: each a change that can be undone. `everything` (FDEF-3) erases users, files and
 * records too, takes one's password, and cannot be undone: the unit starts anew, unclaimed.
 */
export interface ResetRequest {
  readonly what: 'settings' | 'section' | 'everything'
  /** With `section`. */
  readonly section?: string
  /** With `everything`: of who asks. */
  readonly password?: string
}
export interface ResetDone {
  /** Of `settings` and `section`: the change to undo. */
  readonly revision: number
  readonly changes: number
  /** What changed, or would, in words. */
  readonly lines: readonly string[]
}
