import { createHash } from 'node:crypto'
import type { Clock, Timer } from '../../clock/clock.ts'
import type { PhoneFacts } from './phone-families.ts'

/** A telephone on the network that is not set up here; what is text is a stranger's. */
export interface FoundPhone extends PhoneFacts {
  readonly id: string
  readonly how: 'announced' | 'unknown-user' | 'wrong-password'
  readonly userAgent: string
  /** IP address that it wrote from. */
  readonly address: string
  readonly transport: string
  /** User that it tried to register. */
  readonly user?: string
  /** With `wrong-password`: which handset of ours. */
  readonly handset?: string
  readonly tries: number
  /** UTC, ms. */
  readonly firstSeen: number
  readonly lastSeen: number
}

/** One time that a telephone was heard. */
export interface Sighting extends PhoneFacts {
  readonly how: FoundPhone['how']
  readonly userAgent: string
  readonly address: string
  readonly transport: string
  readonly user?: string
  readonly handset?: string
  /** The same for what is only a repetition: it counts once. */
  readonly attempt: string
  /** How often it has tried by now, where that is known; else one more than before. */
  readonly tries?: number
}

interface Kept {
  readonly phone: FoundPhone
  readonly attempt: string
  /** Uptime, ms. */
  readonly seenAt: number
  readonly dismissed: boolean
}

export const MOST_FOUND = 100
const MOST_OF_ADDRESS = 20 // several telephones behind one address translation, but no scanner's whole list
const KEPT_MS = 24 * 3_600_000
const TELL_AFTER_MS = 250 // a flood is told four times a second

export interface FoundOptions {
  readonly clock: Clock
  /** The list is another now; called at most four times a second. */
  readonly changed: (count: number) => void
}

/**
 * *Found on your network*: telephones that announce themselves or fail to register, by MAC address, else by address and user. Bounded and
 * forgotten after a day; nothing of it is stored and nothing is made of it until a person adopts one.
 */
export class FoundPhones {
  readonly #options: FoundOptions
  /** Oldest sighting first. */
  readonly #kept = new Map<string, Kept>()
  #telling: Timer | undefined

  constructor(options: FoundOptions) {
    this.#options = options
  }

  stop(): void {
    this.#telling?.cancel()
    this.#telling = undefined
  }

  see(sighting: Sighting): void {
    const { clock } = this.#options
    const byPlace = `${sighting.address}/${sighting.user ?? ''}`
    const key = sighting.mac ?? byPlace
    this.#expire()
    if (key !== byPlace) this.#kept.delete(byPlace) // it tells its MAC address from now on
    const known = this.#kept.get(key)
    const again = known !== undefined && known.attempt === sighting.attempt
    const { attempt, tries = (known?.phone.tries ?? 0) + (again ? 0 : 1), ...facts } = sighting
    const { handset, ...before } = known?.phone ?? {}
    const phone: FoundPhone = {
      ...before,
      ...(facts.how === 'announced' && handset !== undefined && { handset }),
      ...facts,
      // A phone that fails to register also announces itself when it starts: the failure says more.
      how: facts.how === 'announced' && known ? known.phone.how : facts.how,
      id: idOf(key),
      tries,
      firstSeen: known?.phone.firstSeen ?? clock.now(),
      lastSeen: clock.now(),
    }
    const dismissed = known?.dismissed === true && sameStory(known.phone, phone)
    this.#kept.delete(key)
    this.#kept.set(key, { phone, attempt, seenAt: clock.uptime(), dismissed })
    this.#bound(phone.address)
    this.#tell()
  }

  /** Takes out whatever fits: it is set up now. */
  forget(fits: (phone: FoundPhone) => boolean): void {
    let gone = false
    for (const [key, { phone }] of this.#kept) {
      if (fits(phone)) gone = this.#kept.delete(key)
    }
    if (gone) this.#tell()
  }

  /** Hides it until it changes. False: there is no such telephone (any more). */
  dismiss(id: string): boolean {
    this.#expire()
    for (const [key, kept] of this.#kept) {
      if (kept.phone.id !== id) continue
      this.#kept.set(key, { ...kept, dismissed: true })
      this.#tell()
      return true
    }
    return false
  }

  /** All that are not dismissed, newest first. */
  list(): readonly FoundPhone[] {
    this.#expire()
    return [...this.#kept.values()]
      .filter(({ dismissed }) => !dismissed)
      .map(({ phone }) => phone)
      .reverse()
  }

  /** Too many of one address, or in all: the oldest of the address that has most go, so that a scanner displaces only itself. */
  #bound(address: string): void {
    if (this.#of(address).length > MOST_OF_ADDRESS) this.#dropOldest(address)
    if (this.#kept.size <= MOST_FOUND) return
    const counts = new Map<string, number>()
    for (const { phone } of this.#kept.values()) {
      counts.set(phone.address, (counts.get(phone.address) ?? 0) + 1)
    }
    let busiest = address
    for (const [one, count] of counts) if (count > (counts.get(busiest) ?? 0)) busiest = one
    if (counts.get(busiest) === 1) busiest = [...this.#kept.values()][0]?.phone.address ?? busiest
    this.#dropOldest(busiest)
  }

  #of(address: string): string[] {
    return [...this.#kept].filter(([, { phone }]) => phone.address === address).map(([key]) => key)
  }

  #dropOldest(address: string): void {
    const [oldest] = this.#of(address)
    if (oldest !== undefined) this.#kept.delete(oldest)
  }

  #expire(): void {
    const until = this.#options.clock.uptime() - KEPT_MS
    for (const [key, { seenAt }] of this.#kept) {
      if (seenAt > until) return // in the order of their sightings
      this.#kept.delete(key)
    }
  }

  #tell(): void {
    const { clock, changed } = this.#options
    this.#telling ??= clock.after(TELL_AFTER_MS, () => {
      this.#telling = undefined
      changed(this.list().length)
    })
  }
}

/** Says nothing of the key: that may hold any text. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16)
}

/** Whether somebody who has dismissed the one would not want to see the other. */
function sameStory(a: FoundPhone, b: FoundPhone): boolean {
  return (
    a.how === b.how &&
    a.address === b.address &&
    a.user === b.user &&
    a.handset === b.handset &&
    a.model === b.model &&
    a.version === b.version
  )
}
