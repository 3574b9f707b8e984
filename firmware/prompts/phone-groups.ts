import type { SpokenLanguage } from './language.ts'

/**
 * A telephone number in the groups in which it is said. Numbers of the North American plan as 3-3-4 in all languages, in
 * front of it 1; national French ones in pairs; others in threes, the last up to four. A plus stays with its country code.
 */
export function phoneGroups(number: string, language: SpokenLanguage): string[] {
  const plus = number.trimStart().startsWith('+') ? '+' : ''
  const digits = number.replace(/[^0-9*#]/g, '')
  if (/[*#]/.test(digits)) return [digits]
  if (/^1[2-9]\d{9}$/.test(digits)) return [`${plus}1`, ...split(digits.slice(1), [3, 3, 4])]
  if (plus === '' && /^[2-9]\d{9}$/.test(digits)) return split(digits, [3, 3, 4])
  if (plus === '' && language === 'fr' && /^0\d{9}$/.test(digits)) {
    return split(digits, [2, 2, 2, 2, 2])
  }
  if (digits.length === 7) return withPlus(plus, split(digits, [3, 4]))
  return withPlus(plus, inThrees(digits))
}

function split(digits: string, sizes: readonly number[]): string[] {
  let at = 0
  return sizes.map((size) => {
    at += size
    return digits.slice(at - size, at)
  })
}

function inThrees(digits: string): string[] {
  const groups: string[] = []
  let rest = digits
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3))
    rest = rest.slice(3)
  }
  return rest === '' ? groups : [...groups, rest]
}

function withPlus(plus: string, [first = '', ...rest]: readonly string[]): string[] {
  return plus + first === '' ? [] : [plus + first, ...rest]
}
