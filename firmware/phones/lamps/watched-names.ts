import type { AnalogPhone } from '../analog-phones.ts'
import type { HandsetAccount, HandsetDirectory } from '../handset-directory.ts'

/** Telephones as they are configured. */
export interface NamedPhones extends Pick<HandsetDirectory, 'all'> {
  readonly analogPhones: Iterable<AnalogPhone>
}

/**
 * Whom the names mean by which telephones are watched, and which names each has: asked with every change of every call, so it is read
 * out of the configuration once.
 */
export class WatchedNames {
  readonly #phones: NamedPhones
  readonly #accounts = new Map<string, HandsetAccount[]>()
  readonly #devices = new Map<string, string[]>()
  readonly #names = new Map<string, readonly string[]>()
  readonly #byMac = new Map<string, HandsetAccount>()

  constructor(phones: NamedPhones) {
    this.#phones = phones
    this.refresh()
  }

  /** The configuration is another. */
  refresh(): void {
    for (const index of [this.#accounts, this.#devices, this.#names, this.#byMac]) index.clear()
    for (const account of this.#phones.all()) {
      const names = new Set([account.sipUser, account.caller?.number])
      this.#enter(account.id, names, account)
      if (account.mac) this.#byMac.set(account.mac, account)
    }
    for (const { id, caller } of this.#phones.analogPhones) {
      this.#enter(id, new Set([caller?.number]))
    }
  }

  /** Handsets of a number, by their own name or by their extension's. */
  accountsOf(user: string): readonly HandsetAccount[] {
    return this.#accounts.get(user) ?? []
  }

  /** The same, and the analog telephones, by their IDs. */
  devicesOf(user: string): readonly string[] {
    return this.#devices.get(user) ?? []
  }

  /** By which a telephone is watched. */
  namesOf(device: string): readonly string[] {
    return this.#names.get(device) ?? []
  }

  /** `mac`: twelve hexadecimal digits in lower case. */
  byMac(mac: string): HandsetAccount | undefined {
    return this.#byMac.get(mac)
  }

  #enter(id: string, names: Set<string | undefined>, account?: HandsetAccount): void {
    const known = [...names].filter((name) => name !== undefined)
    this.#names.set(id, known)
    for (const name of known) {
      add(this.#devices, name, id)
      if (account) add(this.#accounts, name, account)
    }
  }
}

function add<Value>(index: Map<string, Value[]>, name: string, value: Value): void {
  const values = index.get(name)
  if (values) values.push(value)
  else index.set(name, [value])
}
