import { readFile } from 'node:fs/promises'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { Overload } from './overload.ts'

const EVERY_MS = 100
/** Messages between two looks below which the kernel's queues are not asked for: they cannot be long. */
const BUSY = 20
/** What the kernel counts for a waiting datagram of usual size: the memory that it takes, not its octets. */
const OCTETS_A_DATAGRAM = 1280

export interface OverloadWatchOptions {
  readonly clock: Clock
  readonly overload: Overload
  /** Messages received so far. */
  readonly received: () => number
  /** Local UDP ports of ours. */
  readonly ports: () => readonly number[]
  /** Octets that wait in the kernel for these ports; `queuedOctets` unless given. */
  readonly queued?: (ports: readonly number[]) => Promise<number>
}

/**
 * Measures what messages wait: how late the event loop is, and how long the queues in the kernel are, which grow before the loop is late,
 * since it takes a few datagrams each turn.
 */
export class OverloadWatch {
  readonly #options: OverloadWatchOptions
  #timer: Timer | undefined
  #due = 0
  #received = 0

  constructor(options: OverloadWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#received = this.#options.received()
    this.#later()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #later(): void {
    const { clock } = this.#options
    this.#due = clock.uptime() + EVERY_MS
    this.#timer = clock.after(EVERY_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const { clock, overload, received, ports, queued = queuedOctets } = this.#options
    const late = Math.max(0, clock.uptime() - this.#due)
    const messages = received() - this.#received
    this.#received += messages
    const waiting = messages >= BUSY ? (await queued(ports())) / OCTETS_A_DATAGRAM : 0
    if (!this.#timer) return
    const perMs = messages / (EVERY_MS + late)
    overload.note(Math.max(late, perMs > 0 ? waiting / perMs : 0))
    this.#later()
  }
}

/** Octets that wait in the receive queues of these UDP ports, as Linux says; 0 where it does not. */
export async function queuedOctets(ports: readonly number[]): Promise<number> {
  const tables = await Promise.all(
    ['/proc/self/net/udp', '/proc/self/net/udp6'].map((path) =>
      readFile(path, 'latin1').catch(() => ''),
    ),
  )
  return tables.reduce((sum, table) => sum + queuedIn(table, ports), 0)
}

/** A line of the table: `sl local_address rem_address st tx_queue:rx_queue …`, numbers in hexadecimal. */
export function queuedIn(table: string, ports: readonly number[]): number {
  let octets = 0
  for (const port of new Set(ports)) {
    // Its few lines are looked for: taking all of them apart would cost more than the load that it is to find.
    const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
    for (let at = table.indexOf(local); at >= 0; at = table.indexOf(local, at + 1)) {
      const line = table.slice(table.lastIndexOf('\n', at) + 1, table.indexOf('\n', at))
      const [, here, queue = ''] = LINE.exec(line) ?? []
      if (`:${here} ` === local) octets += Number.parseInt(queue, 16)
    }
  }
  return octets
}

const LINE =
  /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} [0-9A-F]{2} [0-9A-F]+:([0-9A-F]+) /
