import type { Socket } from 'node:net'
import type { Timer } from '../../clock/clock.ts'
import type { Read } from '../message/message.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { Framer } from './framer.ts'

/** How long a peer may take to connect, to say its first sensible word, or to finish a message it began. */
const PATIENCE_MS = 20_000
const CONNECT_MS = 5_000
/** A peer that lets this much wait for it does not read. */
const MOST_UNSENT = 1024 * 1024

export interface ConnectionEvents {
  received(read: Read): void
  closed(): void
}

/** One TCP connection: framing, keep-alive, and an end for peers that are slow or silent (SECURITY row 8). */
export class Connection {
  readonly #socket: Socket
  readonly #events: ConnectionEvents
  readonly #wheel: TimerWheel
  readonly #framer = new Framer()
  #deadline: Timer | undefined
  #greeted = false
  #closed = false

  constructor(socket: Socket, isOutgoing: boolean, wheel: TimerWheel, events: ConnectionEvents) {
    this.#socket = socket
    this.#events = events
    this.#wheel = wheel
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    socket.on('data', (octets: Buffer) => this.#read(octets.toString('latin1')))
    socket.on('error', () => this.close()) // 'close' follows, but a reset must not wait for it
    socket.on('close', () => this.close())
    if (isOutgoing) {
      this.#greeted = true
      this.#expect(CONNECT_MS)
      socket.once('connect', () => this.#deadline?.cancel())
    } else {
      this.#expect(PATIENCE_MS)
    }
  }

  /** Sends octets; `failed` is called when they will not get out. */
  send(text: string, failed: () => void): void {
    if (this.#closed) {
      failed()
      return
    }
    this.#socket.write(text, 'latin1', (error) => {
      if (error) failed()
    })
    if (this.#socket.writableLength > MOST_UNSENT) this.close()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#deadline?.cancel()
    this.#socket.destroy()
    this.#events.closed()
  }

  #read(piece: string): void {
    for (const frame of this.#framer.push(piece)) {
      if (this.#closed) return
      if (frame === 'pong') {
        this.send('\r\n', () => {})
        continue
      }
      if (!frame.problem) this.#greeted = true
      this.#events.received(frame)
      if (frame.end < 0) {
        this.#socket.end() // lets the answer to what we could not read get out
        this.#expect(1000)
        return
      }
    }
    this.#watch()
  }

  /** A connection may be silent for hours, but not in the middle of a message, and not before its first one. */
  #watch(): void {
    if (this.#framer.pending > 0) {
      if (!this.#deadline) this.#expect(PATIENCE_MS)
    } else if (this.#greeted) {
      this.#deadline?.cancel()
      this.#deadline = undefined
    }
  }

  #expect(ms: number): void {
    this.#deadline?.cancel()
    this.#deadline = this.#wheel.after(ms, () => this.close())
  }
}
