import type { Condition } from '../bus/condition.ts'

/** A process to be kept running. */
export interface ProcessSpec {
  /** Of its command socket, pid file and log: `media`. */
  readonly name: string
  /** Program and arguments. */
  readonly command: readonly string[]
  /** Variables beside the supervisor's own. */
  readonly variables?: Readonly<Record<string, string>>
  /** Whether people cannot telephone without it: decides how severe its absence is. */
  readonly vital: boolean
  /** Its turn when all stop, lowest first; those of one turn stop together. */
  readonly stopTurn: number
  readonly stopMs: number // from SIGTERM to SIGKILL
  /** What it is asked for before everything stops; not before it alone is restarted. Never rejects. */
  readonly farewell?: () => Promise<void>
  /** How to ask whether it does its job. Rejects or answers false: no answer. Must end within `timeoutMs`. */
  readonly probe: (timeoutMs: number) => Promise<Probe>
}

/** What a probe learned. `conditions` are passed on as the process gave them. */
export type Probe =
  | { readonly answered: false }
  | { readonly answered: true; readonly ready: boolean; readonly conditions?: readonly Condition[] }

/** How a process ended: by code, by signal, or, for one that is nobody's child, unknown (both null). */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** What it said last, for a person; empty when it said nothing. */
  readonly text: string
}

/** A process under way. */
export interface Running {
  readonly pid: number
  /** When it started, UTC in milliseconds since 1970. */
  readonly since: number
  readonly adopted: boolean
  /** Resolves once it has ended; never rejects. */
  readonly exited: Promise<Exit>
  /** Does nothing when it has ended. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

/** What starts processes and finds those that go on: `spawn` on a laptop, systemd over D-Bus on the image. */
export interface Backend {
  /** The process if it runs already, started by a supervisor that has died. */
  adopt(spec: ProcessSpec): Running | undefined
  /** Never throws: what cannot be started ends at once, with EX_CONFIG and the reason. */
  start(spec: ProcessSpec): Running
}
