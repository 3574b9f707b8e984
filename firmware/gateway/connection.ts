import type { Clock } from '../clock/clock.ts'
import type { FromController, Hello } from './contract.ts'
import { FramedWire } from './framed-wire.ts'
import { LONGEST_REPLY, LONGEST_REQUEST } from './frames.ts'
import { isObject } from './shapes.ts'
import type { Dial } from './wire.ts'

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
  readonly #framed: FramedWire

  constructor(dial: Dial, clock: Clock, hello: Hello, handler: ConnectionHandler) {
    this.#framed = new FramedWire(
      {
        clock,
        longestTaken: LONGEST_REPLY,
        longestSaid: LONGEST_REQUEST,
        otherEnd: 'gateway',
        awaited: 'welcome',
        patienceMs: WELCOME_MS,
        mostUnread: MOST_UNREAD,
        handler: {
          frame: (frame) => {
            if (isObject(frame)) handler.frame(frame)
            else this.cut('a frame that is no map')
          },
          pause: () => handler.pause(),
          closed: (reason) => handler.closed(reason),
        },
      },
      dial,
    )
    this.write(hello)
  }

  /** @throws {FrameError} when it is longer than a gateway takes */
  write(frame: FromController | Hello): void {
    this.#framed.write(frame)
  }

  /** The other end has answered the hello. */
  welcomed(): void {
    this.#framed.known()
  }

  /** Sends what has been written and ends; `closed` is not called. */
  close(): void {
    this.#framed.close()
  }

  /** Ends a connection that is of no use; `closed` is called. */
  cut(reason: string): void {
    this.#framed.cut(reason)
  }
}
