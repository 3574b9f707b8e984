import type { FieldProblem, ModelField, Values } from '../../../contract.ts'

// A form's values while they are edited. A path is as the server names fields: `route.attempts[0].destinations[1].rings`.

/** Whether a form shows it: not a hash, nor a secret that the unit makes itself, which have pages of their own. */
export function isShown({ kind, generated }: ModelField): boolean {
  return kind !== 'hash' && !(kind === 'secret' && generated)
}

/** What a new entry of a list begins with. */
export function blank(field: ModelField): unknown {
  if (field.kind === 'group') {
    const inner = (field.fields ?? []).filter((part) => part.kind !== 'reference')
    return Object.fromEntries(inner.map((part) => [part.name, blank(part)]))
  }
  if (field.kind === 'list') return []
  return field.default
}

/** What a new object begins with. */
export function blanks(fields: readonly ModelField[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, blank(field)]))
}

/** Only what differs from what is stored; what was emptied is sent as null, which clears it. */
export function changesIn(fields: readonly ModelField[], stored: Values, draft: Values): Values {
  const changed: Record<string, unknown> = {}
  for (const { name, fixed, kind } of fields) {
    if (fixed || same(stored[name], draft[name])) continue
    if (kind === 'secret' && !draft[name]) continue // an empty field keeps it
    changed[name] = draft[name] === undefined || draft[name] === '' ? null : draft[name]
  }
  return changed
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** What is wrong at this path, as one text: `'99' is not a number from 2 to 20. 4 is usual.` */
export function complaint(problems: readonly FieldProblem[], path: string): string | undefined {
  const here = problems.filter(({ field }) => field === path)
  if (here.length === 0) return undefined
  return here.map(({ what, remedy }) => `${capital(what)}. ${remedy}`).join(' ')
}

/** Problems that no field of the form shows: they must not be lost. */
export function homeless(
  problems: readonly FieldProblem[],
  fields: readonly ModelField[],
): readonly FieldProblem[] {
  const names = new Set(fields.filter(isShown).map(({ name }) => name))
  return problems.filter(({ field }) => !names.has(field.split(/[.[]/)[0] ?? ''))
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
}
