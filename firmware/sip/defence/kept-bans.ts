import type { BanReason } from './ban-list.ts'

/** A ban as it outlives the process, or a memory of one that is over: the next will last longer. */
export interface KeptBan {
  readonly reason: BanReason
  /** UTC, ms. */
  readonly since: number
  /** How long it lasts, ms. */
  readonly ms: number
  /** Uptime, ms. */
  readonly until: number
  /** Bans of this source so far. */
  readonly times: number
}

/** Where bans are kept over a restart of the process. Sources as in `Ban`. */
export interface KeptBans {
  put(source: string, ban: KeptBan): void
  remove(source: string): void
  /** The one banned longest ago first. */
  entries(): readonly (readonly [source: string, ban: KeptBan])[]
}

export const NOT_KEPT: KeptBans = { put: () => {}, remove: () => {}, entries: () => [] }
