import type { Language } from './message.ts'

/** Values as they are put in: their own words are found already. */
export type Plain = Readonly<Record<string, string | number>>

/** A text taken apart: what is written, a parameter, or forms of which the value of a parameter chooses one. */
type Part =
  | { readonly text: string }
  | { readonly name: string }
  | {
      readonly name: string
      readonly kind: 'plural' | 'select'
      readonly forms: ReadonlyMap<string, readonly Part[]>
    }

const parsed = new Map<string, readonly Part[]>()
const DEEPEST = 4 // forms within forms

/**
 * A wording with its parameters filled in. The part of ICU's MessageFormat that is needed: `{name}`;
 * `{count, plural, =0 {…} one {# call} other {# calls}}`, where `#` is the number; `{kind, select, fax {…} none {…} other {…}}`, where
 * `none` is also the form of an empty value. A parameter without a value stays as `{name}`. Never throws.
 */
export function format(language: Language, wording: string, values: Plain): string {
  return join(language, parse(wording), values, '#')
}

/** Names of the parameters, each once. */
export function parametersOf(wording: string): string[] {
  const names = (parts: readonly Part[]): string[] =>
    parts.flatMap((part) => {
      if (!('name' in part)) return []
      const inner = 'forms' in part ? [...part.forms.values()].flatMap(names) : []
      return [part.name, ...inner]
    })
  return [...new Set(names(parse(wording)))].sort()
}

function join(language: Language, parts: readonly Part[], values: Plain, number: string): string {
  return parts.map((part) => said(language, part, values, number)).join('')
}

function said(language: Language, part: Part, values: Plain, number: string): string {
  if ('text' in part) return number === '#' ? part.text : part.text.replaceAll('#', number)
  const value = Object.hasOwn(values, part.name) ? values[part.name] : undefined
  if (!('forms' in part)) return value === undefined ? `{${part.name}}` : String(value)
  const form = chosen(language, part.kind, part.forms, value) ?? []
  const inner = part.kind === 'plural' && value !== undefined ? String(value) : number
  return join(language, form, values, inner)
}

const plurals: { readonly [L in Language]: Intl.PluralRules } = {
  en: new Intl.PluralRules('en'),
  es: new Intl.PluralRules('es'),
  fr: new Intl.PluralRules('fr'),
}

function chosen(
  language: Language,
  kind: 'plural' | 'select',
  forms: ReadonlyMap<string, readonly Part[]>,
  value: string | number | undefined,
): readonly Part[] | undefined {
  const other = forms.get('other')
  if (value === undefined) return other
  if (kind === 'select') return forms.get(value === '' ? 'none' : String(value)) ?? other
  return forms.get(`=${value}`) ?? forms.get(plurals[language].select(Number(value))) ?? other
}

function parse(wording: string): readonly Part[] {
  let parts = parsed.get(wording)
  if (!parts) {
    parts = new Reading(wording).parts(0)
    if (parsed.size < 5000) parsed.set(wording, parts) // the catalogue; ids of strangers are not kept for ever
  }
  return parts
}

/** One pass over a wording. What is not closed is text. */
class Reading {
  readonly #wording: string
  #at = 0

  constructor(wording: string) {
    this.#wording = wording
  }

  /** Up to the end, or to the brace that closes this form. */
  parts(depth: number): Part[] {
    const parts: Part[] = []
    while (this.#at < this.#wording.length) {
      const next = this.#wording[this.#at]
      if (next === '}' && depth > 0) break
      parts.push(next === '{' && depth < DEEPEST ? this.#parameter(depth) : this.#text(depth))
    }
    return parts
  }

  #text(depth: number): Part {
    const from = this.#at++ // a brace that is none here is text
    while (this.#at < this.#wording.length) {
      const next = this.#wording[this.#at]
      if (next === '{' || (next === '}' && depth > 0)) break
      this.#at++
    }
    return { text: this.#wording.slice(from, this.#at) }
  }

  #parameter(depth: number): Part {
    const rest = this.#wording.slice(this.#at)
    const plain = /^\{(\w+)\}/.exec(rest)
    if (plain?.[1]) {
      this.#at += plain[0].length
      return { name: plain[1] }
    }
    const [begin, name, kind] = /^\{(\w+), (plural|select), /.exec(rest) ?? []
    if (begin === undefined || name === undefined) return this.#text(depth)
    this.#at += begin.length
    return { name, kind: kind as 'plural' | 'select', forms: this.#forms(depth) }
  }

  #forms(depth: number): Map<string, Part[]> {
    const forms = new Map<string, Part[]>()
    for (;;) {
      const [begin, form] = /^ ?(=?[\w-]+) \{/.exec(this.#wording.slice(this.#at)) ?? []
      if (begin === undefined || form === undefined) break
      this.#at += begin.length
      forms.set(form, this.parts(depth + 1))
      this.#at++ // the brace that closes it
    }
    this.#at++
    return forms
  }
}
