import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { TimerWheel } from '../timer-wheel.ts'

const MOST = 1024
const REMEMBER_MS = 60_000 // routes change when an uplink fails

/** Which local address the kernel would send from. It is asked by connecting a UDP socket, which sends nothing. */
export class Routes {
  readonly #wheel: TimerWheel
  readonly #known = new Map<string, Promise<string | undefined>>()

  constructor(wheel: TimerWheel) {
    this.#wheel = wheel
  }

  /** The local address towards `remote`, a number; undefined where there is no way. */
  localFor(remote: string): Promise<string | undefined> {
    const known = this.#known.get(remote)
    if (known) return known
    if (this.#known.size >= MOST) this.forget()
    const found = ask(remote)
    this.#known.set(remote, found)
    this.#wheel.after(REMEMBER_MS, () => {
      if (this.#known.get(remote) === found) this.#known.delete(remote)
    })
    return found
  }

  forget(): void {
    this.#known.clear()
  }
}

function ask(remote: string): Promise<string | undefined> {
  const socket = createSocket(isIPv6(remote) ? 'udp6' : 'udp4')
  return new Promise((resolve) => {
    const end = (local: string | undefined) => {
      socket.close()
      resolve(local)
    }
    socket.once('error', () => end(undefined))
    socket.connect(9, remote, () => end(socket.address().address))
  })
}
