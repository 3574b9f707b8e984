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

/** What is found, with all that it is found by: the first word counts most. */
interface Entry extends SearchHit {
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

const MOST_TEXTS = 50_000 // of the largest office some 15,000
const split = new Map<string, readonly string[]>()

/** The same for texts of the office, which are asked about at every letter that somebody types. */
function knownWordsOf(text: string): readonly string[] {
  const known = split.get(text)
  if (known) return known
  if (split.size >= MOST_TEXTS) split.clear() // of names that were
  const words = wordsOf(text)
  split.set(text, words)
  return words
}

/** 0 unless every word is found; more for what a name begins with, and for the name itself. */
function scoreOf({ title, words }: Entry, wanted: readonly string[]): number {
  const name = knownWordsOf(title)
  const rest = words.flatMap(knownWordsOf)
  let score = 0
  for (const word of wanted) {
    const found =
      (name.includes(word) && 8) ||
      (name.some((one) => one.startsWith(word)) && 6) ||
      (rest.includes(word) && 4) ||
      (rest.some((one) => one.startsWith(word)) && 3) ||
      (word.length > 2 && [...name, ...rest].some((one) => one.includes(word)) && 1) ||
      0
    if (found === 0) return 0
    score += found
  }
  return score
}

const pages: readonly Entry[] = PAGES.map(({ title, detail, path, aliases }) => ({
  kind: 'page',
  title,
  detail,
  path,
  words: aliases,
}))

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
  return {
    kind: 'setting',
    title: say(language, label),
    detail: say(language, help || message('search.of-every', { label: asMessage(rules.label) })),
    path: PAGE_OF_SECTION[section] ?? (singleton ? `/settings/${section}` : '/system'),
    words: [
      ...texts.flatMap((text) => LANGUAGES.map((one) => say(one, text))),
      spec,
      path,
      ...(SETTING_ALIASES[`${section}.${path}`] ?? []),
    ],
  }
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
  const entries = [...people(store), ...numbers(store), ...phones(store), ...lines(store)]
  offices.set(store, { revision, entries })
  return entries
}

function people(store: Store): Entry[] {
  return store.all(User).map((user) => ({
    kind: 'person',
    title: fullName(user),
    detail: user.login,
    path: `/people/${user.id}`,
    words: [user.login],
  }))
}

function numbers(store: Store): Entry[] {
  return store.all(Extension).map(({ number, owner, description, kind }) => {
    const user = owner === undefined ? undefined : store.get(User, owner)
    const name = user ? fullName(user) : description
    return {
      kind: 'extension',
      title: number,
      detail: name || `${kind} extension`,
      path: user ? `/people/${user.id}` : '/call-flow',
      words: [name, description, 'extension'],
    }
  })
}

function phones(store: Store): Entry[] {
  const sip = store.all(Handset).map(({ id, sipUser, description, extension }) => ({
    ...phone(store, sipUser, description, extension),
    path: `/phones/${id}`,
  }))
  const analog = store.all(AnalogHandset).map(({ id, port, description, extension }) => ({
    ...phone(store, port, description, extension),
    path: `/phones/${id}`,
  }))
  return [...sip, ...analog]
}

function phone(store: Store, name: string, description: string, extension: string | undefined) {
  const number = extension === undefined ? undefined : store.get(Extension, extension)
  const owner = number?.owner === undefined ? undefined : store.get(User, number.owner)
  const whose = [number?.number, owner && fullName(owner)].filter(Boolean).join(' ')
  return {
    kind: 'phone' as const,
    title: description || name,
    detail: [name, whose].filter(Boolean).join(' · '),
    words: [name, whose, 'phone'],
  }
}

function lines(store: Store): Entry[] {
  const analog = store.all(FxoLine).map(({ id, port, description, notes }) => ({
    kind: 'line' as const,
    title: description || port,
    detail: port,
    path: `/lines/${id}`,
    words: [port, notes, 'line'],
  }))
  const trunks = store.all(SipTrunk).map(({ id, description, notes, server = '', kind }) => ({
    kind: 'line' as const,
    title: description,
    detail: server || 'SIP trunk',
    path: `/trunks/${id}`,
    words: [server, notes, kind, 'line', 'SIP trunk'],
  }))
  return [...analog, ...trunks]
}
