import type {
  FromController,
  FromGateway,
  Hello,
  Operation,
} from '../../firmware/gateway/contract.ts'
import { PROTOCOL_VERSION } from '../../firmware/gateway/contract.ts'
import { FrameReader, FrameWriter, LONGEST_REPLY } from '../../firmware/gateway/frames.ts'
import type { Dial, Wire } from '../../firmware/gateway/wire.ts'
import type { MemoryLink, MemoryNetwork } from './memory-network.ts'
import { settle } from './settle.ts'

/** A controller without a client: says any frame, in any order, and keeps all that comes back. */
export class RawPeer {
  readonly frames: FromGateway[] = []
  closed: string | undefined
  readonly wire: Wire
  readonly link: MemoryLink
  readonly #network: MemoryNetwork
  readonly #writer: FrameWriter
  #id = 0

  constructor(network: MemoryNetwork) {
    this.#network = network
    const reader = new FrameReader(LONGEST_REPLY)
    let made: MemoryLink | undefined
    const dial: Dial = network.dial((link) => {
      made = link
    })
    this.wire = dial({
      data: (bytes) => reader.read(bytes, (frame) => this.frames.push(frame as FromGateway)),
      closed: (reason) => {
        this.closed = reason
      },
    })
    if (!made) throw new Error('no link')
    this.link = made
    this.#writer = new FrameWriter(1 << 25, (bytes) => this.wire.send(bytes))
  }

  /** Says frames and takes all that comes of them. */
  async say(...frames: (FromController | Record<string, unknown>)[]): Promise<FromGateway[]> {
    const before = this.frames.length
    for (const frame of frames) this.#writer.write(frame)
    await this.exchange()
    return this.frames.slice(before)
  }

  async hello(hello: Partial<Hello> = {}): Promise<FromGateway[]> {
    return this.say({ hello: PROTOCOL_VERSION, controller: 'raw', epoch: 1, ...hello })
  }

  /** One request; its reply without the number, and the events behind it. */
  async ask(operation: Operation | Record<string, unknown>): Promise<unknown> {
    this.#id++
    const id = this.#id
    const frames = await this.say({ id, operation } as FromController)
    const reply = frames.find((frame) => 're' in frame && frame.re === id)
    if (!reply || !('re' in reply)) return undefined
    return 'ok' in reply ? reply.ok : reply.error
  }

  /** Raw bytes, as somebody sends who does not know the protocol. */
  async bytes(bytes: Buffer): Promise<void> {
    this.wire.send(bytes)
    await this.exchange()
  }

  async exchange(): Promise<void> {
    do await settle()
    while (this.#network.deliverAll())
  }

  get events(): FromGateway[] {
    return this.frames.filter((frame) => 'event' in frame)
  }
}
