import type { LineNow } from '../gateway/line-table.ts'
import { lineStateOf } from '../gateway/line-table.ts'
import type { ShownLine } from '../gateway/shown-line.ts'

/** A line as verb `lines` answers it. */
export function shownLine(now: LineNow): ShownLine {
  const { served, levelFrom, levelTo, slips, offHookMs } = now
  return { ...lineStateOf(now), served, levelFrom, levelTo, slips, offHookMs }
}
