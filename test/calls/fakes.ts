import assert from 'node:assert'
import type { Call } from '../../firmware/calls/call.ts'
import { CallTable } from '../../firmware/calls/call-table.ts'
import { Cause } from '../../firmware/calls/cause.ts'
import type { Destination } from '../../firmware/calls/connect.ts'
import type { JournalStore } from '../../firmware/calls/journal.ts'
import { Journal } from '../../firmware/calls/journal.ts'
import type { Leg, LegSnapshot, Phase, Referral } from '../../firmware/calls/leg.ts'
import type { Gateway } from '../../firmware/calls/media-context.ts'
import type { Program } from '../../firmware/calls/program.ts'
import { ProgramLibrary } from '../../firmware/calls/program.ts'
import type { Forward } from '../../firmware/calls/sent-on.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { Operation, ReplyValue } from '../../firmware/gateway/contract.ts'
import type { PartyNumber } from '../../firmware/model/party-number.ts'
import { dialledNumber, internalNumber } from '../../firmware/model/party-number.ts'
import type { CallEvent } from '../../firmware/records/call-event.ts'
import { type Amendment, amended } from '../../firmware/store/amend.ts'

/** A journal's store in memory; what is in it is what a crash would leave, so values are copied. */
export class MemoryStore implements JournalStore {
  readonly values = new Map<string, unknown>()
  fails = false

  put(key: string, value: unknown, as?: 'json'): void {
    if (as === 'json') assertPlain(value)
    this.values.set(key, structuredClone(value))
  }

  /** What comes of it must be the whole: a snapshot that shares something with the one before, and changes it, is found here. */
  amend(key: string, amendment: Amendment, whole: unknown): void {
    assertPlain(amendment)
    const value = amended(structuredClone(this.values.get(key)), structuredClone(amendment))
    assert.deepStrictEqual(withoutUndefined(value), withoutUndefined(whole))
    this.values.set(key, value)
  }

  remove(key: string): void {
    this.values.delete(key)
  }

  get(key: string): unknown {
    return structuredClone(this.values.get(key))
  }

  entries(prefix: string): [string, unknown][] {
    return [...this.values].filter(([key]) => key.startsWith(prefix))
  }

  transaction(write: () => void): void {
    if (this.fails) throw new Error('the store is full')
    write()
  }
}

/** JSON gives it back as it is. */
function assertPlain(value: unknown): void {
  if (typeof value === 'number') assert(Number.isFinite(value), 'JSON has no such number')
  if (typeof value !== 'object' || value === null) {
    assert(value === undefined || typeof value !== 'bigint', 'JSON has no such value')
    return
  }
  if (!Array.isArray(value)) assert.equal(Object.getPrototypeOf(value), Object.prototype)
  else assert(!value.includes(undefined), 'JSON makes null of it')
  for (const inner of Object.values(value)) assertPlain(inner)
}

/** As a store gives it back that knows no undefined. */
function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** A gateway that does nothing but remember; ports count up from 20000. */
export class FakeGateway implements Gateway {
  readonly asked: Operation[] = []
  /** Errors to be thrown by the next requests, by code; undefined lets one pass. */
  readonly failures: (string | undefined)[] = []
  #port = 20_000

  request(operation: Operation): Promise<ReplyValue> {
    const code = this.failures.shift()
    if (code) return Promise.reject(Object.assign(new Error(code), { code }))
    const operations = operation.op === 'batch' ? operation.operations : [operation]
    this.asked.push(...operations)
    const results = operations.map((each) => this.#answer(each))
    return Promise.resolve(operation.op === 'batch' ? { results } : (results[0] ?? {}))
  }

  of<Op extends Operation['op']>(op: Op): Extract<Operation, { op: Op }>[] {
    return this.asked.filter((each) => each.op === op) as Extract<Operation, { op: Op }>[]
  }

  #answer(operation: Operation): ReplyValue {
    if (operation.op === 'add' || operation.op === 'add-pass') {
      this.#port += 2
      return { localAddress: operation.localAddress, port: operation.port ?? this.#port }
    }
    if (operation.op === 'subtract') {
      return { packetsReceived: 50, packetsSent: 50, lost: 0, late: 0, jitterMs: 1 }
    }
    return {}
  }
}

/** A party that does what the test says. */
export class ScriptedLeg implements Leg {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly party: PartyNumber
  /** Another one after a transfer. */
  call: Call
  device: string | undefined
  referral: Referral | undefined
  forward: Forward | undefined
  handedOver: number | undefined
  phase: Phase
  earlyMedia = false
  hasAudio = false
  held = false
  flashes = 0
  cause: Cause | undefined
  releasedBy: 'party' | 'exchange' | undefined
  /** What the exchange did to it. */
  readonly told: string[] = []

  constructor(call: Call, id: string, direction: 'in' | 'out', digits = '101') {
    this.call = call
    this.id = id
    this.direction = direction
    this.party = internalNumber(digits)
    this.phase = direction === 'in' ? 'offered' : 'calling'
  }

  alert(): void {
    if (this.phase !== 'offered') return
    this.told.push('alert')
    this.becomes('alerting')
  }

  progress(): void {
    if (this.hasAudio) return
    this.told.push('progress')
    this.hasAudio = true
  }

  async answer(): Promise<void> {
    if (this.phase === 'answered' || this.phase === 'released') return
    this.told.push('answer')
    await this.call.context.add(this.id, '127.0.0.1', { apart: false })
    this.hasAudio = true
    this.becomes('answered')
  }

  release(cause: Cause): void {
    if (this.phase === 'released') return
    this.told.push(`release ${cause}`)
    this.#gone(cause, 'exchange')
  }

  probe(): void {
    this.told.push('probe')
  }

  heard(progress: string): void {
    this.told.push(`heard ${progress}`)
  }

  handOver(referTo: string): void {
    const told = `hand over ${referTo}`
    if (!this.told.includes(told)) this.told.push(told)
  }

  forgetHandOver(): void {
    this.handedOver = undefined
  }

  tellReferral(status: number): void {
    if (!this.referral) return
    if (this.told.at(-1) !== `refer ${status}`) this.told.push(`refer ${status}`)
    if (status < 200) return
    this.referral = undefined
    this.call.changed(this)
  }

  snapshot(): LegSnapshot {
    const { id, direction, phase, earlyMedia, hasAudio, held, cause, releasedBy } = this
    const { device, referral, party, forward, handedOver } = this
    const known = { id, direction, phase, earlyMedia, hasAudio, held, cause, releasedBy }
    return { kind: 'scripted', ...known, device, referral, party, forward, handedOver }
  }

  // what the party does

  becomes(phase: Phase): void {
    this.phase = phase
    this.call.changed(this)
  }

  hangsUp(cause: Cause = Cause.normalClearing): void {
    this.#gone(cause, 'party')
  }

  /** Its telephone answers with 302. */
  sendsOn(digits: string): void {
    this.forward = { dialled: dialledNumber(digits), reason: 'unconditional' }
    this.hangsUp(Cause.redirected)
  }

  /** REFER was taken. */
  refers(referral: Referral): void {
    this.referral = referral
    this.tellReferral(100)
    this.call.changed(this)
  }

  presses(digits: string): void {
    for (const digit of digits) this.call.digit(this, digit, 'media')
  }

  #gone(cause: Cause, by: 'party' | 'exchange'): void {
    this.cause = cause
    this.releasedBy = by
    this.becomes('released')
  }
}

/** An exchange without SIP, network or real time, whose process can be killed. */
export class SmallExchange {
  readonly clock = new VirtualClock()
  store = new MemoryStore()
  readonly gateway = new FakeGateway()
  readonly events: CallEvent[] = []
  readonly errors: string[] = []
  /** How long the records take to be durable. */
  recordMs = 0
  /** Outgoing legs by the key of their destination. */
  readonly phones = new Map<string, ScriptedLeg>()
  readonly #programs = new ProgramLibrary()
  table: CallTable
  #epoch = 0

  constructor(...programs: Program<never>[]) {
    for (const program of programs) this.#programs.add(program)
    this.table = this.#boot()
  }

  /** A caller's leg over which `program` runs. */
  async call(
    program: string,
    state: unknown,
    dialled = '102',
  ): Promise<{ call: Call; caller: ScriptedLeg }> {
    let caller: ScriptedLeg | undefined
    const call = this.table.begin(dialledNumber(dialled), program, state, (call, id) => {
      caller = new ScriptedLeg(call, id, 'in')
      return caller
    })
    await this.settle()
    return { call, caller: caller as ScriptedLeg }
  }

  destination(key: string, ringSeconds = 24): Destination {
    return {
      key,
      ringSeconds,
      dial: (call, id) => {
        const leg = new ScriptedLeg(call, id, 'out', key)
        this.phones.set(key, leg)
        void call.context.add(id, '127.0.0.1', { apart: true })
        return leg
      },
    }
  }

  phone(key: string): ScriptedLeg {
    const leg = this.phones.get(key)
    if (!leg) throw new Error(`phone ${key} was not rung`)
    return leg
  }

  /** The exchange dies and another one takes up what the journal holds. */
  async killed(): Promise<void> {
    await this.journalled()
    const left = this.store
    this.store = new MemoryStore() // the dead process writes to the old one
    for (const [key, value] of left.values) this.store.put(key, value)
    this.table = this.#boot()
    this.phones.clear()
    this.table.restore()
    this.table.resume()
    await this.settle()
  }

  /** Lets everything happen that needs no waiting. */
  async settle(): Promise<void> {
    await this.clock.advance(0)
    await this.clock.advance(0)
  }

  /** The journal has written what no message was waiting for. */
  async journalled(): Promise<void> {
    await this.clock.advance(20)
    await this.settle()
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind)
  }

  #boot(): CallTable {
    const epoch = ++this.#epoch
    const journal = new Journal(this.store, this.clock, (error) => this.errors.push(String(error)))
    return new CallTable({
      site: 1,
      epoch,
      clock: this.clock,
      journal,
      gateway: this.gateway,
      programs: this.#programs,
      record: async (events) => {
        if (this.recordMs > 0) await this.clock.sleep(this.recordMs)
        if (epoch !== this.#epoch) return // died meanwhile
        for (const event of events) {
          const known = this.events.some(
            ({ call, sequence }) => call === event.call && sequence === event.sequence,
          )
          if (!known) this.events.push(event)
        }
      },
      restoreLeg: (call, snapshot) => this.#restoreLeg(call, snapshot),
      moved: (leg, call) => {
        ;(leg as ScriptedLeg).call = call
      },
      log: {
        error: (facts, text) => this.errors.push(`${text} ${JSON.stringify(facts)}`),
        warn: (facts, text) => this.errors.push(`${text} ${JSON.stringify(facts)}`),
      },
    })
  }

  #restoreLeg(call: Call, snapshot: LegSnapshot): ScriptedLeg {
    const leg = new ScriptedLeg(call, snapshot.id, snapshot.direction as 'in' | 'out')
    Object.assign(leg, snapshot)
    this.phones.set(snapshot.id, leg)
    return leg
  }
}
