import type { Read } from '../message/message.ts'
import { MAX_MESSAGE, readMessage } from '../message/message.ts'

/** What came out of a stream. `pong`: the peer asks whether we live (RFC 5626 §3.5.1). */
export type Frame = Read | 'pong'

/**
 * Cuts a stream into messages. Pieces are joined only when a message may be complete, so that a peer who sends octet by octet
 * does not make us copy all of it each time.
 */
export class Framer {
  #pieces: string[] = []
  #length = 0
  #wanted = 1
  /** The last three octets, in case the end of the headers comes in two pieces. */
  #tail = ''

  /** Octets of a message that is not complete; empty lines between messages are none. */
  get pending(): number {
    return this.#isBlank ? 0 : this.#length
  }

  /** Takes away the one empty line that answers our ping, RFC 5626 §3.5.1: with the next one it would be a ping. */
  eatPong(): void {
    if (this.#length !== 2 || !this.#isBlank) return
    this.#pieces = []
    this.#length = 0
    this.#tail = ''
  }

  get #isBlank(): boolean {
    return this.#length <= 3 && /^[\r\n]*$/.test(this.#tail)
  }

  /** Takes what was read. After a frame whose `end` is -1 the stream is of no more use. */
  push(piece: string): Frame[] {
    this.#pieces.push(piece)
    this.#length += piece.length
    const seam = this.#tail + piece
    this.#tail = seam.slice(-3)
    if (!this.#worthReading(seam)) return []
    return this.#cut(this.#pieces.join(''))
  }

  #worthReading(seam: string): boolean {
    if (this.#length < this.#wanted) return false
    return seam.includes('\r\n\r\n') || this.#wanted > 1 || this.#length > MAX_MESSAGE
  }

  #cut(joined: string): Frame[] {
    const frames: Frame[] = []
    let rest = joined
    this.#wanted = 1
    for (;;) {
      if (rest.startsWith('\r\n\r\n')) {
        frames.push('pong')
        rest = rest.slice(4)
        continue
      }
      if (rest === '' || rest === '\r' || rest === '\r\n' || rest === '\r\n\r') break
      const frame = readMessage(rest, 'stream')
      if (typeof frame === 'number') {
        if (rest.includes('\r\n\r\n')) this.#wanted = frame
        break
      }
      frames.push(frame)
      if (frame.end < 0) break
      rest = rest.slice(frame.end)
    }
    this.#pieces = rest ? [rest] : []
    this.#length = rest.length
    this.#tail = rest.slice(-3)
    return frames
  }
}
