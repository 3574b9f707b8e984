import type { Clock, Timer } from '../clock/clock.ts'
import { isObject } from './check.ts'
import type { FromController, Hello } from './contract.ts'
import { FrameError, FrameReader, FrameWriter, LONGEST_REPLY, LONGEST_REQUEST } from './frames.ts'
import type { Dial, Wire } from './wire.ts'

const WELCOME_MS = 2000
const MOST_UNREAD = 16 * 1024 * 1024 // bytes that a gateway may leave unread

export interface ConnectionHandler {
  frame(frame: Record<string, unknown>): void
  /** All frames that came in one piece have been handed over. */
  pause(): void
  /** The last call; not after `close`. */
  closed(reason: string): void
}

/** One connection at the controller's end: dials, says hello and waits for the welcome no longer than 2 s. */
export class Connection {
  readonly #handler: ConnectionHandler
  readonly #reader = new FrameReader(LONGEST_REPLY)
  readonly #writer: FrameWriter
  readonly #patience: Timer
  readonly #wire: Wire
  #over = false

  constructor(dial: Dial, clock: Clock, hello: Hello, handler: ConnectionHandler) {
    this.#handler = handler
    this.#writer = new FrameWriter(LONGEST_REQUEST, (bytes) => this.#send(bytes))
    this.#patience = clock.after(WELCOME_MS, () => this.cut('no welcome'))
    this.#wire = dial({
      data: (bytes) => this.#data(bytes),
      closed: (reason) => this.#closed(reason),
    })
    this.write(hello)
  }

  /** @throws {FrameError} when it is longer than a gateway takes */
  write(frame: FromController | Hello): void {
    if (!this.#over) this.#writer.write(frame)
  }

  /** The other end has answered the hello. */
  welcomed(): void {
    this.#patience.cancel()
  }

  /** Sends what has been written and ends; `closed` is not called. */
  close(): void {
    if (this.#over) return
    this.#writer.flush()
    this.#end()
  }

  /** Ends a connection that is of no use; `closed` is called. */
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
    if (this.#wire.backlog > MOST_UNREAD) this.cut('the gateway does not read')
  }

  #data(bytes: Buffer): void {
    try {
      this.#reader.read(bytes, (frame) => {
        if (this.#over) return
        if (isObject(frame)) this.#handler.frame(frame)
        else this.cut('a frame that is no map')
      })
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.cut(error.message)
    }
    if (!this.#over) this.#handler.pause()
  }
}
