/** Six octets in hexadecimal as labels, phones and people write them: `0015.65aa.bbcc`, `00:15:65:AA:BB:CC`, or without anything between. */
export const MAC_PATTERN = /^(?:[0-9A-Fa-f]{2}[:. -]?){5}[0-9A-Fa-f]{2}$/

/** Twelve hexadecimal digits in lower case; a text that is no MAC address stays as it is. */
export function plainMac(text: string): string {
  const trimmed = text.trim()
  return MAC_PATTERN.test(trimmed) ? trimmed.replace(/[:. -]/g, '').toLowerCase() : text
}
