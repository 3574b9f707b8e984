/** A whole snapshot of the configuration, as the page offers it. */
export interface ShownSnapshot {
  readonly file: string
  readonly revision: number
  /** When it was written, UTC in milliseconds since 1970. */
  readonly at: number
  readonly objects: number
}
