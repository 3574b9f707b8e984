import type { Address, Flow } from '../contract.ts'
import type { Read } from '../message/message.ts'
import { readMessage } from '../message/message.ts'
import { formatHostPort } from '../message/uri.ts'
import type { TimerWheel } from '../timer-wheel.ts'
import { TcpListener } from './tcp.ts'
import { UdpSocket } from './udp.ts'

export interface TransportEvents {
  received(read: Read, flow: Flow): void
  /** A socket failed after it was opened. */
  failed(error: Error, text: string): void
}

interface Listener {
  readonly udp: UdpSocket
  readonly tcp: TcpListener
}

/** Tries for a port that is free for both UDP and TCP, where any will do. */
const ANY_PORT_TRIES = 20

/** All sockets: one UDP and one TCP for each local address. */
export class Transports {
  readonly #listen: readonly Address[]
  readonly #wheel: TimerWheel
  readonly #events: TransportEvents
  readonly #listeners = new Map<string, Listener>()
  readonly #local: Address[] = []

  constructor(listen: readonly Address[], wheel: TimerWheel, events: TransportEvents) {
    this.#listen = listen
    this.#wheel = wheel
    this.#events = events
  }

  /** Addresses with the ports that were got, in the order of `listen`. */
  get local(): readonly Address[] {
    return this.#local
  }

  async start(): Promise<void> {
    try {
      for (const wanted of this.#listen) await this.#open(wanted)
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    const all = [...this.#listeners.values()]
    this.#listeners.clear()
    this.#local.length = 0
    await Promise.all(all.flatMap(({ udp, tcp }) => [udp.close(), tcp.close()]))
  }

  /** Sends one message; `failed` is called when it will not get out. `target`: where to connect if the flow's connection is gone. */
  send(flow: Flow, text: string, failed: () => void, target?: Address): void {
    const listener = this.#listeners.get(formatHostPort(flow.local))
    if (!listener) failed()
    else if (flow.transport === 'udp') listener.udp.send(text, flow.remote, failed)
    else listener.tcp.send(text, flow.remote, target, failed)
  }

  async #open(wanted: Address): Promise<void> {
    const tries = wanted.port === 0 ? ANY_PORT_TRIES : 1
    for (let attempt = 1; ; attempt++) {
      const listener = this.#create(wanted)
      try {
        const local = await listener.udp.bind()
        await listener.tcp.listen(local.port)
        this.#listeners.set(formatHostPort(local), listener)
        this.#local.push(local)
        return
      } catch (error) {
        await Promise.all([listener.udp.close(), listener.tcp.close()])
        if (attempt >= tries) throw unavailable(wanted, error)
      }
    }
  }

  #create(wanted: Address): Listener {
    const failed = (error: Error) =>
      this.#events.failed(error, `SIP socket ${formatHostPort(wanted)} failed`)
    const udp = new UdpSocket(
      wanted,
      (text, local, remote) => this.#datagram(text, { transport: 'udp', local, remote }),
      failed,
    )
    const tcp = new TcpListener(
      wanted,
      this.#wheel,
      (read, local, remote) => this.#events.received(read, { transport: 'tcp', local, remote }),
      failed,
    )
    return { udp, tcp }
  }

  #datagram(text: string, flow: Flow): void {
    if (/^[\r\n\0]*$/.test(text)) return // keep-alive of a router's hole
    const read = readMessage(text, 'datagram')
    if (typeof read !== 'number') this.#events.received(read, flow)
  }
}

function unavailable(wanted: Address, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
  const hint = code === 'EADDRINUSE' ? 'the port is in use by another program' : code
  return new Error(`SIP cannot listen on ${formatHostPort(wanted)}: ${hint}`, { cause })
}
