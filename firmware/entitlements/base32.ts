/** Base 32 as people can read it from paper: no I, L, O or U, and those that are mistaken for others are taken for them (Crockford's alphabet). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5
const OCTET = 8

/** The octets in base 32, without padding. */
export function toBase32(octets: Uint8Array): string {
  let text = ''
  let [held, bits] = [0, 0]
  for (const octet of octets) {
    held = (held << OCTET) | octet
    bits += OCTET
    while (bits >= BITS) {
      bits -= BITS
      text += DIGITS[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? text + DIGITS[(held << (BITS - bits)) & 31] : text
}

/** The octets again, whatever the case; undefined where a character is none of base 32, or where bits are left over. */
export function fromBase32(text: string): Buffer | undefined {
  const plain = text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  const octets = Buffer.alloc(Math.floor((plain.length * BITS) / OCTET))
  let [held, bits, at] = [0, 0, 0]
  for (const digit of plain) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    held = (held << BITS) | value
    bits += BITS
    if (bits < OCTET) continue
    bits -= OCTET
    octets[at++] = held >> bits
    held &= (1 << bits) - 1
  }
  return held === 0 && bits < BITS ? octets : undefined // one spelling a key
}
