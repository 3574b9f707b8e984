import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import { checkHello } from './check.ts'
import type { FromGateway, Hello, Refusal } from './contract.ts'
import { FramedWire } from './framed-wire.ts'
import { LONGEST_REPLY, LONGEST_REQUEST } from './frames.ts'
import { isObject } from './shapes.ts'
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
  readonly #framed: FramedWire
  readonly #log: Log
  readonly #handler: PeerHandler
  #greeted = false

  constructor(wire: Wire, clock: Clock, log: Log, handler: PeerHandler) {
    this.#log = log
    this.#handler = handler
    this.#framed = new FramedWire(
      {
        clock,
        longestTaken: LONGEST_HELLO,
        longestSaid: LONGEST_REPLY,
        otherEnd: 'controller',
        awaited: 'hello',
        patienceMs: HELLO_MS,
        mostUnread: MOST_UNREAD,
        handler: {
          frame: (value) => this.#take(value),
          pause: () => this.#framed.flush(),
          closed: (reason) => handler.closed(reason),
        },
      },
      () => wire,
    )
  }

  get end(): WireEnd {
    return this.#framed.end
  }

  write(frame: FromGateway): void {
    this.#framed.write(frame)
  }

  /** Says why, and closes. */
  refuse(refused: Refusal['refused'], text: string): void {
    this.#log.warn({ refused }, text)
    this.write({ refused, text })
    this.close()
  }

  close(): void {
    this.#framed.close()
  }

  /** Ends a connection that is of no use and tells the host. */
  cut(reason: string): void {
    this.#framed.cut(reason)
  }

  #take(value: unknown): void {
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
    this.#framed.known(LONGEST_REQUEST)
    this.#handler.hello(hello.value)
  }
}
