import { Format } from 'typebox/format'

Format.Set('time-zone', isTimeZone)

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
