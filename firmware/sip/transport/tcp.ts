import type { Server, Socket } from 'node:net'
import { connect, createServer, isIPv6 } from 'node:net'
import type { Address } from '../contract.ts'
import type { Read } from '../message/message.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { Connection } from './connection.ts'

/** Connections in all, and from one address: a site of phones behind one router fits. */
const MOST_CONNECTIONS = 4096
const MOST_FROM_ONE = 512

/** One listening TCP socket and the connections of its address, accepted or begun. */
export class TcpListener {
  readonly #wanted: Address
  readonly #wheel: TimerWheel
  readonly #received: (read: Read, local: Address, remote: Address) => void
  readonly #failed: (error: Error) => void
  readonly #server: Server
  readonly #connections = new Map<string, Connection>()
  readonly #perSource = new Map<string, number>()
  #local: Address

  constructor(
    wanted: Address,
    wheel: TimerWheel,
    received: (read: Read, local: Address, remote: Address) => void,
    failed: (error: Error) => void,
  ) {
    this.#wanted = wanted
    this.#local = wanted
    this.#wheel = wheel
    this.#received = received
    this.#server = createServer((socket) => this.#accept(socket))
    this.#failed = failed
  }

  /** Listens; `port` instead of the wanted one where that was 0. */
  listen(port: number): Promise<Address> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      const { address } = this.#wanted
      this.#server.listen(
        { host: address, port, ipv6Only: isIPv6(address), exclusive: true },
        () => {
          this.#server.off('error', reject)
          this.#server.on('error', this.#failed)
          this.#local = { address, port }
          resolve(this.#local)
        },
      )
    })
  }

  /**
   * Sends over the connection to `remote`, or to `target` after connecting to it. `failed` is called when the octets
   * will not get out.
   */
  send(text: string, remote: Address, target: Address | undefined, failed: () => void): void {
    const existing = this.#connections.get(keyOf(remote))
    const connection = existing ?? this.#connect(target ?? remote)
    connection.send(text, failed)
  }

  /** Whether a connection to `remote` exists. */
  has(remote: Address): boolean {
    return this.#connections.has(keyOf(remote))
  }

  close(): Promise<void> {
    for (const connection of [...this.#connections.values()]) connection.close()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #connect(remote: Address): Connection {
    const existing = this.#connections.get(keyOf(remote))
    if (existing) return existing
    const socket = connect({
      host: remote.address,
      port: remote.port,
      localAddress: this.#local.address,
    })
    return this.#add(socket, remote, true)
  }

  #accept(socket: Socket): void {
    const { remoteAddress, remotePort } = socket
    const isFull = this.#connections.size >= MOST_CONNECTIONS
    if (!remoteAddress || !remotePort || isFull || this.#from(remoteAddress) >= MOST_FROM_ONE) {
      socket.destroy()
      return
    }
    this.#add(socket, { address: remoteAddress, port: remotePort }, false)
  }

  #add(socket: Socket, remote: Address, isOutgoing: boolean): Connection {
    const key = keyOf(remote)
    const connection = new Connection(socket, isOutgoing, this.#wheel, {
      received: (read) => this.#received(read, this.#local, remote),
      closed: () => {
        if (this.#connections.get(key) === connection) this.#connections.delete(key)
        this.#count(remote.address, -1)
      },
    })
    this.#connections.set(key, connection)
    this.#count(remote.address, 1)
    return connection
  }

  #from(address: string): number {
    return this.#perSource.get(address) ?? 0
  }

  #count(address: string, change: number): void {
    const count = this.#from(address) + change
    if (count > 0) this.#perSource.set(address, count)
    else this.#perSource.delete(address)
  }
}

function keyOf(remote: Address): string {
  return `${remote.address}:${remote.port}`
}
