import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../clock/clock.ts'
import { SetupError, setupErrorOf } from '../../setup-error.ts'
import type { Credential } from './issue.ts'
import { redirect } from './redirect.ts'

interface Place {
  readonly bind: readonly string[]
  readonly webPort: number
}

/** Where the certificate comes from. */
interface Leaves {
  readonly leaf: Credential
  onChange(hear: (leaf: Credential) => void): void
}

export interface Doors {
  /** Lets answers under way out, then closes everything. */
  close(): Promise<void>
}

const HANDSHAKE_MS = 10_000
const MOST = 1024 // connections an address
const MOST_OF_ONE = 64 // of one source: a browser opens six
const TLS_RECORD = 0x16 // RFC 8446 §5.1: a handshake
const GRACE_MS = 300
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256', // an installed certificate may have an RSA key
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

/**
 * Opens the app to the network: HTTPS on every address. Whoever speaks plain HTTP there is sent to HTTPS, for browsers begin with that when
 * somebody types an address. @throws SetupError for a port in use
 */
export async function openDoors(
  app: FastifyInstance,
  { bind, webPort }: Place,
  leaves: Leaves,
  clock: Clock,
): Promise<Doors> {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  const close = async () => {
    const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())))
    for (const server of servers) server.closeIdleConnections()
    await Promise.race([Promise.all(closed), clock.sleep(GRACE_MS)])
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
  }
  try {
    for (const address of bind) {
      const server = makeServer(app, leaves.leaf, sockets)
      await listen(server, address, webPort)
      servers.push(server)
    }
  } catch (error) {
    await close()
    throw error
  }
  // Connections that are open go on as they are: only handshakes look at it.
  leaves.onChange((leaf) => {
    for (const server of servers) server.setSecureContext(secure(leaf))
  })
  return { close }
}

function secure({ certificate, key }: Credential): TlsOptions {
  return { cert: certificate, key, minVersion: 'TLSv1.2', ciphers: CIPHERS }
}

function makeServer(app: FastifyInstance, leaf: Credential, sockets: Set<Socket>): Server {
  const server = createServer(
    {
      ...secure(leaf),
      handshakeTimeout: HANDSHAKE_MS,
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => app.routing(request, response),
  )
  server.maxConnections = MOST
  server.on('upgrade', (...upgrade) => app.server.emit('upgrade', ...upgrade))
  const [speakTls] = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const { remoteAddress } = socket
    const same = [...sockets].filter((one) => one.remoteAddress === remoteAddress)
    if (same.length > MOST_OF_ONE) socket.destroy()
    else firstBytes(socket, () => speakTls?.call(server, socket))
  })
  return server
}

/** Decides by the first byte what is spoken. */
function firstBytes(socket: Socket, speakTls: () => void): void {
  const end = () => socket.destroy()
  socket.setTimeout(HANDSHAKE_MS, end)
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

async function listen(server: Server, address: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: address, port }, () => {
        server.removeListener('error', reject)
        resolve()
      })
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw setupErrorOf(error) ?? error
    throw new SetupError(
      `Port ${port} of ${address} is in use by another program.`,
      'Stop that program, or set STROWGER_WEB_PORT to another port.',
      { cause: error },
    )
  }
}
