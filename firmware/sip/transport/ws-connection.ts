import { isUtf8 } from 'node:buffer'
import type { RawData, WebSocket } from 'ws'
import type { Timer } from '../../clock/clock.ts'
import type { Flow } from '../contract.ts'
import { readMessage } from '../message/message.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import type { Carrier, CarrierEvents } from './carrier.ts'
import { MOST_UNSENT, PATIENCE_MS } from './carrier.ts'
import type { Guest } from './guests.ts'

/** Browsers send no pings of their own, and routers forget a silent connection after a minute. */
const PING_MS = 30_000

/** One WebSocket: a message a frame, RFC 7118 §4.2. */
export class WsConnection implements Carrier {
  readonly flow: Flow
  readonly names: readonly string[]
  readonly #socket: WebSocket
  readonly #guest: Guest
  readonly #wheel: TimerWheel
  readonly #events: CarrierEvents
  #timer: Timer | undefined
  #alive: (() => void) | undefined
  /** Our last ping is unanswered. */
  #isAsked = false
  /** As the peer writes: some know only one of the two. */
  #writesBinary = false
  #closed = false

  constructor(
    socket: WebSocket,
    guest: Guest,
    flow: Flow,
    names: readonly string[],
    wheel: TimerWheel,
    events: CarrierEvents,
  ) {
    this.flow = flow
    this.names = names
    this.#socket = socket
    this.#guest = guest
    this.#wheel = wheel
    this.#events = events
    guest.flow = flow
    guest.expect(PATIENCE_MS)
    socket.on('message', (data, isBinary) => this.#read(octetsOf(data), isBinary))
    socket.on('pong', () => this.#heard())
    socket.on('error', () => this.close())
    socket.on('close', () => this.close())
    this.#pingLater()
  }

  send(text: string, failed: () => void): void {
    if (this.#closed) {
      failed()
      return
    }
    this.#guest.isUsed = true
    const octets = Buffer.from(text, 'latin1')
    const binary = this.#writesBinary || !isUtf8(octets)
    this.#socket.send(octets, { binary }, (error) => {
      if (error) failed()
    })
    if (this.#socket.bufferedAmount > MOST_UNSENT) this.close()
  }

  ping(alive: () => void): void {
    this.#alive = alive
    if (!this.#closed) this.#socket.ping()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#timer?.cancel()
    this.#socket.terminate()
    this.#guest.close()
    this.#events.closed(this)
  }

  #read(octets: Buffer, isBinary: boolean): void {
    if (this.#closed) return
    this.#guest.isUsed = true
    this.#writesBinary = isBinary
    this.#heard()
    const text = octets.toString('latin1')
    if (text === '\r\n\r\n') this.send('\r\n', () => {}) // RFC 7118 §6: some keep alive as over TCP
    if (/^[\r\n]*$/.test(text)) return
    const read = readMessage(text, 'datagram')
    if (typeof read === 'number') return
    if (!read.problem) this.#guest.prove()
    this.#events.received(read, this)
  }

  #heard(): void {
    this.#isAsked = false
    this.#alive?.()
    this.#alive = undefined
  }

  #pingLater(): void {
    this.#timer = this.#wheel.after(PING_MS, () => {
      if (this.#isAsked) {
        this.close()
        return
      }
      this.#isAsked = true
      this.#socket.ping()
      this.#pingLater()
    })
  }
}

function octetsOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
