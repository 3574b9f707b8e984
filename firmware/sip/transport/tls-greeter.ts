import type { Socket } from 'node:net'
import type { Server, TLSSocket } from 'node:tls'
import { createServer } from 'node:tls'
import type { Address, Listen } from '../contract.ts'
import type { Guest } from './guests.ts'
import { formatKey } from './keys.ts'
import type { TlsContexts } from './tls-context.ts'

/** Shakes hands with those who connect, by the certificate of the moment. */
export class TlsGreeter {
  readonly #server: Server
  /** Whose handshake is under way, by address and port: Node does not say which connection has become which. */
  readonly #shaking = new Map<string, Guest>()
  readonly #unhear: () => void
  #isReady = false

  constructor(
    contexts: TlsContexts,
    clients: Listen['clientCertificates'],
    greeted: (socket: TLSSocket, guest: Guest, remote: Address) => void,
  ) {
    const options = contexts.server(clients)
    this.#isReady = options !== undefined
    this.#server = createServer({ ...options })
    this.#server.on('secureConnection', (socket) => {
      const remote = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }
      const guest = this.#shaking.get(formatKey(remote))
      if (guest) greeted(socket, guest, remote)
      else socket.destroy()
    })
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
    this.#unhear = contexts.onRefresh(() => {
      const fresh = contexts.server(clients)
      if (fresh) this.#server.setSecureContext(fresh)
      this.#isReady = fresh !== undefined
    })
  }

  welcome(socket: Socket, guest: Guest, remote: Address): void {
    if (!this.#isReady) {
      guest.close()
      return
    }
    const key = formatKey(remote)
    this.#shaking.set(key, guest)
    socket.once('close', () => this.#shaking.delete(key))
    this.#server.emit('connection', socket)
  }

  close(): void {
    this.#unhear()
  }
}
