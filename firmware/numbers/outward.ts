import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { SipTrunk } from '../model/sip-trunk.ts'

/**
 * What is dialled on a CO line for an outside number: the prefix of the line, then the digits as they were dialled (CO-12, CO-13).
 * A number with `+`, which no line understands, takes the form of North America unless the line is to send digits as dialled.
 * An emergency number goes out bare: whatever the prefix is for, it must not stand in the way.
 */
export function outward(
  { plan, raw, digits }: PartyNumber,
  line: Pick<FxoLine, 'sendAsDialed' | 'prefixDigits'>,
): string {
  if (plan === 'emergency') return digits
  const dialled = raw.replace(/[^0-9*#]/g, '')
  const converted = raw.startsWith('+') && !line.sendAsDialed ? nationalForm(digits) : dialled
  return line.prefixDigits + converted
}

/** DIAL-53: +1 NXX NXX-XXXX is 1 NXX NXX-XXXX, any other country has 011 before it. */
function nationalForm(e164: string): string {
  return e164.startsWith('1') ? e164 : `011${e164}`
}

/** How a SIP trunk wants its numbers. */
export type TrunkFormat = Pick<SipTrunk, 'sendAsDialed' | 'digitsSent' | 'prefixString' | 'e164'>

/**
 * What is called over a SIP trunk for an outside number (SIPT-12, SIPT-13, SIPT-16, SADV-6): with `+` where the trunk wants E.164
 * and the number is known whole, else as on a CO line; then only so many trailing digits; then the prefix before them.
 */
export function outwardSip(number: PartyNumber, format: TrunkFormat): string {
  const { plan, digits } = number
  if (plan === 'emergency') return digits
  const { sendAsDialed, digitsSent, prefixString, e164 } = format
  const international = e164 && !sendAsDialed && plan === 'e164'
  const whole = international ? `+${digits}` : outward(number, { sendAsDialed, prefixDigits: '' })
  const sent =
    digitsSent === undefined || digitsSent >= digitsIn(whole) ? whole : whole.slice(-digitsSent)
  return prefixString === '' ? sent : prefixString + sent.replace('+', '')
}

function digitsIn(number: string): number {
  return number.startsWith('+') ? number.length - 1 : number.length
}
