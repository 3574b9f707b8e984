import type { Call } from '../calls/call.ts'
import type { CallTableOptions } from '../calls/call-table.ts'
import { CallTable } from '../calls/call-table.ts'
import { Cause } from '../calls/cause.ts'
import { tonesOf } from '../calls/country-tones.ts'
import type { Journal } from '../calls/journal.ts'
import type { Leg, Who } from '../calls/leg.ts'
import type { SentOn } from '../calls/sent-on.ts'
import type { SipContact } from '../calls/sip-leg/contract.ts'
import type { Clock } from '../clock/clock.ts'
import type { ReferOffice } from '../features/transfer/refer.ts'
import { receiveRefer } from '../features/transfer/refer.ts'
import type { Signal } from '../gateway/contract.ts'
import type { Log } from '../log.ts'
import type { PartyNumber } from '../model/party-number.ts'
import { route } from '../numbers/dial-plan.ts'
import type { Bindings } from '../phones/bindings.ts'
import { LinesInUse } from '../phones/lines-in-use.ts'
import type { Program } from '../program.ts'
import { openPrompts } from '../prompts/prompts.ts'
import type { UserAgent } from '../sip/contract.ts'
import type { Store } from '../store/store.ts'
import { LineBoard } from '../trunks/line-board.ts'
import { OutsideLines } from '../trunks/outside-lines.ts'
import { handingOver } from '../trunks/sip/handing-over.ts'
import { redirection } from '../trunks/sip/redirection.ts'
import type { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import { WaysOut } from '../trunks/sip/ways-out.ts'
import { forwardingOf } from './forwarding.ts'
import type { GatewayLink } from './gateway-link.ts'
import { GuardedOutside } from './guarded-outside.ts'
import { Legs } from './legs.ts'
import { LineConditions } from './line-conditions.ts'
import { LinePorts } from './line-ports.ts'
import { adoptPhone, provisioning } from './line-provisioning.ts'
import type { Office } from './office.ts'
import { isHere } from './own-names.ts'
import { consulted, isTelephone, programsOf } from './programs.ts'
import { reachableOf } from './reachable.ts'
import { sipCallsAtOnce } from './sip-calls-at-once.ts'
import type { TraceRecorder } from './trace/trace-recorder.ts'

export interface SwitchingOptions {
  readonly clock: Clock
  readonly log: Log
  readonly conditions: Pick<Program, 'raise' | 'clear'>
  readonly store: Store
  readonly office: Office
  readonly bindings: Bindings
  readonly trace: TraceRecorder
  readonly journal: Journal
  readonly epoch: number
  readonly media: GatewayLink
  readonly lines: GatewayLink
  readonly userAgent: () => UserAgent
  readonly record: CallTableOptions['record']
  readonly legChanged?: (leg: Leg, call: Call) => void
  /** What a handset is called with, when it is not only where it is registered. */
  readonly contact?: (call: Call, who: Who, contact: SipContact) => SipContact
  /** SIP trunks; none unless given. */
  readonly trunks?: SipTrunks | undefined
  /** Folder of recordings for who is on hold; none unless given. */
  readonly music?: string
  /** What a lifted telephone hears first while nobody has claimed the server. */
  readonly setUpAnnouncement?: () => Signal | undefined
}

/** The exchange but for its sockets, records and access: calls, the legs and lines that they are made of, and the programs over them. */
export class Switching {
  readonly calls: CallTable
  readonly board: LineBoard
  readonly ports: LinePorts
  readonly legs: Legs
  /** How many calls each device and trunk has. */
  readonly inUse = new LinesInUse()
  /** What may be called outside, and has been today. */
  readonly guard: GuardedOutside
  readonly #options: SwitchingOptions
  readonly #outside: OutsideLines

  constructor(options: SwitchingOptions) {
    const { clock, log, office, bindings, trace, journal, epoch, store } = options
    this.#options = options
    this.board = new LineBoard(clock)
    const guard = new GuardedOutside({ clock, office, journal, conditions: options.conditions })
    this.guard = guard
    const conditions = new LineConditions(options.conditions)
    const { inUse } = this
    const { trunks } = options
    const legs = new Legs({
      clock,
      log,
      office,
      trace,
      userAgent: options.userAgent,
      lines: options.lines,
      inUse,
      board: this.board,
      trunks,
      released: (leg) => this.ports.released(leg),
      found: (line, finding) => conditions.found(line, finding),
      callWith: (leg) => this.calls.callWith(leg),
      isHere: (host, message, flow) => isHere(host, { message, flow }, options.userAgent()),
      referred: (leg, call, refer) => receiveRefer(call, leg, refer, this.#referOffice()),
      changed: (leg, call) => {
        guard.changed(leg, call)
        options.legChanged?.(leg, call)
      },
    })
    this.legs = legs
    this.#outside = new OutsideLines({
      board: this.board,
      lines: () => office.outsideLines,
      emergencyReleasesCalls: () => office.plan.emergencyReleasesCalls,
      dial: (call, ...how) => guard.began(call, legs.dialFxo(call, ...how)),
      ...(trunks && {
        trunks: new WaysOut({
          trunks,
          calls: (trunk) => inUse.of(trunk),
          allFull: () => this.areTrunksFull,
          dial: (call, ...how) => guard.began(call, legs.dialSip(call, ...how)),
        }),
      }),
      release: (leg) => leg.release(Cause.preempted),
    })
    const reachable = reachableOf({
      office,
      bindings,
      inUse,
      board: this.board,
      outside: {
        outside: (number, n, call, sentOn) => guard.attempt(this.#outside, call, number, n, sentOn),
        emergency: (...how) => this.#outside.emergency(...how),
      },
      dialSip: (call, id, who, contact) =>
        legs.dialSip(call, id, who, options.contact?.(call, who, contact) ?? contact),
      ringFxs: (...how) => legs.ringFxs(...how),
      forward: forwardingOf({
        isTelephone: (device) => isTelephone(office, device),
        extensionOf: (number) => office.extension(number)?.id,
        target: (...how) => consulted(office, ...how),
        redirection: (caller, dialled, sentOn) =>
          this.#isBarred(caller, dialled, sentOn)
            ? undefined
            : redirection(trunks?.line(caller.device), dialled, office),
      }),
    })
    this.calls = new CallTable({
      site: office.site,
      epoch,
      clock,
      journal,
      gateway: options.media,
      programs: programsOf({
        office,
        reachable,
        calls: () => this.calls,
        handingOver: (transferred, to) =>
          'digits' in to && this.#isBarred(transferred, to)
            ? undefined
            : handingOver(trunks, transferred, to, office),
        watch: conditions,
        setUpAnnouncement: options.setUpAnnouncement ?? (() => undefined),
        prompts: openPrompts({ log }),
        music: options.music ?? '',
      }),
      record: options.record,
      tones: () => tonesOf(office.country),
      restoreLeg: (call, snapshot) => guard.adopt(legs.restore(call, snapshot)),
      moved: (leg, call) => legs.moved(leg, call),
      log,
    })
    this.ports = new LinePorts({
      clock,
      log,
      office,
      board: this.board,
      calls: this.calls,
      gateway: options.lines,
      hasMedia: () => options.media.connected,
      takeFxs: (...how) => legs.takeFxs(...how),
      takeFxo: (...how) => legs.takeFxo(...how),
      unknownPhone: (port) => adoptPhone(store, port, log),
      connected: () => this.provisionLines(),
    })
  }

  /** VOIP-4, PLAT-40: SIP trunks have as many calls as they may, all together. */
  get areTrunksFull(): boolean {
    const { trunks, store } = this.#options
    const calls = (trunks?.all ?? []).map(({ trunk }) => this.inUse.of(trunk.id))
    return calls.reduce((sum, each) => sum + each, 0) >= sipCallsAtOnce(store)
  }

  /** An outside number that the party's own line would call for us: its provider charges us all the same. */
  #isBarred(leg: Leg, dialled: PartyNumber, sentOn?: SentOn): boolean {
    const { target } = route(dialled, this.#options.office)
    const call = this.calls.callWith(leg.id)
    if (target.kind !== 'outside') return false
    return call === undefined || this.guard.bars(call, target.number, sentOn)
  }

  #referOffice(): ReferOffice {
    const { office, userAgent } = this.#options
    return {
      isTelephone: (device) => isTelephone(office, device),
      isHere: (host, request) => isHere(host, request, userAgent()),
      legIn: ({ callId, localTag, remoteTag }) => {
        const usage = userAgent().find(callId, localTag, remoteTag)
        return usage && this.calls.leg(usage.id)
      },
      callWith: (leg) => this.calls.callWith(leg),
    }
  }

  /** Connects to the gateways. Calls must be restored by then: the gateways tell at once what was missed. */
  connect(): void {
    const { media, lines } = this.#options
    media.start({
      event: (event) => this.calls.gatewayEvent(event),
      restarted: () => this.calls.gatewayRestarted(),
      inventory: (inventory, lost) => this.calls.gatewayInventory(inventory, lost),
    })
    lines.start(this.ports)
  }

  /** What the lines gateway must know to time lines, and to reach emergency without us. */
  provisionLines(): void {
    const { lines, office, log } = this.#options
    if (!lines.connected) return // it is told when it comes
    lines
      .request(provisioning(office, this.#outside.emergencyOrder()))
      .catch((error: unknown) => log.warn({ error }, 'the lines gateway was not provisioned'))
  }
}
