import type {
  AttachmentId,
  ContextId,
  LineName,
  Operation,
  Side,
  Signal,
  Stream,
  TerminationId,
} from '../gateway/contract.ts'
import type { SrtpKeys } from '../gateway/transport.ts'

/** One party's audio in a media context, as it is wanted of the gateway. */
export interface Termination {
  readonly id: TerminationId
  /** Empty for one on a line. */
  readonly localAddress: string
  /** The analog line that it is on; else it has RTP. */
  readonly line?: LineName
  /** It came out of another context; a gateway that missed that has it there still. */
  moved?: boolean
  /** Of RTP; 0 for a line. Undefined until the gateway has answered for it. */
  port?: number
  stream?: Stream
  /** Of a DTLS handshake: for a gateway that starts anew. */
  keys?: SrtpKeys
  readonly attachments: Map<AttachmentId, Attachment>
  /** What it hears while it is set aside, and how many such there were before: a gateway plays each name once. */
  aside?: { readonly attachment: AttachmentId; readonly count: number }
}

/** What a detector listens for; left out: DTMF. */
export type Listening = 'progress' | 'voice'

export type Attachment = (
  | { readonly kind: 'play'; readonly side: Side; readonly signal: Signal }
  | { readonly kind: 'detect'; readonly side: Side; readonly what?: Listening }
) & {
  /** The gateway has answered for it; until then an inventory need not hold it. */
  there: boolean
}

export interface TerminationSnapshot extends Readonly<Omit<Termination, 'attachments'>> {
  readonly attachments: readonly (readonly [AttachmentId, Attachment])[]
}

export function snapshotOf({ attachments, ...termination }: Termination): TerminationSnapshot {
  return {
    ...termination,
    attachments: [...attachments].map(([attachment, what]) => [attachment, { ...what }] as const),
  }
}

export function restored({ attachments, ...termination }: TerminationSnapshot): Termination {
  return {
    ...termination,
    // The answer for a line tells nothing: with or without it, the line is asked for again by `resync`.
    ...(termination.line !== undefined && { port: 0 }),
    attachments: new Map(attachments),
  }
}

/** Makes it; `stream` is what it begins with. */
export function addOperation(
  context: ContextId,
  { id, line, localAddress, port }: Termination,
  stream?: Stream,
): Operation {
  const common = { context, termination: id }
  if (line !== undefined) return { op: 'add-line', ...common, line }
  return {
    op: 'add',
    ...common,
    localAddress,
    ...(port === undefined ? {} : { port }),
    ...(stream ? { stream } : {}),
  }
}

/** Its stream, with the keys of a handshake that a gateway may have forgotten. */
export function streamOperations({ id, stream, keys }: Termination): Operation[] {
  if (!stream) return []
  const transport = keys && stream.transport && { ...stream.transport, keys }
  return [{ op: 'stream', termination: id, stream: { ...stream, ...(transport && { transport }) } }]
}

/** Whether a handshake with the one holds for the other. */
export function isSamePeer(before: Stream | undefined, after: Stream): boolean {
  return before?.transport?.dtls?.fingerprint === after.transport?.dtls?.fingerprint
}

export function attachOperations({ id, attachments }: Termination): Operation[] {
  return [...attachments].map(([attachment, what]) => attachOperation(id, attachment, what))
}

export function attachOperation(
  termination: TerminationId,
  attachment: AttachmentId,
  attached: Attachment,
): Operation {
  const { side } = attached
  if (attached.kind === 'play')
    return { op: 'play', termination, attachment, side, signal: attached.signal }
  const { what } = attached
  return { op: 'detect', termination, attachment, side, ...(what && { what }) }
}
