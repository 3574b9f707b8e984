import type { Call } from '../calls/call.ts'
import { Cause } from '../calls/cause.ts'
import type { FxoDialling, FxoFinding, FxoLegWorld } from '../calls/fxo-leg.ts'
import { FxoLeg } from '../calls/fxo-leg.ts'
import type { FxsRinging } from '../calls/fxs-leg.ts'
import { FxsLeg } from '../calls/fxs-leg.ts'
import type { Leg, LegOwner, LegSnapshot, Who } from '../calls/leg.ts'
import { eventParty } from '../calls/leg-stories.ts'
import type { LineLeg } from '../calls/line-leg.ts'
import type { Gateway } from '../calls/media-context.ts'
import type { EncryptionSettings } from '../calls/protection/policy.ts'
import { encryptionOf, forEmergencies } from '../calls/protection/policy.ts'
import type { Refer, SipContact, SipLegSnapshot, SipLegWorld } from '../calls/sip-leg/contract.ts'
import { inviteOptionsOf } from '../calls/sip-leg/invite-options.ts'
import { SipLeg } from '../calls/sip-leg.ts'
import type { Clock } from '../clock/clock.ts'
import type { Log } from '../log.ts'
import type { FxoLine } from '../model/fxo-line.ts'
import type { PartyNumber } from '../model/party-number.ts'
import type { LinesInUse } from '../phones/lines-in-use.ts'
import type { Flow, IncomingRequest, UserAgent } from '../sip/contract.ts'
import type { SipResponse } from '../sip/message/message.ts'
import type { LineBoard } from '../trunks/line-board.ts'
import { mannersOf } from '../trunks/outside-lines.ts'
import { codecsOf } from '../trunks/sip/codecs.ts'
import { followRedirection } from '../trunks/sip/redirection.ts'
import type { SipTrunks } from '../trunks/sip/sip-trunks.ts'
import { mayTryAnother, refusalInWords } from '../trunks/sip/ways-out.ts'
import { forwardIn } from './forward-in.ts'
import type { Office } from './office.ts'
import type { TraceRecorder } from './trace/trace-recorder.ts'

type Redirected = Parameters<NonNullable<SipLegWorld<SipLeg>['redirected']>>

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
  /** A host in an address is this server, for who has sent that over this flow. */
  readonly isHere: (host: string, response: SipResponse, flow: Flow) => boolean
  /** The call that has this leg now: a transfer may have brought it into another one. */
  readonly callWith: (leg: string) => Call | undefined
  /** A party has sent REFER. */
  readonly referred: (leg: SipLeg, call: Call, refer: Refer) => void
  /** A leg is new or has changed, and its call knows. */
  readonly changed?: (leg: Leg, call: Call) => void
}

/** How audio to a party is protected; of an emergency call as it will be, if only it can be heard. */
function encryptionFor(call: Call, settings: EncryptionSettings | undefined) {
  if (call.program === 'emergency') return { encryption: forEmergencies(settings) }
  return settings ? { encryption: encryptionOf(settings) } : {}
}

/** Whose video and fax the called party is offered; an emergency call is audio alone, which every centre takes. */
function callerOf(call: Call): Leg | undefined {
  return call.legs.length === 0 || call.program === 'emergency' ? undefined : call.caller
}

/** Makes the legs of calls, on SIP and on lines, and makes them again after a restart. */
export class Legs {
  readonly #options: LegsOptions

  constructor(options: LegsOptions) {
    this.#options = options
  }

  /** A SIP call that came in. */
  takeSip(call: Call, id: string, who: Who, request: IncomingRequest): SipLeg {
    const { office, trunks } = this.#options
    const trunk = trunks?.line(who.device)?.trunk
    const account = who.device === undefined ? undefined : office.byId(who.device)
    const options = trunk ? inviteOptionsOf(trunk) : account?.options
    const world = this.#sipWorld(call, id, who.device)
    return this.#options.inUse.take(SipLeg.incoming(world, id, who, request, options))
  }

  dialSip(call: Call, id: string, who: Who, contact: SipContact): SipLeg {
    const world = this.#sipWorld(call, id, who.device)
    return this.#options.inUse.take(SipLeg.outgoing(world, id, who, contact))
  }

  /** An analog telephone that was lifted. */
  takeFxs(call: Call, id: string, who: Who, line: string): FxsLeg {
    return this.#options.board.take(FxsLeg.incoming(this.#lineWorld(call, id), id, who, line))
  }

  ringFxs(call: Call, id: string, who: Who, ringing: FxsRinging): FxsLeg {
    return this.#options.board.take(FxsLeg.outgoing(this.#lineWorld(call, id), id, who, ringing))
  }

  /** An outside call that rings. */
  takeFxo(call: Call, id: string, who: Who, line: FxoLine): FxoLeg {
    const leg = FxoLeg.incoming(this.#lineWorld(call, id), id, who, mannersOf(line))
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
    return this.#options.board.take(FxoLeg.outgoing(this.#lineWorld(call, id), id, who, dialling))
  }

  /** As an earlier process left it. */
  restore(call: Call, snapshot: LegSnapshot): Leg {
    const { board, inUse } = this.#options
    switch (snapshot.kind) {
      case 'fxs':
        return board.take(FxsLeg.restore(this.#lineWorld(call, snapshot.id), snapshot as never))
      case 'fxo':
        return board.take(FxoLeg.restore(this.#lineWorld(call, snapshot.id), snapshot as never))
      default:
        return inUse.take(
          SipLeg.restore(
            this.#sipWorld(call, snapshot.id, (snapshot as SipLegSnapshot).device),
            snapshot as SipLegSnapshot,
          ),
        )
    }
  }

  /** The leg belongs to that call from now on: its messages stand with the others there. */
  moved(leg: Leg, call: Call): void {
    const { callId } = (leg instanceof SipLeg && leg.dialogName) || {}
    if (callId !== undefined) this.#options.trace.tie(callId, call.id)
  }

  /** The call, and whoever watches telephones. */
  #owner(now: () => Call): LegOwner {
    const { changed } = this.#options
    return {
      changed: (leg) => {
        const call = now()
        call.changed(leg)
        changed?.(leg, call)
        if (leg.phase === 'released') this.#noteFailure(leg)
      },
      digit: (...pressed) => now().digit(...pressed),
    }
  }

  /** A trunk that has failed a call shows why. */
  #noteFailure(leg: Leg): void {
    const line = this.#options.trunks?.line(leg.device)
    const refusal = leg instanceof SipLeg ? leg.refusal : undefined
    if (!line || !refusal || !mayTryAnother(leg, Cause.interworking)) return
    line.callFailed(refusalInWords(refusal))
  }

  #sipWorld(call: Call, id: string, device: string | undefined): SipLegWorld<SipLeg> {
    const { userAgent, office, trace, log, trunks, inUse, referred, callWith } = this.#options
    const now = () => callWith(id) ?? call
    const trunk = trunks?.line(device)?.trunk
    return {
      userAgent: userAgent(),
      get context() {
        return now().context
      },
      owner: this.#owner(now),
      capabilities: {
        codecs: codecsOf(trunk ?? { codecs: [] }, call.context.codecs),
        eventPayloadType: office.settings.rtpDtmfPayload,
        keys: trunk?.keys ?? 'events',
        ...(trunk?.padEvents && { padEvents: true }),
        ...encryptionFor(call, trunk ?? office.byId(device ?? '')?.encryption),
      },
      passing: {
        partner: () => {
          const leg = now().leg(id)
          return leg && now().partnerOf(leg)?.passing
        },
        caller: () => callerOf(now())?.passing,
      },
      began: (callId) => trace.tie(callId, now().id),
      referred: (leg, refer) => referred(leg, now(), refer),
      replaced: (leg) => {
        inUse.take(leg)
        now().history.add('replaced', { leg: leg.id, party: eventParty(leg) })
      },
      failed: (error, leg) => log.warn({ leg, error }, 'no media for a leg'),
      redirected: (...how) => this.#redirected(...how),
      ...(trunks && {
        credentials: (...of: Parameters<SipTrunks['credentials']>) => trunks.credentials(...of),
      }),
    }
  }

  /** A trunk means another address of its own; a telephone means somebody else. */
  #redirected(...[leg, response, contacts, go]: Redirected): void {
    const line = this.#options.trunks?.line(leg.device)
    if (line) {
      followRedirection(line, contacts, go)
      return
    }
    const { isHere } = this.#options
    const { flow } = leg
    const here = (host: string) => flow !== undefined && isHere(host, response, flow)
    const forward = forwardIn(response, contacts, here)
    if (forward) leg.sendsOn(forward)
    go.refuse()
  }

  #lineWorld(call: Call, id: string): FxoLegWorld {
    const { clock, lines, log, released, found, trace, callWith } = this.#options
    const now = () => callWith(id) ?? call
    return {
      clock,
      get context() {
        return now().context
      },
      owner: this.#owner(now),
      lines,
      released,
      found,
      failed: (error, leg) => log.warn({ leg, error }, 'a leg has lost its line'),
      trace: (leg, direction, text) => trace.noteLine(now().id, direction, leg.line, text),
      isAside: (leg) => now().partnerOf(leg)?.held ?? true,
    }
  }
}
