/**
 * What leaves a process after its journal is written. SIP and the gateway client hand each message in as a function that
 * sends it; the exchange commits what changed, then calls them in order (DESIGN §5: journalled before sending).
 */
export type Outbox = (send: () => void) => void

/** Sends at once: for tests and for those without a journal. */
export const sendAtOnce: Outbox = (send) => send()
