/** The roles that may be granted, ROLE-1 and ROLE-2. */
export type Role =
  | 'server-admin'
  | 'system-admin'
  | 'phone-admin'
  | 'network-admin'
  | 'support-technician'

/** What must start again before a changed value acts. */
export type Restart = 'none' | 'phones' | 'server'

/** What becomes of a reference when its target is deleted: the deletion is refused, or the reference goes too. */
export type OnDelete = 'refuse' | 'clear'

/** A value that the unit makes itself when none is given. */
export type Generated = 'secret' | 'user-id' | 'realm'

/** What a field says of itself, whatever its kind; every text is English and is its own message id. */
export interface Facts {
  readonly label: string
  readonly help?: string | undefined
  /** Requirement of the specification, as `VOIP-7`. */
  readonly spec?: string | undefined
  /** Who may change it when that differs from the entity's rule. */
  readonly change?: readonly Role[] | undefined
  /** Of a list of choices: who may put in and take out each of them, where that differs again. */
  readonly entries?: Readonly<Record<string, readonly Role[]>> | undefined
  readonly restart?: Restart | undefined
  /** No two objects of the entity have the same value; empty values do not count. */
  readonly unique?: boolean | undefined
  /** Set when the object is created and never changed again. */
  readonly fixed?: boolean | undefined
  readonly generated?: Generated | undefined
  /** Name of the field of the same object whose value is the default; both take the same values. */
  readonly sameAs?: string | undefined
  /** The one spelling in which a value that has several is stored. */
  readonly normal?: ((text: string) => string) | undefined
}
