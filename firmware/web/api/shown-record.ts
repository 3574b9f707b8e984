import { causeInWords } from '../../calls/cause.ts'
import type { CallRecord } from '../../records/call-record.ts'
import type { Language } from '../../words/message.ts'
import type { ShownRecord } from '../contract.ts'

/** A record as answers have it, its cause in this language. */
export function shownRecord(record: CallRecord, language: Language): ShownRecord {
  const { call, startedAt, answeredAt, endedAt, dialled, caller, answeredBy } = record
  const { cause, talkingSeconds, transfers } = record
  return {
    call,
    startedAt,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(dialled !== undefined && { dialled }),
    ...(caller && { caller }),
    ...(answeredBy && { answeredBy }),
    ...(cause !== undefined && { cause, causeText: causeInWords(cause, language) }),
    ...(talkingSeconds !== undefined && { talkingSeconds }),
    ...(transfers && { transfers }),
  }
}
