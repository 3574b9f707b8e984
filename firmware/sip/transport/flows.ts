import type { Address, Flow } from '../contract.ts'

/** Peers that are remembered: two generations of so many. */
const MOST = 8192

/**
 * The flows of one UDP socket, one object for each peer: whoever keeps a flow (a transaction, a binding) keeps no copy of it, and a
 * datagram of a known peer allocates none. Peers that were not heard of for a long time are forgotten; their flow is then made anew.
 */
export class Flows {
  readonly #local: Address
  readonly #most: number
  #young = new Map<string, Map<number, Flow>>()
  #old = new Map<string, Map<number, Flow>>()
  #count = 0

  constructor(local: Address, most = MOST) {
    this.#local = local
    this.#most = most
  }

  from(address: string, port: number): Flow {
    return this.#young.get(address)?.get(port) ?? this.#take(address, port)
  }

  #take(address: string, port: number): Flow {
    if (this.#count >= this.#most) this.#age()
    const known = this.#old.get(address)?.get(port)
    const flow = known ?? { transport: 'udp', local: this.#local, remote: { address, port } }
    const ports = this.#young.get(address)
    if (ports) ports.set(port, flow)
    else this.#young.set(address, new Map([[port, flow]]))
    this.#count++
    return flow
  }

  #age(): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#count = 0
  }
}
