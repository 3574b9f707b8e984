import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Address, Flow, Listen, Transport, UserAgentOptions } from '../contract.ts'
import type { Read } from '../message/message.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import type { Carrier, CarrierEvents } from './carrier.ts'
import { connectTo } from './connect.ts'
import { Connection } from './connection.ts'
import { Door } from './door.ts'
import type { Guest, Guests } from './guests.ts'
import { carrierKey } from './keys.ts'
import type { Outlet } from './outlet.ts'
import type { TlsContexts } from './tls-context.ts'
import { provenNames } from './tls-context.ts'
import { TlsGreeter } from './tls-greeter.ts'
import { WsConnection } from './ws-connection.ts'
import { WsGreeter } from './ws-greeter.ts'

export interface StreamParts {
  readonly transport: Exclude<Transport, 'udp'>
  /** A link-local address with its scope. */
  readonly wanted: Address
  readonly wheel: TimerWheel
  readonly guests: Guests
  readonly contexts: TlsContexts | undefined
  readonly clients: Listen['clientCertificates']
  readonly allowOrigin: UserAgentOptions['allowOrigin']
  readonly dscp: number | undefined
  received(read: Read, flow: Flow): void
  closed(flow: Flow): void
  failed(error: Error): void
}

interface Greeter {
  welcome(socket: Socket, guest: Guest, remote: Address): void
  close(): void
}

/** One listening socket of TCP, TLS, WS or WSS, and the connections of its address, accepted or begun. */
export class StreamListener implements Outlet {
  readonly #parts: StreamParts
  readonly #door: Door
  readonly #greeter: Greeter
  readonly #carriers = new Map<string, Carrier>()
  readonly #all = new Set<Carrier>()
  /** Connections by the address at which their authenticated peer says it listens, RFC 5923. */
  readonly #aliases = new Map<string, Carrier>()
  readonly #events: CarrierEvents
  #local: Address

  constructor(parts: StreamParts) {
    this.#parts = parts
    this.#local = parts.wanted
    this.#greeter = this.#makeGreeter()
    this.#door = new Door(parts.wanted, parts.guests, parts.dscp, (socket, guest, remote) =>
      this.#greeter.welcome(socket, guest, remote),
    )
    this.#events = {
      received: (read, carrier) => {
        if (carrier.names.length > 0) this.#noteAlias(read, carrier)
        parts.received(read, carrier.flow)
      },
      closed: (carrier) => this.#forget(carrier),
    }
  }

  async open(port: number): Promise<Address> {
    this.#local = await this.#door.listen(port, this.#parts.failed)
    return this.#local
  }

  /** A WebSocket that was opened for this peer elsewhere, and where its octets come from. undefined: one too many. */
  takeIn(socket: WebSocket, stream: Socket, remote: Address): Flow | undefined {
    const guest = this.#parts.guests.admit(stream, remote.address)
    return guest && this.#upgraded(socket, guest, remote, []).flow
  }

  send(text: string, flow: Flow, failed: () => void, target: Address | undefined): void {
    const carrier = this.carrier(flow) ?? this.#connect(target ?? flow.remote, flow.serverName)
    if (carrier) carrier.send(text, failed)
    else failed()
  }

  carrier(flow: Flow): Carrier | undefined {
    const key = carrierKey(flow.remote, flow.serverName)
    return this.#carriers.get(key) ?? this.#aliases.get(key)
  }

  async close(): Promise<void> {
    for (const carrier of [...this.#all]) carrier.close()
    this.#greeter.close()
    await this.#door.close()
  }

  /** WebSocket peers are reached over the connection that they made, or not at all (RFC 7118 §5). */
  #connect(remote: Address, serverName: string | undefined): Carrier | undefined {
    const { transport, wanted, guests, contexts, dscp } = this.#parts
    const key = carrierKey(remote, serverName)
    const existing = this.#carriers.get(key)
    if (existing) return existing
    if (transport === 'ws' || transport === 'wss') return undefined
    const flow = this.#flow(remote, serverName)
    const from = { address: wanted.address, guests, dscp }
    const secure = transport === 'tls' ? contexts : undefined
    return this.#add(key, connectTo(flow, from, secure, this.#events))
  }

  #accepted(stream: Socket, guest: Guest, remote: Address, names: readonly string[]): void {
    const flow = this.#flow(remote)
    const connection = Connection.accepted(stream, guest, flow, names, this.#events)
    this.#add(carrierKey(remote, undefined), connection)
  }

  #upgraded(
    socket: WebSocket,
    guest: Guest,
    remote: Address,
    names: readonly string[],
  ): WsConnection {
    const { wheel } = this.#parts
    const carrier = new WsConnection(socket, guest, this.#flow(remote), names, wheel, this.#events)
    this.#add(carrierKey(remote, undefined), carrier)
    return carrier
  }

  #flow(remote: Address, serverName?: string): Flow {
    const flow = { transport: this.#parts.transport, local: this.#local, remote }
    return serverName === undefined ? flow : { ...flow, serverName }
  }

  #add(key: string, carrier: Carrier): Carrier {
    this.#carriers.set(key, carrier)
    this.#all.add(carrier)
    return carrier
  }

  #forget(carrier: Carrier): void {
    const { flow } = carrier
    this.#all.delete(carrier)
    const key = carrierKey(flow.remote, flow.serverName)
    if (this.#carriers.get(key) === carrier) this.#carriers.delete(key)
    for (const [alias, of] of carrier.names.length > 0 ? this.#aliases : []) {
      if (of === carrier) this.#aliases.delete(alias)
    }
    this.#parts.closed(flow)
  }

  /** RFC 5923 §8: only a peer that has proved its names may ask for what is theirs. */
  #noteAlias(read: Read, carrier: Carrier): void {
    const via = read.problem ? undefined : read.message.vias[0]
    if (!via?.params.has('alias') || read.message?.kind !== 'request') return
    const remote = { address: carrier.flow.remote.address, port: via.port ?? 5061 }
    for (const name of carrier.names) this.#aliases.set(carrierKey(remote, name), carrier)
  }

  #makeGreeter(): Greeter {
    const { transport, contexts, clients, allowOrigin } = this.#parts
    if (transport === 'tls' && contexts) {
      return new TlsGreeter(contexts, clients, (socket, guest, remote) =>
        this.#accepted(socket, guest, remote, provenNames(socket)),
      )
    }
    if (transport === 'ws' || transport === 'wss') {
      return new WsGreeter({
        contexts: transport === 'wss' ? contexts : undefined,
        clients,
        allowOrigin,
        greeted: (socket, guest, remote, names) => this.#upgraded(socket, guest, remote, names),
      })
    }
    return {
      welcome: (socket, guest, remote) => this.#accepted(socket, guest, remote, []),
      close: () => {},
    }
  }
}
