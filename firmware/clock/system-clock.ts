import type { Clock, Timer } from './clock.ts'
import { sleepOn } from './clock.ts'

const LONGEST_MS = 2 ** 31 - 1 // what setTimeout takes; a longer wait is made of several

/** The machine's clock. `uptime` is CLOCK_MONOTONIC, which starts at boot on Linux. */
export const systemClock: Clock = {
  now: () => Date.now(),
  uptime: () => Number(process.hrtime.bigint()) / 1e6,
  after,
  sleep: (ms, signal) => sleepOn(systemClock, ms, signal),
}

function after(ms: number, fire: () => void): Timer {
  let remaining = ms
  const turn = (): NodeJS.Timeout => {
    const wait = Math.min(remaining, LONGEST_MS)
    remaining -= wait
    return setTimeout(() => {
      if (remaining > 0) pending = turn()
      else fire()
    }, wait)
  }
  let pending = turn()
  return { cancel: () => clearTimeout(pending) }
}
