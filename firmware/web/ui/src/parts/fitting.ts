/**
 * Which tabs stand in the row: all, when there is room for all; else the first ones that leave room for the open one, wherever it is,
 * and for the button with the others.
 * @param widths of the tabs, each with the gap behind it, px
 * @param room width of the row, px
 * @param more width of that button, px
 * @param open index of the open tab; -1 for none
 * @returns indices, in their order
 */
export function fitting(
  widths: readonly number[],
  room: number,
  more: number,
  open: number,
): readonly number[] {
  const all = widths.map((_, index) => index)
  if (widths.reduce((sum, width) => sum + width, 0) <= room) return all
  let left = room - more - (widths[open] ?? 0)
  const shown = new Set([open])
  for (const index of all) {
    if (index === open) continue
    left -= widths[index] ?? 0
    if (left < 0) break
    shown.add(index)
  }
  return all.filter((index) => shown.has(index))
}
