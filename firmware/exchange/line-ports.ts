import type { Call } from '../calls/call.ts'
import type { CallTable } from '../calls/call-table.ts'
import { Cause } from '../calls/cause.ts'
import type { Leg, Who } from '../calls/leg.ts'
import { LineLeg } from '../calls/line-leg.ts'
import type { Gateway } from '../calls/media-context.ts'
import type { Clock } from '../clock/clock.ts'
import type {
  GatewayEvent,
  Inventory,
  LineEvent,
  LineName,
  LineState,
} from '../gateway/contract.ts'
import type { Log } from '../log.ts'
import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { internalNumber } from '../model/party-number.ts'
import type { LineBoard } from '../trunks/line-board.ts'
import type { GatewayListener } from './gateway-link.ts'
import type { Office } from './office.ts'
import { outsideCaller } from './outside-caller.ts'

export interface LinePortsOptions {
  readonly clock: Clock
  readonly log: Log
  readonly office: Office
  readonly board: LineBoard
  readonly calls: CallTable
  readonly gateway: Gateway
  /** Media can be asked; when it comes back, `mediaIsBack` is called. */
  readonly hasMedia: () => boolean
  readonly takeFxs: (call: Call, id: string, who: Who, line: LineName) => Leg
  readonly takeFxo: (call: Call, id: string, who: Who, line: FxoLine) => Leg
  /** A telephone on a port that nobody has configured was lifted, ANLG-1. */
  readonly unknownPhone: (line: LineName) => void
  /** The gateway is there: it can be told what it must know. */
  readonly connected: () => void
}

const CALLER_WAIT_MS = 4500 // caller ID comes in the pause after the first ring
const FIRST_AGAIN_MS = 3000 // each try is a call on record
const LAST_AGAIN_MS = 60_000
const FREED_LOOK_MS = 10
const FREED_LOOKS = 300

/** What happens on analog lines: a telephone is lifted, a line rings. Each becomes a call, or is told to the leg that has the line. */
export class LinePorts implements GatewayListener {
  readonly #options: LinePortsOptions
  /** Outside lines that ring and whose caller is still to be told. */
  readonly #ringing = new Map<LineName, { cancel(): void }>()

  /** Before a telephone off hook that could not be served is tried next. */
  readonly #again = new Map<LineName, { waits: boolean; nextMs: number }>()

  constructor(options: LinePortsOptions) {
    this.#options = options
  }

  event(event: GatewayEvent): void {
    const { calls, board, log } = this.#options
    if (event.kind === 'context-ended')
      calls.leg(event.context)?.release(Cause.recoveryOnTimerExpiry)
    else if (event.kind !== 'line') calls.gatewayEvent(event)
    else {
      board.note(event.line, event.what)
      log.debug({ line: event.line, ...event.what }, 'line')
      this.#happened(event.line, event.what)
    }
  }

  /** Cards were reset: outside calls are gone, lifted telephones begin anew. */
  restarted(): void {
    for (const leg of this.#legs()) leg.release(Cause.temporaryFailure)
  }

  inventory({ lines = [], contexts }: Inventory, _eventsLost: boolean): void {
    const { board, calls, connected } = this.#options
    board.refresh(lines)
    connected()
    const isOver = (leg: Leg | undefined) => !leg || leg.phase === 'released'
    for (const { context } of contexts) if (isOver(calls.leg(context))) this.#drop(context)
    const known = this.#legs()
    for (const state of lines) this.#catchUp(state) // first: a bell that was answered must not be rung again
    for (const leg of known) leg.resync()
  }

  /** Media is back: who waits with the lifeline's dial tone gets the exchange's. */
  mediaIsBack(): void {
    for (const state of this.#options.board.states) this.#catchUp(state)
  }

  /** A leg has let go of its line. A telephone that is still off hook hears so. */
  released(leg: LineLeg): void {
    const { board } = this.#options
    if (leg.kind === 'fxo') {
      board.rests(leg.line)
      return
    }
    if (leg.releasedBy === 'party') return
    if (leg.hasLostLine) this.#tryAgain(leg.line)
    else if (board.state(leg.line)?.hook === 'off')
      this.#holdLine(leg, leg.cause ?? Cause.normalClearing)
  }

  #happened(line: LineName, what: LineEvent): void {
    const { board } = this.#options
    const leg = board.leg(line)
    if (leg) leg.lineEvent(what)
    if (what.kind === 'lifeline' && what.peer) board.leg(what.peer)?.lineEvent(what)
    if (what.kind === 'on-hook') this.#again.delete(line)
    if (what.kind === 'off-hook' && !leg) this.#lifted(line)
    else if (what.kind === 'ring' && !leg) this.#rings(line)
    else if (what.kind === 'ring-over') this.#stopsRinging(line)
    else if (what.kind === 'caller') this.#callerTold(line, outsideCaller(what))
    else if (what.kind === 'lifeline' && what.state === 'tone' && !leg) this.#tryAgain(line)
    else if (isBack(what) && !leg) this.#catchUpLine(line)
  }

  /** What was missed, or happened while nobody was there. */
  #catchUp(state: LineState): void {
    const leg = this.#options.board.leg(state.line)
    if (state.kind === 'fxs') {
      if (state.hook === 'off' && !leg && state.lifeline !== 'call') this.#lifted(state.line)
      else if (state.hook === 'off' && leg?.phase === 'alerting')
        leg.lineEvent({ kind: 'off-hook' })
      else if (state.hook === 'on' && leg?.hasAudio) leg.lineEvent({ kind: 'on-hook' })
    } else if (state.ringing && !leg) this.#rings(state.line)
    else if (!state.ringing && leg?.direction === 'in') leg.lineEvent({ kind: 'ring-over' })
  }

  #catchUpLine(line: LineName): void {
    const state = this.#options.board.state(line)
    if (state) this.#catchUp(state)
  }

  // ---- telephones ----

  #lifted(line: LineName): void {
    const { office, calls, takeFxs, unknownPhone } = this.#options
    const phone = office.analogByPort(line)
    if (!phone) unknownPhone(line)
    const who = {
      party: internalNumber(phone?.caller?.number ?? '', phone?.caller?.name ?? line),
      device: phone?.id,
    }
    calls.begin(NOTHING, 'dialling', { autoDial: phone?.autoDial ?? '' }, (call, id) =>
      takeFxs(call, id, who, line),
    )
  }

  /** Its call is over, and the receiver is still off the hook: tones, until it is hung up. */
  #holdLine(leg: LineLeg, cause: Cause): void {
    const { calls, takeFxs } = this.#options
    const { line, party, device } = leg
    this.#whenFree(leg, () => {
      const state = { cause, part: 'pause' }
      calls.begin(
        NOTHING,
        'permanent-signal',
        state,
        (call, id) => takeFxs(call, id, { party, device }, line),
        {
          unrecorded: true,
        },
      )
    })
  }

  /** The lifeline has it, for no gateway could serve it or an emergency call was on it. Still off hook later, it is as if lifted then. */
  #tryAgain(line: LineName): void {
    const { clock, board } = this.#options
    const known = this.#again.get(line)
    if (known?.waits) return
    const again = {
      waits: true,
      nextMs: Math.min(2 * (known?.nextMs ?? 0), LAST_AGAIN_MS) || FIRST_AGAIN_MS,
    }
    this.#again.set(line, again)
    clock.after(again.nextMs, () => {
      again.waits = false
      if (board.leg(line) || !this.#options.hasMedia()) return // else it would only silence the lifeline
      this.#catchUpLine(line)
    })
  }

  /** The audio of a line belongs to one termination at a time: the next waits until the last is gone. */
  #whenFree(leg: LineLeg, then: () => void, looks = FREED_LOOKS): void {
    const { board, clock } = this.#options
    const stillOff = () => board.state(leg.line)?.hook === 'off' && !board.leg(leg.line)
    if (!stillOff()) return
    if (!leg.isInContext || looks === 0) then()
    else clock.after(FREED_LOOK_MS, () => this.#whenFree(leg, then, looks - 1))
  }

  // ---- outside lines ----

  #rings(line: LineName): void {
    const configured = this.#options.office.outsideLine(line)
    if (!configured?.inService || this.#ringing.has(line)) return
    const wait = configured.callerIdService ? CALLER_WAIT_MS : 0
    this.#ringing.set(
      line,
      this.#options.clock.after(wait, () => this.#callerTold(line, outsideCaller(undefined))),
    )
  }

  #stopsRinging(line: LineName): void {
    this.#ringing.get(line)?.cancel()
    this.#ringing.delete(line)
  }

  /** The call begins: who calls is known, or will not be. */
  #callerTold(line: LineName, party: PartyNumber): void {
    if (!this.#ringing.has(line)) return
    this.#stopsRinging(line)
    const { office, calls, board, takeFxo, log } = this.#options
    const configured = office.outsideLine(line)
    const extension = configured?.route.extension
    if (!configured || board.leg(line)) return
    if (!extension) {
      log.warn({ line }, 'an outside call has nowhere to go: the line has no extension')
      return
    }
    const dialled = internalNumber(office.extensionById(extension)?.number ?? '')
    calls.begin(dialled, 'extension', { extension, attempt: 0 }, (call, id) =>
      takeFxo(call, id, { party, device: configured.id }, configured),
    )
  }

  // ---- common ----

  #legs(): LineLeg[] {
    return this.#options.calls.calls.flatMap(({ legs }) =>
      legs.filter((leg): leg is LineLeg => leg instanceof LineLeg && leg.phase !== 'released'),
    )
  }

  #drop(context: string): void {
    const { gateway, log } = this.#options
    gateway
      .request({ op: 'drop-context', context })
      .catch((error: unknown) => log.warn({ context, error }, 'lines request failed'))
  }
}

/** The line can be served again: whoever waits on it is. */
function isBack(what: LineEvent): boolean {
  return what.kind === 'audio-back' || (what.kind === 'lifeline' && what.state === 'off')
}

/** Not known until somebody presses keys. */
const NOTHING: PartyNumber = {
  digits: '',
  plan: 'unknown',
  raw: '',
  presentation: 'allowed',
  screening: 'none',
}
