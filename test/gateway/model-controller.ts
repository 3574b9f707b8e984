import assert from 'node:assert/strict'
import type { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { ReplyTo } from '../../firmware/gateway/client.ts'
import { GatewayClient } from '../../firmware/gateway/client.ts'
import type {
  GatewayEvent,
  Inventory,
  Operation,
  OrphanPolicy,
  Stream,
} from '../../firmware/gateway/contract.ts'
import { GatewayError } from '../../firmware/gateway/gateway-error.ts'
import type { Seen } from '../../firmware/gateway/gateway-handler.ts'
import type { Dial } from '../../firmware/gateway/wire.ts'
import { silentLog } from '../../firmware/log.ts'

type OperationOf<Op extends Operation['op']> = Extract<Operation, { op: Op }>
export type Effecting = OperationOf<'play' | 'record' | 'digits'>

interface WantedTermination {
  context: string
  port?: number
  stream?: Stream
  attachments: Record<string, OperationOf<'play' | 'record' | 'detect'>>
  digits: Record<string, OperationOf<'digits'>>
}

/** Plain data, as a journal holds it. */
export interface Wanted {
  contexts: Record<string, OrphanPolicy>
  terminations: Record<string, WantedTermination>
  /** `from>to` whose hearing differs from the beginning. */
  changed: Record<string, boolean>
  seen?: Seen
  /** Everything handed over, in order, for the final check. */
  heard: ({ boot: string; event: GatewayEvent } | { boot: string; inventory: number })[]
}

export const NOTHING_WANTED: Wanted = { contexts: {}, terminations: {}, changed: {}, heard: [] }

export interface World {
  readonly clock: VirtualClock
  /** The request's answer reached a controller while it was connected to this boot. */
  acknowledged(boot: string, operation: Effecting): void
}

/**
 * A controller as the exchange is one: it changes what it wants, journals that, and only then lets requests go. Knows nothing of
 * connections; at an inventory it makes the gateway agree with its journal.
 */
export class ModelController {
  readonly epoch: number
  readonly client: GatewayClient
  wanted: Wanted
  /** What a successor would find. */
  journal: Wanted
  refused = false
  boot = ''
  /** Of this boot: what may be said again without effect. */
  asked: Operation[] = []
  /** The first answer that no story may bring. */
  wrong: Error | undefined
  readonly #world: World
  #outbox: (() => void)[] = []
  /** Answered in this life: those that an inventory must show. */
  readonly #standing = new Set<string>()
  #dead = false

  constructor(world: World, dial: Dial, epoch: number, journal: Wanted) {
    this.#world = world
    this.epoch = epoch
    this.journal = structuredClone(journal)
    this.wanted = structuredClone(journal)
    const { seen } = this.wanted
    this.client = new GatewayClient({
      clock: world.clock,
      dial,
      controller: 'model',
      epoch,
      outbox: (send) => this.#outbox.push(send),
      log: silentLog,
      ...(seen ? { seen } : {}),
      handler: {
        connected: (welcome) => {
          this.boot = welcome.boot
        },
        disconnected() {},
        refused: () => {
          this.refused = true
        },
        restarted: () => this.#restarted(),
        inventory: (inventory) => this.#inventory(inventory),
        event: (event) => this.#event(event),
      },
    })
    if (!seen) this.#forgetDigits() // nobody knows which boot they went to
    this.client.start()
    this.#resync()
  }

  /** The end of a turn: the journal is written, then all that waited for it goes. */
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

  // ---- what the controller may do; nothing it knows to be wrong ----

  context(context: string, orphan: OrphanPolicy): void {
    this.wanted.contexts[context] = orphan
    this.#askContext(context, orphan)
  }

  add(termination: string, context: string, stream?: Stream): void {
    this.wanted.terminations[termination] = {
      context,
      attachments: {},
      digits: {},
      ...(stream ? { stream } : {}),
    }
    this.#askAdd(termination, stream)
  }

  stream(termination: string, stream: Stream): void {
    this.#termination(termination).stream = stream
    this.#onTermination(termination, { op: 'stream', termination, stream })
  }

  move(termination: string, context: string): void {
    const wanted = this.#termination(termination)
    if (wanted.context === context) return
    wanted.context = context
    this.#unhear(termination)
    this.#onTermination(termination, { op: 'move', termination, context })
  }

  topology(from: string, to: string, hears: boolean): void {
    if (this.#termination(from).context !== this.#termination(to).context) return
    const key = `${from}>${to}`
    if (hears === (from !== to)) delete this.wanted.changed[key]
    else this.wanted.changed[key] = hears
    this.#send({ op: 'topology', from, to, hears }, undefined, () => this.subtract(to))
  }

  attach(operation: OperationOf<'play' | 'record' | 'detect'>): void {
    this.#termination(operation.termination).attachments[operation.attachment] = operation
    this.#askAttach(operation)
  }

  stop(attachment: string): void {
    this.#attachmentEnded(attachment)
    this.#send({ op: 'stop', attachment })
  }

  digits(operation: OperationOf<'digits'>): void {
    this.#termination(operation.termination).digits[operation.key] = operation
    this.#askDigits(operation)
  }

  subtract(termination: string): void {
    this.#forgetTermination(termination)
    this.#send({ op: 'subtract', termination })
  }

  dropContext(context: string): void {
    for (const [termination, wanted] of Object.entries(this.wanted.terminations)) {
      if (wanted.context === context) this.subtract(termination) // a move here may never have taken place
    }
    this.#forgetContext(context)
    this.#send({ op: 'drop-context', context })
  }

  /** Says something again as it was said: what a late repetition does. */
  repeat(operation: Operation): void {
    this.#send(operation)
  }

  // ---- how it asks ----

  #askContext(context: string, orphan: OrphanPolicy): void {
    this.#send(
      { op: 'context', context, orphan },
      () => this.#standing.add(context),
      () => this.dropContext(context),
    )
  }

  #askAdd(termination: string, stream?: Stream): void {
    const { context, port } = this.#termination(termination)
    this.#send(
      {
        op: 'add',
        context,
        termination,
        localAddress: '127.0.0.1',
        ...(port === undefined ? {} : { port }),
        ...(stream ? { stream } : {}),
      },
      (added) => {
        const wanted = this.wanted.terminations[termination]
        if (!wanted) return
        wanted.port = added.port
        this.#standing.add(termination)
      },
      () => this.subtract(termination),
    )
  }

  #askAttach(operation: OperationOf<'play' | 'record' | 'detect'>): void {
    this.#onTermination(operation.termination, operation, () => {
      if (this.wanted.terminations[operation.termination]?.attachments[operation.attachment]) {
        this.#standing.add(operation.attachment)
      }
      if (operation.op !== 'detect') this.#world.acknowledged(this.boot, operation)
    })
  }

  #askDigits(operation: OperationOf<'digits'>): void {
    const forget = () => {
      const wanted = this.wanted.terminations[operation.termination]
      if (wanted) delete wanted.digits[operation.key]
    }
    this.#onTermination(operation.termination, operation, () => {
      forget()
      this.#world.acknowledged(this.boot, operation)
    })
  }

  #onTermination(termination: string, operation: Operation, done?: () => void): void {
    this.#send(operation, done, () => {
      if (this.wanted.terminations[termination]) this.subtract(termination)
    })
  }

  /** @param failed what to do when it was refused, or nobody knows whether it took effect */
  #send<O extends Operation>(
    operation: O,
    done?: (value: ReplyTo<O>) => void,
    failed?: () => void,
  ): void {
    this.asked.push(operation)
    const request: Promise<unknown> = this.client.request(operation)
    request.then(
      (value) => {
        if (!this.#dead) done?.(value as ReplyTo<O>)
      },
      (error: unknown) => {
        if (!(error instanceof GatewayError) || UNEXPECTED.has(error.code)) {
          this.wrong ??= new Error(`${JSON.stringify(operation)}: ${error}`)
          return
        }
        if (this.#dead || error.code === 'gateway-restarted' || error.code === 'stopped') return
        failed?.()
      },
    )
  }

  // ---- what it is told ----

  #restarted(): void {
    this.asked = []
    this.#standing.clear()
    this.#forgetDigits()
    this.#resync()
  }

  /** Sent or not: the boot that could tell is gone, and a digit too many is a wrong number. */
  #forgetDigits(): void {
    for (const wanted of Object.values(this.wanted.terminations)) wanted.digits = {}
  }

  /** Says all that is wanted again. */
  #resync(): void {
    const { contexts, terminations } = this.wanted
    for (const [context, orphan] of Object.entries(contexts)) this.#askContext(context, orphan)
    for (const [termination, { context, stream }] of Object.entries(terminations)) {
      this.#send({ op: 'move', termination, context }) // it may stand elsewhere yet
      this.#askAdd(termination)
      if (stream) this.#onTermination(termination, { op: 'stream', termination, stream })
    }
    for (const [to, { context }] of Object.entries(terminations)) {
      for (const [from, other] of Object.entries(terminations)) {
        if (other.context !== context) continue
        const hears = this.wanted.changed[`${from}>${to}`] ?? from !== to
        this.#send({ op: 'topology', from, to, hears }, undefined, () => this.subtract(to))
      }
    }
    for (const { attachments, digits } of Object.values(terminations)) {
      for (const operation of Object.values(attachments)) this.#askAttach(operation)
      for (const operation of Object.values(digits)) this.#askDigits(operation)
    }
  }

  #event(event: GatewayEvent): void {
    assert(this.client.seen)
    this.wanted.heard.push({ boot: this.client.seen.boot, event })
    if (event.kind === 'played' || event.kind === 'recorded')
      this.#attachmentEnded(event.attachment)
    if (event.kind === 'context-ended') this.#forgetContext(event.context)
  }

  #inventory(inventory: Inventory): void {
    assert(this.client.seen)
    this.wanted.heard.push({ boot: this.client.seen.boot, inventory: inventory.lastEvent })
    this.#reconcile(inventory)
  }

  #reconcile({ contexts }: Inventory): void {
    const held = new Set<string>()
    for (const { context, terminations } of contexts) {
      held.add(context)
      if (!this.wanted.contexts[context]) this.dropContext(context)
      for (const { termination, attachments } of terminations) {
        held.add(termination)
        const wanted = this.wanted.terminations[termination]
        if (!wanted) this.subtract(termination)
        for (const attachment of attachments) {
          held.add(attachment)
          if (wanted && !wanted.attachments[attachment]) this.stop(attachment)
        }
      }
    }
    for (const id of this.#standing) {
      if (held.has(id)) continue
      this.#standing.delete(id)
      if (this.wanted.contexts[id]) this.#forgetContext(id)
      else if (this.wanted.terminations[id]) this.#forgetTermination(id)
      else this.#attachmentEnded(id)
    }
  }

  #termination(id: string): WantedTermination {
    const wanted = this.wanted.terminations[id]
    assert(wanted)
    return wanted
  }

  #attachmentEnded(id: string): void {
    this.#standing.delete(id)
    for (const { attachments } of Object.values(this.wanted.terminations)) delete attachments[id]
  }

  #forgetContext(id: string): void {
    delete this.wanted.contexts[id]
    this.#standing.delete(id)
    for (const [termination, { context }] of Object.entries(this.wanted.terminations)) {
      if (context === id) this.#forgetTermination(termination)
    }
  }

  #forgetTermination(id: string): void {
    const wanted = this.wanted.terminations[id]
    if (!wanted) return
    for (const attachment of Object.keys(wanted.attachments)) this.#standing.delete(attachment)
    delete this.wanted.terminations[id]
    this.#standing.delete(id)
    this.#unhear(id)
  }

  #unhear(id: string): void {
    for (const key of Object.keys(this.wanted.changed)) {
      const [from, to] = key.split('>')
      if (from === id || to === id) delete this.wanted.changed[key]
    }
  }
}

/** A controller that says only what can be meets these only through a defect. */
const UNEXPECTED = new Set(['conflict', 'bad-request', 'not-supported', 'failed', 'port-in-use'])
