/** Text from outside as it may stand in a message: short, without control characters. */
export function printable(text: string): string {
  const clean = text.replace(/\p{Cc}/gu, '\u{fffd}')
  return clean.length > 40 ? `${clean.slice(0, 39)}…` : clean
}
