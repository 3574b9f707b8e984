/** A pending timer. `cancel` may be called at any time and any number of times. */
export interface Timer {
  cancel(): void
}

/**
 * All the time that code may know. Everything takes a `Clock` by injection (DESIGN §3), so that a test
 * runs a day in seconds; lint bans `Date.now` and `setTimeout` outside `firmware/clock`.
 */
export interface Clock {
  /** UTC in milliseconds since 1970. May jump when NTP sets the clock: for records, never for waiting. */
  now(): number

  /** Milliseconds since this machine booted, with a fraction. Never jumps; comparable between processes. */
  uptime(): number

  /** Calls `fire` once after `ms` milliseconds of uptime (0 or more). */
  after(ms: number, fire: () => void): Timer

  /** Waits `ms` of uptime. Rejects with the signal's reason when `signal` fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** `sleep` for any clock, out of its `after`. */
export function sleepOn(
  clock: Pick<Clock, 'after'>,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    const stop = () => {
      timer.cancel()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}
