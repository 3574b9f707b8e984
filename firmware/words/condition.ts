import { CONDITIONS, type ConditionKind } from './conditions.ts'
import { format, type Plain } from './format.ts'
import type { Language, Wordings } from './message.ts'
import type { ParametersIn } from './texts.ts'

export type Severity = 'notice' | 'warning' | 'critical'

/** How one kind of condition is declared: everything about it but the values. */
export interface ConditionWords {
  /** Pattern of its id, without the owner: `{line}.battery`. */
  readonly id: string
  readonly severity: Severity
  /** What is wrong: `line {line}`. */
  readonly subject: Wordings
  /** What it does to people, in their words. */
  readonly effect: Wordings
  /** What they can do about it. */
  readonly remedy: Wordings
  /** Page that mends it, or empty. */
  readonly link: string
}

/** A condition of a kind, as its owner raises it: in English, with what it takes to say it in another language. */
export interface SaidCondition {
  readonly id: string
  readonly kind: ConditionKind
  readonly values: Plain
  readonly severity: Severity
  readonly subject: string
  readonly effect: string
  readonly remedy: string
  readonly link: string
}

type Declared<Kind extends ConditionKind> = (typeof CONDITIONS)[Kind]
type Names<Kind extends ConditionKind> = ParametersIn<
  | Declared<Kind>['id']
  | Declared<Kind>['subject']['en']
  | Declared<Kind>['effect']['en']
  | Declared<Kind>['remedy']['en']
  | Declared<Kind>['link']
>
/** Pieces of other people's text are cut where they would be too long for the bus. */
type ValuesOf<Kind extends ConditionKind> = { readonly [Name in Names<Kind>]: string | number }
type More<Kind extends ConditionKind> = [Names<Kind>] extends [never]
  ? [values?: Record<never, never>, severity?: Severity]
  : [values: ValuesOf<Kind>, severity?: Severity]

const LONGEST_VALUE = 512 // characters
const LONGEST = 1024 // of effect and remedy on the bus
const LONGEST_SUBJECT = 128

/** A condition ready to be raised. Its own severity, unless another is given. */
export function condition<const Kind extends ConditionKind>(
  kind: Kind,
  ...[given = {}, severity]: More<Kind>
): SaidCondition {
  const words: ConditionWords = CONDITIONS[kind]
  const values = cut(given)
  const inEnglish = (wording: string, longest: number) =>
    format('en', wording, values).slice(0, longest)
  return {
    id: inEnglish(words.id, LONGEST_SUBJECT),
    kind,
    values,
    severity: severity ?? words.severity,
    subject: inEnglish(words.subject.en, LONGEST_SUBJECT),
    effect: inEnglish(words.effect.en, LONGEST),
    remedy: inEnglish(words.remedy.en, LONGEST),
    link: format('en', words.link, values),
  }
}

/** The id under which `condition` raises it: for `clear`. */
export function conditionId<const Kind extends ConditionKind>(
  ...[kind, values]: [kind: Kind, ...More<Kind>]
): string {
  return format('en', CONDITIONS[kind].id, cut(values ?? {}))
}

function cut(values: Plain): Plain {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, LONGEST_VALUE) : value,
    ]),
  )
}

/** What a condition looks like to whoever shows it; `kind` and `values` only where its owner knows of them. */
interface Shown {
  readonly subject: string
  readonly effect: string
  readonly remedy: string
  readonly kind?: string
  readonly values?: Plain
}

/** The same condition in this language; as it is where its kind is not known here. Never throws. */
export function sayCondition<C extends Shown>(
  language: Language,
  shown: C,
): Omit<C, 'kind' | 'values'> {
  const { kind, values, ...plain } = shown
  if (kind === undefined || !Object.hasOwn(CONDITIONS, kind)) return plain
  const { subject, effect, remedy }: ConditionWords = CONDITIONS[kind as ConditionKind]
  const said = (wordings: Wordings) => format(language, wordings[language], values ?? {})
  return { ...plain, subject: said(subject), effect: said(effect), remedy: said(remedy) }
}
