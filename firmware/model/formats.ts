import { Format } from 'typebox/format'

Format.Set('time-zone', isTimeZone)
Format.Set('country', isCountry)

/** Whether this machine's time-zone data knows the IANA name, as `America/New_York`. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return false // offsets as +02:00 are no zone
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false // the only way that Intl says no
  }
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Whether `code` is an ISO 3166-1 code of two capital letters that is given to a country or territory. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && COUNTRIES.of(code) !== undefined
}
