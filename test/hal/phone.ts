import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AudioCodec, RtpStream } from '../../hal/ffi/media-library.ts'
import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw, levelAt, sine } from './audio.ts'

/** One RTP packet as it came, RFC 3550 §5.1. */
export interface RtpPacket {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
  /** Octets of the datagram. */
  readonly size: number
}

const FRAME = 160 // samples of 20 ms
const LIMIT_MS = 60_000 // how long a test waits for what should happen within milliseconds

/** A telephone on 127.0.0.1 for tests: it sends and receives RTP, and has ears that measure. */
export class Phone {
  readonly #socket: Socket
  readonly codec: AudioCodec
  /** Every audio sample heard since `forget()`, 16-bit linear, in order of arrival. */
  heard: number[] = []
  /** Every packet since `forget()`. */
  packets: RtpPacket[] = []
  sequence = 65_500 // wraps in every test that sends for a second
  timestamp = 0xffff_f000
  ssrc = 0x1000
  /** The RTP port that this phone sends to. */
  towards = 0
  #talking: NodeJS.Timeout | undefined

  private constructor(socket: Socket, codec: AudioCodec) {
    this.#socket = socket
    this.codec = codec
    socket.on('message', (data) => this.#receive(data))
  }

  /** Opens it on a free port. */
  static async open(codec: AudioCodec = 'PCMU'): Promise<Phone> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new Phone(socket, codec)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** What this phone would say in its SDP; `changes` come over it. */
  stream(changes: Partial<RtpStream> = {}): RtpStream {
    return { ...this.streamWithoutEvents(changes), eventPayloadType: 101, ...changes }
  }

  /** The same of a phone that does not know RFC 4733. */
  streamWithoutEvents(changes: Partial<RtpStream> = {}): RtpStream {
    return {
      remote: { address: '127.0.0.1', port: this.port },
      codec: this.codec,
      payloadType: this.codec === 'PCMU' ? 0 : 8,
      ptimeMs: 20,
      send: true,
      receive: true,
      symmetric: false,
      ...changes,
    }
  }

  /** Sends one packet; its numbers go on by themselves. */
  send(payload: Uint8Array, payloadType = this.codec === 'PCMU' ? 0 : 8, marker = false): void {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = payloadType | (marker ? 0x80 : 0)
    header.writeUInt16BE(this.sequence, 2)
    header.writeUInt32BE(this.timestamp, 4)
    header.writeUInt32BE(this.ssrc, 8)
    this.sendRaw(Buffer.concat([header, payload]))
    this.sequence = (this.sequence + 1) & 0xffff
  }

  sendRaw(datagram: Uint8Array): void {
    this.#socket.send(datagram, this.towards, '127.0.0.1')
  }

  /** Sends 20 ms of these samples. */
  sendFrame(samples: ArrayLike<number>): void {
    const encode = this.codec === 'PCMU' ? encodeMuLaw : encodeALaw
    this.send(Uint8Array.from(samples, encode))
    this.timestamp = (this.timestamp + samples.length) >>> 0
  }

  /** Says a tone in real time until `hush()`: as many packets as are due, however late the timer is. */
  talk(hz: number, dbm0 = -10): void {
    this.hush()
    const started = performance.now()
    let sent = 0
    const due = () => {
      while (sent * 20 <= performance.now() - started) {
        this.sendFrame(sine(hz, dbm0, FRAME, sent * FRAME))
        sent++
      }
    }
    due()
    this.#talking = setInterval(due, 20)
  }

  hush(): void {
    clearInterval(this.#talking)
  }

  /** Presses a key: RFC 4733 events for `updates` packets and `ends` end packets, all at once. */
  press(digit: string, updates = 4, ends = 3, payloadType = 101): void {
    const event = '0123456789*#ABCD'.indexOf(digit)
    for (let i = 1; i <= updates + ends; i++) {
      const duration = FRAME * Math.min(i, updates + 1)
      const end = i > updates ? 0x80 : 0
      this.send(
        Uint8Array.of(event, end | 10, duration >> 8, duration & 0xff),
        payloadType,
        i === 1,
      )
    }
    this.timestamp = (this.timestamp + FRAME * (updates + 4)) >>> 0
  }

  forget(): void {
    this.heard = []
    this.packets = []
  }

  /** Waits until the last 100 ms heard hold `hz` within 1.5 dB of `dbm0`. */
  async hears(hz: number, dbm0 = -10): Promise<void> {
    await until(
      () => Math.abs(this.level(hz) - dbm0) < 1.5,
      () => `${hz} Hz at ${this.level(hz)} dBm0`,
    )
  }

  /** Waits until 100 ms more have come, and answers the level of `hz` in them. */
  async levelFromNow(hz: number): Promise<number> {
    this.forget()
    await until(
      () => this.heard.length >= 800,
      () => `only ${this.heard.length} samples`,
    )
    return this.level(hz)
  }

  /** Level of `hz` in the last 100 ms heard, dBm0; -Infinity while there are fewer. */
  level(hz: number): number {
    return this.heard.length < 800 ? -Infinity : levelAt(this.heard.slice(-800), hz)
  }

  /** The digits of the RFC 4733 events that came, each press once. */
  keys(payloadType = 101): string {
    const presses = new Map<number, string>()
    for (const packet of this.packets) {
      if (packet.payloadType !== payloadType) continue
      presses.set(packet.timestamp, '0123456789*#ABCD'[packet.payload.readUInt8(0)] ?? '?')
    }
    return [...presses.values()].join('')
  }

  async close(): Promise<void> {
    this.hush()
    this.#socket.close()
    await once(this.#socket, 'close')
  }

  #receive(data: Buffer): void {
    const packet = {
      marker: data.readUInt8(1) >= 0x80,
      payloadType: data.readUInt8(1) & 0x7f,
      sequence: data.readUInt16BE(2),
      timestamp: data.readUInt32BE(4),
      ssrc: data.readUInt32BE(8),
      payload: data.subarray(12 + extensionOf(data)),
      size: data.length,
    }
    this.packets.push(packet)
    if (packet.payloadType !== (this.codec === 'PCMU' ? 0 : 8)) return
    const decode = this.codec === 'PCMU' ? decodeMuLaw : decodeALaw
    for (const code of packet.payload) this.heard.push(decode(code))
  }
}

/** Octets of a header extension, RFC 3550 §5.3.1. */
function extensionOf(data: Buffer): number {
  return data.readUInt8(0) & 0x10 ? 4 + 4 * data.readUInt16BE(14) : 0
}

/** Waits until `done`, however slow the machine; after a minute it throws with what `seen` says. */
export async function until(done: () => boolean, seen: () => string = () => 'no'): Promise<void> {
  const limit = performance.now() + LIMIT_MS
  while (!done()) {
    if (performance.now() > limit) throw new Error(`not within ${LIMIT_MS} ms: ${seen()}`)
    await pause(5)
  }
}

/** For what must not happen: a time in which it would have. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
