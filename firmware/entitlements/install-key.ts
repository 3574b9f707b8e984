import type { Clock } from '../clock/clock.ts'
import { InstalledKey } from '../model/installed-key.ts'
import type { Problem } from '../model/problem.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import { AdminEvents } from '../store/admin-events.ts'
import type { Origin } from '../store/change.ts'
import type { Edit } from '../store/staging.ts'
import type { Store } from '../store/store.ts'
import type { Text } from '../words/message.ts'
import { message } from '../words/say.ts'
import { unitOf } from './entitled.ts'
import { compact, type FeatureKey, readFeatureKey } from './feature-key.ts'
import { issuers } from './issuers.ts'
import { actsUntil, keyState } from './key-state.ts'
import { reckonedNow } from './reckoned-now.ts'

/** What a key that was taken has changed. */
export interface Installed {
  readonly key: FeatureKey
  readonly revision: number
}

/**
 * FKEY-8: takes a key for this unit, in the place of an older one of its series. Refused, with nothing changed: a key that is not signed by who may,
 * another unit's, one that is over, and one that is not newer than what is here. Both are noted for other administrators.
 */
export function installKey(
  store: Store,
  clock: Clock,
  text: string,
  origin: Origin,
): Result<Installed, Text> {
  const events = new AdminEvents(store.records, clock)
  const installed = tryToInstall(store, clock, text, origin)
  if (installed.ok) {
    const { number, series } = installed.value.key
    events.add({ ...origin, text: message('event.key-entered', { number, series }) })
  } else {
    const why = typeof installed.error === 'string' ? { id: installed.error } : installed.error
    events.add({ ...origin, text: message('event.key-refused', { why }) })
  }
  return installed
}

function tryToInstall(
  store: Store,
  clock: Clock,
  text: string,
  origin: Origin,
): Result<Installed, Text> {
  const read = readFeatureKey(text, issuers)
  if (!read.ok) return read
  const key = read.value
  const own = unitOf(store)
  if (key.unit !== own) return refuse(message('key.other-unit', { unit: key.unit, own }))
  if (keyState(key, reckonedNow(store, clock)) === 'ended') {
    const date = new Date(actsUntil(key) ?? 0).toISOString().slice(0, 10)
    return refuse(message('key.over', { date }))
  }
  const changed = store.change(origin, (edit) => replace(edit, key, compact(text)))
  if (changed.ok) return ok({ key, revision: changed.value.number })
  return refuse((changed.error[0] as Problem).what)
}

/** Within the change, so that of two keys that come at the same time the newer one stays. */
function replace(edit: Edit, { series, number }: FeatureKey, code: string): void {
  const present = edit.find(InstalledKey, 'series', series)
  if (!present) {
    edit.create(InstalledKey, { series, code })
    return
  }
  const held = readFeatureKey(present.code, issuers)
  const here = held.ok ? held.value.number : 0
  if (number > here) {
    edit.update(InstalledKey, present.id, { code, ended: false })
    return
  }
  const what =
    number === here
      ? message('key.there', { number, series })
      : message('key.older', { number, series, here })
  edit.refuse({ object: `feature key ${series}`, field: 'code', what, remedy: '' })
}
