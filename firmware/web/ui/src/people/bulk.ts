import type { ConfigChange } from '../../../contract.ts'
import type { Known, Office } from './people.ts'

/** Their SIP phones, their numbers, then themselves, as one change; analog phones stay where they are wired. */
export function removalOf(
  people: readonly Pick<Known, 'id' | 'handsets'>[],
  { extensions, handsets }: Pick<Office, 'extensions' | 'handsets'>,
): ConfigChange['changes'] {
  const ids = new Set(people.map(({ id }) => id))
  const phones = new Set(people.flatMap(({ handsets: own }) => own))
  const remove = (section: string) => (id: string) => ({ do: 'remove' as const, section, id })
  return [
    ...handsets
      .map(({ id }) => id)
      .filter((id) => phones.has(id))
      .map(remove('handsets')),
    ...extensions
      .filter(({ owner }) => owner !== undefined && ids.has(owner))
      .map(({ id }) => remove('extensions')(id)),
    ...[...ids].map(remove('users')),
  ]
}
