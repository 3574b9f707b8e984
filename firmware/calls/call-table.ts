import type { Clock } from '../clock/clock.ts'
import type { GatewayEvent, Inventory } from '../gateway/contract.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { CallOptions, CallRemains, EndedCall } from './call.ts'
import { Call, remainingCalls } from './call.ts'
import type { Recorder } from './call-history.ts'
import { Cause } from './cause.ts'
import type { Tones } from './country-tones.ts'
import type { Journal } from './journal.ts'
import type { Leg, LegSnapshot } from './leg.ts'
import { eventParty } from './leg-stories.ts'
import type { Gateway } from './media-context.ts'
import type { ProgramLibrary } from './program.ts'
import { CallEnded } from './program.ts'
import { Speakers } from './speakers.ts'

export interface CallTableOptions {
  /** Number of the site, first part of every call's ID. */
  readonly site: number
  /** Counts the starts of the exchange: second part. */
  readonly epoch: number
  readonly clock: Clock
  readonly journal: Journal
  readonly gateway: Gateway
  readonly programs: ProgramLibrary
  readonly record: Recorder
  /** What calls sound like now; left out: as in North America. */
  readonly tones?: () => Tones
  /** Makes a leg again from what the journal holds. */
  readonly restoreLeg: (call: Call, snapshot: LegSnapshot) => Leg
  /** The leg belongs to that call from now on. */
  readonly moved?: (leg: Leg, call: Call) => void
  readonly log: {
    error(facts: object, text: string): void
    warn(facts: object, text: string): void
  }
}

/** All calls of this exchange: begins them, runs their programs, restores them after a crash, brings them what gateways report. */
export class CallTable {
  readonly #options: CallTableOptions
  readonly #calls = new Map<string, Call>()
  /** Legs that are no longer in the call that they are named after. */
  readonly #moved = new Map<string, Call>()
  readonly speakers: Speakers
  #sequence = 0
  #ended = 0

  constructor(options: CallTableOptions) {
    this.#options = options
    this.speakers = new Speakers(options.clock, (leg) => this.callWith(leg))
  }

  get calls(): readonly Call[] {
    return [...this.#calls.values()]
  }

  /** How many calls are over whose records are not yet on the disk. */
  get ended(): number {
    return this.#ended
  }

  call(id: string): Call | undefined {
    return this.#calls.get(id)
  }

  /** A leg of any call that is on. */
  leg(id: string): Leg | undefined {
    return this.callWith(id)?.leg(id)
  }

  /** The call that has this leg now. */
  callWith(leg: string): Call | undefined {
    return this.#moved.get(leg) ?? this.#calls.get(callOf(leg))
  }

  /** A leg goes on in another call, as `Call.takeOver` says. */
  move(leg: Leg, from: Call, to: Call, key?: string): void {
    this.#moved.set(leg.id, to)
    this.#options.moved?.(leg, to)
    to.takeOver(leg, from, key)
  }

  /** Begins a call and runs `program` over it. `origin` makes the calling party's leg. */
  begin(
    dialled: PartyNumber,
    program: string,
    state: unknown,
    origin: (call: Call, leg: string) => Leg,
    { unrecorded = false }: { readonly unrecorded?: boolean } = {},
  ): Call {
    const { site, epoch } = this.#options
    const id = `${site}-${epoch}-${++this.#sequence}`
    const call = new Call(this.#callOptions(id), { dialled, program, state, unrecorded })
    this.#calls.set(id, call)
    const leg = origin(call, `${id}.1`)
    call.addLeg(leg)
    call.history.add('began', {
      leg: leg.id,
      direction: leg.direction,
      party: eventParty(leg),
      dialled: (dialled.digits || dialled.raw).slice(0, 64),
    })
    call.history.add('program', { name: program })
    void this.#run(call)
    return call
  }

  /** Takes up the calls that an earlier process journalled; how many. Programs go on when `resume` is called. */
  restore(): number {
    for (const remains of remainingCalls(this.#options.journal)) {
      try {
        this.#takeUp(remains)
      } catch (error) {
        // one call that cannot be taken up must not keep all others from it
        this.#calls.delete(remains.call.id)
        this.#options.log.error({ call: remains.call.id, error }, 'call could not be taken up')
      }
    }
    return this.#calls.size
  }

  #takeUp(remains: CallRemains): void {
    const call = new Call(this.#callOptions(remains.call.id), remains)
    this.#calls.set(call.id, call)
    call.governed = this.#options.programs.find(call.program)?.governs ?? false
    for (const leg of remains.legs) {
      if (callOf(leg.id) !== call.id) this.#moved.set(leg.id, call)
      call.addLeg(this.#options.restoreLeg(call, leg))
    }
  }

  /** Enters the programs of restored calls again. */
  resume(): void {
    for (const call of this.calls) {
      call.history.add('adopted')
      call.changed(call.origin) // it may have gone in the very moment of the crash
      if (call.finishing === undefined) void this.#run(call)
      else void this.#end(call, call.finishing)
    }
  }

  /** What a gateway reports about one of its terminations. Events of calls that are over are ignored. */
  gatewayEvent(event: GatewayEvent): void {
    switch (event.kind) {
      case 'overflow':
        return // an inventory follows
      case 'context-ended':
        for (const leg of this.#calls.get(event.context)?.legs ?? [])
          leg.release(Cause.recoveryOnTimerExpiry)
        return
      case 'line':
        return // of the lines gateway: the ports hear it
      default: {
        const call = this.callWith(event.termination)
        const leg = call?.leg(event.termination)
        if (!call || !leg) return
        if (event.kind === 'digit' && event.side === 'from') {
          call.digit(leg, event.digit, event.source === 'pulse' ? 'signalling' : 'media')
        } else if (event.kind === 'progress') leg.heard(event.heard, event.side)
        else if (event.kind === 'played') call.played(event.attachment, event.error ?? '')
        else if (event.kind === 'rtp-lost') leg.probe()
        else if (event.kind === 'secured') this.#secured(call, leg, event)
        else if (event.kind === 'voice') this.speakers.heard(leg.id, event.attachment, event.speaks)
      }
    }
  }

  /** Whoever cannot show the certificate that was signalled is not the party. */
  #secured(
    call: Call,
    leg: Leg,
    { keys, error }: Extract<GatewayEvent, { kind: 'secured' }>,
  ): void {
    if (keys) call.context.secured(leg.id, keys)
    if (error === undefined) return
    this.#options.log.warn({ call: call.id, leg: leg.id, error }, 'no keys were agreed on')
    leg.release(Cause.bearerNotImplemented)
  }

  /** The gateway lost everything: it is given all again. */
  gatewayRestarted(): void {
    for (const call of this.calls) call.context.resync()
  }

  /** Compares what the gateway holds with what calls want. `eventsLost`: players may have ended unheard. */
  gatewayInventory(inventory: Inventory, eventsLost: boolean): void {
    for (const call of this.calls) call.context.moveAgain()
    for (const { context } of inventory.contexts) {
      if (this.#calls.has(context)) continue
      this.#options.gateway
        .request({ op: 'drop-context', context })
        .catch((error: unknown) => this.#mediaFailed(context, error))
    }
    for (const call of this.calls) {
      const held = inventory.contexts.find(({ context }) => context === call.id)
      const over = call.context.reconcile(held, (leg) => this.callWith(leg) !== call)
      if (eventsLost && held) for (const attachment of over) call.played(attachment, '')
      call.context.resync()
    }
  }

  async #run(call: Call): Promise<void> {
    let cause: Cause = Cause.temporaryFailure
    try {
      cause = await this.#runPrograms(call)
    } catch (error) {
      if (error instanceof CallEnded) cause = Cause.normalClearing
      else
        this.#options.log.error({ call: call.id, program: call.program, error }, 'program failed')
    }
    await this.#end(call, cause)
  }

  /** One program after the other, until one ends the call. */
  async #runPrograms(call: Call): Promise<Cause> {
    for (;;) {
      const program = this.#options.programs.find(call.program)
      if (!program) throw new Error(`there is no program '${call.program}'`)
      call.governed = program.governs ?? false
      if (!call.governed && call.origin.phase === 'released') throw new CallEnded()
      const outcome = await program.run(call, call.steps.saved.state)
      if (typeof outcome === 'number') return outcome
      call.become(outcome.program, outcome.state)
    }
  }

  /** A call that is over is in no list, and not in memory, while its records wait for the disk. */
  async #end(call: Call, cause: Cause): Promise<void> {
    const { id } = call
    try {
      this.#recorded(id, await call.finish(cause))
    } catch (error) {
      this.#unrecorded(id, error)
    }
    this.#calls.delete(id)
    for (const leg of call.legs) this.#moved.delete(leg.id)
  }

  #recorded(id: string, { recorded, forget }: EndedCall): void {
    this.#ended++
    recorded
      .then(forget, (error: unknown) => this.#unrecorded(id, error))
      .finally(() => {
        this.#ended--
      })
  }

  #unrecorded(call: string, error: unknown): void {
    this.#options.log.error({ call, error }, 'call could not be recorded; the journal keeps it')
  }

  #callOptions(id: string): CallOptions {
    const { clock, journal, gateway, record, tones } = this.#options
    return { id, clock, journal, gateway, record, tones, mediaFailed: this.#mediaFailed }
  }

  readonly #mediaFailed = (call: string, error: unknown): void => {
    this.#options.log.warn({ call, error }, 'media request failed')
  }
}

/** The call of a leg or termination: its ID up to the last dot. */
function callOf(leg: string): string {
  return leg.slice(0, leg.lastIndexOf('.'))
}
