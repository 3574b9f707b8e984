import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { makeTone } from '../../firmware/demo/tone.ts'
import type { Sound } from '../../firmware/demo/wav.ts'
import type { Law } from './g711.ts'
import { decodeSample, encodeSample } from './g711.ts'
import { every } from './pacer.ts'

/** One RTP packet as it came. */
export interface Arrival {
  /** Uptime in milliseconds at which we were given it. */
  readonly at: number
  readonly from: { readonly address: string; readonly port: number }
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
}

export interface RtpGap {
  /** Uptime in milliseconds of the last packet before it. */
  readonly at: number
  readonly ms: number
}

const PACKET_MS = 20
const SAMPLES = 160 // in 20 ms at 8,000 Hz
const PAYLOAD_TYPE = { pcmu: 0, pcma: 8 } as const
const DIGITS = '0123456789*#ABCD' // RFC 4733 §3.2: the index is the event
const LEAP = 8000 // samples
const END_PACKETS = 3 // RFC 4733 §2.5.1.4

/** One end of an RTP stream: sends a tone and telephone events, keeps every packet that comes. */
export class RtpStream {
  readonly arrivals: Arrival[] = []
  law: Law = 'pcmu'
  /** Payload type of telephone-event, both ways. */
  eventType = 101
  readonly #socket: Socket
  readonly #port: number
  #remote: { address: string; port: number } | undefined
  #stop: (() => void) | undefined
  #sequence = randomBytes(2).readUInt16BE()
  #timestamp = randomBytes(4).readUInt32BE()
  readonly #ssrc = randomBytes(4).readUInt32BE()
  #audio: Buffer = Buffer.alloc(0)
  #second = 0 // where we are in it
  readonly #events: (Buffer | undefined)[] = [] // undefined: sound between two digits
  #eventTimestamp = 0
  sent = 0

  private constructor(socket: Socket, port: number) {
    this.#socket = socket
    this.#port = port
    socket.on('message', (packet, from) => this.#take(packet, from))
    socket.on('error', () => undefined) // ICMP says that nobody listens there: the packets count as lost
  }

  static async open(address = '127.0.0.1'): Promise<RtpStream> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new RtpStream(socket, socket.address().port)
  }

  get port(): number {
    return this.#port
  }

  /** Packets go there from now on; undefined: nowhere. */
  sendTo(remote: { address: string; port: number } | undefined): void {
    this.#remote = remote
  }

  /** Sends a packet every 20 ms: a tone of whole `hz` at `level` dBm0, or silence. May be called again to change it. */
  start(tone: { readonly hz: number; readonly level: number } | undefined): void {
    this.#audio = secondOf(this.law, tone?.hz ?? 0, tone?.level ?? 0)
    this.#stop ??= every(PACKET_MS, () => this.#sendNext())
  }

  pause(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  /** Queues digits as events of 100 ms with 60 ms between them; they replace the tone meanwhile. */
  sendDigits(digits: string): void {
    for (const digit of digits) {
      const event = DIGITS.indexOf(digit)
      if (event < 0) throw new Error(`${digit} is not a telephone digit`)
      for (let step = 1; step <= 5; step++) this.#events.push(eventPayload(event, step, false))
      for (let copy = 0; copy < END_PACKETS; copy++) this.#events.push(eventPayload(event, 5, true))
      this.#events.push(undefined, undefined, undefined)
    }
  }

  /** Sends bytes as they are, once. */
  sendRaw(packet: Buffer): void {
    if (this.#remote) this.#socket.send(packet, this.#remote.port, this.#remote.address)
  }

  /** Digits that came as telephone events: one for each event timestamp. */
  digits(): string {
    const seen = new Set<number>()
    let digits = ''
    for (const arrival of this.arrivals) {
      if (arrival.payloadType !== this.eventType || seen.has(arrival.timestamp)) continue
      seen.add(arrival.timestamp)
      digits += DIGITS[arrival.payload[0] ?? 0] ?? '?'
    }
    return digits
  }

  /** Times without a packet, longer than `overMs`, between `from` and `to` (uptime); the time up to `to` counts. */
  gaps(overMs: number, from = 0, to = systemClock.uptime()): RtpGap[] {
    const times = this.arrivals.map((arrival) => arrival.at).filter((at) => at >= from && at <= to)
    return [...times, to]
      .map((at, index, all) => ({ at: all[index - 1] ?? at, ms: at - (all[index - 1] ?? at) }))
      .filter((gap) => gap.ms > overMs)
  }

  /** Packets missing in the numbering, SSRC by SSRC. */
  lost(): number {
    let lost = 0
    for (const packets of this.#bySsrc().values()) {
      const first = packets[0]?.sequence ?? 0
      const span = packets.map((packet) => ((packet.sequence - first + 0x18000) & 0xffff) - 0x8000)
      const range = Math.max(...span) - Math.min(...span) + 1
      lost += range - new Set(span).size
    }
    return lost
  }

  /**
   * What was heard, with true pauses: each packet lies where its timestamp says, the first of each SSRC where it arrived. The
   * sound begins with the first packet.
   */
  heard(): Sound {
    const start = this.arrivals[0]?.at ?? 0
    const placed = [...this.#bySsrc().values()].flatMap((packets) => placeAll(packets, start))
    const end = Math.max(0, ...placed.map(({ at, packet }) => at + packet.payload.length))
    const samples = new Int16Array(end)
    for (const { at, packet } of placed) {
      if (packet.payloadType !== PAYLOAD_TYPE[this.law]) continue
      packet.payload.forEach((octet, index) => {
        samples[at + index] = decodeSample(this.law, octet)
      })
    }
    return { rate: 8000, samples }
  }

  /** Uptime at which the sound of `heard` begins; undefined when nothing came. */
  get firstAt(): number | undefined {
    return this.arrivals[0]?.at
  }

  close(): void {
    this.pause()
    this.#socket.close()
  }

  #bySsrc(): Map<number, Arrival[]> {
    return Map.groupBy(this.arrivals, (arrival) => arrival.ssrc)
  }

  #sendNext(): void {
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#timestamp = (this.#timestamp + SAMPLES) >>> 0
    const event = this.#events.shift()
    this.#second = (this.#second + SAMPLES) % this.#audio.length // on, even when an event takes its place
    if (!event) {
      const audio = this.#audio.subarray(this.#second, this.#second + SAMPLES)
      this.#send(PAYLOAD_TYPE[this.law], false, this.#timestamp, audio)
      return
    }
    const first = event.readUInt16BE(2) === SAMPLES // the duration
    if (first) this.#eventTimestamp = this.#timestamp
    this.#send(this.eventType, first, this.#eventTimestamp, event)
  }

  #send(payloadType: number, marker: boolean, timestamp: number, payload: Buffer): void {
    const packet = Buffer.alloc(12 + payload.length)
    packet[0] = 0x80
    packet[1] = payloadType | (marker ? 0x80 : 0)
    packet.writeUInt16BE(this.#sequence, 2)
    packet.writeUInt32BE(timestamp, 4)
    packet.writeUInt32BE(this.#ssrc, 8)
    payload.copy(packet, 12)
    if (this.#remote) this.sent++
    this.sendRaw(packet)
  }

  #take(packet: Buffer, from: { address: string; port: number }): void {
    if (packet.length < 12 || (packet[0] ?? 0) >> 6 !== 2) return
    this.arrivals.push({
      at: systemClock.uptime(),
      from: { address: from.address, port: from.port },
      payloadType: (packet[1] ?? 0) & 0x7f,
      marker: ((packet[1] ?? 0) & 0x80) !== 0,
      sequence: packet.readUInt16BE(2),
      timestamp: packet.readUInt32BE(4),
      ssrc: packet.readUInt32BE(8),
      payload: packet.subarray(12 + 4 * ((packet[0] ?? 0) & 0x0f)),
    })
  }
}

/** RFC 4733 §2.3: event, end bit and volume (10 dBm0 below), duration in samples. */
function eventPayload(event: number, step: number, end: boolean): Buffer {
  const payload = Buffer.from([event, (end ? 0x80 : 0) | 10, 0, 0])
  payload.writeUInt16BE(step * SAMPLES, 2)
  return payload
}

const seconds = new Map<string, Buffer>()

/** One second of encoded tone, which may be repeated without a break as `hz` is whole; 0 Hz is silence. */
function secondOf(law: Law, hz: number, level: number): Buffer {
  const name = `${law} ${hz} ${level}`
  const known = seconds.get(name)
  if (known) return known
  const { samples } = makeTone(hz, level, 1)
  const made = Buffer.from(Uint8Array.from(samples, (sample) => encodeSample(law, sample)))
  seconds.set(name, made)
  return made
}

interface Placed {
  readonly at: number // in samples
  readonly packet: Arrival
}

/** A timestamp that leaps away from the time of arrival begins anew where the packet arrived. */
function placeAll(packets: readonly Arrival[], start: number): Placed[] {
  let origin: Placed | undefined
  return packets.map((packet) => {
    const arrived = Math.max(0, Math.round((packet.at - start) * 8))
    const at = origin && origin.at + ((packet.timestamp - origin.packet.timestamp) | 0)
    if (at !== undefined && at >= 0 && Math.abs(at - arrived) < LEAP) return { at, packet }
    origin = { at: arrived, packet }
    return origin
  })
}
