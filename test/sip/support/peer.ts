import { createSocket } from 'node:dgram'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { Address } from '../../../firmware/sip/contract.ts'
import type { SipMessage, SipRequest, SipResponse } from '../../../firmware/sip/message/message.ts'
import { readMessage } from '../../../firmware/sip/message/message.ts'
import { Framer } from '../../../firmware/sip/transport/framer.ts'
import type { Ending } from './agent.ts'

const PATIENCE_MS = 10_000 // only how long a failing test takes

let serial = 0

export interface RequestOptions {
  readonly uri?: string
  readonly branch?: string
  readonly callId?: string
  readonly fromTag?: string
  readonly toTag?: string | undefined
  readonly sequence?: number
  readonly headers?: readonly string[]
  readonly contact?: string
  readonly body?: string
}

export interface ResponseOptions {
  readonly toTag?: string
  readonly headers?: readonly string[]
  readonly contact?: string
  readonly body?: string
}

/** Somebody at the other end of the wire whose every message a test writes itself. */
export class Peer {
  readonly address: Address
  /** Sends octets to somebody. */
  readonly sendOctets: (octets: Buffer | string, to: Address) => void
  readonly #transport: 'UDP' | 'TCP'
  readonly #received: SipMessage[] = []
  /** Final statuses that came, without the answers to our own questions whether all has come. */
  readonly finals: number[] = []
  #wake: () => void = () => {}

  constructor(
    address: Address,
    transport: 'UDP' | 'TCP',
    sendOctets: (octets: Buffer | string, to: Address) => void,
  ) {
    this.address = address
    this.#transport = transport
    this.sendOctets = sendOctets
  }

  /** What the transport has read. */
  take(octets: Buffer): void {
    const read = readMessage(octets.toString('latin1'), 'datagram')
    if (typeof read === 'number' || !read.message) throw new Error(`unreadable: ${octets}`)
    const { message } = read
    const isOurs = message.header('Call-ID')?.startsWith('pong-')
    if (message.kind === 'response' && message.status >= 200 && !isOurs) {
      this.finals.push(message.status)
    }
    this.#received.push(read.message) // perhaps malformed: an answer to what was malformed
    this.#wake()
  }

  /** The next message, in the order of arrival. */
  async next(): Promise<SipMessage> {
    const until = Date.now() + PATIENCE_MS
    while (!this.#received.length) {
      const left = until - Date.now()
      if (left <= 0) throw new Error('nothing came')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left).unref() // the sockets keep a test alive
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.#received.shift() as SipMessage
  }

  /** The next message, which must be this request. */
  async request(method: string): Promise<SipRequest> {
    const message = await this.next()
    if (message.kind === 'request' && message.method === method) return message
    throw new Error(`expected ${method}, got ${nameOf(message)}`)
  }

  /** The next message, which must be this response. */
  async response(status: number, method?: string): Promise<SipResponse> {
    const message = await this.next()
    const fits = message.kind === 'response' && message.status === status
    if (fits && (!method || message.cseq.method === method)) return message
    throw new Error(`expected ${status} ${method ?? ''}, got ${nameOf(message)}`)
  }

  /** Whatever comes until a server has answered one more OPTIONS: after that, nothing else is on its way. */
  async statusesUntilPong(server: Address): Promise<{ barrier: number; statuses: number[] }> {
    const names: SipMessage[] = []
    const callId = `pong-${++serial}`
    this.sendOctets(this.write('OPTIONS', server, { callId }), server)
    for (;;) {
      const message = await this.next()
      if (message.header('Call-ID') === callId && message.kind === 'response') {
        const statuses = names.flatMap((one) => (one.kind === 'response' ? [one.status] : []))
        return { barrier: message.status, statuses }
      }
      names.push(message)
    }
  }

  /** Names of the messages that came before a server has answered one more OPTIONS. */
  async quiet(server: Address): Promise<string[]> {
    const callId = `quiet-${++serial}`
    const names: string[] = []
    this.sendOctets(this.write('OPTIONS', server, { callId }), server)
    for (;;) {
      const message = await this.next()
      if (message.header('Call-ID') === callId && message.kind === 'response') return names
      names.push(nameOf(message))
    }
  }

  /** The octets of a request from us to `to`. */
  write(method: string, to: Address, options: RequestOptions = {}): string {
    const number = ++serial
    const uri = options.uri ?? `sip:office@${to.address}:${to.port}`
    const body = options.body ?? ''
    const toTag = options.toTag === undefined ? '' : `;tag=${options.toTag}`
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/${this.#transport} ${this.#host};branch=${options.branch ?? `z9hG4bKpeer${number}`};rport`,
      'Max-Forwards: 70',
      `From: <sip:peer@${this.#host}>;tag=${options.fromTag ?? `peer${number}`}`,
      `To: <sip:office@${to.address}>${toTag}`,
      `Call-ID: ${options.callId ?? `call${number}`}`,
      `CSeq: ${options.sequence ?? 1} ${method}`,
      `Contact: ${options.contact ?? `<sip:peer@${this.#host}>`}`,
      ...(options.headers ?? []),
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }

  send(method: string, to: Address, options: RequestOptions = {}): void {
    this.sendOctets(this.write(method, to, options), to)
  }

  /** Answers a request that came from `to`. */
  respond(request: SipRequest, status: number, to: Address, options: ResponseOptions = {}): void {
    this.sendOctets(this.writeResponse(request, status, options), to)
  }

  writeResponse(request: SipRequest, status: number, options: ResponseOptions = {}): string {
    const body = options.body ?? ''
    const tag = options.toTag && !request.toTag ? `;tag=${options.toTag}` : ''
    return [
      `SIP/2.0 ${status} Whatever`,
      `Via: ${request.header('Via')}`,
      `From: ${request.header('From')}`,
      `To: ${request.header('To')}${tag}`,
      `Call-ID: ${request.callId}`,
      `CSeq: ${request.header('CSeq')}`,
      `Contact: ${options.contact ?? `<sip:peer@${this.#host}>`}`,
      ...(options.headers ?? []),
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }

  get #host(): string {
    return `${this.address.address}:${this.address.port}`
  }
}

export function nameOf(message: SipMessage): string {
  return message.kind === 'request'
    ? message.method
    : `${message.status} ${message.header('CSeq')?.split(' ')[1]}`
}

/** A peer on a free UDP port of loopback. */
export async function aPeer(ending: Ending): Promise<Peer> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  ending.teardown(() => socket.close())
  const address = { address: '127.0.0.1', port: socket.address().port }
  const peer = new Peer(address, 'UDP', (octets, to) => socket.send(octets, to.port, to.address))
  socket.on('message', (octets) => peer.take(octets))
  return peer
}

/** A TCP peer: it listens, and connects to whom it is told to. */
export interface TcpPeer {
  readonly peer: Peer
  /** The connection in use, begun or accepted last. */
  socket(): Socket
  /** Waits until somebody has connected `count` times. */
  accepted(count: number): Promise<void>
  connect(to: Address): Promise<void>
}

export async function aTcpPeer(ending: Ending): Promise<TcpPeer> {
  let current: Socket | undefined
  let accepts = 0
  const take = (socket: Socket) => {
    current = socket
    const framer = new Framer()
    socket.on('error', () => {}) // the server may well reset it
    socket.on('data', (octets: Buffer) => {
      for (const frame of framer.push(octets.toString('latin1'))) {
        if (frame !== 'pong' && frame.message) peer.take(Buffer.from(frame.message.text, 'latin1'))
      }
    })
  }
  const server = createServer((socket) => {
    accepts++
    take(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = { address: '127.0.0.1', port: (server.address() as AddressInfo).port }
  const peer = new Peer(address, 'TCP', (octets) => void current?.write(octets))
  ending.teardown(() => {
    current?.destroy()
    server.close()
  })
  return {
    peer,
    socket: () => {
      if (!current) throw new Error('not connected')
      return current
    },
    accepted: async (count) => {
      while (accepts < count) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    connect: (to) =>
      new Promise((resolve) => {
        const socket = connect(to.port, to.address, () => resolve())
        take(socket)
      }),
  }
}
