import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { until } from '../../firmware/demo/wait.ts'

const LIMIT_MS = 60_000
const NOT_MS = 300 // how long is waited for what must not come

/** A socket for datagrams of any kind, and what has come to it. */
export class Terminal {
  readonly socket: Socket
  readonly came: Buffer[] = []
  /** Where the far end says that it is. */
  towards = 0
  #count = 0

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('message', (data) => this.came.push(data))
  }

  static async open(t: Test): Promise<Terminal> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    t.teardown(() => socket.close())
    return new Terminal(socket)
  }

  get port(): number {
    return this.socket.address().port
  }

  send(data: Buffer, towards = this.towards): void {
    this.socket.send(data, towards, '127.0.0.1')
  }

  /** The next UDPTL datagram of this one comes out at the other. */
  async faxes(other: Terminal): Promise<boolean> {
    const data = Buffer.from([0, this.#count++, 1, 6, 0, 0])
    return this.#arrives(data, other)
  }

  /** The next packet of a video stream. */
  async shows(other: Terminal, payloadType = 97): Promise<boolean> {
    const data = Buffer.from(`8000000000000000${'0000abcd'}66`, 'hex')
    data[1] = payloadType
    data[3] = this.#count++
    return this.#arrives(data, other)
  }

  async #arrives(data: Buffer, other: Terminal): Promise<boolean> {
    const has = async () => {
      this.send(data) // again: an answer may be here before the gateway has heard of it
      await systemClock.sleep(20)
      return other.came.some((came) => came.equals(data)) || undefined
    }
    return (await until('a datagram', has, LIMIT_MS)) === true
  }

  /** What it sends does not come out there, once the gateway has heard so. */
  async isUnheard(other: Terminal, begins = '8061'): Promise<boolean> {
    let sent = 0
    const isSilent = async () => {
      const data = Buffer.from(`${begins}90${'00'.repeat(8)}abcd66`, 'hex')
      data[begins.length / 2] = 0x90 + (sent++ % 0x60)
      this.send(data)
      await systemClock.sleep(NOT_MS)
      return !other.came.some((came) => came.equals(data)) || undefined
    }
    return (await until('silence', isSilent, LIMIT_MS)) === true
  }
}

/** Port of the first m-line of that type; -1: there is none. */
export function portOf(sdp: string, type: string): number {
  return Number(new RegExp(`^m=${type} (\\d+) `, 'm').exec(sdp)?.[1] ?? -1)
}

/** The description with fax in the place of the audio. */
export function faxOf(usual: string, at: Terminal): string {
  const head = usual.slice(0, usual.indexOf('m=audio'))
  const lines = [
    `m=image ${at.port} udptl t38`,
    'a=T38FaxVersion:0',
    'a=T38MaxBitRate:14400',
    'a=T38FaxUdpEC:t38UDPRedundancy',
    'a=secret:stays-here',
  ]
  return `${head}${lines.join('\r\n')}\r\n`
}

const VIDEO = 'a=rtpmap:97 VP8/90000\r\na=rtcp-fb:97 nack pli\r\na=extmap:1 urn:x\r\n'

/** The description with video beside its audio. */
export function videoOf(
  usual: string,
  at: Terminal,
  direction = 'sendrecv',
  protocol = 'RTP/AVP',
): string {
  return `${usual}m=video ${at.port} ${protocol} 97\r\n${VIDEO}a=${direction}\r\n`
}
