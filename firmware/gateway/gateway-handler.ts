import type { GatewayEvent, Hello, Inventory, Refusal, Welcome } from './contract.ts'

/** The gateway boot and the event up to which a controller has dealt with all. */
export type Seen = NonNullable<Hello['seen']>

/**
 * What the controller is told, in the order in which the gateway said it: what awaits an answer has gone on before a later event
 * or inventory is handed over.
 */
export interface GatewayHandler {
  /** Requests pass from now on; those not answered before have been repeated. */
  connected(welcome: Welcome): void
  /** Requests wait from now on. */
  disconnected(reason: string): void
  /**
   * The gateway started anew and what it held is gone. Requests not yet answered are rejected with `gateway-restarted`; what is
   * asked for here goes first. Called before `connected`; an inventory follows.
   */
  restarted(): void
  /**
   * Here is what the gateway holds, with the effects of all requests answered so far and of no others: what is not answered yet
   * says nothing. Comes on the first connection of this client (what a journal says may never have left), after `restarted`,
   * and when events were lost. Asked for behind all requests made until `connected` returned.
   * @param eventsLost events before it were not handed over: what it does not show may have ended unheard
   */
  inventory(inventory: Inventory, eventsLost: boolean): void
  /** `client.seen` includes it already: journal that with what the event changes. Each event comes once, in order. */
  event(event: GatewayEvent): void
  /** Another controller holds the lease, or the versions differ. The client goes on trying. */
  refused(refusal: Refusal): void
}
