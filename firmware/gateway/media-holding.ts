import type { Handle } from '../../hal/ffi/media-library.ts'
import type { Added, AttachmentId, Stream } from './contract.ts'
import type { HeldContext, OperationOf } from './holding.ts'
import { failureOf } from './media-errors.ts'
import type { MusicSource } from './music.ts'
import type { Places } from './places.ts'

/** What a media gateway holds: each thing with the request that made it, to know that request again. */
export interface Context extends HeldContext {
  readonly handle: Handle
  readonly terminations: Set<Termination>
}

export interface Termination {
  readonly asked: OperationOf<'add' | 'add-line' | 'add-pass' | 'add-studio' | 'add-listener'>
  /** Of an RTP termination, or one that passes. */
  readonly added: Added | undefined
  readonly handle: Handle
  context: Context
  readonly places: Places
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
  /** Of changes that were made: each is made once. */
  readonly steered: Map<string, OperationOf<'steer'>>
  ended: boolean
  /** Of music: what it hears, until it has ended. */
  music: MusicSource | undefined
  /** Its end may be among events that the library lost. */
  doubtful: boolean
}

export type Attaching = OperationOf<'play'> | OperationOf<'record'> | OperationOf<'detect'>

/** Of one termination: ended attachments, and digits sent. */
export const MOST_REMEMBERED = 4096

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
