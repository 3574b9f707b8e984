// What strangers put into names, User-Agents and reasons to turn text around or to hide it: controls, and overrides of direction.
const TRICKS = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/** JSON of the server, every text in it without characters that change how others are shown. @throws SyntaxError */
export function parseInert(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(TRICKS, '') : value,
  )
}
