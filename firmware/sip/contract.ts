/**
 * What SIP offers to those above it: flows, requests outside dialogs, and INVITE usages that can be taken down and set up
 * again in another process (DESIGN §5 Hand-over, §6). Knows no telephone feature.
 */
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Clock } from '../clock/clock.ts'
import type { Outbox } from '../outbox.ts'
import type { Gate } from './defence/gate.ts'
import type { SipRequest, SipResponse } from './message/message.ts'

/** Where a message came from or goes to. Plain data: journalled and compared field by field. */
export interface Flow {
  readonly transport: Transport
  readonly local: Address
  readonly remote: Address
  /** TLS that we begin: the domain, or address, that the peer's certificate must be for (RFC 5922). Else that of `remote`. */
  readonly serverName?: string
}

/** `ws` and `wss` are RFC 7118: their peers are reached only over the connection that they made. */
export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss'

export interface Address {
  readonly address: string
  readonly port: number
}

/**
 * One local address and the ports on it, at most 10 for UDP and 2 for each of the others (VOIP-20, VOIP-21). A port of 0 is any; for TCP
 * the one that UDP got, where that was 0 too.
 */
export interface Listen {
  /** A number. IPv6 link-local ones with their scope: `fe80::1%eth0`. */
  readonly address: string
  /** What network is there, as in `lan` or `wan`; `lan` unless given. */
  readonly zone?: string
  readonly udp?: readonly number[]
  readonly tcp?: readonly number[]
  readonly tls?: readonly number[]
  readonly ws?: readonly number[]
  readonly wss?: readonly number[]
  /**
   * What peers are told instead, where a router translates addresses. The port is our own unless given. `outsideOnly`: peers in the
   * private ranges (RFC 1918, RFC 6598, RFC 4193, link-local) are told the true one.
   */
  readonly advertised?: {
    readonly address: string
    readonly port?: number
    readonly outsideOnly?: boolean
  }
  /** TLS and WSS: whether peers are asked for a certificate, and refused without a good one. `ignored` unless given. */
  readonly clientCertificates?: 'ignored' | 'asked' | 'demanded'
}

/** One socket that is open. */
export interface Listening {
  readonly transport: Transport
  readonly local: Address
  readonly zone: string
}

/** Where a request may be sent, the result of RFC 3263. */
export interface Hop {
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly address: string
  readonly port: number
  /** What the certificate must be for: the host of the URI, not what DNS made of it (RFC 5922 §4). */
  readonly serverName?: string
}

/** A certificate with its key that may be replaced while connections go on. */
export interface CredentialSource {
  /** PEM; undefined while there is none: TLS connections are then closed at once. */
  readonly leaf: { readonly certificate: string; readonly key: string } | undefined
  onChange(hear: () => void): void
}

export interface TlsOptions {
  readonly credential: CredentialSource
  /** CAs in PEM that are trusted beside those of the system. Asked for at every change of `listen` or the credential. */
  readonly authorities?: () => readonly string[]
}

/** A browser whose WebSocket somebody else has opened, and proved to be what it says. */
export interface Visitor {
  readonly socket: WebSocket
  /** What the WebSocket's octets come from: destroyed to send it away. */
  readonly stream: Socket
  readonly remote: Address
  /** Of the machine, as the browser has it. */
  readonly localAddress: string
}

/** Header lines to add, name and value; the name in its usual long form. */
export type ExtraHeaders = readonly (readonly [name: string, value: string])[]

export interface Body {
  readonly type: string // application/sdp
  readonly text: string
}

/** A request that the transaction layer handed up; retransmissions never are. */
export interface IncomingRequest {
  readonly message: SipRequest
  readonly flow: Flow
  /** Sends the response of this server transaction. A To tag is added where needed. Once final, further calls are ignored. */
  respond(status: number, parts?: ResponseParts): void
}

export interface ResponseParts {
  readonly reason?: string
  readonly headers?: ExtraHeaders
  readonly body?: Body
}

export interface UserAgentHandler {
  /** REGISTER, OPTIONS, MESSAGE, SUBSCRIBE, PUBLISH … outside a dialog; whatever the handler does not answer times out as 408. */
  request(request: IncomingRequest): void

  /**
   * A new INVITE outside any dialog; 100 Trying goes out unless it is answered at once. The handler accepts it as a usage by
   * `userAgent.adopt(request, id, listener)`, or answers by `request.respond` (401, 404 …). `named`: the call that it wants to
   * replace or join; whoever may do that is the handler's to decide.
   */
  invite(request: IncomingRequest, named?: NamedCall): void

  /**
   * An in-dialog request on a flow other than the usage's (a TCP phone that came back). True: take it, and its flow becomes the
   * usage's. False: the handler has answered it itself (a challenge).
   */
  newFlow(usage: InviteUsage, request: IncomingRequest): boolean
}

/** What the Replaces (RFC 3891) or Join (RFC 3911) header of an INVITE names. */
export interface NamedCall {
  readonly how: 'replace' | 'join'
  readonly usage: InviteUsage | undefined
  /** The status that refuses such an INVITE, if it must be, once its sender has been authenticated: 400, 481, 486, 603. */
  readonly refusal: number | undefined
}

export interface UserAgentOptions {
  readonly clock: Clock
  readonly outbox: Outbox
  readonly handler: UserAgentHandler
  /** A bare address and port stands for UDP and TCP on it. */
  readonly listen: readonly (Address | Listen)[]
  /** Without it nothing listens for TLS or WSS, and no TLS connection is begun. */
  readonly tls?: TlsOptions
  /** Whether a page of this origin (undefined: not a browser) may open a WebSocket. All may unless given. */
  readonly allowOrigin?: (origin: string | undefined, remote: Address) => boolean
  /** DiffServ code point of what is sent, 0 to 63 (VOIP-8). */
  readonly dscp?: number
  /** Whether somebody is reached over this connection: it is then never closed for being idle. */
  readonly keeps?: (flow: Flow) => boolean
  /** A connection is gone, whoever closed it. */
  readonly flowClosed?: (flow: Flow) => void
  /** Server and User-Agent header. */
  readonly product: string
  readonly log: SipLog
  /**
   * Called for every message in and out with its octets, which may be kept: the ladder of a call, traces. Call-ID '': it could not
   * be read. Must be cheap.
   */
  readonly trace?: (direction: 'in' | 'out', flow: Flow, callId: string, octets: string) => void
  /** Who stands at the edge of the network; everybody is let in unless given. */
  readonly gate?: Gate
  readonly timers?: { readonly t1Ms: number; readonly t2Ms: number; readonly t4Ms: number }
}

export interface SipLog {
  warn(facts: object, text: string): void
  debug(facts: object, text: string): void
}

export interface UserAgent {
  /** Binds all sockets; rejects with an Error that names the address and port in use. */
  start(): Promise<void>
  /** Closes sockets and connections; sends nothing. */
  stop(): Promise<void>
  /** After `start`: the addresses of `listen` in their order, with the ports that were got where it said 0. */
  readonly local: readonly Address[]

  /** Every socket that is open now. */
  readonly listening: readonly Listening[]
  /**
   * Follows address changes: sockets that stay are not touched, flows of those that vanish fail. Resolves with what could not be
   * opened, in words; rejects for a list that nobody could open.
   */
  setListen(listen: readonly (Address | Listen)[]): Promise<readonly string[]>

  /**
   * Our flow for a hop; the local address is the one that the kernel would route by, or the one of `zone`. `port`: of our sockets, if one
   * of them has it. Rejects when no socket of ours can reach it.
   */
  flowTo(hop: Hop, zone?: string, port?: number): Promise<Flow>
  /**
   * Takes a WebSocket that was opened for a browser elsewhere, as if it had come in by our WSS port: the same limits, bans and zone. Its flow;
   * undefined where it may not come in, or where no WSS port of its kind of address is open.
   */
  takeIn(visitor: Visitor): Flow | undefined
  /** Zone of the flow's local address; undefined when nothing listens there any more. */
  zoneOf(flow: Flow): string | undefined
  /** Domains and addresses that the peer of a TLS connection has proved by its certificate. */
  namesOf(flow: Flow): readonly string[]
  /**
   * Keeps a flow alive by CRLFs (RFC 5626 §4.4.1), every `seconds` less up to a fifth; `lost` is called once when a stream gives no pong
   * in 10 s or is gone. Ends with `cancel`.
   */
  keepAlive(flow: Flow, seconds: number, lost: () => void): { cancel(): void }

  /** Takes an INVITE as a usage. `id` is the caller's (a leg's) and unique for ever. */
  adopt(
    request: IncomingRequest,
    id: string,
    listener: InviteListener,
    options?: InviteOptions,
  ): InviteUsage

  /** Sends an INVITE. `listener.rejected` tells of a dead transport (503) and of silence (408). */
  invite(invite: OutgoingInvite, id: string, listener: InviteListener): InviteUsage

  /** A usage as another process left it: pending, ringing or confirmed. Sends nothing by itself. */
  restore(snapshot: InviteSnapshot, listener: InviteListener): InviteUsage

  /** The INVITE usage of a dialog by its Call-ID and tags as the peer names them (RFC 3891 §3): `localTag` is ours. */
  find(callId: string, localTag: string, remoteTag: string): InviteUsage | undefined

  /**
   * A request outside dialogs (OPTIONS, NOTIFY …). Resolves with the final response; 408 and 503 as above. A 401 or 407 is
   * answered by `request.credentials` and the request repeated, with the next CSeq number.
   */
  request(request: OutgoingRequest, signal?: AbortSignal): Promise<SipResponse>

  /** Address and port to show in Contact and Via for peers reached over this flow. */
  contactFor(flow: Flow): Address

  /** What datagrams that we have not read yet take of the kernel's memory, all UDP sockets together. */
  readonly queuedOctets: number

  /** Counters for status, alarms and tests. */
  readonly counters: Readonly<SipCounters>
}

export interface SipCounters {
  received: number
  sent: number
  malformed: number
  retransmitted: number
  dropped: number
  transactions: number
  usages: number
}

export interface OutgoingRequest {
  readonly method: string
  /** Request-URI. */
  readonly target: string
  /** Where it is sent: the flow of a binding. */
  readonly flow: Flow
  readonly from: NameAddress
  readonly to: NameAddress
  /** Values of Route headers, the nearest first: the Path of a binding (RFC 3327 §5.3). */
  readonly routes?: readonly string[]
  readonly headers?: ExtraHeaders
  readonly body?: Body
  readonly credentials?: Credentials
  /** Of a registration, which keeps both from one REGISTER to the next (RFC 3261 §10.2.4). A new Call-ID, and 1, unless given. */
  readonly callId?: string
  readonly sequence?: number
}

/**
 * Answers a challenge (401, 407): the Authorization or Proxy-Authorization header for the repetition of `request`, or
 * undefined for none. Whom to tell, by realm and address, is the caller's to decide (SECURITY row 4). Asked at most three times
 * for one request: more than once only when the challenge says `stale=true`, or when two servers on the way want one each.
 */
export type Credentials = (
  challenge: SipResponse,
  request: SipRequest,
) => readonly [name: string, value: string] | undefined

export interface OutgoingInvite
  extends Omit<OutgoingRequest, 'method' | 'credentials' | 'callId' | 'sequence'> {
  /** User part of our Contact. */
  readonly contactUser: string
  readonly options?: InviteOptions
}

/** What the standards leave to the two sides of a call. Plain data: it is journalled with the usage. */
export interface InviteOptions {
  /**
   * Reliable provisional responses (RFC 3262). `off` (default): only where the peer requires them. `offer`: wherever both can.
   * `require`: a peer that cannot is refused (421), or refuses us (420).
   */
  readonly reliable?: 'off' | 'offer' | 'require'
  /** Session timer (RFC 4028): never; where the peer wants one (default); we ask for one. */
  readonly timer?: 'off' | 'accept' | 'ask'
  /** The interval that we ask for, in seconds: 90 to 86,400; default 1800. */
  readonly sessionSeconds?: number
  /**
   * UAC: a peer that has not sent any response in so long counts as silent (408) before timer B does, 64 T1 unless given. Should it be
   * heard of later, the INVITE is cancelled, or what it has answered is ended.
   */
  readonly silenceMs?: number
}

export interface NameAddress {
  readonly name?: string
  readonly uri: string
}

export type UsageState =
  | 'calling' // UAC: nothing but perhaps 100 yet
  | 'proceeding' // a provisional response other than 100 went either way; UAS: from the start
  | 'accepted' // 2xx sent (UAS, waiting for ACK)
  | 'confirmed'
  | 'ended'

export interface InviteUsage {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly state: UsageState
  readonly callId: string
  readonly localTag: string
  /** The peer's tag; UAC before the answer: in the early dialog heard of last. */
  readonly remoteTag: string | undefined
  readonly flow: Flow
  /** The INVITE that began it, as received or sent. */
  readonly invite: SipRequest

  /** UAS: provisional responses go out reliably (RFC 3262), because the peer requires it or both sides want it. */
  readonly isReliable: boolean

  /**
   * UAS: 180, 183 … One To tag for all. Reliable ones go one after the other, each when the one before has been acknowledged;
   * one that nobody acknowledges in 64 T1 ends the usage with 504. Where the INVITE has no offer, a reliable response must
   * have a body, which is our offer: one without it is not sent.
   */
  provisional(status: number, parts?: ResponseParts): void
  /**
   * UAS: 200 with `sdp`, which is left out when offer and answer went over reliable provisional responses. Waits for the PRACK
   * of one with a description. Repeated until the ACK comes; none in 64 T1: BYE and `ended`.
   */
  accept(sdp: string, headers?: ExtraHeaders): void
  /** UAS: 3xx to 6xx. */
  reject(status: number, parts?: ResponseParts): void

  /** UAC, before the final response: CANCEL, as soon as a provisional response allows it. A 2xx that crosses it is ACKed and BYEd. */
  cancel(headers?: ExtraHeaders): void

  /**
   * Either side: `sdp` as offer, by re-INVITE in a confirmed dialog, by UPDATE (RFC 3311) in an early one; waits until it may go
   * (RFC 6337). Resolves with the peer's answer, or with the status of the refusal, which leaves the session as it was.
   * Glare (491, 500 with Retry-After) is repeated inside as RFC 3261 §14.1 says, at most 3 times; 408 and 481 end the usage.
   */
  offer(sdp: string): Promise<{ readonly sdp: string } | { readonly status: number }>

  /**
   * Either side, confirmed: a re-INVITE without description, which makes the peer offer all that it can (RFC 3725). `answer` must
   * be called with our answer; until then the peer repeats its 200.
   */
  solicit(): Promise<
    { readonly sdp: string; answer(sdp: string): void } | { readonly status: number }
  >

  /** Either side, accepted or confirmed. Waits for the ACK where RFC 3261 §15 demands it. `ended` is not called for it. */
  bye(headers?: ExtraHeaders): void

  /** Ends as `bye`, `cancel` or `reject` would; its listener hears nothing any more: another usage has its place (RFC 3891). */
  leave(headers?: ExtraHeaders): void

  /**
   * INFO, MESSAGE, NOTIFY … inside the dialog. Only NOTIFY goes once the call has ended, for a subscription of a REFER that has not
   * (RFC 5057 §4.1, RFC 3515 §2.4.7); anything else gets 481 then.
   */
  request(method: string, parts: { headers?: ExtraHeaders; body?: Body }): Promise<SipResponse>

  /** All that `restore` needs, as plain data for msgpack. Cheap: called at every `changed`. */
  snapshot(): InviteSnapshot
}

/** Opaque to all but SIP; plain data. */
export type InviteSnapshot = {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly [field: string]: unknown
}

export interface InviteListener {
  /**
   * UAC: a response from 101 to 199; reliable ones in order, each once, their PRACK sent. Early dialogs of one INVITE differ in
   * `response.toTag`; a 199 ends one.
   */
  provisional(response: SipResponse): void
  /**
   * UAC: 2xx; the ACK has been handed to the outbox. Later 2xx of other branches are ACKed and BYEd inside. `answer` is the answer
   * to the offer in our INVITE, '' when a reliable provisional response of this dialog had it: then nothing else counts.
   */
  accepted(response: SipResponse, answer: string): void
  /** UAC: final refusal; `response` is undefined for 408 by timer B and 503 by a dead transport. The usage has ended. */
  rejected(status: number, response: SipResponse | undefined): void
  /** UAS: the ACK of our 2xx; it has a body when the INVITE had none. */
  acknowledged(ack: SipRequest): void
  /** UAS: CANCEL before our final response; 487 has been sent. The usage has ended. */
  cancelled(cancel: SipRequest): void
  /**
   * An offer: re-INVITE, UPDATE or PRACK, or the response to our INVITE that had none. `sdp` undefined: the peer wants an offer from us.
   * Answer with exactly one of the two, at once or later. Refusing leaves the session as it was. `early`: tag of the early
   * dialog of ours that it came in.
   */
  offered(
    sdp: string | undefined,
    answer: { accept(sdp: string): void; refuse(status: number): void },
    early?: string,
  ): void
  /** An answer of the peer that nobody waits for: in a PRACK, to our offer in a provisional response; to the refresh of a session timer. */
  answered?(sdp: string): void
  /** The description as we said it last: what a re-INVITE repeats that only refreshes the session timer. */
  described?(): string
  /** 401 or 407 to a request of ours in this usage. */
  readonly credentials?: Credentials | undefined
  /**
   * UAC: 3xx; `contacts` in the order of preference, without those that were tried. The usage goes on when `follow` is called,
   * at once or later, with a target and the way there; `refuse` ends it (`rejected` is not called). At most 5 in all, then and without
   * this method: `rejected`.
   */
  redirected?(
    response: SipResponse,
    contacts: readonly string[],
    go: { follow(target: string, flow: Flow): void; refuse(): void },
  ): void
  /** A request inside the dialog other than ACK, BYE, CANCEL, INVITE, UPDATE, PRACK (REFER, INFO …). Must be answered. */
  request(request: IncomingRequest): void
  /** BYE (already answered 200), or the dialog died (no ACK, 481, 408). The usage has ended. */
  ended(
    why: { readonly by: 'peer'; readonly bye: SipRequest } | { readonly by: 'timeout' | 'lost' },
  ): void
  /** The snapshot has changed; what is to be sent stands behind it in the outbox. */
  changed(): void
}
