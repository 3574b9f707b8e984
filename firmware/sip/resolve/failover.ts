import type { Hop } from '../contract.ts'
import type { HopHealth } from './health.ts'

/** What came of a request that was sent to one hop. */
export interface Outcome<Response> {
  /** Final status; 408 and 503 without a response are our own: silence, and a dead transport. */
  readonly status: number
  readonly response?: Response | undefined
  /** A provisional response had come: the peer has begun to work, and what it may have done must not be done twice. */
  readonly hasBegun?: boolean
}

/** A 503 asks for patience of its own by Retry-After; more than this is not granted. */
const MOST_PATIENCE_MS = 300_000

/**
 * RFC 3263 §4.3: the next hop after a 503, and after silence or a dead transport before any response. What the last one that was tried
 * came to; 503 where there is no hop at all. Rejects with the signal's reason, and with whatever `attempt` rejects with.
 */
export async function failover<Response>(
  hops: readonly Hop[],
  attempt: (hop: Hop) => Promise<Outcome<Response> & { readonly retryAfterSeconds?: number }>,
  options: { readonly health?: HopHealth; readonly signal?: AbortSignal } = {},
): Promise<Outcome<Response>> {
  const { health, signal } = options
  let last: Outcome<Response> = { status: 503 }
  for (const hop of hops) {
    signal?.throwIfAborted()
    const outcome = await attempt(hop)
    last = outcome
    if (!hasFailed(outcome)) {
      health?.worked(hop)
      return outcome
    }
    const { retryAfterSeconds } = outcome
    if (retryAfterSeconds === undefined) health?.failed(hop)
    else health?.failed(hop, Math.min(retryAfterSeconds * 1000, MOST_PATIENCE_MS))
  }
  return last
}

function hasFailed({ status, response, hasBegun }: Outcome<unknown>): boolean {
  if (response !== undefined) return status === 503
  return (status === 503 || status === 408) && !hasBegun
}
