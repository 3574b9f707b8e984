import type { Clock, Timer } from '../clock/clock.ts'
import { FrameError, FrameReader, FrameWriter } from './frames.ts'
import type { Wire, WireEnd } from './wire.ts'

export interface FramedOptions {
  readonly clock: Clock
  /** Bytes of the longest frame taken at first, and of the longest that the other end takes. */
  readonly longestTaken: number
  readonly longestSaid: number
  /** Who is at the other end, and which frame is awaited of it for how long, ms. */
  readonly otherEnd: 'controller' | 'gateway'
  readonly awaited: 'hello' | 'welcome'
  readonly patienceMs: number
  /** Bytes that the other end may leave unread. */
  readonly mostUnread: number
  readonly handler: FramedHandler
}

export interface FramedHandler {
  frame(value: unknown): void
  /** All frames that came in one piece have been handed over. */
  pause(): void
  /** The last call; not after `close`. */
  closed(reason: string): void
}

/** A wire that carries frames: what both ends of the gateway protocol have in common. */
export class FramedWire {
  readonly end: WireEnd
  readonly #options: FramedOptions
  readonly #reader: FrameReader
  readonly #writer: FrameWriter
  readonly #patience: Timer
  readonly #wire: Wire
  #over = false

  /** @param open makes the wire whose end this is */
  constructor(options: FramedOptions, open: (end: WireEnd) => Wire) {
    this.#options = options
    this.#reader = new FrameReader(options.longestTaken)
    this.#writer = new FrameWriter(options.longestSaid, (bytes) => this.#send(bytes))
    this.#patience = options.clock.after(options.patienceMs, () =>
      this.cut(`no ${options.awaited}`),
    )
    this.end = {
      data: (bytes) => this.#data(bytes),
      closed: (reason) => this.#closed(reason),
    }
    this.#wire = open(this.end)
  }

  /** @throws {FrameError} when it is longer than the other end takes */
  write(frame: unknown): void {
    if (!this.#over) this.#writer.write(frame)
  }

  flush(): void {
    this.#writer.flush()
  }

  /** What was awaited has come. @param longestTaken from now on, in bytes */
  known(longestTaken = this.#options.longestTaken): void {
    this.#patience.cancel()
    this.#reader.limit = longestTaken
  }

  /** Sends what has been written and ends; `closed` is not called. */
  close(): void {
    if (this.#over) return
    this.#writer.flush()
    this.#finish()
  }

  /** Ends a wire that is of no use; `closed` is called. */
  cut(reason: string): void {
    if (this.#over) return
    this.#finish()
    this.#options.handler.closed(reason)
  }

  #finish(): void {
    this.#over = true
    this.#patience.cancel()
    this.#wire.close()
  }

  #closed(reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#patience.cancel()
    this.#options.handler.closed(reason)
  }

  #send(bytes: Buffer): void {
    if (this.#over) return
    this.#wire.send(bytes)
    const { mostUnread, otherEnd } = this.#options
    if (this.#wire.backlog > mostUnread) this.cut(`the ${otherEnd} does not read`)
  }

  #data(bytes: Buffer): void {
    const { handler } = this.#options
    try {
      this.#reader.read(bytes, (value) => {
        if (!this.#over) handler.frame(value)
      })
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.cut(error.message)
    }
    if (!this.#over) handler.pause()
  }
}
