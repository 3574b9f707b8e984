import type { Clock } from '../../../clock/clock.ts'
import { COUNTED, capacity } from '../../../entitlements/capacity-table.ts'
import { capacityWords, profileWords } from '../../../entitlements/capacity-words.ts'
import { used } from '../../../entitlements/counts.ts'
import { type Entitlement, entitled, type HeldKey, unitOf } from '../../../entitlements/entitled.ts'
import { FEATURES } from '../../../entitlements/features.ts'
import { actsUntil } from '../../../entitlements/key-state.ts'
import { lastChangeAt, reckonedNow } from '../../../entitlements/reckoned-now.ts'
import type { Store } from '../../../store/store.ts'
import type { Language } from '../../../words/message.ts'
import { say } from '../../../words/say.ts'
import type { Entitlements, ShownKey, ShownLimit } from '../../contract.ts'

const MINUTE = 60_000 // less is a clock that is being set right

/** What this unit may hold, has and is given by keys. `outside`: calls and lines outside now, where the exchange has told. */
export function shownEntitlements(
  store: Store,
  clock: Clock,
  language: Language,
  outside: number | undefined,
): Entitlements {
  const entitlement = entitled(store, reckonedNow(store, clock))
  return {
    unit: unitOf(store),
    profile: entitlement.profile,
    profileName: say(language, profileWords(entitlement.profile)),
    limits: limitsOf(store, entitlement, language, outside),
    features: entitlement.features().map(({ feature: { name, label }, state }) => ({
      name,
      label: say(language, label),
      state,
    })),
    keys: entitlement.keys.map((held) => shownKey(held, language)),
    clockBehind: clock.now() < lastChangeAt(store) - MINUTE,
  }
}

function limitsOf(
  store: Store,
  entitlement: Entitlement,
  language: Language,
  outside: number | undefined,
): ShownLimit[] {
  const names = [...COUNTED, 'externalCalls'] as const
  return names.map((name) => {
    const many = name === 'externalCalls' ? outside : used(store, name)
    const limit = entitlement.limit(name)
    const has = capacity(entitlement.profile, name)
    return {
      name,
      label: say(language, capacityWords(name)),
      ...(many !== undefined && { used: many }),
      ...(limit !== undefined && { limit }),
      ...(has && has.most > has.base && { most: has.most }),
    }
  })
}

/** A key with what it gives in plain words; what this release does not know stays as the key says it. */
export function shownKey({ key, state }: HeldKey, language: Language): ShownKey {
  const { series, number, issued, expires, grants } = key
  const until = actsUntil(key)
  return {
    series,
    number,
    state,
    issued,
    ...(expires !== undefined && { expires }),
    ...(until !== undefined && { actsUntil: until }),
    gives: grants.map(({ feature, count }) => {
      const label = FEATURES.find((one) => one.name === feature)?.label ?? feature
      return count === undefined ? say(language, label) : `${say(language, label)}: ${count}`
    }),
  }
}
