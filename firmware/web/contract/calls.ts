/** `GET /calls/{call}/speakers`: the legs of a call that speak now. The first answer, and the first one after 5 s without a question, names nobody. */
export interface Speaking {
  readonly legs: readonly string[]
}

/** As the exchange's verb `calls` answers it (calls/live-call.ts). */
export interface ShownCall {
  readonly call: string
  readonly startedAt: number
  readonly dialled: string
  readonly program: string
  readonly legs: readonly {
    readonly leg: string
    readonly direction: 'in' | 'out'
    readonly digits: string
    readonly name: string
    readonly phase: string
    readonly held: boolean
  }[]
}

/** `GET /calls/{call}/messages`, `GET /phones/{handset}/messages`: as they were sent, but for answers to challenges and keys of media. */
export interface TracedMessage {
  /** Grows with every message of the exchange. */
  readonly order: number
  /** UTC, ms. */
  readonly at: number
  readonly direction: 'in' | 'out'
  /** `udp`, `tcp`, `tls`, `ws`, `wss`, or `line` for what happened on an analog line. */
  readonly transport: string
  /** Address and port, or the name of a line. */
  readonly remote: string
  readonly local: string
  readonly text: string
}

/** `GET /calls/{call}/ladder`. */
export interface Rung {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly text: string
}

/**
 * `GET /records?limit=100&before=1-2-3&q=text&from=ms&to=ms&outcome=answered|missed|failed`: records/call-record.ts, newest first. `q` is found in
 * numbers and names. A page reads at most 20,000 records back; header `x-searched-to` is the start of the oldest one looked at,
 * `x-searched-call` its number: with that as `before` a further search goes on.
 */
export interface ShownRecord {
  readonly call: string
  readonly startedAt: number
  readonly answeredAt?: number
  readonly endedAt?: number
  readonly dialled?: string
  readonly caller?: { readonly digits: string; readonly name?: string }
  readonly answeredBy?: { readonly digits: string; readonly name?: string }
  readonly cause?: number
  readonly causeText?: string
  readonly talkingSeconds?: number
  /** Legs whose audio was counted; left out where there is none. */
  readonly quality?: readonly ShownQuality[]
  /** Left out where there were none, in their order. */
  readonly transfers?: readonly ShownTransfer[]
}

/** The audio of a leg as it was really received (records/call-event.ts); what is left out nobody could tell. */
export interface ShownQuality {
  readonly leg: string
  readonly party?: { readonly digits: string; readonly name?: string }
  readonly packetsReceived: number
  readonly packetsLost: number
  readonly packetsSent: number
  readonly jitterMs: number
  readonly roundTripMs?: number
  readonly codec?: string
  /** Mean opinion scores of listening: of what came from the party, and of what its telephone says it got. */
  readonly mos?: number
  readonly remoteMos?: number
  /** SRTP suite; left out where the audio was in the clear. */
  readonly encryption?: string
}

/** `transferred`: `party` goes on with `to`, or in the call `into`, because `by` wanted it. `replaced`: `to` has taken over from `party`. `diverted`: `party` has sent the call on instead of answering. `barred`: `to` was not called. `why` in words. */
export interface ShownTransfer {
  readonly at: number
  readonly kind: 'transferred' | 'replaced' | 'diverted' | 'barred'
  readonly party?: { readonly digits: string; readonly name?: string }
  readonly by?: { readonly digits: string; readonly name?: string }
  readonly to?: { readonly digits: string; readonly name?: string }
  readonly into?: string
  readonly why?: string
}
