import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import type { Address, Listen, UserAgentOptions } from '../contract.ts'
import { MAX_MESSAGE } from '../message/message.ts'
import type { Guest } from './guests.ts'
import { formatKey } from './keys.ts'
import type { TlsContexts } from './tls-context.ts'
import { provenNames } from './tls-context.ts'

const SUBPROTOCOL = 'sip' // RFC 7118 §4.1

export interface WsGreeting {
  /** undefined: without TLS. */
  readonly contexts: TlsContexts | undefined
  readonly clients: Listen['clientCertificates']
  readonly allowOrigin: UserAgentOptions['allowOrigin']
  greeted(socket: WebSocket, guest: Guest, remote: Address, names: readonly string[]): void
}

/** Opens WebSockets for those who connect; everything else that speaks HTTP is sent away. */
export class WsGreeter {
  readonly #greeting: WsGreeting
  readonly #server: Server | SecureServer
  readonly #upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE,
    handleProtocols: () => SUBPROTOCOL,
  })
  readonly #asking = new Map<string, Guest>()
  readonly #unhear: (() => void) | undefined
  #isReady = true

  constructor(greeting: WsGreeting) {
    this.#greeting = greeting
    const { contexts, clients } = greeting
    const elsewhere = { maxHeaderSize: 16_384 }
    if (contexts) {
      const options = contexts.server(clients)
      this.#isReady = options !== undefined
      const secure = createSecureServer({ ...elsewhere, ...options })
      secure.on('tlsClientError', (_error, socket) => socket.destroy())
      this.#unhear = contexts.onRefresh(() => {
        const fresh = contexts.server(clients)
        if (fresh) secure.setSecureContext(fresh)
        this.#isReady = fresh !== undefined
      })
      this.#server = secure
    } else {
      this.#server = createServer(elsewhere)
    }
    this.#server.on('request', (_request, response) => {
      response.writeHead(426, { Upgrade: 'websocket', Connection: 'close' }).end()
    })
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  welcome(socket: Socket, guest: Guest, remote: Address): void {
    if (!this.#isReady) {
      guest.close()
      return
    }
    const key = formatKey(remote)
    this.#asking.set(key, guest)
    socket.once('close', () => this.#asking.delete(key))
    this.#server.emit('connection', socket)
  }

  close(): void {
    this.#unhear?.()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { remoteAddress, remotePort } = request.socket
    const remote = { address: remoteAddress ?? '', port: remotePort ?? 0 }
    const guest = this.#asking.get(formatKey(remote))
    if (!guest) {
      socket.destroy()
      return
    }
    const refusal = this.#refusal(request, remote)
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return // who does not go is cut off by the deadline of the handshake
    }
    const names = request.socket instanceof TLSSocket ? provenNames(request.socket) : []
    this.#upgrades.handleUpgrade(request, socket, head, (webSocket) =>
      this.#greeting.greeted(webSocket, guest, remote, names),
    )
  }

  #refusal(request: IncomingMessage, remote: Address): string | undefined {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',')
    if (!offered.some((one) => one.trim() === SUBPROTOCOL)) return '400 Bad Request'
    const { allowOrigin } = this.#greeting
    if (allowOrigin && !allowOrigin(request.headers.origin, remote)) return '403 Forbidden'
    return undefined
  }
}
