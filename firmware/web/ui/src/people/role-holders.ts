import { folded } from '../frame/matching.ts'
import { fullName, type Person } from '../model.ts'

/** Those who have a role, by name. */
export function holders(people: readonly Person[], role: string): readonly Person[] {
  return people
    .filter(({ roles }) => roles?.includes(role))
    .sort((a, b) => fullName(a).localeCompare(fullName(b)))
}

/** Those who have it not, and whose name or login has the text in it, by name. The server administrator needs no other role. */
export function others(
  people: readonly Person[],
  role: string,
  text: string,
  language: string,
): readonly Person[] {
  const wanted = folded(text.trim())
  const { compare } = new Intl.Collator(language, { sensitivity: 'base' })
  return people
    .filter(({ roles }) => !roles?.includes(role) && !roles?.includes('server-admin'))
    .filter((one) => [fullName(one), one.login].some((part) => folded(part).includes(wanted)))
    .sort((a, b) => compare(fullName(a), fullName(b)))
}
