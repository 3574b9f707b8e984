import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket, TlsOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../clock/clock.ts'
import { redirect } from './redirect.ts'

interface Options {
  readonly app: FastifyInstance
  readonly clock: Clock
  readonly address: string
  readonly port: number
  readonly tls: TlsOptions
  /** Every connection of all listeners: one source has one share of them. */
  readonly all: Set<Socket>
  /** Whether whoever has made a handshake may go on. */
  readonly admit: (socket: TLSSocket) => boolean
  readonly patience?: Patience | undefined
}

/** How long a slow peer is waited for, in ms (SECURITY 8). */
export interface Patience {
  /** For the first byte, and for the handshake. */
  readonly handshake: number
  readonly headers: number
  readonly request: number
  /** Between two looks whether somebody took too long. */
  readonly look: number
}

const PATIENCE: Patience = { handshake: 10_000, headers: 15_000, request: 60_000, look: 5000 }
const MOST = 1024 // connections an address
const MOST_OF_ONE = 64 // of one source: a browser opens six
const TLS_RECORD = 0x16 // RFC 8446 §5.1: a handshake
const GRACE_MS = 300

/** HTTPS on one address and port. Whoever speaks plain HTTP there is sent to HTTPS. */
export class Listener {
  readonly #options: Options
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #secure = new Set<TLSSocket>()

  constructor(options: Options) {
    this.#options = options
    this.#server = this.#make()
  }

  /** Rejects with the error of the socket: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
  start(): Promise<void> {
    const { address, port } = this.#options
    return new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: address, port }, () => {
        this.#server.removeListener('error', reject)
        resolve()
      })
    })
  }

  /** Connections that are open go on as they are: only handshakes look at it. */
  useTls(tls: TlsOptions): void {
    this.#server.setSecureContext(tls)
  }

  /** Cuts connections that may not go on. */
  admitAnew(mayStay: (socket: TLSSocket) => boolean): void {
    for (const socket of this.#secure) if (!mayStay(socket)) socket.destroy()
  }

  /** Lets answers under way out, then closes everything. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => void this.#server.close(() => done()))
    this.#server.closeIdleConnections()
    await Promise.race([closed, this.#options.clock.sleep(GRACE_MS)])
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #make(): Server {
    const { app, tls, admit, patience = PATIENCE } = this.#options
    const server = createServer(
      {
        ...tls,
        handshakeTimeout: patience.handshake,
        headersTimeout: patience.headers,
        requestTimeout: patience.request,
        connectionsCheckingInterval: patience.look,
        keepAliveTimeout: 65_000,
        maxHeaderSize: 16 * 1024,
      },
      (request, response) => app.routing(request, response),
    )
    server.maxConnections = MOST
    server.on('upgrade', (...upgrade) => app.server.emit('upgrade', ...upgrade))
    server.prependListener('secureConnection', (socket: TLSSocket) => {
      this.#secure.add(socket)
      socket.once('close', () => this.#secure.delete(socket))
      if (!admit(socket)) socket.destroy()
    })
    const [speakTls] = server.listeners('connection')
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      if (!this.#takes(socket)) socket.destroy()
      else firstBytes(socket, patience.handshake, () => speakTls?.call(server, socket))
    })
    return server
  }

  #takes(socket: Socket): boolean {
    const { all } = this.#options
    for (const set of [all, this.#sockets]) {
      set.add(socket)
      socket.once('close', () => set.delete(socket))
    }
    const { remoteAddress } = socket
    const same = [...all].filter((one) => one.remoteAddress === remoteAddress)
    return same.length <= MOST_OF_ONE
  }
}

/** Decides by the first byte what is spoken. */
function firstBytes(socket: Socket, waitMs: number, speakTls: () => void): void {
  const end = () => socket.destroy()
  socket.setTimeout(waitMs, end)
  socket.on('error', end)
  socket.once('data', (bytes) => {
    socket.setTimeout(0)
    socket.removeListener('timeout', end)
    if (bytes[0] !== TLS_RECORD) {
      socket.end(redirect(bytes.toString('latin1')))
      socket.setTimeout(GRACE_MS, end)
      return
    }
    socket.removeListener('error', end)
    socket.pause()
    socket.unshift(bytes)
    speakTls()
  })
}
