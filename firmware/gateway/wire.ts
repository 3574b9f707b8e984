/**
 * The stream under the gateway protocol: a Unix socket, later mutual TLS, in tests a pair in memory. One end of a connection holds
 * a `Wire` and is told through its `WireEnd`.
 */
export interface Wire {
  /** Sends after all before it. Does nothing on a closed wire. */
  send(bytes: Buffer): void
  /** Bytes handed over that the system has not taken yet. */
  readonly backlog: number
  /** Ends it: what was sent still arrives, nothing more is heard, not even `closed`. */
  close(): void
}

export interface WireEnd {
  /** The dialled wire stands. */
  opened?(): void
  /** `bytes` may be overwritten after the call. */
  data(bytes: Buffer): void
  /** The other end or the network closed it; the last call. */
  closed(reason: string): void
}

/** Starts a connection; the wire may be used at once and is told `opened` or `closed` later. */
export type Dial = (end: WireEnd) => Wire

export interface Listener {
  close(): Promise<void>
}

/** Takes connections until closed. Rejects when the address cannot be had. */
export type Listen = (accept: (wire: Wire) => WireEnd) => Promise<Listener>
