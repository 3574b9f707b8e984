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
}
