import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Failure } from './check.ts'
import type { ContextId, Empty, Inventory, Operation, ReplyValue, StreamCodec } from './contract.ts'

export type OperationOf<Op extends Operation['op']> = Extract<Operation, { op: Op }>
export type Outcome = Result<ReplyValue, Failure>

/** A context with the request that made it, to know that request again. */
export interface HeldContext {
  readonly asked: OperationOf<'context'>
  /** Milliseconds of uptime. */
  readonly bornAt: number
}

/** What a gateway holds for its controller: carries out operations, each of them once however often it is said. */
export interface Holding {
  /** Carries out one operation other than `inventory` and `batch`. Never throws for what is no defect of ours. */
  perform(operation: Operation): Outcome
  inventory(lastEvent: number): Inventory
  readonly contexts: Iterable<HeldContext>
  /** Ends a context whose controller stayed away. */
  endOrphan(context: ContextId): void
  readonly totals: HoldingTotals
  /** Of a certificate for DTLS. */
  readonly fingerprint?: string
  readonly codecs?: readonly StreamCodec[]
  close(): void
}

export interface HoldingTotals {
  readonly contexts: number
  readonly terminations: number
  readonly attachments: number
}

export const NOTHING: Outcome = ok<Empty>({})

export function fail(code: Failure['code'], text: string): Outcome {
  return refuse({ code, text })
}

export function noTermination(id: string): Outcome {
  return fail('no-such-termination', `there is no termination ${id}`)
}

export function noContext(id: string): Outcome {
  return fail('no-such-context', `there is no context ${id}`)
}

/** Makes room in a map that holds more than `most`: its oldest entry goes. */
export function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
