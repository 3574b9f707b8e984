import type { Clock } from '../clock/clock.ts'
import { systemClock } from '../clock/system-clock.ts'

const LOOK_EVERY_MS = 10

/**
 * Looks until there is something to see, and answers it.
 *
 * @param what what is waited for, for the message of the error
 * @param look answers undefined, null or false while it is not there yet
 * @throws Error when `limitMs` has passed
 */
export async function until<Seen>(
  what: string,
  look: () => Seen | undefined | null | false | Promise<Seen | undefined | null | false>,
  limitMs = 60_000,
  clock: Clock = systemClock,
): Promise<Seen> {
  const deadline = clock.uptime() + limitMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== null && seen !== false) return seen
    if (clock.uptime() > deadline) throw new Error(`waited ${limitMs} ms in vain for ${what}`)
    await clock.sleep(LOOK_EVERY_MS)
  }
}
