/** The kinds of field from which entities are declared. */
import Type, { type TSchema } from 'typebox'
import { asMessage, type Text } from '../words/message.ts'
import { message } from '../words/say.ts'
import type { Facts, OnDelete } from './facts.ts'
import type { Field, Fields, Inputs, Need, Values } from './field.ts'
import './formats.ts'

type Asked = { readonly required?: boolean | undefined; readonly default?: unknown }
type Options<T> = Omit<Facts, 'label'> & {
  readonly required?: boolean
  readonly default?: T
}

/** Text fields are empty by default, so only `required` makes them needed. */
type TextNeed<O> = O extends { required: true } ? 'given' : 'default'
/** Other fields are needed unless they have a default or are optional. */
type PlainNeed<O> = O extends { optional: true }
  ? 'optional'
  : O extends { default: unknown }
    ? 'default'
    : 'given'

interface TextOptions extends Options<string> {
  /** Longest value in characters; 255 unless told. */
  readonly max?: number
  /** A regular expression over the whole value, with what it demands in words. */
  readonly pattern?: RegExp
  readonly says?: Text
  readonly remedy?: Text
  /** A JSON Schema format of formats.ts. */
  readonly format?: 'time-zone' | 'country'
}

/** Text of one line. */
export function text<const O extends TextOptions>(
  label: string,
  options: O,
): Field<string, TextNeed<O>> {
  const { max = 255, pattern, format, says, remedy, required, ...facts } = options as TextOptions
  const empty = required ? {} : { default: options.default ?? '' }
  const shape = pattern?.source ?? (required ? '^\\P{Cc}+$' : '^\\P{Cc}*$')
  const schema = Type.String({
    ...annotations(label, facts),
    ...empty,
    maxLength: max,
    pattern: required ? shape : `^$|${shape}`,
    ...(format && { format }),
  })
  const words = message(required ? 'takes.text' : 'takes.text-or-none', { max })
  return field<string, TextNeed<O>>('text', label, schema, {
    ...facts,
    ...empty,
    need: (required && !facts.generated && !facts.sameAs ? 'given' : 'default') as TextNeed<O>,
    says: says ?? words,
    remedy: remedy ?? 'Shorten it, and leave out line breaks and control characters.',
  })
}

interface DigitsOptions extends Options<string> {
  readonly min: number
  readonly max: number
}

/** A dialable number: text, because leading zeros count. */
export function digits<const O extends DigitsOptions>(
  label: string,
  options: O,
): Field<string, TextNeed<O>> {
  const { min, max } = options
  return {
    ...text(label, {
      ...options,
      pattern: new RegExp(`^[0-9]{${min},${max}}$`),
      says: message('takes.digits', { min, max }),
      remedy: 'Use digits only.',
    }),
    kind: 'digits',
    need: (options.required ? 'given' : 'default') as TextNeed<O>,
  }
}

/** One of a few words. */
export function choice<
  const C extends readonly [string, ...string[]],
  const O extends Options<C[number]>,
>(label: string, choices: C, options: O): Field<C[number], PlainNeed<O>> {
  const { required: _, ...facts } = options as Options<C[number]>
  const schema = Type.Enum([...choices], { ...annotations(label, facts), ...given(options) })
  const quoted = choices.map((word) => `'${word}'`)
  const only = quoted.length === 1 ? quoted[0] : undefined
  return field<C[number], PlainNeed<O>>('choice', label, schema, {
    ...facts,
    choices,
    need: plainNeed(options) as PlainNeed<O>,
    says: only ?? message('takes.choice', { choices: quoted.join(', ') }),
    remedy: only ? message('give.one', { choice: only }) : 'Use one of these.',
  })
}

interface WholeOptions extends Options<number> {
  readonly min: number
  readonly max: number
  /** Unit of the value in words or letters: `s`, `days`. */
  readonly unit?: string
}

/** A whole number within a range, both ends included. */
export function whole<const O extends WholeOptions>(
  label: string,
  options: O,
): Field<number, PlainNeed<O>> {
  const { min, max, required: _, ...facts } = options as WholeOptions
  const schema = Type.Integer({
    ...annotations(label, facts),
    ...given(options),
    minimum: min,
    maximum: max,
  })
  const unit = facts.unit === undefined ? undefined : asMessage(facts.unit)
  return field<number, PlainNeed<O>>('whole', label, schema, {
    ...facts,
    need: plainNeed(options) as PlainNeed<O>,
    says: unit
      ? message('takes.measure', { min, max, unit })
      : message('takes.whole', { min, max }),
    remedy: unit
      ? message('give.measure', { min, max, unit })
      : message('give.whole', { min, max }),
  })
}

/** A UDP or TCP port. */
export function port<const O extends Options<number>>(
  label: string,
  options: O,
): Field<number, PlainNeed<O>> {
  return whole(label, { ...options, min: 1, max: 65535 }) as unknown as Field<number, PlainNeed<O>>
}

/** Yes or no; no unless told. */
export function flag(label: string, options: Options<boolean> = {}): Field<boolean, 'default'> {
  const { required: _, default: set = false, ...facts } = options
  const schema = Type.Boolean({ ...annotations(label, facts), default: set })
  return field('flag', label, schema, {
    ...facts,
    default: set,
    need: 'default',
    says: 'yes or no',
    remedy: 'Use true or false.',
  })
}

interface ReferenceOptions extends Options<string> {
  readonly optional?: boolean
  readonly onDelete: OnDelete
}

/** The identity of another object. The target is named, not imported, so that two entities may refer to each other. */
export function reference<const O extends ReferenceOptions>(
  label: string,
  entity: string,
  options: O,
): Field<string, PlainNeed<O>> {
  const { optional, onDelete, required: _, ...facts } = options as ReferenceOptions
  return field<string, PlainNeed<O>>(
    'reference',
    label,
    Type.String({ ...annotations(label, facts), pattern: '^[0-9a-f-]{36}$' }),
    {
      ...facts,
      entity,
      onDelete,
      need: (optional ? 'optional' : 'given') as PlainNeed<O>,
      says: message('takes.reference', { entity: asMessage(entity) }),
      remedy: message('give.existing', { entity: asMessage(entity) }),
    },
  )
}

interface SecretOptions extends Options<string> {
  readonly min: number
  readonly max?: number
  /** For one that the unit does not make itself. */
  readonly remedy?: Text
}

/** Text that is kept encrypted and shown to nobody by ordinary reads: `store.reveal` answers it. */
export function secret(label: string, options: SecretOptions): Field<string, 'secret'> {
  const { min, max = 128, remedy, required: _, ...facts } = options
  const schema = Type.String({
    ...annotations(label, facts),
    pattern: `^[!-~]{${min},${max}}$`,
    writeOnly: true,
  })
  return field('secret', label, schema, {
    ...facts,
    need: 'secret',
    says: message('takes.secret', { min, max }),
    remedy: remedy ?? 'Leave it out and one is made.',
  })
}

/** What a password is checked against: argon2id in PHC form, made by firmware/access. No file gives or shows it. */
export function hash(
  label: string,
  options: Omit<Options<string>, 'required' | 'default'>,
): Field<string, 'secret'> {
  const schema = Type.String({
    ...annotations(label, options),
    pattern:
      '^\\$argon2id\\$v=19\\$m=\\d{4,6},t=\\d{1,2},p=\\d\\$[A-Za-z0-9+/]{22,43}\\$[A-Za-z0-9+/]{43,86}$',
    writeOnly: true,
  })
  return field('hash', label, schema, {
    ...options,
    need: 'secret',
    says: 'the hash of a password',
    remedy: 'Set the password instead: its hash is made here.',
  })
}

/** What one-time codes are made from: 160 bits in base32, made by firmware/access; empty for none. In no file, like a hash. */
export function seed(
  label: string,
  options: Omit<Options<string>, 'required' | 'default'>,
): Field<string, 'secret'> {
  const schema = Type.String({
    ...annotations(label, options),
    pattern: '^([A-Z2-7]{32})?$',
    writeOnly: true,
  })
  return field('hash', label, schema, {
    ...options,
    need: 'secret',
    says: 'the seed of one-time codes',
    remedy: 'Its owner sets it up after signing in.',
  })
}

/** Public keys of passkeys as JSON, kept by firmware/access; empty for none. In no file, like a hash. */
export function keys(
  label: string,
  options: Omit<Options<string>, 'required' | 'default'>,
): Field<string, 'secret'> {
  const schema = Type.String({
    ...annotations(label, options),
    maxLength: 32_768,
    pattern: '^(\\[.*\\])?$',
    writeOnly: true,
  })
  return field('hash', label, schema, {
    ...options,
    need: 'secret',
    says: 'the keys of passkeys',
    remedy: 'Their owner makes them after signing in.',
  })
}

/** Several of the same, in order; none unless told. */
export function list<V, N extends Need, I>(
  label: string,
  item: Field<V, N, I>,
  options: Options<readonly I[]> & { readonly max: number },
): Field<readonly V[], 'default', readonly I[]> {
  const { required: _, max, ...facts } = options
  const schema = Type.Array(item.schema, {
    ...annotations(label, facts),
    default: [],
    maxItems: max,
  })
  return field('list', label, schema, {
    default: [],
    ...facts,
    item,
    need: 'default',
    says: message('takes.list', { max }),
    remedy: 'Write a list, and not more than that.',
  })
}

type GroupOptions<F extends Fields> = Options<Inputs<F>> & {
  /** Optional fields of which exactly one is given. */
  readonly oneOf?: readonly (keyof F & string)[]
}

/** Fields that belong together. */
export function group<const F extends Fields>(
  label: string,
  fields: F,
  options: GroupOptions<F> = {},
): Field<Values<F>, 'default', Inputs<F>> {
  const { required: _, oneOf, ...facts } = options
  const alternatives = oneOf && { oneOf: oneOf.map((name) => ({ required: [name] })) }
  const schema = objectSchema(fields, { ...annotations(label, facts), ...alternatives })
  return field('group', label, schema, {
    default: {} as Inputs<F>,
    ...facts,
    fields,
    oneOf,
    need: 'default',
    says: 'a group of fields',
    remedy: message('give.fields', { fields: Object.keys(fields).join(', ') }),
  })
}

/** The JSON Schema of an object of these fields. */
export function objectSchema(fields: Fields, options: object = {}): TSchema {
  const properties: Record<string, TSchema> = {}
  for (const [name, { schema, need }] of Object.entries(fields)) {
    properties[name] = need === 'optional' || need === 'secret' ? Type.Optional(schema) : schema
  }
  return Type.Object(properties, { ...options, additionalProperties: false })
}

type Rest<V, N extends Need, I> = Omit<Field<V, N, I>, 'kind' | 'label' | 'schema'>

function field<V, N extends Need, I = V>(
  kind: Field['kind'],
  label: string,
  schema: TSchema,
  rest: Rest<V, N, I>,
): Field<V, N, I> {
  return { kind, label, schema, ...rest }
}

function annotations(label: string, { help }: { help?: string | undefined }): object {
  return { title: label, ...(help && { description: help }) }
}

function given(options: Asked): object {
  return options.default === undefined ? {} : { default: options.default }
}

function plainNeed(options: Asked & { optional?: boolean }): Need {
  if (options.optional) return 'optional'
  return options.default === undefined ? 'given' : 'default'
}
