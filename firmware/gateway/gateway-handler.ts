import type { GatewayEvent, Hello, Inventory, Refusal, Welcome } from './contract.ts'

/** The gateway boot and the event up to which a controller has dealt with all. */
export type Seen = NonNullable<Hello['seen']>

/**
 * What the controller is told. All calls come in the turn of the event loop in which the gateway's words arrived. Events may be
 * handed over before the continuation behind an answer that came with them: the controller chose the IDs and knows them.
 */
export interface GatewayHandler {
  /** Requests pass from now on; those not answered before have been repeated. */
  connected(welcome: Welcome): void
  /** Requests wait from now on. */
  disconnected(reason: string): void
  /**
   * The gateway started anew and holds nothing. Requests not yet answered are rejected with `gateway-restarted`; what is asked
   * for here goes first. Called before `connected`.
   */
  restarted(): void
  /**
   * Events may have been lost, or this controller knows none (its first connection without `seen`): here is what the gateway
   * holds. It has the effects of all requests answered so far and of no others.
   */
  inventory(inventory: Inventory): void
  /** `client.seen` includes it already: journal that with what the event changes. Each event comes once, in order. */
  event(event: GatewayEvent): void
  /** Another controller holds the lease, or the versions differ. The client goes on trying. */
  refused(refusal: Refusal): void
}
