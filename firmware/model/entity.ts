import { isDeepStrictEqual } from 'node:util'
import type { TSchema } from 'typebox'
import type { Text } from '../words/message.ts'
import type { Restart, Role } from './facts.ts'
import type { Fields, Inputs, Values } from './field.ts'
import { objectSchema } from './fields.ts'
import { printable } from './printable.ts'

/** What somebody must mend in an object: a rule over several fields that no single one can state. */
export interface Objection {
  readonly field: string
  readonly what: Text
  readonly remedy: Text
}

export interface Rules {
  /** What one is called in messages: `extension`. */
  readonly label: string
  /** Its section in files, commands and pages: `extensions`. */
  readonly section: string
  /** The field by which people name an object; a singleton has none. */
  readonly key?: string
  /** One object a unit, never created nor deleted by anyone. */
  readonly singleton?: boolean
  /** Kept by the unit itself: in no file and on no form. */
  readonly internal?: boolean
  /** May be made before the unit has a site, which then becomes its home. */
  readonly beforeSite?: boolean
  readonly change: readonly Role[]
  /** Who may see them; whoever has a role unless told. */
  readonly read?: readonly Role[]
  /** Whether somebody of these roles may change these fields of an object, or remove it, whoever may change others of its kind. */
  readonly reach?: (
    object: Readonly<Record<string, unknown>>,
    what: readonly string[] | 'removal',
    roles: readonly Role[],
  ) => boolean
  readonly restart: Restart
  readonly spec?: string
  /**
   * What an import that overwrites nothing does where the key is taken: counts on from it, takes the lowest number that is free, invents one,
   * or leaves it out, because there can be only one (`one`: the same one is meant). Left out unless told. IMEX-10 to 14
   */
  readonly taken?: 'count' | 'lowest' | 'invent' | 'one'
  /** Field that tells one thing from all others of the world: an import does not add it twice. IMEX-12 */
  readonly identifying?: string
  /** Fields that must not have the same values together in two objects. */
  readonly together?: readonly string[]
  /** Rules over several fields, asked only when every single field is right. */
  readonly check?: (object: Readonly<Record<string, unknown>>) => readonly Objection[]
}

/** One kind of configurable thing: everything else is derived from this (DESIGN §3). */
export interface Entity<F extends Fields = Fields> {
  readonly name: string
  readonly rules: Rules
  readonly fields: F
  readonly schema: TSchema
}

/** What every stored object has besides its fields: an identity for ever, and the site that alone may write it. */
export interface Identity {
  readonly id: string
  /** The home site's id; a site's is its own. */
  readonly site: string
}

/** An object as it is read from the store. */
export type Of<E extends Entity> = Identity & Values<E['fields']>

/** An object as it is given to the store: what has a default may be left out. */
export type New<E extends Entity> = Inputs<E['fields']>

/** Names of the fields that are secret. */
export type SecretOf<E extends Entity> = {
  [K in keyof E['fields'] & string]: E['fields'][K]['need'] extends 'secret' ? K : never
}[keyof E['fields'] & string]

/** Declares an entity; a mistake in the declaration throws at once. */
export function entity<const F extends Fields>(name: string, rules: Rules, fields: F): Entity<F> {
  const key = fields[rules.key ?? '']
  if (!rules.singleton && !key?.unique) {
    throw new Error(`entity ${name}: its key '${rules.key}' is not a unique field`)
  }
  for (const [field, facts] of Object.entries(fields)) {
    const inner = Object.values(facts.fields ?? {})
    const model = fields[facts.sameAs ?? '']
    if (facts.sameAs && !isDeepStrictEqual(model?.says, facts.says)) {
      throw new Error(`entity ${name}: '${field}' and '${facts.sameAs}' take different values`)
    }
    if (facts.kind === 'group' && inner.some((part) => part.need === 'given')) {
      throw new Error(`entity ${name}: group '${field}' cannot be made of defaults`)
    }
  }
  return { name, rules, fields, schema: objectSchema(fields, { title: rules.label }) }
}

/** How messages call an object: `extension 101`, `settings`. */
export function subject(of: Entity, object: Readonly<Record<string, unknown>>): string {
  const key = of.rules.key
  return key ? `${of.rules.label} ${printable(String(object[key] ?? '(new)'))}` : of.rules.label
}
