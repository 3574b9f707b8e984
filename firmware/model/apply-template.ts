import { TEMPLATE_SETTINGS } from './user-template.ts'

export type TemplateValues = { readonly [K in keyof typeof TEMPLATE_SETTINGS]?: unknown }

/**
 * The settings of somebody after a template was applied (USER-17). `set`: all of it. `merge`: what the person has differently than the template
 * that was applied last stays. Without a template: the factory defaults (UTPL-1).
 */
export function withTemplate(
  person: TemplateValues,
  how: 'set' | 'merge',
  { last, next }: { readonly last?: TemplateValues; readonly next?: TemplateValues },
): Record<string, unknown> {
  const names = Object.keys(TEMPLATE_SETTINGS) as (keyof typeof TEMPLATE_SETTINGS)[]
  const taken = names.filter((name) => how === 'set' || !isOverride(person, name, last))
  return Object.fromEntries(taken.map((name) => [name, givenBy(name, next)]))
}

/** The settings in which somebody differs from a template, USER-2. */
export function overrides(person: TemplateValues, last?: TemplateValues): readonly string[] {
  const names = Object.keys(TEMPLATE_SETTINGS) as (keyof typeof TEMPLATE_SETTINGS)[]
  return names.filter((name) => isOverride(person, name, last))
}

type Name = keyof typeof TEMPLATE_SETTINGS

const isOverride = (person: TemplateValues, name: Name, last?: TemplateValues) =>
  person[name] !== givenBy(name, last)

const givenBy = (name: Name, template?: TemplateValues) =>
  template?.[name] ?? TEMPLATE_SETTINGS[name].default
