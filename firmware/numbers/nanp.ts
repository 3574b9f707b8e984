/** Numbers as they are dialled in North America, after the digit for outside calls. DIAL-50, DIAL-53. */
import type { NumberPlan } from '../model/party-number.ts'
import type { Message } from '../words/message.ts'
import { message } from '../words/say.ts'

/** How far what was dialled has come: `more` digits are needed, there may or cannot be more, or none would help. */
export type Extent = 'more' | 'may-be-complete' | 'complete' | 'impossible'

export interface NanpReading {
  readonly extent: Extent
  readonly plan: NumberPlan
  /** Canonical: E.164 where the digits tell it, else as dialled. */
  readonly digits: string
  /** Completes "5855550100 is …". */
  readonly says: Message
}

/** Reads digits, and nothing but digits. */
export function readNanp(dialled: string): NanpReading {
  if (dialled.startsWith('011')) return international(dialled)
  if (dialled.startsWith('0')) return carrierOperator(dialled)
  if (dialled.startsWith('1')) return longDistance(dialled)
  if (/^[2-8]11/.test(dialled)) return service(dialled)
  return dialled === '' ? needsMore(dialled) : local(dialled)
}

/** Digits of the shortest numbers, country code included. */
export const SHORTEST_E164 = 7
const LONGEST_E164 = 15
const LONGEST_DIALLED = 18 // 011 and the longest

/** DIAL-53: 011, country code, number. No country code begins with 0. */
function international(dialled: string): NanpReading {
  const digits = dialled.slice(3)
  if (digits.startsWith('0') || digits.length > LONGEST_E164) return impossible(dialled)
  if (digits.length < SHORTEST_E164) return needsMore(dialled)
  const extent = digits.length === LONGEST_E164 ? 'complete' : 'may-be-complete'
  return { extent, plan: 'e164', digits, says: message('outside.international', { digits }) }
}

/** 0, 00 and what is dialled through the carrier's operator goes out untouched. */
function carrierOperator(dialled: string): NanpReading {
  if (dialled.length > LONGEST_DIALLED) return impossible(dialled)
  if (!/^00?$|^00|^.{8}/.test(dialled)) return needsMore(dialled)
  const extent = dialled.length === LONGEST_DIALLED ? 'complete' : 'may-be-complete'
  const says = message('outside.carrier-operator')
  return { extent, plan: 'unknown', digits: dialled, says }
}

/** 1, area code, number. */
function longDistance(dialled: string): NanpReading {
  if (!beginsLike(dialled, 'DNXXNXXXXXX')) return impossible(dialled)
  return dialled.length < 11 ? needsMore(dialled) : whole(dialled, dialled)
}

/** FC-24: 211 to 811; 911 is the emergency number before it comes here. */
function service(dialled: string): NanpReading {
  if (dialled.length > 3) return impossible(dialled)
  return { extent: 'complete', plan: 'service', digits: dialled, says: message('outside.service') }
}

/** Seven digits, or area code and number: ten. An exchange never begins with 0 or 1, so the fourth digit may tell. */
function local(dialled: string): NanpReading {
  const longer = beginsLike(dialled, 'NXXNXXXXXX')
  if (dialled === '988') {
    return {
      extent: 'may-be-complete',
      plan: 'service',
      digits: dialled,
      says: message('outside.service'),
    }
  }
  if (longer && dialled.length === 10) return whole(dialled, `1${dialled}`)
  if (beginsLike(dialled, 'NXXXXXX') && dialled.length === 7) {
    const extent = longer ? 'may-be-complete' : 'complete'
    return { extent, plan: 'unknown', digits: dialled, says: message('outside.local') }
  }
  return longer || beginsLike(dialled, 'NXXXXXX') ? needsMore(dialled) : impossible(dialled)
}

function whole(dialled: string, digits: string): NanpReading {
  return {
    extent: 'complete',
    plan: 'e164',
    digits,
    says: message('outside.whole', { digits, area: dialled.slice(-10, -7) }),
  }
}

/** Whether the digits are, or may become, what the pattern says: N is 2 to 9, X any digit, D this one. */
function beginsLike(digits: string, pattern: string): boolean {
  if (digits.length > pattern.length) return false
  return [...digits].every((digit, at) => pattern[at] !== 'N' || digit > '1')
}

function needsMore(dialled: string): NanpReading {
  return {
    extent: 'more',
    plan: 'unknown',
    digits: dialled,
    says: message('outside.beginning'),
  }
}

function impossible(dialled: string): NanpReading {
  const says = message('outside.impossible')
  return { extent: 'impossible', plan: 'unknown', digits: dialled, says }
}
