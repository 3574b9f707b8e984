import type { SecureTransport, SrtpKeys, SrtpSuite } from './transport.ts'

/**
 * The gateway protocol: what a controller (exchange) asks of a gateway (media, lines) and what it is told. DESIGN §5.
 *
 * msgpack values behind a 4-byte big-endian length, over a Unix socket or mutual TLS. The controller chooses every ID, so
 * each request may be repeated at any time: the second one changes nothing and is answered like the first, or with `gone` when
 * what it made has been dropped meanwhile. A reply leaves before the events that its request causes. Events are numbered within
 * a boot of the gateway and kept until acknowledged.
 */
export const PROTOCOL_VERSION = 2

/** Chosen by the controller, unique for ever: `{leg}` or `{leg}/{purpose}`. At most 96 characters. */
export type ContextId = string
export type TerminationId = string
export type AttachmentId = string

/** First frame of a connection. The controller with the highest epoch holds the lease; an older one is cut off. */
export interface Hello {
  readonly hello: number // PROTOCOL_VERSION
  readonly controller: string
  readonly epoch: number
  /** The gateway boot and event number that the controller has seen last, to be replayed from there. */
  readonly seen?: { readonly boot: string; readonly event: number }
}

export interface Welcome {
  readonly welcome: number // PROTOCOL_VERSION
  readonly gateway: 'media' | 'lines'
  /** New with every start of the gateway process. Another one than last time: all it held is gone. */
  readonly boot: string
  /** Whether the events after `seen` follow. If not, the controller takes an inventory. */
  readonly replay: boolean
  readonly lastEvent: number
  /** Media: of its certificate for DTLS, SHA-256 as SDP writes it. */
  readonly fingerprint?: string
  /** Media: of the codecs that not every build has, those that this one has. */
  readonly codecs?: readonly StreamCodec[]
}

/** Sent by the gateway instead of Welcome, before it closes. */
export interface Refusal {
  readonly refused: 'version' | 'lease'
  readonly text: string
}

/**
 * What a context does when its controller has gone: keeps on until it is `maxAgeSeconds` old (but a controller has at least
 * `ORPHAN_GRACE_SECONDS` to come back, however old the call is), or ends `afterSeconds` after the controller left.
 */
export type OrphanPolicy =
  | { readonly keep: true; readonly maxAgeSeconds: number }
  | { readonly keep: false; readonly afterSeconds: number }

export const ORPHAN_GRACE_SECONDS = 60

/** Names of RFC 3551 and its successors; `AAL2-…` is packed as I.366.2 says (RFC 3551 §4.5.4). G729 only in builds that have it. */
export const STREAM_CODECS = [
  'PCMU',
  'PCMA',
  'G722',
  'opus',
  'GSM',
  'G726-16',
  'G726-24',
  'G726-32',
  'G726-40',
  'AAL2-G726-16',
  'AAL2-G726-24',
  'AAL2-G726-32',
  'AAL2-G726-40',
  'L16',
  'L16/16000',
  'G729',
] as const
export type StreamCodec = (typeof STREAM_CODECS)[number]

/** Codecs that a build may lack, for their licence. */
export const OPTIONAL_CODECS = ['G729'] as const satisfies readonly StreamCodec[]

/** What RFC 7587 §6.1 lets a peer ask for; of G.729 only `dtx`, its annex B. */
export interface OpusCoding {
  /** bits/s; left out: by the bandwidth in use. */
  readonly bitrate?: number
  readonly fec?: boolean
  readonly dtx?: boolean
  /** The highest sampling rate that the peer plays. */
  readonly bandKhz?: 8 | 12 | 16 | 24 | 48
}

export interface Stream {
  readonly remote?: { readonly address: string; readonly port: number; readonly rtcpPort?: number }
  readonly codec: StreamCodec
  readonly payloadType: number
  readonly eventPayloadType?: number
  /** Clock of telephone-event; left out: that of the codec. */
  readonly eventClockKhz?: 8 | 16 | 48
  readonly opus?: OpusCoding
  /** The peer takes RFC 3389 comfort noise, payload type 13: silence is sent so. */
  readonly comfortNoise?: boolean
  /** Events are sent in 64 octets of RTP, for switches that drop short datagrams (SADV-2). */
  readonly padEvents?: boolean
  readonly ptimeMs: 10 | 20 | 30 | 40 | 60
  readonly send: boolean
  readonly receive: boolean
  readonly symmetric: boolean
  /** Left out: RTP in the clear, RTCP on a port of its own. Holds secrets of the call. */
  readonly transport?: SecureTransport
}

/** A stream that passes through unseen: video, or fax by T.38. */
export interface PassStream {
  readonly remote?: { readonly address: string; readonly port: number; readonly rtcpPort?: number }
  /** With its RTCP; false: UDPTL. */
  readonly rtp: boolean
  readonly send: boolean
  readonly receive: boolean
  readonly symmetric: boolean
}

export type Side = 'from' | 'to'

/** An analog port: `fxs-1`, `fxo-2`. */
export type LineName = string

/** Ring, pause, ring, pause … in milliseconds, from the beginning again after the last; at most eight. */
export type Cadence = readonly number[]

/** What a lines gateway must know of a line, whoever uses it. */
export interface LineSettings {
  readonly line: LineName
  /** FXO: interruption of loop current that is a far-end disconnect, ms (CO-14). */
  readonly disconnectMs: number
  /** FXS: on-hook of so long is a hook flash, ms. */
  readonly flashMinMs: number
  readonly flashMaxMs: number
}

/** The compiled emergency table (DESIGN §1 lifeline). A lines gateway keeps it on disk, for a start without a controller. */
export interface EmergencyTable {
  /** As they are dialled: `911`, `9911`. At most 8. */
  readonly numbers: readonly string[]
  /** What is dialled on an outside line. */
  readonly sent: string
  /** FXO lines, best first. */
  readonly lines: readonly LineName[]
  readonly preDialMs: number
}

export interface TonePart {
  /** Mixed; none: silence. */
  readonly hz: readonly number[]
  readonly levelDbm0: number
  /** Hz that modulates the one frequency in amplitude, to 90 %. */
  readonly modulatedHz?: number
  /** 0: until stopped, of the last part. */
  readonly ms: number
}

export type Signal =
  | {
      readonly kind: 'tone'
      readonly hz: readonly number[]
      readonly levelDbm0: number
      readonly cadenceMs: readonly number[]
      readonly totalMs: number
    }
  /** Tones one after the other, then again from part `again` on; the number of parts: it ends. */
  | { readonly kind: 'tones'; readonly parts: readonly TonePart[]; readonly again: number }
  | {
      readonly kind: 'files'
      readonly paths: readonly string[]
      readonly times: number
      readonly fromMs: number
    }
  /**
   * Recordings one after the other for ever (MOH-12), one source for all who hear the same ones: decoded once, encoded once for each codec. It begins
   * with the first who hears it and ends with the last.
   */
  | { readonly kind: 'music'; readonly paths: readonly string[] }
  /** What comes in on a line (MOH-3 Line-In), for all who hear it. */
  | { readonly kind: 'line-in'; readonly line: LineName }

export type Operation =
  | { readonly op: 'context'; readonly context: ContextId; readonly orphan: OrphanPolicy }
  | { readonly op: 'drop-context'; readonly context: ContextId }
  | {
      readonly op: 'add'
      readonly context: ContextId
      readonly termination: TerminationId
      readonly localAddress: string
      /** To be had again after the gateway's crash. */
      readonly port?: number
      /** May be known already (an answer to an offer). */
      readonly stream?: Stream
      /** How far packets go that are sent to a multicast group, and whether this machine hears them too (PAGE-8). */
      readonly multicast?: { readonly hops: number; readonly loop: boolean }
    }
  /** A termination whose datagrams go on as they are; nowhere until `pass`. */
  | {
      readonly op: 'add-pass'
      readonly context: ContextId
      readonly termination: TerminationId
      readonly localAddress: string
      /** To be had again after the gateway's crash. */
      readonly port?: number
    }
  /**
   * The peer of such a termination, and the one whose peer gets what this one's sends, in the same context; left out: nobody does. Whoever
   * goes to another context is passed to no longer.
   */
  | {
      readonly op: 'pass'
      readonly termination: TerminationId
      readonly stream: PassStream
      readonly to?: TerminationId
    }
  /** A termination that hears what anybody sends to a multicast group, one speaker at a time; of several in a context the highest priority. */
  | {
      readonly op: 'add-listener'
      readonly context: ContextId
      readonly termination: TerminationId
      readonly localAddress: string
      /** Of the family of `localAddress`, which names the interface. */
      readonly group: string
      readonly port: number
      readonly priority: number
      readonly codec: StreamCodec
      readonly payloadType: number
    }
  /**
   * A termination on an analog line. A media gateway takes part in its audio; a lines gateway takes the line: refused with `line-busy` while
   * another termination or the lifeline has it. An FXO line stays on hook until `hook`.
   */
  | {
      readonly op: 'add-line'
      readonly context: ContextId
      readonly termination: TerminationId
      readonly line: LineName
      /** Lines gateway: an emergency call, that the lifeline must not cut. */
      readonly protected?: boolean
    }
  /** Lines gateway, FXO: seize or answer, or put it on hook. */
  | { readonly op: 'hook'; readonly termination: TerminationId; readonly state: 'on' | 'off' }
  /** Lines gateway, FXS: rings with that cadence from now on; an empty one stops. Of a telephone that is off hook: `line-busy`. */
  | {
      readonly op: 'ring'
      readonly termination: TerminationId
      readonly cadence: Cadence
      /** Shown by the telephone after the first ring. Without a name it is sent as type I (SDMF), which knows none. */
      readonly caller?: { readonly number: string; readonly name?: string }
    }
  /** Lines gateway: settings of lines and the emergency table; replaces those of before. Says nothing about calls. */
  | {
      readonly op: 'provision'
      readonly lines: readonly LineSettings[]
      readonly emergency: EmergencyTable
    }
  | { readonly op: 'stream'; readonly termination: TerminationId; readonly stream: Stream }
  | { readonly op: 'move'; readonly termination: TerminationId; readonly context: ContextId }
  | {
      readonly op: 'topology'
      readonly from: TerminationId
      readonly to: TerminationId
      readonly hears: boolean
    }
  /** Answered with the last `Quality`; of a termination already gone with `{}`. */
  | { readonly op: 'subtract'; readonly termination: TerminationId }
  | {
      readonly op: 'play'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side
      readonly signal: Signal
    }
  | {
      readonly op: 'record'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side | 'both'
      readonly path: string
      readonly maxMs: number
      /** `wav` (PCM 16) when left out; the others are at 8 kHz, the raw one without a header. */
      readonly format?: 'wav' | 'wav-mu-law' | 'raw-mu-law'
      readonly khz?: 8 | 16
      /** Without the silence at both ends: what is below so many dBm0. */
      readonly trimBelowDbm0?: number
    }
  /**
   * A player of files or a recorder from now on. `key` makes the request repeatable: the same one is done once. A recorder can only be
   * paused: what is said meanwhile is not in the file.
   */
  | {
      readonly op: 'steer'
      readonly attachment: AttachmentId
      readonly key: string
      readonly paused: boolean
      /** 50 to 200, at the same pitch; left out: as it is. */
      readonly speedPercent?: number
      readonly seek?: { readonly toMs: number } | { readonly byMs: number }
    }
  /** A termination of nobody: what plays on its `from` side all in the context hear, and what records on its `to` side hears them all. */
  | {
      readonly op: 'add-studio'
      readonly context: ContextId
      readonly termination: TerminationId
    }
  /** How loud a party is for the others (`from`), or what it hears (`to`): -40 to 30 dB, or mute; `automatic` is for `from` alone. */
  | {
      readonly op: 'level'
      readonly termination: TerminationId
      readonly side: Side
      readonly db: number | 'mute' | 'automatic'
    }
  | {
      readonly op: 'detect'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side
      /** `dtmf` when left out. */
      readonly what?: 'dtmf' | 'progress' | 'signals' | 'voice'
    }
  | { readonly op: 'stop'; readonly attachment: AttachmentId }
  | {
      readonly op: 'digits'
      readonly termination: TerminationId
      /** Makes the request repeatable: the same `key` is sent once. */
      readonly key: string
      readonly digits: string
      readonly onMs: number
      readonly gapMs: number
    }
  | { readonly op: 'stats'; readonly termination: TerminationId }
  | { readonly op: 'inventory' }
  /** Several, in order, answered by one reply; stops at the first that fails. */
  | { readonly op: 'batch'; readonly operations: readonly Operation[] }

export interface Request {
  /** Counts up within the connection; a repeated request keeps its own. */
  readonly id: number
  readonly operation: Operation
}

/** All events up to this one, of this boot, are dealt with and journalled: the gateway may forget them. */
export interface Acknowledgement {
  readonly acknowledge: number
}

export type Empty = Record<string, never>

export type ReplyValue =
  | Added
  | Quality
  | Inventory
  | { readonly results: readonly ReplyValue[] }
  | Empty

/** What each operation is answered with. */
export interface ReplyOf {
  readonly context: Empty
  readonly 'drop-context': Empty
  readonly add: Added
  readonly 'add-pass': Added
  readonly pass: Empty
  readonly 'add-line': Empty
  readonly hook: Empty
  readonly ring: Empty
  readonly provision: Empty
  readonly stream: Empty
  readonly move: Empty
  readonly topology: Empty
  readonly subtract: Quality | Empty
  readonly play: Empty
  readonly record: Empty
  readonly detect: Empty
  readonly 'add-listener': Empty
  readonly steer: Empty
  readonly 'add-studio': Empty
  readonly level: Empty
  readonly stop: Empty
  readonly digits: Empty
  readonly stats: Quality
  readonly inventory: Inventory
  readonly batch: { readonly results: readonly ReplyValue[] }
}

export interface Added {
  readonly localAddress: string
  readonly port: number
}

/** What was really received and sent (DESIGN §5 Records); `undefined` is unknown. */
export interface Quality {
  readonly packetsReceived: number
  readonly packetsSent: number
  readonly lost: number
  readonly late: number
  /** Not SRTP where it must be, a wrong tag, a replay. Left out for none. */
  readonly refused?: number
  readonly jitterMs: number
  readonly roundTripMs?: number
  readonly remoteLostPermille?: number
  /** Mean opinion scores, 1 to 4.5, by the E-model (G.107) from what was really received; left out where it does not know. */
  readonly mosListening?: number
  /** With the delay. */
  readonly mosConversational?: number
  /** Of listening, as the peer's RTCP XR says (RFC 3611). */
  readonly remoteMos?: number
  /** SRTP suite; left out for packets in the clear. */
  readonly suite?: SrtpSuite
  readonly remote?: { readonly address: string; readonly port: number }
}

export interface Inventory {
  readonly contexts: readonly {
    readonly context: ContextId
    readonly orphan: OrphanPolicy
    readonly terminations: readonly {
      readonly termination: TerminationId
      /** Of an RTP termination, or one that passes. */
      readonly localAddress?: string
      readonly port?: number
      readonly stream?: Stream
      /** Of a termination on a line. */
      readonly line?: LineName
      /** Those that have not ended. */
      readonly attachments: readonly AttachmentId[]
    }[]
    /** Only what differs from the beginning, when each hears all others and not itself. */
    readonly topology: readonly {
      readonly from: TerminationId
      readonly to: TerminationId
      readonly hears: boolean
    }[]
  }[]
  /** Of a lines gateway: every line that it has. */
  readonly lines?: readonly LineState[]
  /** The inventory includes all events up to this one. */
  readonly lastEvent: number
}

/** A line as its gateway sees it now. */
export interface LineState {
  readonly line: LineName
  readonly kind: 'fxs' | 'fxo'
  readonly driver: string
  /** FXS: of the telephone; FXO: ours. */
  readonly hook: 'on' | 'off'
  /** FXS: we ring it; FXO: it rings. */
  readonly ringing: boolean
  /** FXO: there is voltage on it. */
  readonly battery: boolean
  /** The driver delivers audio. */
  readonly audio: boolean
  readonly lifeline: 'off' | 'tone' | 'call'
  readonly termination?: TerminationId
}

export type ErrorCode =
  | 'no-such-context'
  | 'no-such-termination'
  | 'gone' // it existed until it was dropped or its orphan policy ended it; the ID is used up
  | 'conflict' // the ID exists with other parameters
  | 'no-capacity'
  | 'port-in-use'
  | 'no-such-line'
  | 'line-busy'
  | 'bad-address'
  | 'bad-request'
  | 'not-supported'
  | 'failed'

export type Reply =
  | { readonly re: number; readonly ok: ReplyValue }
  | {
      readonly re: number
      readonly error: ErrorCode
      readonly text: string
      /** Of a batch: the index of the operation that failed; those before it have taken effect. */
      readonly failed?: number
    }

export type GatewayEvent = { readonly event: number } & (
  | {
      readonly kind: 'digit'
      readonly termination: TerminationId
      readonly digit: string
      readonly source: 'rfc4733' | 'in-band' | 'pulse'
      readonly side: Side
      readonly durationMs: number
    }
  | {
      readonly kind: 'played'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      /** Left out when it played to its end or was stopped. */
      readonly error?: string
    }
  | {
      readonly kind: 'recorded'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly durationMs: number
      readonly error?: string
    }
  | { readonly kind: 'rtp-lost' | 'rtp-back'; readonly termination: TerminationId }
  /** A DTLS handshake is over: it gave keys, for a gateway that will have to go on with them, or failed. The keys are a secret of the call. */
  | {
      readonly kind: 'secured'
      readonly termination: TerminationId
      readonly keys?: SrtpKeys
      readonly error?: string
    }
  /** A call-progress tone was recognised, or its end: `sound` is anything else, voice among it. */
  | {
      readonly kind: 'progress'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side
      readonly heard: Progress
    }
  /** A detector of `voice`: somebody begins to speak, or has been silent for 0.4 s. Until the first one nobody speaks. */
  | {
      readonly kind: 'voice'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side
      readonly speaks: boolean
    }
  /** Something happened on a line, whether a termination is on it or not. */
  | {
      readonly kind: 'line'
      readonly line: LineName
      readonly termination?: TerminationId
      readonly what: LineEvent
    }
  /** An orphan policy ended it. */
  | { readonly kind: 'context-ended'; readonly context: ContextId }
  /** Events were lost in the gateway: take an inventory. */
  | { readonly kind: 'overflow' }
)

/** What a progress detector hears: a call-progress tone, silence, or anything else, voice among it. */
export type Progress =
  | 'dial'
  | 'ringback'
  | 'busy'
  | 'reorder'
  | 'silence'
  | 'sound'
  /** Of a detector of signals: the tones of fax machines and modems, and the three that rise before an announcement. */
  | 'fax-calling'
  | 'fax-answering'
  | 'information'

export type LineEvent =
  /** FXS: the telephone. `flash` is a hook flash. */
  | { readonly kind: 'off-hook' | 'on-hook' | 'flash' }
  /** FXO: the first ring of a call; the caller gave up, or the line was answered. */
  | { readonly kind: 'ring' | 'ring-over' }
  /** FXO: caller ID. Empty number: none was told; `private`: withheld. */
  | {
      readonly kind: 'caller'
      readonly number: string
      readonly name: string
      readonly private: boolean
    }
  /** FXO: the far end has hung up (loop current interrupted), polarity was reversed. */
  | { readonly kind: 'disconnect' | 'reversal' }
  | { readonly kind: 'battery-lost' | 'battery-back' | 'audio-stopped' | 'audio-back' }
  /** The lifeline serves the line, or no longer. `call`: an emergency call over `peer`. */
  | {
      readonly kind: 'lifeline'
      readonly state: 'off' | 'tone' | 'call'
      readonly peer?: LineName
    }

export type FromController = Hello | Request | Acknowledgement
export type FromGateway = Welcome | Refusal | Reply | GatewayEvent
