import type { Socket } from 'node:net'

/** As much of RFC 6455 as one page and one test need: short text frames, unfragmented. */
export class MockSocket {
  readonly #socket: Socket
  readonly #topicValue: (topic: string) => unknown
  #watched: readonly string[] = []
  #rest = Buffer.alloc(0)

  constructor(socket: Socket, topicValue: (topic: string) => unknown) {
    this.#socket = socket
    this.#topicValue = topicValue
    socket.on('data', (bytes) => this.#take(bytes))
  }

  tell(topic: string, value: unknown): void {
    if (this.#watched.includes(topic)) this.#send(JSON.stringify({ topic, value }))
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      if (frame.opcode === 8) this.close()
      if (frame.opcode !== 1) continue
      const { watch } = JSON.parse(frame.text) as { watch: string[] }
      const fresh = watch.filter((topic) => !this.#watched.includes(topic))
      this.#watched = watch
      for (const topic of fresh) this.tell(topic, this.#topicValue(topic))
    }
  }

  #frame(): { opcode: number; text: string } | undefined {
    const rest = this.#rest
    if (rest.length < 2) return undefined
    const short = (rest[1] ?? 0) & 0x7f
    const start = short === 126 ? 4 : 2
    if (rest.length < start) return undefined
    const length = short === 126 ? rest.readUInt16BE(2) : short
    if (rest.length < start + 4 + length) return undefined
    const mask = rest.subarray(start, start + 4)
    const body = Buffer.from(rest.subarray(start + 4, start + 4 + length))
    for (const [index, byte] of body.entries()) body[index] = byte ^ (mask[index % 4] ?? 0)
    this.#rest = rest.subarray(start + 4 + length)
    return { opcode: (rest[0] ?? 0) & 15, text: body.toString() }
  }

  #send(text: string): void {
    const body = Buffer.from(text)
    const head = Buffer.alloc(body.length < 126 ? 2 : body.length < 65536 ? 4 : 10)
    head[0] = 0x81
    if (body.length < 126) head[1] = body.length
    else if (body.length < 65536) {
      head[1] = 126
      head.writeUInt16BE(body.length, 2)
    } else {
      head[1] = 127
      head.writeBigUInt64BE(BigInt(body.length), 2)
    }
    this.#socket.write(Buffer.concat([head, body]))
  }
}
