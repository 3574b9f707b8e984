/** What is in `now` and was not in `before`; nothing at the first look, when all is shown on the page anyway. */
export function newcomers<T extends { readonly id: string }>(
  before: readonly T[] | undefined,
  now: readonly T[],
): readonly T[] {
  if (!before) return []
  const known = new Set(before.map(({ id }) => id))
  return now.filter(({ id }) => !known.has(id))
}
