/** One of the crowd. */
export interface Telephone {
  readonly user: string
  readonly password: string
  /** Whom it calls or watches. */
  readonly calls?: string
}

/** What the crowd does. */
export interface Order {
  readonly kind: 'call' | 'register' | 'subscribe'
  readonly server: { readonly address: string; readonly port: number }
  /** Its own, of all telephones. */
  readonly port: number
  /** They take turns. */
  readonly phones: readonly Telephone[]
  readonly count: number
  /** Begun a second, and at most this many at a time: a slow machine is given less, not crushed. */
  readonly rate: number
  readonly most: number
  /** Milliseconds from answer to BYE. */
  readonly holdMs?: number
  /** Uses the nonce of the last challenge again, where there was one. */
  readonly again?: boolean
  /** Goes on answering at least that long, ms. */
  readonly lastsMs?: number
}

export interface Outcome {
  readonly done: number
  readonly failed: number
  /** Requests sent once more, since nobody answered for a second. */
  readonly repeated: number
  readonly notified: number
  readonly ms: number
  /** From the request to its 2xx. */
  readonly medianMs: number
}
