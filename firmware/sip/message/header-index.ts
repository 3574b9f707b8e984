import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'

/** Most header lines of one message; RFC 4475 longreq has some 50. */
export const MAX_HEADERS = 128
/** Longest header, folded lines included, in octets. */
export const MAX_HEADER_LENGTH = 8192

const TOKEN_NAME = /^[\w\-.!%*+`'~]+$/

/** Long name by compact form (RFC 3261 §7.3.3 and the registry at IANA). */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

const USUAL =
  'Accept,Accept-Contact,Accept-Encoding,Accept-Language,Alert-Info,Allow,Allow-Events,Authorization,Call-ID,' +
  'Call-Info,Contact,Content-Disposition,Content-Encoding,Content-Language,Content-Length,Content-Type,CSeq,Date,' +
  'Diversion,Error-Info,Event,Expires,From,History-Info,Identity,In-Reply-To,Max-Forwards,MIME-Version,Min-Expires,' +
  'Min-SE,Organization,P-Asserted-Identity,P-Preferred-Identity,Path,Priority,Privacy,Proxy-Authenticate,' +
  'Proxy-Authorization,Proxy-Require,RAck,Reason,Record-Route,Refer-To,Referred-By,Remote-Party-ID,Replaces,' +
  'Reply-To,Require,Retry-After,Route,RSeq,Server,Service-Route,Session-Expires,SIP-ETag,SIP-If-Match,Subject,' +
  'Subscription-State,Supported,Timestamp,To,Unsupported,User-Agent,Via,Warning,WWW-Authenticate,X-Asterisk-HangupCause'

/** Usual spellings to the one string that stands for the name everywhere: comparing is then comparing pointers. */
const CANONICAL = new Map<string, string>()
for (const name of USUAL.split(',')) {
  CANONICAL.set(name, name.toLowerCase())
  CANONICAL.set(name.toLowerCase(), name.toLowerCase())
}
for (const [letter, name] of Object.entries(COMPACT)) {
  CANONICAL.set(letter, CANONICAL.get(name) ?? name)
  CANONICAL.set(letter.toUpperCase(), CANONICAL.get(name) ?? name)
}

/** The name under which a header is indexed: long form in lower case. */
export function canonicalName(name: string): string {
  const known = CANONICAL.get(name)
  if (known) return known
  const lower = name.toLowerCase()
  return CANONICAL.get(lower) ?? lower
}

/**
 * Where the headers of one message stand. `text` holds one octet a character; values are cut out and unfolded only when
 * somebody asks.
 */
export class HeaderIndex {
  readonly text: string
  readonly names: readonly string[]
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]

  constructor(text: string, names: string[], starts: number[], ends: number[]) {
    this.text = text
    this.names = names
    this.#starts = starts
    this.#ends = ends
  }

  /** Position of the next header called `canonical`, from `from` on; -1 when there is none. */
  find(canonical: string, from = 0): number {
    return this.names.indexOf(canonical, from)
  }

  /** Value at a position: unfolded, trimmed, UTF-8 decoded. */
  value(position: number): string {
    const start = this.#starts[position] ?? 0
    return decode(this.text.slice(start, this.#ends[position] ?? start))
  }
}

/**
 * Indexes the header lines in `text` from `start` (behind the start line) to `end` (the index behind the CRLF of the last
 * header). Refuses bare CR and LF, lines that are no headers, and too much of anything.
 */
export function indexHeaders(text: string, start: number, end: number): Result<HeaderIndex> {
  const names: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (let at = start; at < end; ) {
    const lineEnd = endOfLine(text, at)
    if (lineEnd < 0 || lineEnd > end) return refuse('line does not end in CRLF')
    if (isSpace(text.charCodeAt(at))) {
      if (!names.length) return refuse('first header begins with white space')
      ends[ends.length - 1] = lineEnd
    } else {
      const colon = text.indexOf(':', at)
      if (colon < 0 || colon > lineEnd) return refuse('header line has no colon')
      const name = nameAt(text, at, colon)
      if (!name) return refuse('header name is not a token')
      names.push(name)
      starts.push(colon + 1)
      ends.push(lineEnd)
      if (names.length > MAX_HEADERS) return refuse(`more than ${MAX_HEADERS} headers`)
    }
    const last = starts.length - 1
    if (lineEnd - (starts[last] ?? 0) > MAX_HEADER_LENGTH) {
      return refuse(`header is longer than ${MAX_HEADER_LENGTH} octets`)
    }
    at = lineEnd + 2
  }
  return ok(new HeaderIndex(text, names, starts, ends))
}

/** Index of the CRLF that ends the line at `at`; -1 when the line holds a bare CR or LF instead. */
export function endOfLine(text: string, at: number): number {
  const cr = text.indexOf('\r', at)
  return cr >= 0 && text.indexOf('\n', at) === cr + 1 ? cr : -1
}

function nameAt(text: string, at: number, colon: number): string | undefined {
  const name = text.slice(at, colon)
  const known = CANONICAL.get(name)
  if (known) return known
  const trimmed = name.trimEnd() // white space before the colon is legal, RFC 3261 §7.3.1
  return TOKEN_NAME.test(trimmed) ? canonicalName(trimmed) : undefined
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function decode(raw: string): string {
  let value = raw
  if (value.includes('\r')) value = value.replace(/[ \t]*\r\n[ \t]+/g, ' ')
  return utf8(value.trim())
}

/** Turns one octet a character into text. Octets that are no UTF-8 become U+FFFD. */
export function utf8(octets: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  return /^[\x00-\x7f]*$/.test(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8')
}

/** The opposite of `utf8`. */
export function octets(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}
