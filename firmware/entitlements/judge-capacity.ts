/** PLAT-39: adding beyond a limit is refused, whichever way it comes; what is there is never touched. */
import { type Entity, subject } from '../model/entity.ts'
import type { WholeOffice } from '../model/office-rules.ts'
import type { Problem } from '../model/problem.ts'
import type { Message } from '../words/message.ts'
import { message } from '../words/say.ts'
import { COUNTED, type CountedName } from './capacity-table.ts'
import { capacityWords, profileWords } from './capacity-words.ts'
import { COUNTS, used } from './counts.ts'
import { type Entitlement, entitled } from './entitled.ts'

type Values = Readonly<Record<string, unknown>>

/** An object as it was and as it would be. */
export interface Altered {
  readonly entity: Entity
  readonly before: { readonly values: Values } | undefined
  readonly after: { readonly values: Values } | undefined
}

/** The office as it would be. */
interface Would extends WholeOffice {
  /** Objects of an entity, whatever they are; costs nothing to speak of. */
  howMany(entity: Entity): number
}

/** @param now UTC in ms, asked only where keys are in question */
export function overCapacity(
  altered: readonly Altered[],
  office: Would,
  now: () => number,
): readonly Problem[] {
  const more = COUNTED.map((name) => ({ name, added: addedTo(name, altered) }))
  const growing = more.filter(({ added }) => added.length > 0)
  if (growing.length === 0) return []
  const entitlement = entitled(office, now())
  return growing.flatMap(({ name, added }) => judge(name, added, office, entitlement))
}

/** The objects that begin to count against a limit, less as many as no longer do. */
function addedTo(name: CountedName, altered: readonly Altered[]): readonly Altered[] {
  let fewer = 0
  const added = altered.filter(({ entity, before, after }) => {
    const rule = COUNTS[name].find((one) => one.entity === entity)
    if (!rule) return false
    const was = before !== undefined && rule.counts(before.values)
    const is = after !== undefined && rule.counts(after.values)
    if (was && !is) fewer++
    return is && !was
  })
  return added.length > fewer ? added : []
}

function judge(
  name: CountedName,
  added: readonly Altered[],
  office: Would,
  entitlement: Entitlement,
): readonly Problem[] {
  const limit = entitlement.limit(name)
  if (limit === undefined) return []
  const atMost = COUNTS[name].reduce((sum, { entity }) => sum + office.howMany(entity), 0)
  if (atMost <= limit) return []
  const would = used(office, name)
  if (would <= limit) return []
  const first = added[Math.max(0, added.length - (would - limit))] as Altered
  return [
    {
      object: subject(first.entity, first.after?.values ?? {}),
      what: message('capacity.full', {
        limit,
        would,
        what: capacityWords(name),
        profile: profileWords(entitlement.profile),
      }),
      remedy: remedyOf(name, entitlement),
    },
  ]
}

function remedyOf(name: CountedName, entitlement: Entitlement): Message {
  if (entitlement.profile === 'community') return message('capacity.remedy-hardware')
  return entitlement.isRaisedByKeys(name)
    ? message('capacity.remedy-key')
    : message('capacity.remedy-profile')
}
