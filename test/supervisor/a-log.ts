import type { Log } from '../../firmware/log.ts'

/** A log that keeps nothing. */
export function aLog(): Log {
  const nothing = () => {}
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing }
  return log as unknown as Log
}
