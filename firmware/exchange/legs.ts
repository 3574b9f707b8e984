import type { Call } from '../calls/call.ts'
import type { FxoDialling, FxoFinding, FxoLegWorld } from '../calls/fxo-leg.ts'
import { FxoLeg } from '../calls/fxo-leg.ts'
import type { FxsRinging } from '../calls/fxs-leg.ts'
import { FxsLeg } from '../calls/fxs-leg.ts'
import type { Leg, LegOwner, LegSnapshot } from '../calls/leg.ts'
import type { LineLeg } from '../calls/line-leg.ts'
import type { Gateway } from '../calls/media-context.ts'
import type { SipContact, SipLegSnapshot, SipLegWorld, Who } from '../calls/sip-leg.ts'
import { SipLeg } from '../calls/sip-leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { LinesInUse } from '../phones/lines-in-use.ts'
import type { IncomingRequest, UserAgent } from '../sip/contract.ts'
import type { LineBoard } from '../trunks/line-board.ts'
import { mannersOf } from '../trunks/outside-lines.ts'
import { codecsOf } from '../trunks/sip/codecs.ts'
import { followRedirection } from '../trunks/sip/redirection.ts'
import type { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import type { Office } from './office.ts'
import type { TraceRecorder } from './trace/trace-recorder.ts'

type Redirected = Parameters<NonNullable<SipLegWorld['redirected']>>[2]

export interface LegsOptions {
  readonly clock: Clock
  readonly log: Log
  readonly office: Office
  readonly trace: TraceRecorder
  readonly userAgent: () => UserAgent
  readonly lines: Gateway
  readonly inUse: LinesInUse
  readonly board: LineBoard
  /** SIP trunks, whose legs are as the trunk is set; none unless given. */
  readonly trunks?: Pick<SipTrunks, 'line' | 'credentials'> | undefined
  /** A leg has let go of its line. */
  readonly released: (leg: LineLeg) => void
  readonly found: (line: string, finding: FxoFinding) => void
  /** A leg is new or has changed, and its call knows. */
  readonly changed?: (leg: Leg, call: Call) => void
}

/** Makes the legs of calls, on SIP and on lines, and makes them again after a restart. */
export class Legs {
  readonly #options: LegsOptions

  constructor(options: LegsOptions) {
    this.#options = options
  }

  /** A SIP call that came in. */
  takeSip(call: Call, id: string, who: Who, request: IncomingRequest): SipLeg {
    const trunk = this.#options.trunks?.line(who.device)?.trunk
    const options = trunk?.reliable ? ({ reliable: 'offer' } as const) : undefined
    const world = this.#sipWorld(call, who.device)
    return this.#options.inUse.take(SipLeg.incoming(world, id, who, request, options))
  }

  dialSip(call: Call, id: string, who: Who, contact: SipContact): SipLeg {
    const world = this.#sipWorld(call, who.device)
    return this.#options.inUse.take(SipLeg.outgoing(world, id, who, contact))
  }

  /** An analog telephone that was lifted. */
  takeFxs(call: Call, id: string, who: Who, line: string): FxsLeg {
    return this.#options.board.take(FxsLeg.incoming(this.#lineWorld(call), id, who, line))
  }

  ringFxs(call: Call, id: string, who: Who, ringing: FxsRinging): FxsLeg {
    return this.#options.board.take(FxsLeg.outgoing(this.#lineWorld(call), id, who, ringing))
  }

  /** An outside call that rings. */
  takeFxo(call: Call, id: string, who: Who, line: FxoLine): FxoLeg {
    const leg = FxoLeg.incoming(this.#lineWorld(call), id, who, mannersOf(line))
    return this.#options.board.take(leg)
  }

  dialFxo(
    call: Call,
    id: string,
    party: PartyNumber,
    line: FxoLine,
    dialling: FxoDialling,
  ): FxoLeg {
    const who = { party, device: line.id }
    return this.#options.board.take(FxoLeg.outgoing(this.#lineWorld(call), id, who, dialling))
  }

  /** As an earlier process left it. */
  restore(call: Call, snapshot: LegSnapshot): Leg {
    const { board, inUse } = this.#options
    switch (snapshot.kind) {
      case 'fxs':
        return board.take(FxsLeg.restore(this.#lineWorld(call), snapshot as never))
      case 'fxo':
        return board.take(FxoLeg.restore(this.#lineWorld(call), snapshot as never))
      default:
        return inUse.take(
          SipLeg.restore(
            this.#sipWorld(call, (snapshot as SipLegSnapshot).device),
            snapshot as SipLegSnapshot,
          ),
        )
    }
  }

  /** The call, and whoever watches telephones. */
  #owner(call: Call): LegOwner {
    const { changed } = this.#options
    if (!changed) return call
    return {
      changed: (leg) => {
        call.changed(leg)
        changed(leg, call)
      },
      digit: (...pressed) => call.digit(...pressed),
    }
  }

  #sipWorld(call: Call, device: string | undefined): SipLegWorld {
    const { userAgent, office, trace, log, trunks } = this.#options
    const trunk = trunks?.line(device)?.trunk
    return {
      userAgent: userAgent(),
      context: call.context,
      owner: this.#owner(call),
      capabilities: {
        codecs: codecsOf(trunk ?? { codecs: [] }),
        eventPayloadType: office.settings.rtpDtmfPayload,
      },
      began: (callId) => trace.tie(callId, call.id),
      failed: (error, leg) => log.warn({ leg, error }, 'no media for a leg'),
      ...(trunks && {
        credentials: (...of: Parameters<SipTrunks['credentials']>) => trunks.credentials(...of),
        redirected: (leg: SipLeg, contacts: readonly string[], go: Redirected) =>
          followRedirection(trunks.line(leg.device), contacts, go),
      }),
    }
  }

  #lineWorld(call: Call): FxoLegWorld {
    const { clock, lines, log, released, found, trace } = this.#options
    return {
      clock,
      context: call.context,
      owner: this.#owner(call),
      lines,
      released,
      found,
      failed: (error, leg) => log.warn({ leg, error }, 'a leg has lost its line'),
      trace: (leg, direction, text) => trace.noteLine(call.id, direction, leg.line, text),
      isAside: (leg) => call.partnerOf(leg)?.held ?? true,
    }
  }
}
