import type { SearchHit } from '../../../contract.ts'

/** Letters without their accents, in lower case: `Línea` is found by `linea`. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Places whose name has a word that begins with the text; all of them for none. */
export function matchingPlaces(
  places: readonly { readonly path: string; readonly name: string }[],
  text: string,
): readonly SearchHit[] {
  const wanted = folded(text.trim())
  return places
    .filter(({ name }) => ` ${folded(name)}`.includes(` ${wanted}`))
    .map(({ path, name }) => ({ kind: 'page', title: name, detail: '', path }))
}
