/**
 * Text that anybody on the network may have written, as it may be kept and shown: one line of at most `max` characters without controls,
 * and without the invisible ones that turn a line around (SECURITY row 16).
 */
export function strangerText(text: string | undefined, max: number): string {
  const clean = (text ?? '').slice(0, 4 * max).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
  return clean.trim().slice(0, max).toWellFormed()
}
