import type { ShownRecord } from './calls.ts'
import type { ShownPhone } from './phones.ts'

/**
 * `GET /me`: what is one's own, for anybody who has signed in, with a role or without. `PATCH /me` with `{language}` answers the new one.
 */
export interface Me {
  readonly user: {
    readonly id: string
    readonly login: string
    readonly name: string
    readonly language: 'en' | 'es' | 'fr'
  }
  /** The first of one's own extensions. */
  readonly extension?: {
    readonly number: string
    /** What a call to it does, in order: these telephones, by what people call them, ring so often. Then it ends. */
    readonly rings: readonly { readonly phones: readonly string[]; readonly times: number }[]
  }
  readonly phones: readonly ShownPhone[]
  /** Why nobody can tell how the telephones are, in words: `phones` says then only which there are. */
  readonly phonesUnavailable?: string
  /** Calls of one's own extensions, newest first, at most 20, among the latest 5,000 of the unit. */
  readonly recent: readonly ShownRecord[]
}

/** Of `PATCH /me`. */
export interface MyChanges {
  readonly language: 'en' | 'es' | 'fr'
}
