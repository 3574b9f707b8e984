import type { Document, Subject } from './event-package.ts'
import { documentOf, subjectUri } from './event-package.ts'

export const MESSAGE_SUMMARY = 'application/simple-message-summary'

/** Messages of one kind in a mailbox; urgent ones are counted in `fresh` and `old` too. */
export interface MessageCounts {
  readonly fresh: number
  readonly old: number
  readonly urgentFresh?: number
  readonly urgentOld?: number
}

const MOST = 4_294_967_295 // RFC 3842 §5.2

/** RFC 3842 §5.2. `account`: the URI to call to hear the messages. */
export function messageSummary(
  subject: Subject,
  { fresh, old, urgentFresh = 0, urgentOld = 0 }: MessageCounts,
  account = subjectUri(subject),
): Document {
  const count = (number: number) => String(Math.min(Math.max(0, Math.floor(number)), MOST))
  const text = [
    `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}`,
    `Message-Account: ${account}`,
    `Voice-Message: ${count(fresh)}/${count(old)} (${count(urgentFresh)}/${count(urgentOld)})`,
    '',
  ].join('\r\n')
  return documentOf(MESSAGE_SUMMARY, text)
}
