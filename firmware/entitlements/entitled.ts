import { Capacity } from '../model/capacity.ts'
import { InstalledKey } from '../model/installed-key.ts'
import type { WholeOffice } from '../model/office-rules.ts'
import { ServerSettings } from '../model/server-settings.ts'
import { type CapacityName, capacity, type ProfileName } from './capacity-table.ts'
import { type FeatureKey, readFeatureKey } from './feature-key.ts'
import { FEATURES, type Feature, withImplied } from './features.ts'
import { issuers } from './issuers.ts'
import { type KeyState, keyState } from './key-state.ts'

/** A key of this unit, read and judged anew: what is stored may have come from anywhere. */
export interface HeldKey {
  readonly id: string
  readonly key: FeatureKey
  readonly state: KeyState
}

/** The keys that were entered and are for this unit. `now` is UTC, ms. */
export function heldKeys(office: WholeOffice, now: number): readonly HeldKey[] {
  const unit = unitOf(office)
  return office.all(InstalledKey).flatMap(({ id, code, ended }) => {
    const read = readFeatureKey(code, issuers)
    if (!read.ok || read.value.unit !== unit) return []
    return [{ id, key: read.value, state: keyState(read.value, now, ended) }]
  })
}

/** By what a key names this unit, FKEY-1. */
export function unitOf(office: Pick<WholeOffice, 'only'>): string {
  return office.only(ServerSettings).id
}

/** How a feature stands; `open`: the profile has it without a key, `none`: it needs a key that is not there. */
export type FeatureState = 'open' | KeyState | 'none'

/** What this unit may hold and do. */
export class Entitlement {
  readonly profile: ProfileName
  readonly keys: readonly HeldKey[]

  constructor(profile: ProfileName, keys: readonly HeldKey[]) {
    this.profile = profile
    this.keys = keys
  }

  /** The largest number that may be added up to; undefined: nothing of ours limits it. */
  limit(name: CapacityName): number | undefined {
    const has = capacity(this.profile, name)
    if (!has || has.base === has.most) return has?.base
    let [sum, most] = [has.base, has.base]
    for (const { feature, count } of this.#granted(name)) {
      if (feature.adds === 'sum') sum += count
      else most = Math.max(most, count)
    }
    return Math.min(Math.max(sum, most), has.most)
  }

  /** Whether keys raise it in this profile. */
  isRaisedByKeys(name: CapacityName): boolean {
    const has = capacity(this.profile, name)
    return has !== undefined && has.base < has.most && (this.limit(name) ?? 0) < has.most
  }

  /** The features of this profile, with what opens each: FKEY-3, FKEY-6. */
  features(): readonly { readonly feature: Feature; readonly state: FeatureState }[] {
    const { profile } = this
    if (profile === 'community') return FEATURES.map((feature) => ({ feature, state: 'open' }))
    return FEATURES.filter(({ notOn }) => !notOn?.includes(profile)).map((feature) => ({
      feature,
      state: this.#stateOf(feature.name),
    }))
  }

  /** Best of the keys that give it, itself or with another. */
  #stateOf(name: string): FeatureState {
    const states = this.keys
      .filter(({ key }) => key.grants.some((one) => withImplied(one.feature).includes(name)))
      .map(({ state }) => state)
    return (
      (['valid', 'ending', 'grace', 'ended'] as const).find((one) => states.includes(one)) ?? 'none'
    )
  }

  *#granted(name: CapacityName): Iterable<{ readonly feature: Feature; readonly count: number }> {
    for (const { key, state } of this.keys) {
      if (state === 'ended') continue
      for (const grant of key.grants) {
        const feature = FEATURES.find((one) => one.name === grant.feature)
        if (feature?.raises?.includes(name)) yield { feature, count: grant.count ?? 1 }
      }
    }
  }
}

/** What the configuration gives at this time (UTC, ms). */
export function entitled(office: WholeOffice, now: number): Entitlement {
  return new Entitlement(office.only(Capacity).profile, heldKeys(office, now))
}
