/**
 * A number as strangers write it, for comparing: digits only, and those of North America as they are there, without the 1 before
 * the area code. Empty for what is no number.
 */
export function comparable(text: string): string {
  const digits = text.replace(/[-.() ]/g, '')
  if (!/^\+?\d{1,32}$/.test(digits)) return ''
  const bare = digits.replace('+', '')
  return bare.length === 11 && bare.startsWith('1') ? bare.slice(1) : bare
}

/** The number in E.164 without `+`, where its form tells that it is one: with `+`, or ten or eleven digits of North America. */
export function e164Of(text: string): string | undefined {
  const number = text.replace(/[-.() ]/g, '')
  if (/^\+\d{7,15}$/.test(number)) return number.slice(1)
  if (/^1[2-9]\d{2}[2-9]\d{6}$/.test(number)) return number
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(number) ? `1${number}` : undefined
}
