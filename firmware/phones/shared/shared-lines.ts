import type { HandsetAccount, HandsetDirectory } from '../handset-directory.ts'

/** One set of line keys on several telephones (SCA-1): a call on one of its appearances is shown on all of them. */
export interface SharedLine {
  /** Tells it from the others; the same over a restart. */
  readonly id: string
  /** User parts by which it is watched. */
  readonly users: readonly string[]
  /** Devices that have it. */
  readonly devices: readonly string[]
  /** How many calls it can have: appearances 1 to this. */
  readonly appearances: number
}

/** Who shares what. */
export interface SharedLines {
  /** The line that is watched by this user part. */
  ofUser(user: string): SharedLine | undefined
  ofDevice(device: string): SharedLine | undefined
}

/** Every extension that several handsets have is one shared line; its appearances are the calls that one of them can have. */
export class SharedExtensions implements SharedLines {
  readonly #directory: Pick<HandsetDirectory, 'all'>
  readonly #byUser = new Map<string, SharedLine>()
  readonly #byDevice = new Map<string, SharedLine>()

  constructor(directory: Pick<HandsetDirectory, 'all'>) {
    this.#directory = directory
    this.refresh()
  }

  /** The configuration is another. */
  refresh(): void {
    this.#byUser.clear()
    this.#byDevice.clear()
    for (const [number, handsets] of byExtension(this.#directory.all())) {
      if (handsets.length < 2) continue
      const line = {
        id: number,
        users: [number, ...handsets.map(({ sipUser }) => sipUser).filter((one) => one !== number)],
        devices: handsets.map(({ id }) => id),
        appearances: Math.max(...handsets.map(({ lines }) => lines)),
      }
      for (const user of line.users) this.#byUser.set(user, line)
      for (const device of line.devices) this.#byDevice.set(device, line)
    }
  }

  ofUser(user: string): SharedLine | undefined {
    return this.#byUser.get(user)
  }

  ofDevice(device: string): SharedLine | undefined {
    return this.#byDevice.get(device)
  }
}

function byExtension(handsets: Iterable<HandsetAccount>): Map<string, HandsetAccount[]> {
  const found = new Map<string, HandsetAccount[]>()
  for (const handset of handsets) {
    const number = handset.caller?.number
    if (number === undefined) continue
    const known = found.get(number)
    if (known) known.push(handset)
    else found.set(number, [handset])
  }
  return found
}
