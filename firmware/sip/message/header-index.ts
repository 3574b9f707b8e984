import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import { endOfToken, isSpace, isToken, skipSpace, trimmed } from './tokens.ts'

/** Most header lines of one message; RFC 4475 longreq has some 50. */
export const MAX_HEADERS = 128
/** Longest header, folded lines included, in octets. */
export const MAX_HEADER_LENGTH = 8192

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

/** Headers that a PBX meets; others are found too, only not as fast. */
const USUAL =
  'Accept,Accept-Contact,Accept-Encoding,Accept-Language,Alert-Info,Allow,Allow-Events,Answer-Mode,' +
  'Authentication-Info,Authorization,Call-ID,Call-Info,Contact,Content-Disposition,Content-Encoding,' +
  'Content-Language,Content-Length,Content-Type,CSeq,Date,Diversion,Error-Info,Event,Expires,Flow-Timer,From,' +
  'Geolocation,Geolocation-Error,Geolocation-Routing,History-Info,Identity,In-Reply-To,Join,Max-Forwards,' +
  'MIME-Version,Min-Expires,Min-SE,Organization,P-Access-Network-Info,P-Asserted-Identity,P-Called-Party-ID,' +
  'P-Early-Media,P-Preferred-Identity,Path,Priority,Priv-Answer-Mode,Privacy,Proxy-Authenticate,' +
  'Proxy-Authorization,Proxy-Require,RAck,Reason,Record-Route,Refer-Sub,Refer-To,Referred-By,Remote-Party-ID,' +
  'Replaces,Reply-To,Require,Resource-Priority,Retry-After,Route,RSeq,Server,Service-Route,Session-Expires,' +
  'Session-ID,SIP-ETag,SIP-If-Match,Subject,Subscription-State,Supported,Suppress-If-Match,Target-Dialog,' +
  'Timestamp,To,Unsupported,User-Agent,User-to-User,Via,Warning,WWW-Authenticate,X-Asterisk-HangupCause'

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

/** Headers that every message is asked for: where they stand is known without a search. */
export const HOT = {
  via: 0,
  from: 1,
  to: 2,
  'call-id': 3,
  cseq: 4,
  contact: 5,
  'max-forwards': 6,
  'content-length': 7,
  'content-type': 8,
  'record-route': 9,
} as const
export type Hot = (typeof HOT)[keyof typeof HOT]

/** A header name as the index knows it. */
interface Name {
  /** As it may be spelt, in lower case. */
  readonly spelling: string
  readonly canonical: string
  /** Place among the hot ones; -1 for others. */
  readonly hot: number
}

/** Characters of a header name in lower case; 0 for what no token has. */
const FOLD = new Uint8Array(128)
for (let code = 0x21; code < 127; code++) {
  const character = String.fromCharCode(code)
  if (isToken(character)) FOLD[code] = character.toLowerCase().charCodeAt(0)
}

/**
 * Known names by a number made of their length and three of their characters. Two names with one number are no mistake, as all
 * characters are compared then; the second is only found more slowly, as an unknown one.
 */
const KNOWN: (Name | undefined)[] = new Array(4096).fill(undefined)
for (const spelling of CANONICAL.keys()) {
  KNOWN[numberOf(spelling, 0, spelling.length)] ??= nameOf(
    spelling.toLowerCase(),
    canonicalName(spelling),
  )
}

function numberOf(text: string, at: number, end: number): number {
  const middle = text.charCodeAt((at + end) >> 1) & 31
  return (
    ((text.charCodeAt(at) & 31) * 131 +
      (text.charCodeAt(end - 1) & 31) * 17 +
      middle * 577 +
      (end - at) * 31) &
    4095
  )
}

function nameOf(spelling: string, canonical: string): Name {
  return { spelling, canonical, hot: Object.hasOwn(HOT, canonical) ? HOT[canonical as 'via'] : -1 }
}

/**
 * Where the headers of one message stand. `text` holds one octet a character; values are cut out and unfolded only when
 * somebody asks.
 */
export class HeaderIndex {
  readonly text: string
  readonly names: readonly string[]
  /** Index behind the empty line. */
  readonly bodyStart: number
  /** Bit n: the hot header n stands more than once. */
  readonly repeated: number
  readonly #starts: readonly number[]
  /** Negative where the value is more than printable ASCII in one line. */
  readonly #ends: readonly number[]
  readonly #first: readonly number[]

  constructor(text: string, scan: Scan, bodyStart: number) {
    this.text = text
    this.names = scan.names
    this.bodyStart = bodyStart
    this.repeated = scan.repeated
    this.#starts = scan.starts
    this.#ends = scan.ends
    this.#first = scan.first
  }

  /** Position of the first header of these; -1 when there is none. */
  first(hot: Hot): number {
    return this.#first[hot] ?? -1
  }

  /** Value of the first of these; '' when there is none. */
  firstValue(hot: Hot): string {
    const position = this.#first[hot] ?? -1
    return position < 0 ? '' : this.value(position)
  }

  /** Position of the next header called `canonical`, from `from` on; -1 when there is none. */
  find(canonical: string, from = 0): number {
    return this.names.indexOf(canonical, from)
  }

  /** Value at a position: unfolded, trimmed, UTF-8 decoded. */
  value(position: number): string {
    const { text } = this
    let start = this.#starts[position] ?? 0
    const bound = this.#ends[position] ?? start
    let end = Math.abs(bound)
    while (start < end && isSpace(text.charCodeAt(start))) start++
    while (start < end && isSpace(text.charCodeAt(end - 1))) end--
    const raw = text.slice(start, end)
    return bound < 0 ? decode(raw) : raw
  }
}

/** What a walk over the headers finds. */
interface Scan {
  readonly names: string[]
  readonly starts: number[]
  readonly ends: number[]
  readonly first: number[]
  repeated: number
}

const CR = 0x0d
const LF = 0x0a

/**
 * Indexes the header lines in `text` from `start` (behind the start line) to the empty line. Refuses bare CR and LF, lines
 * that are no headers, and too much of anything.
 */
export function indexHeaders(text: string, start: number): Result<HeaderIndex> {
  const scan: Scan = {
    names: [],
    starts: [],
    ends: [],
    first: [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
    repeated: 0,
  }
  let at = start
  while (text.charCodeAt(at) !== CR) {
    const colon = note(text, at, scan)
    if (colon < 0) return refuse(badName(text, at, scan))
    const end = endOfValue(text, colon + 1)
    if (end === 0) return refuse('line does not end in CRLF')
    at = Math.abs(end)
    if (at - colon > MAX_HEADER_LENGTH) {
      return refuse(`header is longer than ${MAX_HEADER_LENGTH} octets`)
    }
    scan.starts.push(colon + 1)
    scan.ends.push(end)
    if (scan.names.length > MAX_HEADERS) return refuse(`more than ${MAX_HEADERS} headers`)
    at += 2
  }
  if (text.charCodeAt(at + 1) !== LF) return refuse('line does not end in CRLF')
  return ok(new HeaderIndex(text, scan, at + 2))
}

/** Notes the name of the header line at `at`; the index of its colon, -1 when it has no name. */
function note(text: string, at: number, scan: Scan): number {
  const colon = text.indexOf(':', at)
  if (colon <= at) return -1
  const known = KNOWN[numberOf(text, at, colon)]
  const name = known && isName(known.spelling, text, at, colon) ? known : rareName(text, at, colon)
  if (!name) return -1
  if (name.hot >= 0) {
    if (scan.first[name.hot] === -1) scan.first[name.hot] = scan.names.length
    else scan.repeated |= 1 << name.hot
  }
  scan.names.push(name.canonical)
  return colon
}

/** White space before the colon is legal (RFC 3261 §7.3.1), anything else that is no token is not. */
function rareName(text: string, at: number, colon: number): Name | undefined {
  const end = endOfToken(text, at)
  if (end === at || skipSpace(text, end) !== colon) return undefined
  const spelling = text.slice(at, end)
  return nameOf(spelling, canonicalName(spelling))
}

function isName(known: string, text: string, at: number, end: number): boolean {
  if (known.length !== end - at) return false
  for (let index = 0; index < known.length; index++) {
    if (FOLD[text.charCodeAt(at + index)] !== known.charCodeAt(index)) return false
  }
  return true
}

function badName(text: string, at: number, scan: Scan): string {
  const isFolded = isSpace(text.charCodeAt(at)) && !scan.names.length
  return isFolded ? 'first header begins with white space' : 'header name is not a token'
}

/**
 * Index of the CRLF that ends the value, its folded lines included; negative where there is more in it than printable ASCII, 0
 * where a line holds a bare CR or LF.
 */
function endOfValue(text: string, from: number): number {
  let isPlain = true
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x20 && code < 0x7f) continue
    if (code === CR) {
      if (text.charCodeAt(at + 1) !== LF) return 0
      if (!isSpace(text.charCodeAt(at + 2))) return isPlain ? at : -at
      at++
    } else if (code === LF || Number.isNaN(code)) {
      return 0
    }
    isPlain = false
  }
}

/** Index of the CRLF that ends the line at `at`; -1 when the line holds a bare CR or LF instead. */
export function endOfLine(text: string, at: number): number {
  const cr = text.indexOf('\r', at)
  return cr >= 0 && text.indexOf('\n', at) === cr + 1 ? cr : -1
}

function decode(raw: string): string {
  return utf8(raw.includes('\r') ? trimmed(raw.replace(/[ \t]*\r\n[ \t]+/g, ' ')) : raw)
}

/** Turns one octet a character into text. Octets that are no UTF-8 become U+FFFD. */
export function utf8(octets: string): string {
  return isAscii(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8')
}

/** The opposite of `utf8`. */
export function octets(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** Every other character needs more octets than one. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') === text.length
}
