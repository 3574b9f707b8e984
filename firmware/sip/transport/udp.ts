import type { RemoteInfo, Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Address, Flow } from '../contract.ts'
import type { Read } from '../message/message.ts'
import { readMessage } from '../message/message.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { mark } from './dscp.ts'
import { Flows } from './flows.ts'
import { isLinkLocal, withoutScope } from './listen.ts'
import type { Outlet } from './outlet.ts'
import { queuedOctets } from './socket-options.ts'
import { StunServer } from './stun-server.ts'

/** Bursts wait here while we work; the kernel grants at most net.core.rmem_max. */
const BUFFER_OCTETS = 4 * 1024 * 1024

export interface UdpEvents {
  received(read: Read, flow: Flow): void
  /** Whether it is read at all; everything is unless given. */
  hears?(address: string, port: number, octets: Buffer): boolean
  failed(error: Error): void
}

/** One UDP socket on one local address and port. */
export class UdpSocket implements Outlet {
  readonly #socket: Socket
  readonly #wanted: Address
  readonly #events: UdpEvents
  readonly #stun: StunServer
  readonly #dscp: number | undefined
  readonly #isV6: boolean
  #flows: Flows

  /** `wanted`: a link-local address with its scope. */
  constructor(wanted: Address, wheel: TimerWheel, dscp: number | undefined, events: UdpEvents) {
    this.#isV6 = isIPv6(wanted.address)
    this.#wanted = wanted
    this.#events = events
    this.#dscp = dscp
    this.#stun = new StunServer(wheel)
    this.#flows = new Flows(wanted)
    this.#socket = createSocket({
      type: this.#isV6 ? 'udp6' : 'udp4',
      ipv6Only: this.#isV6,
      recvBufferSize: BUFFER_OCTETS,
      lookup, // all addresses are numbers by now: saves a trip through the resolver for each packet
    })
    this.#socket.on('message', (octets: Buffer, from: RemoteInfo) => this.#receive(octets, from))
  }

  /** Binds; the address with the port that it got, as messages show it. */
  open(port: number): Promise<Address> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.bind({ address: this.#wanted.address, port, exclusive: true }, () => {
        this.#socket.off('error', reject)
        this.#socket.on('error', this.#events.failed)
        const local = {
          address: withoutScope(this.#wanted.address),
          port: this.#socket.address().port,
        }
        this.#flows = new Flows(local)
        if (this.#dscp !== undefined) mark(this.#socket, this.#isV6, this.#dscp)
        resolve(local)
      })
    })
  }

  /** Sends one datagram; `failed` is called where the kernel refuses it (no route, too long). */
  send(text: string, { remote }: Flow, failed: () => void): void {
    const octets = Buffer.from(text, 'latin1')
    this.#socket.send(octets, remote.port, remote.address, (error) => {
      if (error) failed()
    })
  }

  /** Octets of memory that datagrams take which nobody has read yet. */
  get queuedOctets(): number {
    return queuedOctets(this.#socket)
  }

  carrier(): undefined {
    return undefined // datagrams have no connection
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      try {
        this.#socket.close(() => resolve())
      } catch {
        resolve() // never bound, or closed before: nothing is left to close
      }
    })
  }

  #receive(octets: Buffer, from: RemoteInfo): void {
    if (this.#events.hears?.(from.address, from.port, octets) === false) return
    const first = octets[0] ?? 0
    if (first < 4) {
      this.#answerStun(octets, from)
      return
    }
    if (first <= 0x0d && isBlank(octets)) return // keeps a router's hole open
    if (this.#isV6 && this.#isForeign(from.address)) return
    const read = readMessage(octets.toString('latin1'), 'datagram')
    if (typeof read === 'number') return
    this.#events.received(read, this.#flows.from(from.address, from.port))
  }

  #answerStun(octets: Buffer, from: RemoteInfo): void {
    const answer = this.#stun.answer(octets, from)
    if (answer) this.#socket.send(answer, from.port, from.address, () => {}) // the peer asks again
  }

  /** Link-local addresses mean somebody else on every interface: only a socket of that interface talks to them. */
  #isForeign(address: string): boolean {
    return isLinkLocal(address) && !isLinkLocal(this.#wanted.address)
  }
}

function isBlank(octets: Buffer): boolean {
  for (const octet of octets) if (octet !== 0x0d && octet !== 0x0a && octet !== 0) return false
  return true
}

type Found = (error: null, address: string, family: number) => void

function lookup(address: string, _options: unknown, found: Found): void {
  found(null, address, address.includes(':') ? 6 : 4)
}
