/**
 * An address whose SIP is not listened to (live topic `bans`, the one that lasts longest first). `POST /bans` with a `NewBan` adds one by
 * hand, `DELETE /bans/{source}` lifts it; an address from which a phone is registered is never banned.
 */
export interface ShownBan {
  /** An IPv4 address, or a network of IPv6 as `2001:db8:0:1::/64`. */
  readonly source: string
  /** It tried names or passwords; it sent too much; somebody has banned it. */
  readonly reason: 'guessing' | 'flood' | 'manual'
  /** UTC, ms; left out where nobody remembers. */
  readonly since?: number
  readonly until: number
}

export interface NewBan {
  readonly address: string
  /** How long it lasts; 60 unless given, at most a year. */
  readonly minutes?: number
}
