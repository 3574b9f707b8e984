import type { ConfigObject, ShownPhone } from '../../../contract.ts'
import { folded } from '../frame/matching.ts'
import {
  type AnalogHandset,
  type Extension,
  fullName,
  type Handset,
  type Person,
} from '../model.ts'

/** A person with what belongs to them. */
export interface Known {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly roles: readonly string[]
  readonly photo: string
  /** The template that was applied last, and whether something differs from it now (USER-2). */
  readonly template: { readonly name: string; readonly differs: boolean } | undefined
  readonly numbers: readonly string[]
  /** Identities of the telephones that are theirs: those that call as one of their extensions. */
  readonly handsets: readonly string[]
  /** What these are doing, where the exchange knows them. */
  readonly phones: readonly ShownPhone[]
}

export interface Stored {
  readonly people: readonly Person[]
  readonly extensions: readonly Extension[]
  readonly handsets: readonly Pick<Handset, 'id' | 'extension'>[]
  readonly phones: readonly ShownPhone[]
  readonly templates?: readonly ConfigObject[]
}

/** Joins what the office stores and what its telephones do. */
export function known({
  people,
  extensions,
  handsets,
  phones,
  templates = [],
}: Stored): readonly Known[] {
  const numbersOf = grouped(extensions, ({ owner }) => owner)
  const handsetsOf = grouped(handsets, ({ extension }) => extension)
  const live = new Map(phones.map((phone) => [phone.handset, phone]))
  return people.map((person) => {
    const own = numbersOf.get(person.id) ?? []
    const theirs = own.flatMap(({ id }) => handsetsOf.get(id) ?? []).map(({ id }) => id)
    return {
      id: person.id,
      name: fullName(person),
      login: person.login,
      roles: person.roles ?? [],
      photo: person.photo ?? '',
      template: templateOf(person, templates),
      numbers: own.map(({ number }) => number),
      handsets: theirs,
      phones: theirs.flatMap((id) => live.get(id) ?? []),
    }
  })
}

/** What a template has beside its settings. */
const NO_SETTINGS = ['id', 'site', '_revision', 'name']

/** The settings of a template in which somebody differs from it. */
export function differing(person: Person, template: ConfigObject): readonly string[] {
  return Object.keys(template).filter(
    (name) => !NO_SETTINGS.includes(name) && person[name] !== template[name],
  )
}

function templateOf(person: Person, templates: readonly ConfigObject[]): Known['template'] {
  const template = templates.find(({ id }) => id === person.template)
  if (!template) return undefined
  return { name: String(template.name), differs: differing(person, template).length > 0 }
}

function grouped<T>(list: readonly T[], by: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const key = by(one)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}

export type Order = 'name' | 'number'

/** Those whose name, login or number has the text in it, in this order. */
export function found(
  list: readonly Known[],
  text: string,
  order: Order,
  language: string,
): readonly Known[] {
  const wanted = folded(text.trim())
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  const key = (one: Known) => (order === 'name' ? one.name : (one.numbers[0] ?? '\uffff'))
  return list
    .filter(({ name, login, numbers }) =>
      [name, login, ...numbers].some((part) => folded(part).includes(wanted)),
    )
    .sort((a, b) => compare(key(a), key(b)))
}

/** The next number that nobody has, after the highest of those that people have; undefined when there is none. */
export function nextNumber(extensions: readonly Extension[]): string | undefined {
  const taken = new Set(extensions.map(({ number }) => number))
  const own = extensions.filter(({ kind }) => kind === 'user').map(({ number }) => Number(number))
  const first = own.length > 0 ? Math.max(...own) + 1 : 101
  for (let number = first; number < first + 1000; number++) {
    if (!taken.has(String(number))) return String(number)
  }
  return undefined
}

/** What pages about people know. */
export interface Office {
  readonly extensions: readonly Extension[]
  readonly handsets: readonly Handset[]
  readonly analog: readonly AnalogHandset[]
  readonly people: readonly Known[]
}
