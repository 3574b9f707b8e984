import type { RemoteInfo, Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import type { Clock } from '../../clock/clock.ts'
import type { Address, Flow, SipLog } from '../../sip/contract.ts'
import { readAnnouncement } from './announcement.ts'
import type { Sighting } from './found-phones.ts'
import type { NearNetworks } from './near-networks.ts'

/** Of SIP servers (RFC 3261 §10.2.6), which phones ask for their configuration. */
export const GROUP = '224.0.1.75'
const USUAL_PORT = 5060
const MOST_A_SECOND = 20 // an office that comes back from a power cut asks again

export interface AnnouncementsOptions {
  readonly clock: Clock
  readonly log: SipLog
  /** Local addresses whose networks are heard. */
  readonly addresses: readonly string[]
  /** STROWGER_PNP_PORT; then loopback is heard as well. */
  readonly port?: number | undefined
  readonly near: NearNetworks
  /** A telephone asks for its configuration. Whoever has one for it would send it from here. */
  readonly heard: (sighting: Sighting, flow: Flow) => void
}

/** Listens to the multicast group in which telephones look for their server. A part of the network that cannot be heard is no failure. */
export class Announcements {
  readonly #options: AnnouncementsOptions
  readonly #addresses: readonly string[]
  #socket: Socket | undefined
  #second = 0
  #inSecond = 0

  constructor(options: AnnouncementsOptions) {
    this.#options = options
    const heard = options.addresses.filter((address) => isIPv4(address))
    const asked = options.port !== undefined
    this.#addresses = asked ? heard : heard.filter((address) => !address.startsWith('127.'))
  }

  /** Resolves when it listens, or when it is clear that it cannot: that is logged. */
  async start(): Promise<void> {
    if (this.#addresses.length === 0) return
    const port = this.#options.port ?? USUAL_PORT
    // Bound to the group, not to every address: SIP's own sockets have the same port.
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    this.#socket = socket
    const failed = (error: Error) =>
      this.#options.log.warn({ error }, 'telephones that announce themselves are not heard')
    await new Promise<void>((resolve) => {
      socket.once('error', (error) => {
        failed(error)
        this.stop()
        resolve()
      })
      socket.bind({ address: GROUP, port, exclusive: true }, () => {
        socket.removeAllListeners('error')
        socket.on('error', failed)
        resolve()
      })
    })
    if (this.#socket !== socket) return
    for (const address of this.#addresses) this.#join(socket, address)
    socket.on('message', (octets, from) => this.#take(octets, from))
  }

  stop(): void {
    this.#socket?.close()
    this.#socket = undefined
  }

  /** Where it listens; undefined where it does not. */
  get port(): number | undefined {
    return this.#socket?.address().port
  }

  #join(socket: Socket, address: string): void {
    try {
      socket.addMembership(GROUP, address)
    } catch (error) {
      this.#options.log.warn({ error, address }, 'the multicast group cannot be joined here')
    }
  }

  #take(octets: Buffer, from: RemoteInfo): void {
    const { near, heard, log } = this.#options
    const socket = this.#socket
    if (!socket || !near.has(from.address) || this.#isFlood()) return
    const flow = this.#flow(from, socket.address().port)
    const announcement = readAnnouncement(octets.toString('latin1'), flow)
    if (!announcement) return
    const { sighting, answer, port } = announcement
    heard(sighting, flow)
    if (!answer) return
    const gone = (error: Error | null) => {
      if (error) log.debug({ error }, 'an announcement cannot be answered')
    }
    socket.send(Buffer.from(answer, 'latin1'), port, from.address, gone)
  }

  #flow(from: RemoteInfo, port: number): Flow {
    const facing = this.#options.near.facing(from.address, this.#addresses)
    const local: Address = { address: facing ?? GROUP, port }
    return { transport: 'udp', local, remote: { address: from.address, port: from.port } }
  }

  #isFlood(): boolean {
    const second = Math.floor(this.#options.clock.uptime() / 1000)
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1
    this.#second = second
    return this.#inSecond > MOST_A_SECOND
  }
}
