import type { Socket } from 'node:net'
import type { Timer } from '../../clock/clock.ts'
import type { Flow } from '../contract.ts'
import type { TimerWheel } from '../timer-wheel.ts'

/** Limits of connections over all listeners (SECURITY row 8). */
export interface GuestLimits {
  readonly inAll: number
  /** From one address: a site of telephones behind one router fits. */
  readonly fromOne: number
  /** Of those, connections that have said nothing sensible yet: half-open TLS, slow-loris. */
  readonly unproven: number
  readonly unprovenFromOne: number
  /** A connection that nobody needs and that was silent for so long is closed. */
  readonly idleMs: number
}

export const LIMITS: GuestLimits = {
  inAll: 4096,
  fromOne: 512,
  unproven: 1024,
  unprovenFromOne: 128,
  idleMs: 15 * 60_000,
}

/** How many of the oldest are looked at to find one that nobody needs. */
const LOOKS = 32

/** One connection as the limits see it. */
export class Guest {
  readonly source: string
  readonly #guests: Guests
  readonly #socket: Socket
  #deadline: Timer | undefined
  /** What it carries, once it is known. */
  flow: Flow | undefined
  isProven = false
  isGone = false
  /** Something came or went since the limits last looked. */
  isUsed = true

  constructor(guests: Guests, socket: Socket, source: string) {
    this.#guests = guests
    this.#socket = socket
    this.source = source
  }

  /** It has said something sensible. */
  prove(): void {
    if (this.isProven || this.isGone) return
    this.#guests.proved(this)
    this.isProven = true
    this.calm()
  }

  /** From now on something must happen within `ms`. */
  expect(ms: number): void {
    this.calm()
    if (!this.isGone) this.#deadline = this.#guests.wheel.after(ms, () => this.close())
  }

  get isExpected(): boolean {
    return this.#deadline !== undefined
  }

  calm(): void {
    this.#deadline?.cancel()
    this.#deadline = undefined
  }

  /** Destroys the socket; whoever listens to its `close` hears of it. */
  close(): void {
    this.calm()
    this.#socket.destroy()
    this.#guests.left(this)
  }
}

/** Every connection that is open, accepted or begun: counted, and chosen from when there are too many. */
export class Guests {
  readonly wheel: TimerWheel
  readonly #limits: GuestLimits
  readonly #welcomes: (address: string) => boolean
  readonly #isNeeded: ((flow: Flow) => boolean) | undefined
  /** In the order in which they were last found used: the first is the one to go. */
  readonly #proven = new Set<Guest>()
  /** In the order of their coming. */
  readonly #unproven = new Set<Guest>()
  readonly #perSource = new Map<string, { all: number; unproven: number }>()
  #sweep: Timer | undefined

  constructor(
    wheel: TimerWheel,
    isNeeded: ((flow: Flow) => boolean) | undefined,
    limits: GuestLimits = LIMITS,
    welcomes: (address: string) => boolean = () => true,
  ) {
    this.wheel = wheel
    this.#isNeeded = isNeeded
    this.#limits = limits
    this.#welcomes = welcomes
  }

  get size(): number {
    return this.#proven.size + this.#unproven.size
  }

  /** Takes in somebody who connects; undefined: one too many, the socket has been destroyed. */
  admit(socket: Socket, source: string): Guest | undefined {
    const { fromOne, unprovenFromOne, inAll, unproven } = this.#limits
    const of = this.#perSource.get(source)
    const isTooMany = of !== undefined && (of.all >= fromOne || of.unproven >= unprovenFromOne)
    if (isTooMany || !this.#welcomes(source) || (this.size >= inAll && !this.#makeRoom())) {
      socket.destroy()
      return undefined
    }
    // An honest peer proves itself in a moment: who takes longest is the one to go, and newcomers still get in.
    if (this.#unproven.size >= unproven) first(this.#unproven)?.close()
    return this.#enter(socket, source)
  }

  /** Takes in a connection that we begin; room is made for it where there is none. */
  begin(socket: Socket, source: string): Guest {
    if (this.size >= this.#limits.inAll) this.#makeRoom()
    return this.#enter(socket, source)
  }

  proved(guest: Guest): void {
    if (!this.#unproven.delete(guest)) return
    this.#proven.add(guest)
    const counts = this.#perSource.get(guest.source)
    if (counts) counts.unproven--
    this.#sweepLater()
  }

  left(guest: Guest): void {
    if (guest.isGone) return
    guest.isGone = true
    const counts = this.#perSource.get(guest.source)
    if (counts) {
      counts.all--
      if (this.#unproven.has(guest)) counts.unproven--
      if (counts.all === 0) this.#perSource.delete(guest.source)
    }
    this.#unproven.delete(guest)
    this.#proven.delete(guest)
  }

  stop(): void {
    this.#sweep?.cancel()
    this.#sweep = undefined
    for (const guest of [...this.#unproven, ...this.#proven]) guest.close()
  }

  #enter(socket: Socket, source: string): Guest {
    const guest = new Guest(this, socket, source)
    socket.once('close', () => guest.close())
    this.#unproven.add(guest)
    const counts = this.#perSource.get(source)
    if (counts) {
      counts.all++
      counts.unproven++
    } else {
      this.#perSource.set(source, { all: 1, unproven: 1 })
    }
    return guest
  }

  /** Closes the connection that was not used for longest and that nobody needs; false where none is found. */
  #makeRoom(): boolean {
    for (let looks = 0; looks < LOOKS; looks++) {
      const oldest = first(this.#proven)
      if (!oldest) break
      if (!oldest.isUsed && !this.#needs(oldest)) {
        oldest.close()
        return true
      }
      this.#toEnd(oldest)
    }
    return false
  }

  #toEnd(guest: Guest): void {
    guest.isUsed = false
    this.#proven.delete(guest)
    this.#proven.add(guest)
  }

  #needs(guest: Guest): boolean {
    return guest.flow !== undefined && (this.#isNeeded?.(guest.flow) ?? false)
  }

  /** Idle connections go only where somebody can say which are needed. */
  #sweepLater(): void {
    if (!this.#isNeeded || this.#sweep || this.#proven.size === 0) return
    this.#sweep = this.wheel.after(this.#limits.idleMs, () => {
      this.#sweep = undefined
      for (const guest of [...this.#proven]) {
        if (!guest.isUsed && !this.#needs(guest)) guest.close()
        else guest.isUsed = false
      }
      this.#sweepLater()
    })
  }
}

function first<Item>(set: ReadonlySet<Item>): Item | undefined {
  return set.values().next().value
}
