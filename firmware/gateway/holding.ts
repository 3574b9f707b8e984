import type { Handle } from '../../hal/ffi/media-library.ts'
import type { Result } from '../result.ts'
import { ok, refuse } from '../result.ts'
import type { Failure } from './check.ts'
import type { Added, AttachmentId, Empty, Operation, ReplyValue, Stream } from './contract.ts'
import { failureOf } from './media-errors.ts'

/** What a gateway holds for its controller: each thing with the request that made it, to know that request again. */
export interface Context {
  readonly asked: OperationOf<'context'>
  readonly handle: Handle
  /** Milliseconds of uptime. */
  readonly bornAt: number
  readonly terminations: Set<Termination>
}

export interface Termination {
  readonly asked: OperationOf<'add'>
  readonly added: Added
  readonly handle: Handle
  context: Context
  stream: Stream | undefined
  /** Those that have ended too: a late repetition must not start one again. */
  readonly attachments: Map<AttachmentId, Attachment>
  readonly digits: Map<string, OperationOf<'digits'>>
  /** Whose voice it hears otherwise than at the beginning. */
  readonly hears: Map<Termination, boolean>
}

export interface Attachment {
  readonly asked: Attaching
  readonly handle: Handle
  readonly termination: Termination
  ended: boolean
  /** Its end may be among events that the library lost. */
  doubtful: boolean
}

export type OperationOf<Op extends Operation['op']> = Extract<Operation, { op: Op }>
export type Attaching = OperationOf<'play'> | OperationOf<'record'> | OperationOf<'detect'>
export type Outcome = Result<ReplyValue, Failure>

/** Of one termination: ended attachments, and digits sent. */
export const MOST_REMEMBERED = 4096

export const NOTHING: Outcome = ok<Empty>({})

export function fail(code: Failure['code'], text: string): Outcome {
  return refuse({ code, text })
}

export function noTermination(id: string): Outcome {
  return fail('no-such-termination', `there is no termination ${id}`)
}

/** Removes what the library may have let go by itself; whether it was there. */
export function unlessGone(remove: () => void): boolean {
  try {
    remove()
    return true
  } catch (error) {
    if (failureOf(error).code !== 'no-such-termination') throw error
    return false
  }
}

/** Makes room in a map that holds more than `most`: its oldest entry goes. */
export function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
