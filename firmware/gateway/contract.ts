/**
 * The gateway protocol: what a controller (exchange) asks of a gateway (media, lines) and what it is told. DESIGN §5.
 *
 * msgpack values behind a 4-byte big-endian length, over a Unix socket or mutual TLS. The controller chooses every ID, so
 * each request may be repeated at any time: the second one changes nothing and is answered like the first, or with `gone` when
 * what it made has been dropped meanwhile. A reply leaves before the events that its request causes. Events are numbered within
 * a boot of the gateway and kept until acknowledged.
 */
export const PROTOCOL_VERSION = 1

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

export interface Stream {
  readonly remote?: { readonly address: string; readonly port: number; readonly rtcpPort?: number }
  readonly codec: 'PCMU' | 'PCMA'
  readonly payloadType: number
  readonly eventPayloadType?: number
  readonly ptimeMs: 10 | 20 | 30 | 40 | 60
  readonly send: boolean
  readonly receive: boolean
  readonly symmetric: boolean
}

export type Side = 'from' | 'to'

export type Signal =
  | {
      readonly kind: 'tone'
      readonly hz: readonly number[]
      readonly levelDbm0: number
      readonly cadenceMs: readonly number[]
      readonly totalMs: number
    }
  | {
      readonly kind: 'files'
      readonly paths: readonly string[]
      readonly times: number
      readonly fromMs: number
    }

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
    }
  | {
      readonly op: 'detect'
      readonly termination: TerminationId
      readonly attachment: AttachmentId
      readonly side: Side
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
  readonly stream: Empty
  readonly move: Empty
  readonly topology: Empty
  readonly subtract: Quality | Empty
  readonly play: Empty
  readonly record: Empty
  readonly detect: Empty
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
  readonly jitterMs: number
  readonly roundTripMs?: number
  readonly remoteLostPermille?: number
  readonly remote?: { readonly address: string; readonly port: number }
}

export interface Inventory {
  readonly contexts: readonly {
    readonly context: ContextId
    readonly orphan: OrphanPolicy
    readonly terminations: readonly {
      readonly termination: TerminationId
      readonly localAddress: string
      readonly port: number
      readonly stream?: Stream
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
  /** The inventory includes all events up to this one. */
  readonly lastEvent: number
}

export type ErrorCode =
  | 'no-such-context'
  | 'no-such-termination'
  | 'gone' // it existed until it was dropped or its orphan policy ended it; the ID is used up
  | 'conflict' // the ID exists with other parameters
  | 'no-capacity'
  | 'port-in-use'
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
      readonly source: 'rfc4733' | 'in-band'
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
  /** An orphan policy ended it. */
  | { readonly kind: 'context-ended'; readonly context: ContextId }
  /** Events were lost in the gateway: take an inventory. */
  | { readonly kind: 'overflow' }
)

export type FromController = Hello | Request | Acknowledgement
export type FromGateway = Welcome | Refusal | Reply | GatewayEvent
