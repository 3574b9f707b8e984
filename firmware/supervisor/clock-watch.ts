import type { Clock } from '../clock/clock.ts'
import type { RaisedCondition } from '../conditions.ts'
import type { Log } from '../log.ts'
import { condition, conditionId } from '../words/condition.ts'

export interface ClockWatchOptions {
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  readonly raise: (condition: RaisedCondition) => void
  readonly clear: (id: string) => void
}

/** Year of this build: no clock that is right says less. */
export const BUILD_YEAR = 2026

const EVERY_MS = 2000
const JUMP_MS = 60_000 // NTP slews what is less, and nobody's records suffer
const TOLD_FOR_MS = 3_600_000

/**
 * Shows a clock that is not set, until it is, and one that was set by more than a minute, for an hour. It compares the wall clock with
 * the one that runs since boot and never jumps.
 */
export async function watchClock({
  clock,
  log,
  signal,
  raise,
  clear,
}: ClockWatchOptions): Promise<void> {
  const unset = conditionId('clock-unset', { year: 0 })
  const jumped = conditionId('clock-jumped', { direction: '', seconds: 0 })
  let boot = clock.now() - clock.uptime()
  let toldUntil = Number.POSITIVE_INFINITY
  while (!signal.aborted) {
    const year = new Date(clock.now()).getUTCFullYear()
    const wasUnset = new Date(boot + clock.uptime()).getUTCFullYear() < BUILD_YEAR
    if (year < BUILD_YEAR) raise(condition('clock-unset', { year }))
    else clear(unset)

    const by = clock.now() - clock.uptime() - boot
    if (Math.abs(by) >= JUMP_MS) {
      const seconds = Math.round(Math.abs(by) / 1000)
      log.warn({ seconds: Math.round(by / 1000) }, 'the clock was set')
      boot += by
      if (!wasUnset && year >= BUILD_YEAR) {
        raise(condition('clock-jumped', { direction: by < 0 ? 'back' : 'forward', seconds }))
        toldUntil = clock.uptime() + TOLD_FOR_MS
      }
    }
    if (clock.uptime() >= toldUntil) {
      clear(jumped)
      toldUntil = Number.POSITIVE_INFINITY
    }
    await clock.sleep(EVERY_MS, signal).catch(() => {}) // woken to stop
  }
}
