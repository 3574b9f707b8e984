import { causeInWords } from '../../calls/cause.ts'
import type { CallRecord, TransferRecord } from '../../records/call-record.ts'
import type { Language } from '../../words/message.ts'
import { say } from '../../words/say.ts'
import { STORY } from '../../words/story.ts'
import type { ShownQuality, ShownRecord, ShownTransfer } from '../contract.ts'

/** A record as answers have it, its cause in this language. */
export function shownRecord(record: CallRecord, language: Language): ShownRecord {
  const { call, startedAt, answeredAt, endedAt, dialled, caller, answeredBy } = record
  const { cause, talkingSeconds, transfers } = record
  const quality = qualityOf(record)
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
    ...(quality.length > 0 && { quality }),
    ...(transfers && { transfers: transfers.map((one) => shownTransfer(one, language)) }),
  }
}

function qualityOf({ legs }: CallRecord): readonly ShownQuality[] {
  return legs.flatMap(({ leg, party, quality }) =>
    quality ? [{ leg, ...(party && { party }), ...quality }] : [],
  )
}

/** Reasons that came from outside, and are none that we know, are not shown. */
function shownTransfer({ why, ...transfer }: TransferRecord, language: Language): ShownTransfer {
  const id = `${transfer.kind}.${why}`
  return isKnown(id) ? { ...transfer, why: say(language, { id }) } : transfer
}

function isKnown(id: string): id is keyof typeof STORY {
  return Object.hasOwn(STORY, id)
}
