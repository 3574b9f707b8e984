import type { Clock } from '../clock/clock.ts'
import type { Store } from '../store/store.ts'

/** UTC in ms as keys are judged by it: not before the last change of the configuration, wherever the clock has been put since. */
export function reckonedNow(store: Store, clock: Pick<Clock, 'now'>): number {
  return Math.max(clock.now(), lastChangeAt(store))
}

/** UTC, ms; 0 where there was none. */
export function lastChangeAt(store: Store): number {
  const [last] = store.revisions({ since: store.revision() - 1, limit: 1 })
  return last?.at ?? 0
}
