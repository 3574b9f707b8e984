/** What stands for a secret wherever its value must not. */
export const REDACTED = '•••'

/** One field before and after; absent where there was or is none. */
export interface FieldChange {
  readonly before?: unknown
  readonly after?: unknown
}

export interface ObjectChange {
  readonly entity: string
  readonly id: string
  /** What people call the object: `extension 101`. */
  readonly name: string
  readonly kind: 'created' | 'changed' | 'removed'
  /** The fields that differ; secrets show that they changed, not what they are. */
  readonly fields: Readonly<Record<string, FieldChange>>
}

/** One accepted change of the configuration. Numbers follow one another without a gap. */
export interface Revision {
  readonly number: number
  /** UTC, milliseconds since 1970. */
  readonly at: number
  /** Who changed it: a login, `cli`, `system`. */
  readonly by: string
  /** From where: an address, `console`, a file. */
  readonly from: string
  readonly changes: readonly ObjectChange[]
}
