import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Flow } from '../../../firmware/sip/contract.ts'
import { buildResponse } from '../../../firmware/sip/message/build.ts'
import * as alerting from '../../../firmware/sip/message/headers/alerting.ts'
import * as content from '../../../firmware/sip/message/headers/content.ts'
import * as dialogs from '../../../firmware/sip/message/headers/dialog-ids.ts'
import * as diversion from '../../../firmware/sip/message/headers/diversion.ts'
import * as events from '../../../firmware/sip/message/headers/events.ts'
import type { Header } from '../../../firmware/sip/message/headers/header.ts'
import * as identity from '../../../firmware/sip/message/headers/identity.ts'
import * as options from '../../../firmware/sip/message/headers/options.ts'
import * as registration from '../../../firmware/sip/message/headers/registration.ts'
import * as reliability from '../../../firmware/sip/message/headers/reliability.ts'
import * as times from '../../../firmware/sip/message/headers/times.ts'
import * as transfer from '../../../firmware/sip/message/headers/transfer.ts'
import type { SipMessage, SipRequest } from '../../../firmware/sip/message/message.ts'
import { readMessage } from '../../../firmware/sip/message/message.ts'
import { bodyPart, sessionDescription } from '../../../firmware/sip/message/multipart.ts'
import { telephoneOf } from '../../../firmware/sip/message/telephone.ts'
import { formatUri, parseUri, sameUri, uriHeaders } from '../../../firmware/sip/message/uri.ts'
import * as attributes from '../../../firmware/sip/sdp/attributes.ts'
import { iceOf } from '../../../firmware/sip/sdp/ice.ts'
import { formatSdp, isHeld, parseSdp } from '../../../firmware/sip/sdp/sdp.ts'

const families = [
  alerting,
  content,
  dialogs,
  diversion,
  events,
  identity,
  options,
  registration,
  reliability,
  times,
  transfer,
]

/** Every header that can be read as something. */
export const HEADERS: readonly Header<unknown>[] = families.flatMap((family) =>
  Object.values(family).filter(
    (value): value is Header<unknown> => typeof value === 'object' && 'parse' in value,
  ),
)

const SDP =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=group:BUNDLE 0\r\n' +
  'm=audio 9/2 RTP/SAVPF 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=mid:0\r\na=rtcp:9 IN IP6 ::\r\n' +
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4\r\n' +
  'a=candidate:1 1 UDP 2130706431 192.0.2.1 8998 typ srflx raddr 10.0.1.1 rport 8998\r\na=ice-ufrag:8hhY\r\n' +
  'a=ice-pwd:asd88fgpdd777uzjYhagZg\r\na=setup:actpass\r\nm=image 5000 udptl t38\r\na=T38FaxVersion:0\r\n'

/** One value of each header, all in one message. */
const RICH = [
  'INVITE sip:+1-201-555-0123;ext=5@[2001:db8::1]:5060;user=phone?Subject=x SIP/2.0',
  'v: SIP / 2.0 / UDP [2001:db8::9]:5060;rport;branch=z9hG4bKa, SIP/2.0/TCP host;x="a,b"',
  'f: "Zoë \\"Z\\"" <sip:a@x>;tag=1',
  't: <tel:+12015550123;phone-context=x>',
  'i: rich@x',
  'CSeq: 1 INVITE',
  'm: "a, b" <sip:a@h;ob>;expires=5;q=0.5;+sip.instance="<urn:uuid:1>";reg-id=1',
  'Record-Route: <sip:p1;lr>, <sip:p2>',
  'x: 90;refresher=uac',
  'Min-SE: 90',
  'Retry-After: 5 (why \\) (not));duration=6',
  'Date: Sat, 13 Nov 2010 23:29:00 GMT',
  'Replaces: a@b;to-tag=1;from-tag=2;early-only',
  'Refer-To: <sip:c@x?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Subject=y>',
  'b: <sip:d@x>;cid="1@x"',
  'o: dialog;id=7',
  'Subscription-State: active;expires=5;reason=timeout',
  'Privacy: id;user',
  'P-Asserted-Identity: "C, J" <sip:c@x>, tel:+14085264000',
  'Diversion: <sip:a@x>;reason=user-busy;counter=2',
  'History-Info: <sip:a@x?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1',
  'Reason: Q.850;cause=16;text="a, b"',
  'Call-Info: <http://x/y>;purpose=icon',
  'User-to-User: 56a3;encoding=hex',
  'Warning: 370 x "a \\" b", 399 y "c"',
  'RAck: 1 1 INVITE',
  'Accept: application/sdp;level=1, text/*;q=0.5',
  'k: 100rel, timer',
  'c: multipart/mixed;boundary="b b"',
  '',
  `--b b\r\nContent-Type: application/sdp\r\n\r\n${SDP}\r\n--b b\r\nContent-Type: application/isup\r\n` +
    'Content-Disposition: signal;handling=optional\r\n\r\n\u0001\u0002\r\n--b b--\r\n',
].join('\r\n')

function corpus(): string[] {
  const seeds = ['torture', 'torture5118'].flatMap((folder) =>
    readdirSync(join(import.meta.dirname, folder))
      .filter((file) => file.endsWith('.dat'))
      .map((file) => readFileSync(join(import.meta.dirname, folder, file), 'latin1')),
  )
  const rich = Buffer.from(RICH, 'utf8').toString('latin1')
  const plain = `${rich.slice(0, rich.indexOf('c: multi'))}c: application/sdp\r\n\r\n${SDP}`
  return [...seeds, ...Array.from({ length: 12 }, () => [rich, plain]).flat()]
}

const SEEDS = corpus()

/** Pieces that mean something to a parser: what a random octet would seldom hit. */
export const PIECES = [
  ...[
    '\r\n',
    '\r',
    '\n',
    '\r\n\r\n',
    '\r\n ',
    ' ',
    '\t',
    ':',
    ';',
    ',',
    '<',
    '>',
    '"',
    '\\',
    '\\"',
  ],
  ...['%', '%00', '%0d%0a', '@', '=', '?', '&', '*', '(', ')', '/', '[::1]', '[', ']', '\0', 'ÿ'],
  ...['Ã', 'Via: ', 'From: ', 'Contact: ', 'm: *', 'Content-Length: 7', 'Record-Route: <sip:x>'],
  ...[
    'Route: <sip:y;lr>',
    ';tag=',
    ';branch=z9hG4bK',
    '99999999999999999999',
    '-1',
    'sip:',
    'tel:',
  ],
  ...['SIP/2.0', 'INVITE', 'ACK', 'm=audio 1 RTP/AVP 0', 'a=', '--b b', '--', '\r\n--b b\r\n'],
]

/** Messages that are right but for some places, for ever the same ones for a seed. */
export class Mutator {
  readonly #seeds = SEEDS
  #state: number

  constructor(seed: number) {
    this.#state = seed | 1
  }

  next(): string {
    let text = this.#pick(this.#seeds)
    for (let changes = 1 + this.#below(6); changes > 0; changes--) text = this.#change(text)
    return text
  }

  #change(text: string): string {
    const at = this.#below(text.length + 1)
    const before = text.slice(0, at)
    switch (this.#below(6)) {
      case 0:
        return before + text.slice(at + 1 + this.#below(12))
      case 1:
        return before + String.fromCharCode(this.#below(256)) + text.slice(at + 1)
      case 2: {
        const again = text.slice(at, at + this.#below(80))
        return before + again + again + text.slice(at)
      }
      case 3: {
        const other = this.#pick(this.#seeds)
        const from = this.#below(other.length)
        return before + other.slice(from, from + this.#below(200)) + text.slice(at)
      }
      default:
        return before + this.#pick(PIECES) + text.slice(at + this.#below(4))
    }
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)] as Item
  }

  /** xorshift, below `bound`. */
  #below(bound: number): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return (state >>> 0) % bound
  }
}

const flow: Flow = {
  transport: 'udp',
  local: { address: '127.0.0.1', port: 5060 },
  remote: { address: '192.0.2.10', port: 5060 },
}

/** Reads and answers whatever a message lets read. Throws where something is wrong with us; true for a sound message. */
export function examine(text: string): boolean {
  readMessage(text, 'stream')
  const read = readMessage(text, 'datagram')
  if (typeof read === 'number') throw new Error('a datagram is never incomplete')
  const { message, problem } = read
  if (message?.kind === 'request' && message.returnPath.length) {
    const toTag = problem || message.toTag !== undefined ? undefined : 't'
    const answer = buildResponse(message, flow, 400, { product: 'x', toTag })
    if (!problem) checkAnswer(answer)
  }
  if (!message || problem) return false
  readAll(message)
  return true
}

/** An answer to a sound message is sound, and has our headers and no others. */
function checkAnswer(answer: string): void {
  const again = readMessage(answer, 'stream')
  if (typeof again === 'number' || again.problem || again.end !== answer.length) {
    throw new Error(`answer cannot be read: ${JSON.stringify(answer)}`)
  }
  const names = [...new Set(headerLines(answer).map(([name]) => name))].sort().join()
  if (names !== 'call-id,content-length,cseq,from,server,to,via') {
    throw new Error(`answer has other headers: ${names}`)
  }
}

/** The header lines of a message by the simplest reading there is, which shares nothing with ours. */
export function headerLines(text: string): [name: string, value: string][] {
  const lines =
    text
      .split('\r\n\r\n', 1)[0]
      ?.split(/\r\n|\r|\n/)
      .slice(1) ?? []
  return lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
}

function readAll(message: SipMessage): void {
  for (const header of HEADERS) message.read(header)
  void [message.from, message.to, message.callId, message.cseq, message.contacts, message.body]
  void [message.maxForwards, message.contentType, message.headers('Authorization')]
  bodyPart(message)
  if (message.contacts !== '*') for (const contact of message.contacts) readContact(contact)
  if (message.kind === 'request') readUri(message)
  describe(sessionDescription(message))
}

function readContact(contact: Parameters<typeof registration.contactParams>[0]): void {
  registration.contactParams(contact)
  sameUri(contact.uri, 'sip:a@b;transport=tcp?x=y')
}

function readUri({ requestUri, uri }: SipRequest): void {
  telephoneOf(requestUri)
  uriHeaders(requestUri.headers)
  if (!/^(?:sips?|tel)$/.test(requestUri.scheme)) return
  const written = parseUri(formatUri(requestUri))
  if (!written.ok || written.value.user !== requestUri.user) throw new Error(`URI changes: ${uri}`)
}

function describe(text: string | undefined): void {
  const session = parseSdp(text ?? '')
  if (!session.ok) return
  for (const media of session.value.media) {
    attributes.cryptosOf(media)
    attributes.fingerprintsOf(session.value, media)
    attributes.sourcesOf(media)
    attributes.extensionsOf(media)
    attributes.rtcpFeedbackOf(media)
    iceOf(session.value, media)
    isHeld(session.value, media)
  }
  const again = parseSdp(formatSdp(session.value))
  if (!again.ok) throw new Error(`description cannot be read: ${again.error} ${text}`)
}

/** Octets of the heap that are in use once all that is not has been collected. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
