import type { LineEvent } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'

/** The caller on an outside line, of the caller ID that its office sent; undefined: it sent none. */
export function outsideCaller(
  told: Extract<LineEvent, { kind: 'caller' }> | undefined,
): PartyNumber {
  const digits = (told?.number ?? '').replace(/\D/g, '').slice(0, 15)
  const withheld = told?.private === true
  return {
    digits: withheld ? '' : nationalToE164(digits),
    plan: digits.length === 10 || digits.length === 11 ? 'e164' : 'unknown',
    raw: digits,
    presentation: withheld ? 'restricted' : digits === '' ? 'unavailable' : 'allowed',
    screening: digits === '' ? 'none' : 'network',
    ...(told?.name && !withheld ? { name: told.name } : {}),
  }
}

/** Caller ID in North America has ten digits. */
function nationalToE164(digits: string): string {
  return digits.length === 10 ? `1${digits}` : digits
}
