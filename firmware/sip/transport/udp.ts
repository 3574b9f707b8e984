import type { RemoteInfo, Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Address } from '../contract.ts'

/** Bursts wait here while we work; the kernel grants at most net.core.rmem_max. */
const BUFFER_OCTETS = 4 * 1024 * 1024

/** One UDP socket on one local address and port. */
export class UdpSocket {
  readonly #socket: Socket
  readonly #wanted: Address
  readonly #failed: (error: Error) => void
  #local: Address

  /** `received` gets one datagram, one octet a character. */
  constructor(
    wanted: Address,
    received: (text: string, local: Address, remote: Address) => void,
    failed: (error: Error) => void,
  ) {
    const isV6 = isIPv6(wanted.address)
    this.#wanted = wanted
    this.#local = wanted
    this.#socket = createSocket({
      type: isV6 ? 'udp6' : 'udp4',
      ipv6Only: isV6,
      recvBufferSize: BUFFER_OCTETS,
      lookup, // all addresses are numbers by now: saves a trip through the resolver for each packet
    })
    this.#socket.on('message', (octets: Buffer, from: RemoteInfo) => {
      const remote = { address: from.address, port: from.port }
      received(octets.toString('latin1'), this.#local, remote)
    })
    this.#failed = failed
  }

  /** Binds; the address with the port that it got. */
  bind(): Promise<Address> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.bind({ ...this.#wanted, exclusive: true }, () => {
        this.#socket.off('error', reject)
        this.#socket.on('error', this.#failed)
        this.#local = { address: this.#wanted.address, port: this.#socket.address().port }
        resolve(this.#local)
      })
    })
  }

  /** Sends one datagram; `failed` is called where the kernel refuses it (no route, too long). */
  send(text: string, remote: Address, failed: () => void): void {
    this.#socket.send(Buffer.from(text, 'latin1'), remote.port, remote.address, (error) => {
      if (error) failed()
    })
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
}

type Found = (error: null, address: string, family: number) => void

function lookup(address: string, _options: unknown, found: Found): void {
  found(null, address, address.includes(':') ? 6 : 4)
}
