import type { TSchema } from 'typebox'
import type { Text } from '../words/message.ts'
import type { Facts, OnDelete } from './facts.ts'

/**
 * How a field gets its value: `given` by whoever creates the object, by `default`, `optional` (may be absent), or `secret`
 * (kept apart; no reader of the object sees it).
 */
export type Need = 'given' | 'default' | 'optional' | 'secret'

export type Kind =
  | 'text'
  | 'digits'
  | 'choice'
  | 'whole'
  | 'flag'
  | 'reference'
  | 'secret'
  | 'hash'
  | 'list'
  | 'group'

/** One declared field. `Value` is what is stored and read, `Input` what may be given. */
export interface Field<Value = unknown, N extends Need = Need, Input = Value> extends Facts {
  readonly kind: Kind
  readonly need: N
  /** JSON Schema of the stored value: label, help, default and limits included. */
  readonly schema: TSchema
  readonly default?: Input | undefined
  /** Completes "'x' is not …", as `a number of 3 to 6 digits`. */
  readonly says: Text
  /** What to do about a wrong value, as `Use digits only.` */
  readonly remedy: Text
  readonly unit?: string | undefined
  /** kind choice */
  readonly choices?: readonly string[] | undefined
  /** kind reference */
  readonly entity?: string | undefined
  readonly onDelete?: OnDelete | undefined
  /** kind list */
  readonly item?: Field | undefined
  /** kind group */
  readonly fields?: Fields | undefined
  /** kind group: optional fields of which exactly one is given */
  readonly oneOf?: readonly string[] | undefined
  /** Types only; never present. */
  readonly types?: { readonly value: Value; readonly input: Input }
}

export type Fields = { readonly [name: string]: Field }

type NamesNeeding<F extends Fields, N extends Need> = {
  [K in keyof F]: F[K]['need'] extends N ? K : never
}[keyof F]

type ValueOf<F> = F extends Field<infer Value, infer _N, infer _I> ? Value : never
type InputOf<F> = F extends Field<infer _V, infer _N, infer Input> ? Input : never
type Flat<T> = { [K in keyof T]: T[K] }

/** The values of some fields as they are read: secrets are not among them. */
export type Values<F extends Fields> = Flat<
  { readonly [K in NamesNeeding<F, 'given' | 'default'>]: ValueOf<F[K]> } & {
    readonly [K in NamesNeeding<F, 'optional'>]?: ValueOf<F[K]>
  }
>

/** The values of some fields as they are given: what has a default may be left out. */
export type Inputs<F extends Fields> = Flat<
  { readonly [K in NamesNeeding<F, 'given'>]: InputOf<F[K]> } & {
    readonly [K in NamesNeeding<F, 'default' | 'optional' | 'secret'>]?: InputOf<F[K]> | undefined
  }
>
