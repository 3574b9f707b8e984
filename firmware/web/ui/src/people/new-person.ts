import type { ConfigChange, ConfigObject, FieldProblem } from '../../../contract.ts'

export interface NewPerson {
  readonly firstName: string
  readonly lastName: string
  readonly login: string
  readonly number: string
  readonly phone: boolean
  /** What it gives the person, beside being the one applied last; none is the defaults. */
  readonly template?: ConfigObject | undefined
}

type Changes = ConfigChange['changes']

const PERSON = 'new:person'
const EXTENSION = 'new:extension'
export const HANDSET = 'new:handset'

/** Person, number and telephone as one change: all of it or nothing, and undone together. `handset` is what is known of the telephone. */
export function additionOf(
  person: NewPerson,
  handset: Readonly<Record<string, string>> = {},
): ConfigChange {
  const { firstName, lastName, login, number, phone } = person
  const changes: Changes = [
    {
      do: 'create',
      section: 'users',
      id: PERSON,
      values: {
        ...settingsOf(person.template),
        ...(firstName ? { firstName } : {}),
        lastName,
        login,
      },
    },
    ...numberFor(PERSON, number, phone ? handset : undefined),
  ]
  return { changes }
}

/** A number for somebody, and with it the telephone that it rings, unless there is none. `handset` is what is known of the telephone. */
export function numberFor(
  owner: string,
  number: string,
  handset: Readonly<Record<string, string>> | undefined,
): Changes {
  const extension = {
    do: 'create',
    section: 'extensions',
    id: EXTENSION,
    values: { number, kind: 'user', owner },
  } as const
  if (!handset) return [extension]
  const route = { attempts: [{ destinations: [{ handset: HANDSET }] }] }
  return [
    extension,
    {
      do: 'create',
      section: 'handsets',
      id: HANDSET,
      values: { ...handset, extension: EXTENSION },
    },
    { do: 'update', section: 'extensions', id: EXTENSION, values: { route } },
  ]
}

/** USER-17: a template's own name is its alone. */
function settingsOf(template: ConfigObject | undefined): Readonly<Record<string, unknown>> {
  if (!template) return {}
  const { id, site: _site, _revision, name: _name, ...settings } = template
  return { ...settings, template: id }
}

/** Identities of what was made. */
export function madeOf(ids: Readonly<Record<string, string>>): {
  readonly person: string | undefined
  readonly handset: string | undefined
} {
  return { person: ids[PERSON], handset: ids[HANDSET] }
}

/** A login from a name, as `ana.ruiz`. */
export function loginFrom(firstName: string, lastName: string): string {
  return [firstName, lastName]
    .map((part) =>
      part
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ''),
    )
    .filter(Boolean)
    .join('.')
    .slice(0, 64)
}

/** What is wrong with one field of the form; problems name fields of several objects. */
export function problemAt(problems: readonly FieldProblem[], field: string): string | undefined {
  const problem = problems.find((one) => one.field === field)
  return problem && `${problem.what[0]?.toUpperCase()}${problem.what.slice(1)}. ${problem.remedy}`
}
