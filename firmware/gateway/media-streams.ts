import type { Handle, MediaEvent, MediaLibrary } from '../../hal/ffi/media-library.ts'
import type { Stream, TerminationId } from './contract.ts'
import type { EventBody } from './event-log.ts'
import { nameOfError } from './media-events.ts'

/** Sets a stream, its protection first: not one packet leaves in the clear before. `before`: what was set last. */
export function setStream(
  library: MediaLibrary,
  termination: Handle,
  stream: Stream,
  before?: Stream,
): void {
  const { transport } = stream
  if (transport) library.setSecure(termination, transport)
  else if (before?.transport) library.setSecure(termination, { keying: 'plain', mux: false })
  library.setRtp(termination, stream)
}

/** What the controller is told of a handshake: the keys too, which a gateway that starts anew will need. */
export function securedEvent(
  library: MediaLibrary,
  { termination, error }: Extract<MediaEvent, { kind: 'secured' }>,
  id: TerminationId,
): EventBody {
  if (error !== 0) return { kind: 'secured', termination: id, error: nameOfError(error) }
  const keys = library.keys(termination)
  return { kind: 'secured', termination: id, ...(keys && { keys }) }
}
