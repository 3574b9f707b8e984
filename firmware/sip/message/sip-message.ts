import assert from 'node:assert'
import type { Result } from '../../result.ts'
import { ok, refuse } from '../../result.ts'
import type { CSeq } from './fields.ts'
import { parseCallId, parseContacts, parseCount, parseCSeq } from './fields.ts'
import type { HeaderIndex } from './header-index.ts'
import { canonicalName, HOT, utf8 } from './header-index.ts'
import type { Header } from './headers/header.ts'
import type { NameAddr } from './name-address.ts'
import { parseNameAddress } from './name-address.ts'
import { SEMICOLON, splitList, splitTopLevel } from './tokens.ts'
import type { SipUri } from './uri.ts'
import { parseUri } from './uri.ts'
import type { Via } from './via.ts'
import { parseVia } from './via.ts'

/** Headers whose values are comma lists, RFC 3261 §7.3.1 and the extensions that a PBX meets. */
const LISTS = new Set(
  (
    'accept,accept-contact,accept-encoding,accept-language,alert-info,allow,allow-events,call-info,contact,' +
    'content-encoding,content-language,diversion,error-info,geolocation,history-info,in-reply-to,' +
    'p-asserted-identity,p-preferred-identity,path,proxy-require,reason,record-route,reject-contact,' +
    'remote-party-id,require,resource-priority,route,service-route,supported,unsupported,user-to-user,via,warning'
  ).split(','),
)

/** Headers that may stand once only: two of them, and two elements of the network could believe different ones. */
const SINGLE = [
  'from',
  'to',
  'call-id',
  'cseq',
  'max-forwards',
  'content-length',
  'content-type',
] as const
const SINGLE_BITS = SINGLE.reduce((bits, name) => bits | (1 << HOT[name]), 0)

/** Most elements of Via and of Record-Route; RFC 4475 longreq has 34. */
const MAX_PATH = 50

const NO_CONTACTS = ok([])

/** The body of a message: from an index of its text to another. */
export interface Bounds {
  readonly start: number
  readonly end: number
}

/**
 * A message as received or sent. Only the places of the headers are known at first; values are decoded when asked for, and
 * once. `parseMessage` has checked what every message needs, so that the accessors of mandatory headers cannot fail.
 */
abstract class Message {
  /** The whole message, one octet a character. */
  readonly text: string
  readonly index: HeaderIndex
  readonly #body: Bounds
  #read: Map<Header<unknown>, Result<unknown>> | undefined
  #from: Result<NameAddr> | undefined
  #to: Result<NameAddr> | undefined
  #callId: Result<string> | undefined
  #cseq: Result<CSeq> | undefined
  #vias: Result<readonly Via[]> | undefined
  #contacts: Result<readonly NameAddr[] | '*'> | undefined
  #contentType: string | undefined

  constructor(index: HeaderIndex, body: Bounds) {
    this.text = body.end < index.text.length ? index.text.slice(0, body.end) : index.text
    this.index = index
    this.#body = body
  }

  /** First value of a header, unfolded and decoded. `name` in its long form, any case; compact forms are found too. */
  header(name: string): string | undefined {
    const position = this.index.find(canonicalName(name))
    return position < 0 ? undefined : this.index.value(position)
  }

  /** All values of a header in order; the elements of comma lists one by one. */
  headers(name: string): string[] {
    const canonical = canonicalName(name)
    return this.#all(canonical, this.index.find(canonical))
  }

  #all(canonical: string, first: number): string[] {
    const { index } = this
    const values: string[] = []
    for (let at = first; at >= 0; at = index.find(canonical, at + 1)) {
      const value = index.value(at)
      if (!LISTS.has(canonical)) values.push(value)
      else if (value && !value.includes(',')) values.push(value)
      else values.push(...splitList(value))
    }
    return values
  }

  /** What a header says, read once; undefined when the message has none, a refusal when it is malformed. */
  read<Value>(header: Header<Value>): Result<Value> | undefined {
    const { index } = this
    const first = index.find(header.name)
    if (first < 0) return undefined
    const known = this.#read?.get(header)
    if (known) return known as Result<Value>
    const values: string[] = []
    for (let at = first; at >= 0; at = index.find(header.name, at + 1)) values.push(index.value(at))
    const result = header.parse(values)
    this.#read ??= new Map()
    this.#read.set(header, result)
    return result
  }

  /** Whether a list header (Supported, Require, Allow …) names `token`, without regard to case. */
  lists(name: string, token: string): boolean {
    const wanted = token.toLowerCase()
    return this.headers(name).some((value) => value.toLowerCase() === wanted)
  }

  get from(): NameAddr {
    return sound(this.#readFrom())
  }

  get to(): NameAddr {
    return sound(this.#readTo())
  }

  get fromTag(): string | undefined {
    return this.from.tag
  }

  get toTag(): string | undefined {
    return this.to.tag
  }

  get callId(): string {
    return sound(this.#readCallId())
  }

  get cseq(): CSeq {
    return sound(this.#readCSeq())
  }

  /** All Via elements, topmost first; at least one. */
  get vias(): readonly Via[] {
    return sound(this.#readVias())
  }

  /** Empty when there is none; '*' stands alone (REGISTER). */
  get contacts(): readonly NameAddr[] | '*' {
    return sound(this.#readContacts())
  }

  /** 0 to 255; undefined when the header is missing. */
  get maxForwards(): number | undefined {
    return parseCount(this.index.firstValue(HOT['max-forwards']), 255)
  }

  /** Media type in lower case without its parameters: `application/sdp`. */
  get contentType(): string | undefined {
    if (this.index.first(HOT['content-type']) < 0) return undefined
    this.#contentType ??= mediaType(this.index.firstValue(HOT['content-type']))
    return this.#contentType
  }

  /** The body as UTF-8. */
  get body(): string {
    return utf8(this.bodyOctets)
  }

  /** The body, one octet a character. */
  get bodyOctets(): string {
    const { start, end } = this.#body
    return start < end ? this.text.slice(start, end) : ''
  }

  /** What is wrong with the headers that every element needs, RFC 3261 §8.1.1 and §20; undefined when nothing is. */
  fault(): string | undefined {
    return (
      this.#repeated() ??
      failure('From', this.#readFrom()) ??
      failure('To', this.#readTo()) ??
      failure('Call-ID', this.#readCallId()) ??
      failure('CSeq', this.#readCSeq()) ??
      failure('Via', this.#readVias()) ??
      this.#path() ??
      failure('Contact', this.#readContacts())
    )
  }

  /**
   * The way of a response: all Via, or of a message that is malformed just there the topmost, as far as it can be read. That goes to
   * whoever sent the message and asks no more than to be told (RFC 4475 §3.1.2.1). Empty when there is none.
   */
  get returnPath(): readonly Via[] {
    const vias = this.#readVias()
    if (vias.ok && vias.value.length <= MAX_PATH) return vias.value
    const [top = ''] = splitList(this.index.firstValue(HOT.via))
    const [sentBy = '', ...params] = splitTopLevel(top, SEMICOLON)
    const sound = params.filter((param) => parseVia(`${sentBy};${param}`).ok)
    const via = parseVia([sentBy, ...sound].join(';'))
    return via.ok ? [via.value] : []
  }

  #repeated(): string | undefined {
    const repeated = this.index.repeated & SINGLE_BITS
    if (repeated === 0) return undefined
    return `${SINGLE.find((name) => repeated & (1 << HOT[name]))} stands twice`
  }

  /** Via and Record-Route go out again, one a line, so their number is bounded, and each must be sound. */
  #path(): string | undefined {
    if (this.vias.length === 0) return 'Via is missing'
    if (this.vias.length > MAX_PATH) return `more than ${MAX_PATH} Via`
    if (this.index.first(HOT['record-route']) < 0) return undefined
    const routes = this.headers('Record-Route')
    if (routes.length > MAX_PATH) return `more than ${MAX_PATH} Record-Route`
    return failure('Record-Route', each(routes, parseRoute))
  }

  #readFrom(): Result<NameAddr> {
    this.#from ??= parseNameAddress(this.index.firstValue(HOT.from))
    return this.#from
  }

  #readTo(): Result<NameAddr> {
    this.#to ??= parseNameAddress(this.index.firstValue(HOT.to))
    return this.#to
  }

  #readCallId(): Result<string> {
    this.#callId ??= parseCallId(this.index.firstValue(HOT['call-id']))
    return this.#callId
  }

  #readCSeq(): Result<CSeq> {
    this.#cseq ??= parseCSeq(this.index.firstValue(HOT.cseq))
    return this.#cseq
  }

  #readVias(): Result<readonly Via[]> {
    this.#vias ??= each(this.#all('via', this.index.first(HOT.via)), parseVia)
    return this.#vias
  }

  #readContacts(): Result<readonly NameAddr[] | '*'> {
    if (this.#contacts) return this.#contacts
    const first = this.index.first(HOT.contact)
    this.#contacts = first < 0 ? NO_CONTACTS : parseContacts(this.#all('contact', first))
    return this.#contacts
  }
}

export class SipRequest extends Message {
  readonly kind = 'request'
  /** Case counts, RFC 3261 §7.1. */
  readonly method: string
  /** Request-URI as it stands. */
  readonly uri: string
  #requestUri: Result<SipUri> | undefined

  constructor(method: string, uri: string, index: HeaderIndex, body: Bounds) {
    super(index, body)
    this.method = method
    this.uri = uri
  }

  /** Of schemes other than `sip`, `sips` and `tel` only the scheme is known. */
  get requestUri(): SipUri {
    return sound(this.#readUri())
  }

  override fault(): string | undefined {
    const fault = super.fault() ?? failure('Request-URI', this.#readUri())
    if (fault) return fault
    if (this.cseq.method !== this.method) return 'CSeq names another method'
    if (this.index.first(HOT['max-forwards']) >= 0 && this.maxForwards === undefined) {
      return 'Max-Forwards is not a number from 0 to 255'
    }
    return undefined
  }

  #readUri(): Result<SipUri> {
    this.#requestUri ??= parseUri(this.uri)
    return this.#requestUri
  }
}

export class SipResponse extends Message {
  readonly kind = 'response'
  /** 100 to 699. */
  readonly status: number
  readonly reason: string

  constructor(status: number, reason: string, index: HeaderIndex, body: Bounds) {
    super(index, body)
    this.status = status
    this.reason = reason
  }
}

/** Nearly every body is the one type, written in the one way. */
function mediaType(value: string): string {
  if (value === 'application/sdp') return value
  return value.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function sound<Value>(result: Result<Value>): Value {
  assert(result.ok, 'a message that was checked is sound')
  return result.value
}

function failure(name: string, result: Result<unknown>): string | undefined {
  return result.ok ? undefined : `${name}: ${result.error}`
}

/** An element of Record-Route: a URI that we know, in brackets (RFC 3261 §20.30). */
function parseRoute(text: string): Result<NameAddr> {
  const address = parseNameAddress(text)
  if (!address.ok) return address
  const uri = parseUri(address.value.uri)
  return uri.ok && text.includes('<') ? address : refuse('not a URI in brackets')
}

function each<Value>(
  texts: readonly string[],
  parse: (text: string) => Result<Value>,
): Result<readonly Value[]> {
  const values: Value[] = []
  for (const text of texts) {
    const result = parse(text)
    if (!result.ok) return refuse(result.error)
    values.push(result.value)
  }
  return ok(values)
}
