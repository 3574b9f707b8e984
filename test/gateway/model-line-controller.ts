import assert from 'node:assert/strict'
import type { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type {
  Cadence,
  GatewayEvent,
  Inventory,
  Operation,
  OrphanPolicy,
} from '../../firmware/gateway/contract.ts'
import { GatewayError } from '../../firmware/gateway/gateway-error.ts'
import type { Seen } from '../../firmware/gateway/gateway-handler.ts'
import type { Dial } from '../../firmware/gateway/wire.ts'
import { silentLog } from '../../firmware/log.ts'

export interface WantedLine {
  context: string
  readonly line: string
  hook: 'on' | 'off'
  /** Empty: not rung. */
  cadence: Cadence
}

/** Plain data, as a journal holds it. */
export interface WantedLines {
  contexts: Record<string, OrphanPolicy>
  terminations: Record<string, WantedLine>
  preDialMs: number
  seen?: Seen
  /** Everything handed over, in order, for the final check. */
  heard: ({ boot: string; event: GatewayEvent } | { boot: string; inventory: number })[]
}

export const NO_LINES_WANTED: WantedLines = {
  contexts: {},
  terminations: {},
  preDialMs: 500,
  heard: [],
}

/** A controller of lines as the exchange is one: wants, journals, and only then lets requests go. */
export class ModelLineController {
  readonly epoch: number
  readonly client: GatewayClient
  wanted: WantedLines
  /** What a successor would find. */
  journal: WantedLines
  /** Of this boot: what may be said again without effect. */
  asked: Operation[] = []
  #outbox: (() => void)[] = []
  /** Answered in this life: those that an inventory must show. */
  readonly #standing = new Set<string>()
  #dead = false

  constructor(clock: VirtualClock, dial: Dial, epoch: number, journal: WantedLines) {
    this.epoch = epoch
    this.journal = structuredClone(journal)
    this.wanted = structuredClone(journal)
    const { seen } = this.wanted
    this.client = new GatewayClient({
      clock,
      dial,
      controller: 'model',
      epoch,
      outbox: (send) => this.#outbox.push(send),
      log: silentLog,
      ...(seen ? { seen } : {}),
      handler: {
        connected() {},
        disconnected() {},
        refused() {},
        restarted: () => {
          this.asked = []
          this.#standing.clear()
          this.#resync()
        },
        inventory: (inventory) => this.#inventory(inventory),
        event: (event) => this.#event(event),
      },
    })
    this.client.start()
    this.#resync()
  }

  commit(): void {
    this.#write()
    const sends = this.#outbox
    this.#outbox = []
    for (const send of sends) send()
  }

  /** @param written whether the journal was written in the last turn, though nothing left */
  crash(written: boolean): void {
    if (written) this.#write()
    this.#dead = true
    this.#outbox = []
    this.client.stop()
  }

  #write(): void {
    const { seen } = this.client
    if (seen) this.wanted.seen = seen
    this.journal = structuredClone(this.wanted)
  }

  get idle(): boolean {
    return this.#outbox.length === 0 && this.client.waiting === 0 && this.client.connected
  }

  // ---- what the controller may do ----

  context(context: string, orphan: OrphanPolicy): void {
    this.wanted.contexts[context] = orphan
    this.#askContext(context)
  }

  /** Takes a line that it knows to be free. */
  add(termination: string, context: string, line: string): void {
    if (Object.values(this.wanted.terminations).some((other) => other.line === line)) return
    this.wanted.terminations[termination] = { context, line, hook: 'on', cadence: [] }
    this.#askAdd(termination)
  }

  hook(termination: string, state: 'on' | 'off'): void {
    const wanted = this.wanted.terminations[termination]
    if (!wanted?.line.startsWith('fxo')) return
    wanted.hook = state
    this.#askHook(termination)
  }

  ring(termination: string, cadence: Cadence): void {
    const wanted = this.wanted.terminations[termination]
    if (!wanted?.line.startsWith('fxs')) return
    wanted.cadence = cadence
    this.#askRing(termination)
  }

  move(termination: string, context: string): void {
    const wanted = this.wanted.terminations[termination]
    if (!wanted) return
    wanted.context = context
    this.#onTermination(termination, { op: 'move', termination, context })
  }

  subtract(termination: string): void {
    this.#forget(termination)
    this.#send({ op: 'subtract', termination })
  }

  dropContext(context: string): void {
    for (const [id, wanted] of Object.entries(this.wanted.terminations)) {
      if (wanted.context === context) this.subtract(id) // a move here may never have taken place
    }
    this.#forget(context)
    this.#send({ op: 'drop-context', context })
  }

  provision(preDialMs: number): void {
    this.wanted.preDialMs = preDialMs
    this.#askProvision()
  }

  repeat(operation: Operation): void {
    this.#send(operation)
  }

  // ---- how it asks ----

  #askContext(context: string): void {
    const orphan = this.wanted.contexts[context]
    if (!orphan) return
    const stands = () => this.#standing.add(context)
    this.#send({ op: 'context', context, orphan }, stands, () => this.dropContext(context))
  }

  #askAdd(termination: string): void {
    const wanted = this.wanted.terminations[termination]
    if (!wanted) return
    const { context, line } = wanted
    this.#onTermination(termination, { op: 'add-line', context, termination, line }, () => {
      if (this.wanted.terminations[termination]) this.#standing.add(termination)
    })
  }

  #askHook(termination: string): void {
    const state = this.wanted.terminations[termination]?.hook ?? 'on'
    this.#onTermination(termination, { op: 'hook', termination, state })
  }

  /** Refused when the telephone is off hook: then it is wanted no more. */
  #askRing(termination: string): void {
    const wanted = this.wanted.terminations[termination]
    const { cadence = [] } = wanted ?? {}
    this.#send({ op: 'ring', termination, cadence }, undefined, () => {
      if (wanted?.cadence === cadence && cadence.length > 0) this.ring(termination, [])
      else if (this.wanted.terminations[termination]) this.subtract(termination)
    })
  }

  #askProvision(): void {
    const { preDialMs } = this.wanted
    const emergency = { numbers: ['911'], sent: '911', lines: ['fxo-1'], preDialMs }
    this.#send({ op: 'provision', lines: [], emergency }, undefined, () => {
      if (preDialMs === this.wanted.preDialMs) this.#askProvision()
    })
  }

  #onTermination(termination: string, operation: Operation, done?: () => void): void {
    this.#send(operation, done, () => {
      if (this.wanted.terminations[termination]) this.subtract(termination)
    })
  }

  /** @param failed what to do when it was refused, or nobody knows whether it took effect */
  #send(operation: Operation, done?: () => void, failed?: () => void): void {
    this.asked.push(operation)
    const request: Promise<unknown> = this.client.request(operation)
    request.then(
      () => {
        if (!this.#dead) done?.()
      },
      (error: unknown) => {
        assert(error instanceof GatewayError, `not a gateway's error: ${error}`)
        assert(!UNEXPECTED.has(error.code), `${JSON.stringify(operation)}: ${error.message}`)
        if (this.#dead || error.code === 'gateway-restarted' || error.code === 'stopped') return
        failed?.()
      },
    )
  }

  /** Says all that is wanted again. */
  #resync(): void {
    this.#askProvision()
    for (const context of Object.keys(this.wanted.contexts)) this.#askContext(context)
    for (const [termination, { context, line }] of Object.entries(this.wanted.terminations)) {
      this.#send({ op: 'move', termination, context }) // it may stand elsewhere yet
      this.#askAdd(termination)
      if (line.startsWith('fxo')) this.#askHook(termination)
      else this.#askRing(termination)
    }
  }

  // ---- what it is told ----

  #event(event: GatewayEvent): void {
    assert(this.client.seen)
    this.wanted.heard.push({ boot: this.client.seen.boot, event })
    if (event.kind === 'context-ended') this.#forget(event.context)
    if (event.kind !== 'line' || event.termination === undefined) return
    const { what, termination } = event
    const rung = this.wanted.terminations[termination]?.cadence.length
    if (rung && (what.kind === 'off-hook' || what.kind === 'on-hook')) this.ring(termination, [])
  }

  #inventory({ contexts, lines, lastEvent }: Inventory): void {
    assert(this.client.seen && lines?.length === 4)
    this.wanted.heard.push({ boot: this.client.seen.boot, inventory: lastEvent })
    const held = new Set<string>()
    for (const { context, terminations } of contexts) {
      held.add(context)
      if (!this.wanted.contexts[context]) this.dropContext(context)
      for (const { termination } of terminations) {
        held.add(termination)
        if (!this.wanted.terminations[termination]) this.subtract(termination)
      }
    }
    for (const id of this.#standing) if (!held.has(id)) this.#forget(id)
    for (const { termination = '', hook, ringing } of lines) {
      const wanted = this.wanted.terminations[termination]
      if (!wanted?.cadence.length) continue
      if (hook === 'off')
        this.ring(termination, []) // lifted unheard
      else if (!ringing) this.#askRing(termination) // and laid down unheard
    }
  }

  #forget(id: string): void {
    this.#standing.delete(id)
    delete this.wanted.terminations[id]
    delete this.wanted.contexts[id]
    for (const [termination, { context }] of Object.entries(this.wanted.terminations)) {
      if (context !== id) continue
      delete this.wanted.terminations[termination]
      this.#standing.delete(termination)
    }
  }
}

/** A controller that says only what can be meets these only through a defect. */
const UNEXPECTED = new Set(['conflict', 'bad-request', 'not-supported', 'failed', 'no-such-line'])
