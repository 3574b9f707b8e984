import type { Stream } from '../../gateway/contract.ts'
import type { PartyNumber } from '../../model/party-number.ts'
import type {
  Credentials,
  ExtraHeaders,
  Flow,
  IncomingRequest,
  InviteListener,
  InviteOptions,
  InviteSnapshot,
  NameAddress,
  UserAgent,
} from '../../sip/contract.ts'
import type { SipResponse } from '../../sip/message/message.ts'
import type { Cause } from '../cause.ts'
import type { Leg, LegOwner, LegSnapshot, Phase, Referral } from '../leg.ts'
import type { MediaContext } from '../media-context.ts'
import type { Capabilities } from '../offer-answer.ts'
import type { PassingGround } from '../passing.ts'
import type { Refused } from '../refused.ts'
import type { Forward, SentOn } from '../sent-on.ts'
import type { PassingSnapshot } from './passing.ts'

/** What every SIP leg works with; `L` is the leg. */
export interface SipLegWorld<L extends Leg = Leg> {
  readonly userAgent: UserAgent
  readonly context: MediaContext
  readonly owner: LegOwner
  /** Codecs and payload types to offer. */
  readonly capabilities: Capabilities
  /** Whose video and fax pass to the leg's party and back; nobody's unless given. */
  readonly passing?: PassingGround
  /** The leg has a SIP dialog: its Call-ID, for traces. */
  readonly began: (callId: string) => void
  readonly failed: (error: unknown, leg: string) => void
  /**
   * The party has sent REFER (RFC 3515): to whom, and the Referred-By header. Must answer the request; 603 where nobody does so.
   */
  readonly referred?: (leg: L, refer: Refer) => void
  /** Another telephone has taken the place of the leg's own (RFC 3891). */
  readonly replaced?: (leg: L) => void
  /** Answers challenges to this device's legs (a trunk's login); undefined: nobody does. */
  readonly credentials?: (
    device: string | undefined,
    flow: Flow | undefined,
  ) => Credentials | undefined
  /**
   * A 3xx to an outgoing leg, as `InviteListener.redirected` says. Where the call is to be made to somebody else, that is what `forward`
   * takes, before `refuse`. Without it, the leg is refused.
   */
  readonly redirected?: (
    leg: L,
    response: SipResponse,
    contacts: readonly string[],
    go: Parameters<NonNullable<InviteListener['redirected']>>[2],
  ) => void
}

/** What a REFER asks for. */
export interface Refer {
  readonly referTo: string
  readonly referredBy: string | undefined
  readonly request: IncomingRequest
}

/** Where an outgoing leg goes: one binding of a handset. */
export interface SipContact {
  /** Request-URI: the contact that the telephone registered. */
  readonly target: string
  readonly flow: Flow
  readonly to: NameAddress
  readonly from: NameAddress
  readonly contactUser: string
  /** Proxies on the way (RFC 3327). */
  readonly routes?: readonly string[]
  readonly headers: ExtraHeaders
  /** Reliable responses and session timer, as the handset or trunk is set. */
  readonly options?: InviteOptions
  /** False: what is sent before the answer is not passed on, and the caller hears our ringback instead (SADV-3). */
  readonly earlyMedia?: boolean
  /** How the call has come here. */
  readonly sentOn?: SentOn
}

/** How an outgoing leg was refused. */
export interface Refusal {
  readonly status: number
  /** What the peer said beside it. */
  readonly reason?: string
  /** Not ours for silence or a dead transport. */
  readonly byPeer: boolean
  /** It had rung, or sent audio. */
  readonly hasBegun: boolean
  /** What whoever has called may be told of it. */
  readonly told?: Refused | undefined
}

/** The description that we said last in a leg. */
export interface LocalSdp {
  readonly sessionId: string
  readonly version: number
  readonly text: string
  /** Of which our keys are made; undefined while none was needed. A secret of the call. */
  readonly secrets?: string
}

/** A telephone or gateway behind an outgoing leg that has rung: one of several when a proxy there has forked the call. */
export interface Branch {
  readonly tag: string
  /** Of its early audio, if it has any. */
  readonly stream: Stream | undefined
  /** Its description, where more than audio had been offered. */
  readonly answer?: string | undefined
}

/** A REFER that was accepted. */
export interface Referring {
  readonly referral: Referral
  /** Of the subscription that it made: undefined for the first of the dialog, which needs none (RFC 3515 §2.4.6). */
  readonly id: number | undefined
  /** The party wants to hear nothing of it (RFC 4488). */
  readonly quiet: boolean
}

export interface SipLegSnapshot extends LegSnapshot {
  readonly kind: 'sip'
  readonly direction: 'in' | 'out'
  readonly party: PartyNumber
  readonly device: string | undefined
  readonly phase: Phase
  readonly earlyMedia: boolean
  readonly branches: readonly Branch[]
  readonly hops: number | undefined
  readonly offered: boolean
  readonly open: boolean
  readonly cause: Cause | undefined
  readonly releasedBy: 'party' | 'exchange' | undefined
  readonly sdp: LocalSdp
  readonly passing?: PassingSnapshot | undefined
  /** The party has refused audio in the clear. */
  readonly insists?: boolean
  readonly contact: SipContact | undefined
  readonly usage: InviteSnapshot | undefined
  readonly referring?: Referring | undefined
  readonly wasReferred?: boolean
  readonly forward?: Forward | undefined
  readonly handing?: { readonly status: number | undefined }
}
