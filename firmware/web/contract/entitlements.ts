/** One thing that the capacity profile limits: PLAT-39. */
export interface ShownLimit {
  readonly name: string
  readonly label: string
  /** Not there while the exchange does not answer. */
  readonly used?: number
  /** None: as many as the unit has. */
  readonly limit?: number
  /** How far feature keys raise it in this profile; none: they do not. */
  readonly most?: number
}

/** A feature that keys open: FKEY-3. */
export interface ShownFeature {
  readonly name: string
  readonly label: string
  /** `open`: the profile has it without a key. `none`: it needs a key that is not there. The others are those of its key. */
  readonly state: 'open' | 'valid' | 'ending' | 'grace' | 'ended' | 'none'
}

/** A key that was entered: FKEY-8. Times are UTC, ms. */
export interface ShownKey {
  readonly series: string
  readonly number: number
  /** `grace`: over, and still acting until `actsUntil`. */
  readonly state: 'valid' | 'ending' | 'grace' | 'ended'
  readonly issued: number
  readonly expires?: number
  readonly actsUntil?: number
  /** In plain words, one line each. */
  readonly gives: readonly string[]
}

/** `GET /entitlements`. */
export interface Entitlements {
  /** What keys for this unit are made out to. */
  readonly unit: string
  readonly profile: string
  readonly profileName: string
  readonly limits: readonly ShownLimit[]
  readonly features: readonly ShownFeature[]
  readonly keys: readonly ShownKey[]
  /** The clock stands before the last change: keys are judged by the time of that. */
  readonly clockBehind: boolean
}

/** `POST /entitlements/keys`; answers the `ShownKey`. */
export interface NewKey {
  readonly key: string
}
