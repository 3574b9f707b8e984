import { systemClock } from '../../firmware/clock/system-clock.ts'

const TICK_MS = 5

interface Paced {
  due: number
  readonly everyMs: number
  readonly act: () => void
}

const paced = new Set<Paced>()
let ticking = false

/**
 * Calls `act` every `everyMs`, on average exactly; one timer serves all, so that a hundred phones cost no hundred timers. After a
 * stall what was missed is made up for at once, as a real phone's sound card would.
 *
 * @returns a function that stops it
 */
export function every(everyMs: number, act: () => void): () => void {
  const one: Paced = { due: systemClock.uptime(), everyMs, act }
  paced.add(one)
  if (!ticking) tick()
  return () => void paced.delete(one)
}

function tick(): void {
  const now = systemClock.uptime()
  for (const one of paced) {
    while (one.due <= now && paced.has(one)) {
      one.due += one.everyMs
      one.act()
    }
  }
  ticking = paced.size > 0
  if (ticking) systemClock.after(TICK_MS, tick)
}
