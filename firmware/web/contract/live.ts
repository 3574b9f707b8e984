import type { ShownBan } from './bans.ts'
import type { ShownCall } from './calls.ts'
import type { FoundPhone } from './found.ts'
import type { ShownLine } from './lines.ts'
import type { ShownPhone } from './phones.ts'
import type { ShownCondition, ShownProcess } from './system.ts'
import type { ShownTrunk } from './trunks.ts'

/**
 * WebSocket `/api/v1/live`: the page sends `{"watch": ["calls", "lines"]}` (replaces what it watched before), the server sends
 * `{"topic": "calls", "value": …}` at once and with every change. While nobody can tell, the last value stays and one message
 * `{"topic": "calls", "unavailable": "why, in words"}` says so. Every topic can also be had by `GET /{topic}`, which is then refused as
 * `unavailable`.
 */
export interface LiveTopics {
  readonly conditions: readonly ShownCondition[]
  readonly processes: readonly ShownProcess[]
  readonly calls: readonly ShownCall[]
  readonly phones: readonly ShownPhone[]
  readonly found: readonly FoundPhone[]
  readonly lines: readonly ShownLine[]
  readonly trunks: readonly ShownTrunk[]
  readonly bans: readonly ShownBan[]
  /** The configuration's revision now. */
  readonly config: { readonly revision: number }
}
export type LiveTopic = keyof LiveTopics
