/** `GET /browser-phone`, and what `POST` answers, which makes one where there is none: the browser phone of who has signed in. */
export interface BrowserPhone {
  /** The first of one's own extensions: who one is when one calls. Without one there is nothing to call from. */
  readonly extension?: { readonly number: string; readonly name: string }
  /** ID of the handset. */
  readonly handset?: string
  /** An administrator has not allowed it (USET-24): making one, passes and connections are refused. */
  readonly forbidden?: true
}

/**
 * `POST /browser-phone/pass`: what the page registers with over the WebSocket `GET /browser-phone/sip` (subprotocol `sip`), as `Authorization: Bearer` of every
 * request. Good for one connection of this session that begins within a minute.
 */
export interface BrowserPass {
  readonly token: string
  /** User part of its SIP address. */
  readonly sipUser: string
  readonly realm: string
  /** Calls that it can have at the same time. */
  readonly lines: number
  /** As they sound in the country of the office; its bell rings as `ringback` does. */
  readonly tones: {
    readonly ringback: HeardTone
    readonly busy: HeardTone
    readonly congestion: HeardTone
  }
}

/** One part after the other, then again from part `again` on; no frequency: silence, 0 ms: until stopped. */
export interface HeardTone {
  readonly parts: readonly {
    readonly hz: readonly number[]
    /** Of the loudness of the one frequency. */
    readonly modulatedHz?: number
    readonly ms: number
  }[]
  readonly again: number
}
