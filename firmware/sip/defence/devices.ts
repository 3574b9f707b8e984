import type { Flow } from '../contract.ts'
import { sourceOf } from './source.ts'

/** Over which flows, and so from which sources, devices of ours are registered now. */
export class Devices {
  readonly #byHandset = new Map<string, readonly Flow[]>()
  /** How often, by address and port. */
  readonly #ports = new Map<string, Map<number, number>>()
  readonly #sources = new Map<string, number>()

  /** All flows of a handset from now on; none: it has gone. */
  set(handset: string, flows: readonly Flow[]): void {
    for (const flow of this.#byHandset.get(handset) ?? []) this.#count(flow, -1)
    if (flows.length === 0) this.#byHandset.delete(handset)
    else this.#byHandset.set(handset, flows)
    for (const flow of flows) this.#count(flow, 1)
  }

  has(address: string, port: number): boolean {
    return this.#ports.get(address)?.has(port) ?? false
  }

  /** Whether any is registered from this source. */
  areAt(source: string): boolean {
    return this.#sources.has(source)
  }

  #count({ remote: { address, port } }: Flow, by: 1 | -1): void {
    let ports = this.#ports.get(address)
    if (!ports) {
      ports = new Map()
      this.#ports.set(address, ports)
    }
    add(ports, port, by)
    if (ports.size === 0) this.#ports.delete(address)
    add(this.#sources, sourceOf(address), by)
  }
}

function add<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
