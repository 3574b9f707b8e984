import { constants } from 'node:os'
import type { MediaEvent } from '../../hal/ffi/media-library.ts'
import type { AttachmentId, TerminationId } from './contract.ts'
import type { EventBody } from './event-log.ts'

const NAME_OF_ERROR = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]))

/** An event of the library in the words of the controller, undefined for one that does not concern it. */
export function eventOf(
  event: MediaEvent,
  termination: TerminationId,
  attachment: AttachmentId = '',
): EventBody | undefined {
  switch (event.kind) {
    case 'digit': {
      const { kind, digit, source, side, durationMs } = event
      return { kind, termination, digit, source, side, durationMs }
    }
    case 'played':
      return { kind: 'played', termination, attachment, ...errorOf(event.error) }
    case 'recorded': {
      const { durationMs, error } = event
      return { kind: 'recorded', termination, attachment, durationMs, ...errorOf(error) }
    }
    case 'progress': {
      const { kind, side, heard } = event
      return { kind, termination, attachment, side, heard }
    }
    case 'voice': {
      const { kind, side, speaks } = event
      return { kind, termination, attachment, side, speaks }
    }
    case 'rtp-lost':
    case 'rtp-back':
      return { kind: event.kind, termination }
    case 'secured': // the table knows the keys
    case 'learned': // `stats` says where it sends to
    case 'overflow':
      return undefined
  }
}

function errorOf(error: number): { error?: string } {
  return error === 0 ? {} : { error: nameOfError(error) }
}

/** `EACCES` of a negative errno. */
export function nameOfError(error: number): string {
  return NAME_OF_ERROR.get(Math.abs(error)) ?? String(error)
}
