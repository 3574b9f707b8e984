/**
 * Somebody below us who can drop what comes from a source before we see it, as a set of nftables does. Told of every ban; what it cannot do is
 * done here all the same. An element goes by itself after `ms`.
 */
export interface BanSink {
  /** `source` as in `Ban`: an IPv4 address, or the first 64 bits of an IPv6 one. Never throws. */
  add(source: string, ms: number): void
  remove(source: string): void
}

export const NO_SINK: BanSink = { add: () => {}, remove: () => {} }
