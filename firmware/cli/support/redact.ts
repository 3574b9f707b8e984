const REMOVED = '[removed]'

const WORDS =
  '[\\w.-]*(?:password|passwd|passphrase|secret|token|credential|api[_-]?key|private[_-]?key|unit[_-]?key|cookie)[\\w.-]*|[\\w.-]*pins?|response|cnonce|ha1'
const QUOTE = '\\\\?["\']'
const STRING = '\\\\"(?:[^"\\\\])*\\\\"|"(?:[^"\\\\]|\\\\.)*"|\'[^\']*\''

/** What gives a secret away by the words before it, in JSON, YAML, headers and settings alike, quoted again or not. */
const PATTERNS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, REMOVED],
  [
    new RegExp(
      `((?:proxy-)?authorization${QUOTE}?\\s*[:=]\\s*${QUOTE}?)(?:[^"\\\\\\r\\n]|\\\\")+`,
      'gi',
    ),
    `$1${REMOVED}`,
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']+:)[^\s/@"']+(?=@)/gi, `$1${REMOVED}`],
  [
    new RegExp(
      `(^|[^\\w.-])((?:${WORDS})${QUOTE}?\\s*[:=]\\s*)(?:${STRING}|[^\\s,;&}\\]"']+)`,
      'gim',
    ),
    `$1$2"${REMOVED}"`,
  ],
]

/** Text without secrets: neither a value in `known` nor what a telling word stands before. Takes too much rather than too little. */
export function redact(text: string, known: readonly string[]): string {
  let redacted = text
  for (const value of known) {
    if (value.length >= 4) redacted = redacted.replaceAll(value, REMOVED)
  }
  for (const [pattern, replacement] of PATTERNS) redacted = redacted.replace(pattern, replacement)
  return redacted
}
