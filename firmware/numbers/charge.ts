import type { OutsideLevel } from '../model/outside-rules.ts'
import type { PartyNumber } from '../model/party-number.ts'

/** What kind of charge an outside number is known for. `free`: the called party pays. */
export type Charge = 'free' | 'national' | 'international' | 'premium'

/** The called party pays, by the area codes that the North American plan keeps for it. */
const TOLL_FREE = new Set(['800', '833', '844', '855', '866', '877', '888'])

/** Charged by who is called: 900, and the carriers' own 700; 500 leads to wherever its owner says. */
const PREMIUM_AREAS = new Set(['500', '700', '900'])
const PREMIUM_EXCHANGE = '976'

/** Islands and countries that are dialled like the next town, and charged as abroad: what callers-back of strangers fall for. */
const ABROAD = new Set(
  '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876'.split(' '),
)

/** Country codes of ITU-T E.164 that are no country: premium rate (979), satellites and networks (87, 88) but for 800 and 808. */
const NO_COUNTRY = /^(?:979|87\d|88[123])/

/** What a call to that outside number costs, as far as its digits tell. Of North America, the only numbering plan that there is yet. */
export function chargeOf({ digits, plan }: Pick<PartyNumber, 'digits' | 'plan'>): Charge {
  if (plan === 'e164')
    return digits.startsWith('1') ? northAmerican(digits.slice(1)) : abroad(digits)
  if (digits.startsWith('0')) return 'international' // 01 is abroad with the carrier's operator, and 0 asks for anything
  return digits.length === 7 && digits.startsWith(PREMIUM_EXCHANGE) ? 'premium' : 'national'
}

function northAmerican(number: string): Charge {
  const [area, exchange] = [number.slice(0, 3), number.slice(3, 6)]
  if (PREMIUM_AREAS.has(area) || exchange === PREMIUM_EXCHANGE) return 'premium'
  if (ABROAD.has(area)) return 'international'
  return TOLL_FREE.has(area) ? 'free' : 'national'
}

function abroad(digits: string): Charge {
  return NO_COUNTRY.test(digits) ? 'premium' : 'international'
}

const ALLOWED: Readonly<Record<OutsideLevel, readonly Charge[]>> = {
  none: [],
  national: ['free', 'national'],
  international: ['free', 'national', 'international'],
  premium: ['free', 'national', 'international', 'premium'],
}

/** Whether somebody of that level may call a number of that charge. */
export function isWithin(level: OutsideLevel, charge: Charge): boolean {
  return ALLOWED[level].includes(charge)
}
