import type { FastifyInstance } from 'fastify'
import { AnalogHandset } from '../../model/analog-handset.ts'
import type { Rules } from '../../model/entity.ts'
import { Extension } from '../../model/extension.ts'
import type { Field, Fields } from '../../model/field.ts'
import { FxoLine } from '../../model/fxo-line.ts'
import { Handset } from '../../model/handset.ts'
import { SipTrunk } from '../../model/sip-trunk.ts'
import { fullName, User } from '../../model/user.ts'
import { folded } from '../../store/listing.ts'
import type { Store } from '../../store/store.ts'
import { asMessage, LANGUAGES, type Language } from '../../words/message.ts'
import { message, say } from '../../words/say.ts'
import type { SearchHit } from '../contract.ts'
import type { Parts } from '../server/parts.ts'
import { languageOf } from '../words-of.ts'
import { textOf } from './config-query.ts'
import { PAGE_OF_SECTION, PAGES, SETTING_ALIASES } from './search-pages.ts'
import { sections } from './sections.ts'

const MOST = 30
const LONGEST = 100 // characters

/** What is found, and what it is found by, both as folded words. The name counts most. */
interface Entry extends SearchHit {
  readonly name: readonly string[]
  readonly words: readonly string[]
}

/** One search for pages, settings, people, telephones, numbers and lines. */
export function searchEndpoint(app: FastifyInstance, parts: Parts): void {
  app.get('/api/v1/search', (request): SearchHit[] => {
    const q = textOf(request.query as Record<string, unknown>, 'q', LONGEST)
    return search(parts.store(), q, languageOf(request))
  })
}

export function search(store: Store, q: string, language: Language = 'en'): SearchHit[] {
  const wanted = wordsOf(q)
  if (wanted.length === 0) return []
  return [pages, officeOf(store), settingsIn(language)]
    .flatMap((entries) => entries.map((entry) => ({ entry, score: scoreOf(entry, wanted) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ entry: { kind, title, detail, path } }) => ({ kind, title, detail, path }))
}

const wordsOf = (text: string): readonly string[] =>
  folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

function entryOf(hit: SearchHit, texts: readonly string[]): Entry {
  return { ...hit, name: wordsOf(hit.title), words: [...new Set(texts.flatMap(wordsOf))] }
}

/** 0 unless every word is found; more for what a name begins with, and for the name itself. */
function scoreOf({ name, words }: Entry, wanted: readonly string[]): number {
  let score = 0
  for (const word of wanted) {
    const inName = best(name, word, 8, 6)
    const found = inName > 1 ? inName : Math.max(inName, best(words, word, 4, 3))
    if (found === 0) return 0
    score += found
  }
  return score
}

/** `is` where it is one of them, `begins` where one begins with it, 1 where a longer one has it within. */
function best(words: readonly string[], wanted: string, is: number, begins: number): number {
  let found = 0
  for (const one of words) {
    if (one === wanted) return is
    if (found < begins && one.startsWith(wanted)) found = begins
    else if (found === 0 && wanted.length > 2 && one.includes(wanted)) found = 1
  }
  return found
}

const pages: readonly Entry[] = PAGES.map(({ title, detail, path, aliases }) =>
  entryOf({ kind: 'page', title, detail, path }, aliases),
)

/** Of the declarations, those within groups and lists too, in one language; found by the words of all. They change with the software only. */
const settings = new Map<Language, readonly Entry[]>()

function settingsIn(language: Language): readonly Entry[] {
  const known = settings.get(language)
  if (known) return known
  const made = sections.flatMap(({ rules, fields }) =>
    fieldsWithin(fields).map(({ path, field }) => settingEntry(language, rules, path, field)),
  )
  settings.set(language, made)
  return made
}

function settingEntry(language: Language, rules: Rules, path: string, field: Field): Entry {
  const { label, help = '', spec = '' } = field
  const { section, singleton } = rules
  const texts = [label, help, rules.label].filter(Boolean)
  const hit: SearchHit = {
    kind: 'setting',
    title: say(language, label),
    detail: say(language, help || message('search.of-every', { label: asMessage(rules.label) })),
    path: PAGE_OF_SECTION[section] ?? (singleton ? `/settings/${section}` : '/system'),
  }
  return entryOf(hit, [
    ...texts.flatMap((text) => LANGUAGES.map((one) => say(one, text))),
    spec,
    path,
    ...(SETTING_ALIASES[`${section}.${path}`] ?? []),
  ])
}

function fieldsWithin(fields: Fields, above = ''): { path: string; field: Field }[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind === 'hash') return []
    const path = above + name
    const inner = field.fields ?? field.item?.fields ?? {}
    return [{ path, field }, ...fieldsWithin(inner, `${path}.`)]
  })
}

const offices = new WeakMap<
  Store,
  { readonly revision: number; readonly entries: readonly Entry[] }
>()

/** What the office has, as of its last change: somebody who types asks many times in between. */
function officeOf(store: Store): readonly Entry[] {
  const revision = store.revision()
  const known = offices.get(store)
  if (known?.revision === revision) return known.entries
  const users = new Map(store.all(User).map((user) => [user.id, user]))
  const extensions = new Map(store.all(Extension).map((one) => [one.id, one]))
  const entries = [
    ...people(store),
    ...numbers(store, users),
    ...phones(store, users, extensions),
    ...lines(store),
  ]
  offices.set(store, { revision, entries })
  return entries
}

interface Made {
  readonly by: readonly unknown[]
  readonly entry: Entry
}
const made = new WeakMap<object, Made>()

/**
 * The entry of an object as it was made before, unless something that it is named by is another now: after a save that is one entry of
 * thousands.
 */
function kept(object: object, by: readonly unknown[], make: () => Entry): Entry {
  const known = made.get(object)
  if (known && by.every((one, at) => one === known.by[at])) return known.entry
  const entry = make()
  made.set(object, { by, entry })
  return entry
}

function people(store: Store): Entry[] {
  return store.all(User).map((user) =>
    kept(user, [], () => {
      const { id, login } = user
      const path = `/people/${id}`
      return entryOf({ kind: 'person', title: fullName(user), detail: login, path }, [login])
    }),
  )
}

type ById<T> = ReadonlyMap<string | undefined, T>

function numbers(store: Store, users: ById<User>): Entry[] {
  return store.all(Extension).map((extension) => {
    const { number, owner, description, kind } = extension
    const user = users.get(owner)
    return kept(extension, [user], () => {
      const name = user ? fullName(user) : description
      const detail = name || `${kind} extension`
      const path = user ? `/people/${user.id}` : '/call-flow'
      const hit = { kind: 'extension', title: number, detail, path } as const
      return entryOf(hit, [name, description, 'extension'])
    })
  })
}

function phones(store: Store, users: ById<User>, extensions: ById<Extension>): Entry[] {
  const entry = (handset: Handset | AnalogHandset, name: string) => {
    const number = extensions.get(handset.extension)
    return phone(handset, name, number, users.get(number?.owner))
  }
  return [
    ...store.all(Handset).map((handset) => entry(handset, handset.sipUser)),
    ...store.all(AnalogHandset).map((handset) => entry(handset, handset.port)),
  ]
}

function phone(
  handset: Handset | AnalogHandset,
  name: string,
  number: Extension | undefined,
  owner: User | undefined,
): Entry {
  const { id, description } = handset
  return kept(handset, [number, owner], () => {
    const whose = [number?.number, owner && fullName(owner)].filter(Boolean).join(' ')
    const detail = [name, whose].filter(Boolean).join(' · ')
    const title = description || name
    return entryOf({ kind: 'phone', title, detail, path: `/phones/${id}` }, [name, whose, 'phone'])
  })
}

function lines(store: Store): Entry[] {
  const analog = store.all(FxoLine).map((line) =>
    kept(line, [], () => {
      const { id, port, description, notes } = line
      const hit = { kind: 'line', title: description || port, detail: port } as const
      return entryOf({ ...hit, path: `/lines/${id}` }, [port, notes, 'line'])
    }),
  )
  const trunks = store.all(SipTrunk).map((trunk) =>
    kept(trunk, [], () => {
      const { id, description, notes, server = '', kind } = trunk
      const hit = { kind: 'line', title: description, detail: server || 'SIP trunk' } as const
      const words = [server, notes, kind, 'line', 'SIP trunk']
      return entryOf({ ...hit, path: `/trunks/${id}` }, words)
    }),
  )
  return [...analog, ...trunks]
}
