import type { Payloads } from './payloads.ts'
import type { Params, Topic } from './topics.ts'

/**
 * Events and state between processes. Commands never travel here, and nothing waits for it: publishing while the broker is away
 * returns at once. State (retained topics) is remembered and published when the broker is back; events are kept up to a bound,
 * the oldest lost first.
 */
export interface Bus {
  readonly connected: boolean

  /** Never throws for a broker's sake. What does not fit its schema is dropped by those who hear it. */
  publish<Path extends string, Name extends keyof Payloads>(
    topic: Topic<Path, Name>,
    params: Params<Path>,
    payload: Payloads[Name],
  ): void

  /** Takes back a retained state: late subscribers hear nothing, present ones hear `undefined`. */
  clear<Path extends string, Name extends keyof Payloads>(
    topic: Topic<Path, Name>,
    params: Params<Path>,
  ): void

  /**
   * Hears a topic until `signal` fires, over every reconnect. `wanted` narrows it: `{ site: HERE }`; a name left out means any.
   * The payload is checked; one that does not fit is logged and dropped. It is undefined when a state was cleared.
   */
  subscribe<Path extends string, Name extends keyof Payloads>(
    topic: Topic<Path, Name>,
    hear: (params: Params<Path>, payload: Payloads[Name] | undefined) => void,
    signal: AbortSignal,
    wanted?: Partial<Params<Path>>,
  ): void

  /** Hears of a state only whether it is there, and not, or no more, what it is. For the rest like `subscribe`. */
  presence<Path extends string, Name extends keyof Payloads>(
    topic: Topic<Path, Name>,
    hear: (params: Params<Path>, present: boolean) => void,
    signal: AbortSignal,
    wanted?: Partial<Params<Path>>,
  ): void

  /** Calls `run` at every (re)connection, the present one included: events may have been missed, read the state again. */
  whenConnected(run: () => void, signal: AbortSignal): void

  /** Sends what is under way, then disconnects; at most `timeoutMs` (1000). */
  close(timeoutMs?: number): Promise<void>
}
