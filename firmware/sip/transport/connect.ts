import type { Socket } from 'node:net'
import { connect, isIP, isIPv6 } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { connect as connectSecurely } from 'node:tls'
import type { Flow } from '../contract.ts'
import type { CarrierEvents } from './carrier.ts'
import { Connection } from './connection.ts'
import { mark } from './dscp.ts'
import type { Guests } from './guests.ts'
import { certificateNames, provesName } from './peer-names.ts'
import type { TlsContexts } from './tls-context.ts'
import { provenNames } from './tls-context.ts'

export interface From {
  /** Our address, a link-local one with its scope. */
  readonly address: string
  readonly guests: Guests
  readonly dscp: number | undefined
}

/** Begins a connection to a flow's remote, with TLS where `contexts` are given. */
export function connectTo(
  flow: Flow,
  from: From,
  contexts: TlsContexts | undefined,
  events: CarrierEvents,
): Connection {
  const { address, port } = flow.remote
  const socket = connect({ host: address, port, localAddress: from.address, noDelay: true })
  const guest = from.guests.begin(socket, address)
  socket.on('error', () => guest.close())
  const { dscp } = from
  if (dscp !== undefined) socket.once('connect', () => mark(socket, isIPv6(address), dscp))
  if (!contexts) {
    const ready = { event: 'connect', prove: () => [] } as const
    return Connection.begun(socket, guest, flow, ready, events)
  }
  const secure = secured(socket, flow.serverName ?? address, contexts)
  const ready = { event: 'secureConnect', prove: () => provenNames(secure) } as const
  return Connection.begun(secure, guest, flow, ready, events)
}

/** TLS towards a peer whose certificate must be for `name`, a domain or an address (RFC 5922 §7.3). */
function secured(socket: Socket, name: string, contexts: TlsContexts): TLSSocket {
  return connectSecurely({
    socket,
    secureContext: contexts.client(),
    minVersion: 'TLSv1.2',
    ...(isIP(name) === 0 && { servername: name }),
    checkServerIdentity: (_host, certificate) =>
      provesName(certificateNames(certificate.subjectaltname), name)
        ? undefined
        : new Error(`the certificate is not for ${name}`),
  })
}
