/** Text from outside as it may stand in a message: at most `max` characters, without control characters. */
export function printable(text: string, max = 40): string {
  const clean = text.replace(/\p{Cc}/gu, '\u{fffd}')
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean
}
