import type { Server, Socket } from 'node:net'
import { createServer, isIPv6 } from 'node:net'
import type { Address } from '../contract.ts'
import { HANDSHAKE_MS } from './carrier.ts'
import { mark } from './dscp.ts'
import type { Guest, Guests } from './guests.ts'
import { withoutScope } from './listen.ts'

/** One listening TCP socket: counts who comes in before anything else is done for him. */
export class Door {
  readonly #wanted: Address
  readonly #server: Server
  readonly #guests: Guests
  readonly #open = new Set<Guest>()
  readonly #dscp: number | undefined

  /** `welcome` gets a connection that was let in; within HANDSHAKE_MS it must be told of something better. */
  constructor(
    wanted: Address,
    guests: Guests,
    dscp: number | undefined,
    welcome: (socket: Socket, guest: Guest, remote: Address) => void,
  ) {
    this.#wanted = wanted
    this.#guests = guests
    this.#dscp = dscp
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket, welcome))
  }

  /** Listens; `port` instead of the wanted one where that was 0. The address as messages show it. */
  listen(port: number, failed: (error: Error) => void): Promise<Address> {
    const { address } = this.#wanted
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      const ipv6Only = isIPv6(withoutScope(address))
      this.#server.listen({ host: address, port, ipv6Only, exclusive: true }, () => {
        this.#server.off('error', reject)
        this.#server.on('error', failed)
        if (this.#dscp !== undefined) mark(this.#server, ipv6Only, this.#dscp) // its SYN-ACKs
        const got = this.#server.address()
        const bound = typeof got === 'object' && got ? got.port : port
        resolve({ address: withoutScope(address), port: bound })
      })
    })
  }

  /** Lets nobody else in, and closes what came in by it. */
  close(): Promise<void> {
    for (const guest of [...this.#open]) guest.close()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #accept(socket: Socket, welcome: (socket: Socket, guest: Guest, remote: Address) => void): void {
    const { remoteAddress, remotePort } = socket
    if (!remoteAddress || !remotePort) {
      socket.destroy() // gone before we could look
      return
    }
    const guest = this.#guests.admit(socket, remoteAddress)
    if (!guest) return
    this.#open.add(guest)
    socket.once('close', () => this.#open.delete(guest))
    socket.on('error', () => guest.close())
    if (this.#dscp !== undefined) mark(socket, isIPv6(remoteAddress), this.#dscp)
    guest.expect(HANDSHAKE_MS)
    welcome(socket, guest, { address: remoteAddress, port: remotePort })
  }
}
