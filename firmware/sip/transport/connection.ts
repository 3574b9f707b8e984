import type { Socket } from 'node:net'
import type { Flow } from '../contract.ts'
import type { Carrier, CarrierEvents } from './carrier.ts'
import { CONNECT_MS, MOST_UNSENT, PATIENCE_MS } from './carrier.ts'
import { Framer } from './framer.ts'
import type { Guest } from './guests.ts'

/** What is handed over before a connection that we begin is there. */
interface Waiting {
  readonly text: string
  readonly failed: () => void
}

/** One TCP or TLS connection: framing, keep-alive, and an end for peers that are slow or silent (SECURITY row 8). */
export class Connection implements Carrier {
  readonly flow: Flow
  #names: readonly string[]
  readonly #stream: Socket
  readonly #events: CarrierEvents
  readonly #guest: Guest
  readonly #framer = new Framer()
  /**
   * Until the connection is there, with TLS until the peer has proved who it is: what Node were given before that, it could send to a
   * stranger. Undefined afterwards.
   */
  #waiting: Waiting[] | undefined
  #waitingLength = 0
  #alive: (() => void) | undefined
  #closed = false

  private constructor(
    stream: Socket,
    guest: Guest,
    flow: Flow,
    names: readonly string[],
    events: CarrierEvents,
  ) {
    this.flow = flow
    this.#names = names
    this.#stream = stream
    this.#guest = guest
    this.#events = events
    guest.flow = flow
    stream.setNoDelay(true)
    stream.setKeepAlive(true, 60_000)
    stream.on('data', (octets: Buffer) => this.#read(octets.toString('latin1')))
    stream.on('error', () => this.close()) // 'close' follows, but a reset must not wait for it
    stream.on('close', () => this.close())
  }

  /** Somebody has connected to us, TLS handshake included. */
  static accepted(
    stream: Socket,
    guest: Guest,
    flow: Flow,
    names: readonly string[],
    events: CarrierEvents,
  ): Connection {
    const connection = new Connection(stream, guest, flow, names, events)
    guest.expect(PATIENCE_MS)
    return connection
  }

  /** We connect; `ready` is the event of `stream` that says so, and `prove` tells who is there. */
  static begun(
    stream: Socket,
    guest: Guest,
    flow: Flow,
    ready: { readonly event: 'connect' | 'secureConnect'; readonly prove: () => readonly string[] },
    events: CarrierEvents,
  ): Connection {
    const connection = new Connection(stream, guest, flow, [], events)
    connection.#waiting = []
    guest.expect(CONNECT_MS)
    stream.once(ready.event, () => connection.#ready(ready.prove()))
    return connection
  }

  get names(): readonly string[] {
    return this.#names
  }

  send(text: string, failed: () => void): void {
    if (this.#closed) failed()
    else if (this.#waiting) this.#wait(text, failed)
    else this.#write(text, failed)
  }

  ping(alive: () => void): void {
    this.#alive = alive
    this.send('\r\n\r\n', () => {}) // without a pong it is given up
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#guest.close()
    this.#stream.destroy()
    for (const { failed } of this.#waiting ?? []) failed()
    this.#waiting = undefined
    this.#events.closed(this)
  }

  #ready(names: readonly string[]): void {
    const waiting = this.#waiting ?? []
    if (this.#closed) return
    this.#waiting = undefined
    this.#names = names
    this.#guest.prove()
    for (const { text, failed } of waiting) this.send(text, failed)
  }

  #wait(text: string, failed: () => void): void {
    this.#waitingLength += text.length
    if (this.#waitingLength > MOST_UNSENT) failed()
    else this.#waiting?.push({ text, failed })
  }

  #write(text: string, failed: () => void): void {
    this.#guest.isUsed = true
    this.#stream.write(text, 'latin1', (error) => {
      if (error) failed()
    })
    if (this.#stream.writableLength > MOST_UNSENT) this.close()
  }

  #read(piece: string): void {
    this.#guest.isUsed = true
    const frames = this.#framer.push(piece)
    if (this.#alive) this.#hasAnswered(this.#alive)
    for (const frame of frames) {
      if (this.#closed) return
      if (frame === 'pong') {
        this.send('\r\n', () => {}) // the peer asks again
        continue
      }
      if (!frame.problem) this.#guest.prove()
      this.#events.received(frame, this)
      if (frame.end < 0) {
        setImmediate(() => this.#stream.end()) // the answer to what we could not read leaves before, at the end of this turn
        this.#guest.expect(1000)
        return
      }
    }
    this.#watch()
  }

  /** Whatever comes shows that the peer lives; a pong is eaten, or it would be half of a ping. */
  #hasAnswered(alive: () => void): void {
    this.#alive = undefined
    this.#framer.eatPong()
    alive()
  }

  /** A connection may be silent for hours, but not in the middle of a message, and not before its first one. */
  #watch(): void {
    if (this.#framer.pending > 0) {
      if (!this.#guest.isExpected) this.#guest.expect(PATIENCE_MS)
    } else if (this.#guest.isProven) {
      this.#guest.calm()
    }
  }
}
