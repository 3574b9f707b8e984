/** Why a process ended, as the policy sees it. */
export type Cause =
  | 'crashed' // by itself: a code, a signal of its own making
  | 'killed' // SIGKILL from outside, by a person or for want of memory
  | 'hung' // killed by us: it did not answer
  | 'setup' // EX_CONFIG, EX_DATAERR: a person must mend something
  | 'asked' // told to restart

export interface Life {
  readonly cause: Cause
  /** How long it had been ready when it ended, in ms; 0 when it never was. */
  readonly readyMs: number
}

export interface Plan {
  /** Ends without a healthy minute between them; the next decision needs it. */
  readonly failures: number
  /** How long to wait before the next start, in ms. */
  readonly waitMs: number
  /** So many failures that people must be told. It goes on trying all the same: a telephone server never gives up. */
  readonly looping: boolean
}

const HEALTHY_MS = 60_000
const STEADY_MS = 2000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 10_000
const FAILURES_TOLD = 4
const MOST_FAILURES = 8 // with waits that grow
const LOOPING_WAIT_MS = 30_000
const SETUP_WAIT_MS = 5000

/**
 * When to start a process again: at once after the first failure, then after 0.25 s, doubling to 10 s; after 8 failures every 30 s.
 * A healthy minute wipes the slate; one that did its job for 2 s waits no more than 0.25 s. Who was killed from outside while at work
 * has not failed.
 */
export function planRestart(failures: number, { cause, readyMs }: Life): Plan {
  if (cause === 'asked') return { failures, waitMs: 0, looping: false }
  if (cause === 'setup') return { failures, waitMs: SETUP_WAIT_MS, looping: false }
  if (cause === 'killed' && readyMs > 0) return { failures: 0, waitMs: 0, looping: false }

  const before = readyMs >= HEALTHY_MS ? 0 : failures
  const count = before + 1
  const looping = count > FAILURES_TOLD
  if (count > MOST_FAILURES) return { failures: count, waitMs: LOOPING_WAIT_MS, looping }
  const backoff = count === 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 2))
  const waitMs = readyMs >= STEADY_MS ? Math.min(backoff, FIRST_WAIT_MS) : backoff
  return { failures: count, waitMs, looping }
}
