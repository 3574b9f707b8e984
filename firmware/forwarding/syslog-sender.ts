import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { isIP, isIPv6, connect as plainConnect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { Clock } from '../clock/clock.ts'
import type { SyslogServer } from '../model/syslog-server.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { Text } from '../words/message.ts'
import { PATIENCE_MS, trusted, whyNot } from './peer.ts'
import { framed } from './syslog-message.ts'

type Peer = Pick<SyslogServer, 'server' | 'port' | 'transport' | 'authorities'>

/** What a receiver takes to close after the last line. */
const FAREWELL_MS = 3000

/** Sends lines to a syslog server. Over UDP nobody learns whether they arrived; over TCP and TLS the receiver has closed in good order. */
export async function sendSyslog(
  peer: Peer,
  lines: readonly Buffer[],
  clock: Clock,
): Promise<Result<undefined, Text>> {
  try {
    if (peer.transport === 'udp') await overUdp(peer, lines)
    else await overStream(peer, lines, clock)
    return ok(undefined)
  } catch (error) {
    return refuse(whyNot(error, peer.server, peer.port))
  }
}

/** RFC 5426: one line a datagram. */
async function overUdp({ server, port }: Peer, lines: readonly Buffer[]): Promise<void> {
  const { address } = isIP(server) ? { address: server } : await lookup(server)
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    for (const line of lines) {
      await new Promise<void>((resolve, reject) => {
        socket.send(line, port, address, (error) => (error ? reject(error) : resolve()))
      })
    }
  } finally {
    socket.close()
  }
}

async function overStream(peer: Peer, lines: readonly Buffer[], clock: Clock): Promise<void> {
  const socket = open(peer)
  const late = clock.after(PATIENCE_MS, () =>
    socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
  )
  try {
    await once(socket, peer.transport === 'tls' ? 'secureConnect' : 'connect')
    const closed = once(socket, 'close') // rejects when the peer resets
    socket.resume() // a receiver has nothing to say; its end is heard only by reading
    socket.end(Buffer.concat(lines.map(framed)))
    const bye = clock.after(FAREWELL_MS, () => socket.destroy())
    await closed.finally(() => bye.cancel())
  } finally {
    late.cancel()
    socket.on('error', () => {}) // told already
    socket.destroy()
  }
}

function open({ server, port, transport, authorities }: Peer): Socket {
  if (transport !== 'tls') return plainConnect({ host: server, port })
  return tlsConnect({
    host: server,
    port,
    ca: trusted(authorities),
    minVersion: 'TLSv1.2',
    ...(isIP(server) === 0 && { servername: server }),
  })
}
