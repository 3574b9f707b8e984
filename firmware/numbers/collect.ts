import { OPERATOR_DIGIT } from '../model/dial-plan.ts'
import { type Extent, readNanp } from './nanp.ts'
import { emergencyNumbers, type NumberSpace } from './number-space.ts'

/** What to do about the digits that a telephone has dialled so far. */
export interface Collected {
  /** `more`: wait for the next digit. `may-be-complete`: place the call when none comes for a while. `complete`: place it now. */
  readonly state: Extent
  /** What was dialled, without the `#` that ended it: what `route` is to be given. */
  readonly number: string
}

/** Reads what was dialled digit by digit, DIAL-50: as soon as nothing longer is possible, the call goes. `#` ends a number at once. */
export function collect(digits: string, space: NumberSpace): Collected {
  const emergency = emergencyNumbers(space.plan).find((number) => digits.startsWith(number))
  if (emergency !== undefined) return { state: 'complete', number: emergency } // EMER-4

  const end = digits.indexOf('#')
  if (end < 0) return { state: extentOf(digits, space), number: digits }
  const number = digits.slice(0, end)
  const extent = extentOf(number, space)
  return { state: extent === 'more' || extent === 'impossible' ? 'impossible' : 'complete', number }
}

function extentOf(digits: string, space: NumberSpace): Extent {
  const ways = [extensions(digits, space), emergencies(digits, space), operator(digits)]
  return ways.reduce(either, outside(digits, space))
}

/** What the digits are when they may be one thing or the other. */
function either(one: Extent, other: Extent): Extent {
  if (one === 'impossible') return other
  if (other === 'impossible') return one
  if (one === 'more' && other === 'more') return 'more'
  if (one === 'complete' && other === 'complete') return 'complete'
  return 'may-be-complete'
}

function extensions(digits: string, space: NumberSpace): Extent {
  const longer = isBeginning(digits, space.numbers())
  if (space.extension(digits)) return longer ? 'may-be-complete' : 'complete'
  return longer ? 'more' : 'impossible'
}

function emergencies(digits: string, { plan }: NumberSpace): Extent {
  return isBeginning(digits, emergencyNumbers(plan)) ? 'more' : 'impossible'
}

function operator(digits: string): Extent {
  if (digits === '') return 'more'
  return digits === OPERATOR_DIGIT ? 'complete' : 'impossible'
}

function outside(digits: string, { plan }: NumberSpace): Extent {
  if (plan.outsideDigit.startsWith(digits)) return 'more'
  const rest = digits.slice(plan.outsideDigit.length)
  if (!digits.startsWith(plan.outsideDigit) || !/^\d+$/.test(rest)) return 'impossible'
  return readNanp(rest).extent
}

function isBeginning(digits: string, numbers: Iterable<string>): boolean {
  for (const number of numbers) {
    if (number.length > digits.length && number.startsWith(digits)) return true
  }
  return false
}
