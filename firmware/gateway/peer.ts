import type { Clock, Timer } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { checkHello, isObject } from './check.ts'
import type { FromGateway, Hello, Refusal } from './contract.ts'
import { FrameError, FrameReader, FrameWriter, LONGEST_REPLY, LONGEST_REQUEST } from './frames.ts'
import type { Wire, WireEnd } from './wire.ts'

const HELLO_MS = 5000
const LONGEST_HELLO = 1024
const MOST_UNREAD = 64 * 1024 * 1024 // bytes that a controller may leave unread: two of the largest inventories

/** What a connection at the gateway tells its host. After `cut`, `refuse` and `close` it tells no more, but `cut` tells `closed`. */
export interface PeerHandler {
  hello(hello: Hello): void
  request(id: number, operation: unknown): void
  acknowledge(event: number): void
  closed(reason: string): void
}

/** One connection at the gateway's end: frames, and the order hello, then requests and acknowledgements. */
export class Peer {
  readonly end: WireEnd
  readonly #wire: Wire
  readonly #log: Log
  readonly #handler: PeerHandler
  readonly #reader = new FrameReader(LONGEST_HELLO)
  readonly #writer: FrameWriter
  readonly #patience: Timer
  #greeted = false
  #over = false

  constructor(wire: Wire, clock: Clock, log: Log, handler: PeerHandler) {
    this.#wire = wire
    this.#log = log
    this.#handler = handler
    this.#writer = new FrameWriter(LONGEST_REPLY, (bytes) => this.#send(bytes))
    this.#patience = clock.after(HELLO_MS, () => this.cut('no hello'))
    this.end = {
      data: (bytes) => this.#data(bytes),
      closed: (reason) => this.#closed(reason),
    }
  }

  write(frame: FromGateway): void {
    if (!this.#over) this.#writer.write(frame)
  }

  /** Says why, and closes. */
  refuse(refused: Refusal['refused'], text: string): void {
    this.#log.warn({ refused }, text)
    this.write({ refused, text })
    this.close()
  }

  close(): void {
    if (this.#over) return
    this.#writer.flush()
    this.#end()
  }

  /** Ends a connection that is of no use and tells the host. */
  cut(reason: string): void {
    if (this.#over) return
    this.#end()
    this.#handler.closed(reason)
  }

  #end(): void {
    this.#over = true
    this.#patience.cancel()
    this.#wire.close()
  }

  #closed(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#patience.cancel()
    this.#handler.closed(reason)
  }

  #send(bytes: Buffer): void {
    if (this.#over) return
    this.#wire.send(bytes)
    if (this.#wire.backlog > MOST_UNREAD) this.cut('the controller does not read')
  }

  #data(bytes: Buffer): void {
    try {
      this.#reader.read(bytes, (value) => this.#take(value))
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.cut(error.message)
    }
    this.#writer.flush()
  }

  #take(value: unknown): void {
    if (this.#over) return
    if (!this.#greeted) {
      this.#greet(value)
    } else if (isObject(value) && Number.isSafeInteger(value.id)) {
      this.#handler.request(value.id as number, value.operation)
    } else if (isObject(value) && Number.isSafeInteger(value.acknowledge)) {
      this.#handler.acknowledge(value.acknowledge as number)
    } else {
      this.cut('neither a request nor an acknowledgement')
    }
  }

  #greet(value: unknown): void {
    const hello = checkHello(value)
    if (!hello.ok) {
      this.cut(hello.error)
      return
    }
    this.#greeted = true
    this.#patience.cancel()
    this.#reader.limit = LONGEST_REQUEST
    this.#handler.hello(hello.value)
  }
}
