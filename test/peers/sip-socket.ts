import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Timer } from '../../firmware/clock/clock.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { Header, SipText } from './sip-text.ts'
import {
  branchOf,
  formatSip,
  header,
  headersOf,
  methodOf,
  parameter,
  parseSip,
  statusOf,
  token,
} from './sip-text.ts'

export interface Place {
  readonly address: string
  readonly port: number
}

/** A message as it went over the wire. */
export interface Traced {
  /** Uptime in milliseconds. */
  readonly at: number
  readonly way: 'in' | 'out'
  readonly message: SipText
}

/** A request of ours that is under way; `responses` grows. */
export interface Transaction {
  readonly request: SipText
  readonly responses: SipText[]
}

export interface RequestParts {
  readonly callId: string
  readonly from: string
  readonly to: string
  readonly cseq: number
  /** That of the INVITE, for its CANCEL; otherwise a new one. */
  readonly branch?: string
  readonly headers?: readonly Header[]
  readonly body?: string
}

export interface ResponseParts {
  /** Of To, where the request has none. */
  readonly tag?: string
  readonly headers?: readonly Header[]
  readonly body?: string
}

/** What a socket hands up, one after another: each is finished before the next. */
export interface SipHandler {
  request(request: SipText): void | Promise<void>
  response(response: SipText): void
}

const T1_MS = 500
const T2_MS = 4000
const GIVE_UP_MS = 32_000 // 64 × T1

/** Transactions over UDP, RFC 3261 §17 as a phone of few means does them, with a trace of every message. */
export class SipSocket {
  readonly trace: Traced[] = []
  readonly local: Place
  readonly #socket: Socket
  readonly #server: Place
  readonly #transactions = new Map<string, Transaction>()
  readonly #answered = new Map<string, SipText>() // what a retransmission of the request gets again
  readonly #places = new WeakMap<SipText, Place>() // where a message came from or goes to
  readonly #timers = new Set<Timer>()
  #handler: SipHandler | undefined
  #work = Promise.resolve()

  private constructor(socket: Socket, local: Place, server: Place) {
    this.#socket = socket
    this.local = local
    this.#server = server
    socket.on('message', (bytes, from) => this.#take(bytes.toString('latin1'), from))
    socket.on('error', () => undefined) // ICMP: the server is not there just now; requests are sent again anyway
  }

  /** On a free port, unless one is given. */
  static async open(address: string, server: Place, port = 0): Promise<SipSocket> {
    const socket = createSocket('udp4')
    socket.bind(port, address)
    await once(socket, 'listening')
    return new SipSocket(socket, { address, port: socket.address().port }, server)
  }

  listen(handler: SipHandler): void {
    this.#handler = handler
  }

  /** A request, not sent yet. */
  build(method: string, uri: string, parts: RequestParts): SipText {
    const branch = parts.branch ?? `z9hG4bK${token()}`
    const { body = '' } = parts
    const headers: Header[] = [
      ['Via', `SIP/2.0/UDP ${this.local.address}:${this.local.port};branch=${branch};rport`],
      ['Max-Forwards', '70'],
      ['From', parts.from],
      ['To', parts.to],
      ['Call-ID', parts.callId],
      ['CSeq', `${parts.cseq} ${method}`],
      ...(parts.headers ?? []),
      ...typeOf(body),
    ]
    return { start: `${method} ${uri} SIP/2.0`, headers, body }
  }

  /** Sends a request, again and again until it is answered. ACK is sent once. */
  send(request: SipText, to: Place = this.#server): Transaction {
    const transaction: Transaction = { request, responses: [] }
    const method = methodOf(request)
    this.#places.set(request, to)
    this.#put(request)
    if (method === 'ACK') return transaction
    this.#transactions.set(`${branchOf(request)} ${method}`, transaction)
    const enough = method === 'INVITE' ? 100 : 200
    this.repeatWhile(
      request,
      () => !transaction.responses.some((response) => statusOf(response) >= enough),
    )
    return transaction
  }

  /** The final response of a transaction. */
  async final(transaction: Transaction, limitMs = GIVE_UP_MS): Promise<SipText> {
    return until(
      `the final response to ${transaction.request.start}`,
      () => transaction.responses.find((response) => statusOf(response) >= 200),
      limitMs,
    )
  }

  /** Answers a request, and its retransmissions in the same way. */
  reply(request: SipText, status: string, parts: ResponseParts = {}): SipText {
    const tagged = parts.tag === undefined || parameter(header(request, 'To'), 'tag') !== ''
    const { body = '' } = parts
    const response: SipText = {
      start: `SIP/2.0 ${status}`,
      headers: [
        ...headersOf(request, 'Via'),
        ...headersOf(request, 'Record-Route'),
        ['From', header(request, 'From')],
        ['To', `${header(request, 'To')}${tagged ? '' : `;tag=${parts.tag}`}`],
        ['Call-ID', header(request, 'Call-ID')],
        ['CSeq', header(request, 'CSeq')],
        ...(parts.headers ?? []),
        ...typeOf(body),
      ],
      body,
    }
    this.#answered.set(`${branchOf(request)} ${methodOf(request)}`, response)
    this.#places.set(response, this.#places.get(request) ?? this.#server)
    this.#put(response)
    return response
  }

  /** Sends a message that is out already again, at doubling intervals, while `wanted` says so and for 32 s at most. */
  repeatWhile(message: SipText, wanted: () => boolean, wait = T1_MS, waited = wait): void {
    const timer = systemClock.after(wait, () => {
      this.#timers.delete(timer)
      if (waited > GIVE_UP_MS || !wanted()) return
      this.#put(message)
      const next = Math.min(wait * 2, T2_MS)
      this.repeatWhile(message, wanted, next, waited + next)
    })
    this.#timers.add(timer)
  }

  /** Sends text or bytes as they are, once. */
  sendRaw(packet: string | Uint8Array, to: Place = this.#server): void {
    this.#socket.send(packet, to.port, to.address)
  }

  /** Forgets everything without a word to anybody. */
  close(): void {
    this.#handler = undefined
    for (const timer of this.#timers) timer.cancel()
    this.#socket.close()
  }

  #put(message: SipText): void {
    this.trace.push({ at: systemClock.uptime(), way: 'out', message })
    this.sendRaw(formatSip(message), this.#places.get(message))
  }

  #take(text: string, from: Place): void {
    const message = parseSip(text)
    if (!message) return
    this.#places.set(message, from)
    this.trace.push({ at: systemClock.uptime(), way: 'in', message })
    const handle = () => (statusOf(message) > 0 ? this.#response(message) : this.#request(message))
    this.#work = this.#work.then(handle)
  }

  #response(response: SipText): void {
    const transaction = this.#transactions.get(`${branchOf(response)} ${methodOf(response)}`)
    if (!transaction) return
    transaction.responses.push(response)
    if (methodOf(response) === 'INVITE' && statusOf(response) >= 300) {
      this.#acknowledge(transaction.request, response)
    }
    this.#handler?.response(response)
  }

  /** ACK of a refusal: hop by hop, with the branch of the INVITE (RFC 3261 §17.1.1.3). */
  #acknowledge(invite: SipText, response: SipText): void {
    const ack = this.build('ACK', invite.start.split(' ')[1] ?? '', {
      callId: header(invite, 'Call-ID'),
      from: header(invite, 'From'),
      to: header(response, 'To'),
      cseq: Number.parseInt(header(invite, 'CSeq'), 10),
      branch: branchOf(invite),
      headers: headersOf(invite, 'Route'),
    })
    this.#places.set(ack, this.#places.get(invite) ?? this.#server)
    this.#put(ack)
  }

  #request(request: SipText): void | Promise<void> {
    const before = this.#answered.get(`${branchOf(request)} ${methodOf(request)}`)
    if (before) this.#put(before)
    else return this.#handler?.request(request)
  }
}

function typeOf(body: string): readonly Header[] {
  return body ? [['Content-Type', 'application/sdp']] : []
}
