import type { Clock } from '../../clock/clock.ts'
import type { Flow } from '../../sip/contract.ts'
import type { Rung } from './ladder.ts'
import { rungOf } from './ladder.ts'
import type { Traced } from './strand.ts'
import { Strand, StrandRing } from './strand.ts'

const MEGABYTE = 1024 * 1024

/** Octets in memory, by what the messages belong to: so no stranger pushes out what belongs to somebody. */
export interface TraceBudget {
  readonly calls: number
  readonly phones: number
  readonly strangers: number
}

const BUDGET: TraceBudget = {
  calls: 5 * MEGABYTE,
  phones: 2 * MEGABYTE,
  strangers: MEGABYTE,
}

/** Of one dialog: an ordinary call has 8. The first ones stay, then the last. */
const MOST_MESSAGES = 120
const FIRST_MESSAGES = 40
const MOST_OF_PHONE = 24 // the registrations of one telephone that keeps its Call-ID

/**
 * The messages of the last calls, of the registrations of telephones, and of everybody else, in memory, each in its own number of
 * octets. A Call-ID is a stranger's until somebody says whose it is (`tie`, `tiePhone`): what scanners send pushes out only each other.
 */
export class TraceRecorder {
  readonly #clock: Clock
  readonly #calls: StrandRing
  readonly #phones: StrandRing
  readonly #strangers: StrandRing
  /** Keys of strands by the call, or the handset, that they belong to. */
  readonly #byCall = new Map<string, Set<string>>()
  readonly #byPhone = new Map<string, Set<string>>()
  #order = 0

  constructor(clock: Clock, budget: TraceBudget = BUDGET) {
    this.#clock = clock
    this.#calls = new StrandRing(budget.calls, (strand) => forget(this.#byCall, strand))
    this.#phones = new StrandRing(budget.phones, (strand) => forget(this.#byPhone, strand))
    this.#strangers = new StrandRing(budget.strangers)
  }

  /** Octets that are kept now. */
  get octets(): number {
    return this.#calls.octets + this.#phones.octets + this.#strangers.octets
  }

  /** Of every SIP message as its octets. Runs for each: no parsing, no copy. Those that cannot be read have the Call-ID ''. */
  note(direction: 'in' | 'out', flow: Flow, callId: string, octets: string): void {
    let ring = this.#calls
    let strand = ring.get(callId)
    if (!strand) {
      ring = this.#phones
      strand = ring.get(callId)
    }
    if (!strand) {
      ring = this.#strangers
      strand = ring.get(callId) ?? begin(ring, callId)
    }
    this.#add(ring, strand, direction, flow, octets)
  }

  /** What happened on an analog line of a call, or was done there: `off hook`, `ring`. */
  noteLine(call: string, direction: 'in' | 'out', line: string, text: string): void {
    const key = `${call}/${line}`
    if (!this.#calls.get(key)) this.tie(key, call)
    const strand = this.#calls.get(key)
    if (strand) this.#add(this.#calls, strand, direction, line, text)
  }

  /** Says that a SIP dialog belongs to a call. */
  tie(callId: string, call: string): void {
    this.#give(callId, call, this.#calls, this.#byCall)
  }

  /** Says that registrations with this Call-ID are those of a handset. */
  tiePhone(callId: string, handset: string): void {
    const known = this.#phones.get(callId)
    if (known?.owner === handset || this.#calls.get(callId)) return
    this.#give(callId, handset, this.#phones, this.#byPhone)
  }

  /** All messages of a call in order; undefined for one that is not (or no longer) known. */
  of(call: string): readonly Rung[] | undefined {
    return this.messagesOf(call)?.map(rungOf)
  }

  /** The same as they were, what happened on lines among them. */
  messagesOf(call: string): readonly Traced[] | undefined {
    const keys = this.#byCall.get(call)
    return keys && inOrder(strandsOf(this.#calls, keys))
  }

  /** Registrations of a handset. */
  messagesOfPhone(handset: string): readonly Traced[] {
    return inOrder(strandsOf(this.#phones, this.#byPhone.get(handset) ?? []))
  }

  /** What belongs to no call and no telephone of ours. */
  messagesOfStrangers(): readonly Traced[] {
    return inOrder(this.#strangers.all())
  }

  /** Everything that is kept. */
  all(): readonly Traced[] {
    return inOrder([...this.#calls.all(), ...this.#phones.all(), ...this.#strangers.all()])
  }

  #add(
    ring: StrandRing,
    strand: Strand,
    direction: 'in' | 'out',
    way: Flow | string,
    text: string,
  ): void {
    const message = { order: ++this.#order, at: this.#clock.now(), direction, way, text }
    const isPhone = ring === this.#phones
    ring.grown(
      isPhone
        ? strand.add(message, MOST_OF_PHONE, 0)
        : strand.add(message, MOST_MESSAGES, strand.key === '' ? 0 : FIRST_MESSAGES),
    )
  }

  #give(key: string, owner: string, ring: StrandRing, owners: Map<string, Set<string>>): void {
    const strand = this.#strangers.take(key) ?? ring.take(key) ?? new Strand(owned(key))
    if (strand.owner !== undefined) forget(owners, strand)
    strand.owner = owner
    const keys = owners.get(owner)
    if (keys) keys.add(strand.key)
    else owners.set(owner, new Set([strand.key]))
    ring.put(strand)
  }
}

function begin(ring: StrandRing, callId: string): Strand {
  const strand = new Strand(owned(callId))
  ring.put(strand)
  return strand
}

/** A text of its own: one that was cut out of a message keeps all of that in memory. */
function owned(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

function forget(owners: Map<string, Set<string>>, { key, owner = '' }: Strand): void {
  const keys = owners.get(owner)
  if (keys?.delete(key) && keys.size === 0) owners.delete(owner)
}

function strandsOf(ring: StrandRing, keys: Iterable<string>): Strand[] {
  return [...keys].flatMap((key) => ring.get(key) ?? [])
}

function inOrder(strands: Iterable<Strand>): Traced[] {
  const messages: Traced[] = []
  for (const strand of strands) messages.push(...strand.messages)
  return messages.sort((a, b) => a.order - b.order)
}
