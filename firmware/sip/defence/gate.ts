import type { Flow } from '../contract.ts'
import type { SipRequest } from '../message/message.ts'

/** `drop`: silently, as if nobody were here. */
export type Admission = 'take' | 'drop' | { readonly retryAfterSeconds: number }

/** Who stands at the edge of the network: asked for everything that comes in, told of everything that goes out. All of it must be cheap. */
export interface Gate {
  /** Whether a datagram is looked at, before it is read. */
  hears(address: string, port: number, octets: Buffer): boolean
  /** Whether somebody may connect. */
  welcomes(address: string): boolean
  /** Whether a request is taken. `isOurs`: it is in a dialog of ours. */
  admits(request: SipRequest, flow: Flow, isOurs: () => boolean): Admission
  /** Something came that could not be read, or belongs to nothing: so many octets. */
  strange(flow: Flow, octets: number): void
  /** Whether this may be sent; only refusals to those who have proved nothing may not. */
  sends(flow: Flow, message: string): boolean
}
