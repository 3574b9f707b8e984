/** Signs that ASCII has something for. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '<<', '»': '>>',
  '‐': '-', '‑': '-', '–': '-', '—': '-', '−': '-', '·': '.', '•': '*', '●': '*', '○': 'o',
  '→': '->', '←': '<-', '×': 'x', ß: 'ss', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O',
  đ: 'd', Đ: 'D', ł: 'l', Ł: 'L', '\t': ' ',
} // biome-ignore format: a table

const LONGEST = 4096

/**
 * Any text as the console may have it: printable ASCII, on one line. Everything that goes to the terminal goes through here, so nothing that a
 * stranger sets (a caller's name, a User-Agent, a log's text) moves its cursor, rings or answers for the technician (SECURITY 16). ASCII only,
 * because to a terminal that does not know UTF-8 the second byte of a Cyrillic letter is a control character.
 */
export function inert(text: string): string {
  let clean = ''
  for (const sign of text.slice(0, LONGEST).normalize('NFKD')) {
    if (sign >= ' ' && sign <= '~') clean += sign
    else if (!/\p{M}/u.test(sign)) clean += LOOKALIKES[sign] ?? '?' // an accent goes, its letter stays
  }
  return clean
}

/** One place on the screen for one character of what a person types. */
export function cellOf(character: string): string {
  return character >= ' ' && character <= '~' ? character : '?'
}

/** Inert, and at most `width` characters. */
export function short(text: string, width: number): string {
  const clean = inert(text)
  return clean.length <= width ? clean : `${clean.slice(0, Math.max(0, width - 2))}..`
}
