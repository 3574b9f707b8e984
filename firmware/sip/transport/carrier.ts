import type { Flow } from '../contract.ts'
import type { Read } from '../message/message.ts'

/** One connection that carries messages: a stream, or a WebSocket. */
export interface Carrier {
  readonly flow: Flow
  /** What the peer's certificate has proved, RFC 5922; empty without TLS, or without a certificate. */
  readonly names: readonly string[]
  /** Sends one message; `failed` is called when it will not get out. */
  send(text: string, failed: () => void): void
  /** Asks whether the peer lives (RFC 5626 §3.5.1, RFC 7118 §6); `alive` is called when it says so, once. */
  ping(alive: () => void): void
  close(): void
}

export interface CarrierEvents {
  received(read: Read, carrier: Carrier): void
  closed(carrier: Carrier): void
}

/** How long a peer may take to connect, to say its first sensible word, or to finish a message it began. */
export const PATIENCE_MS = 20_000
export const CONNECT_MS = 5_000
/** TLS handshakes of people far away take a second. */
export const HANDSHAKE_MS = 10_000
/** A peer that lets this much wait for it does not read. */
export const MOST_UNSENT = 1024 * 1024
