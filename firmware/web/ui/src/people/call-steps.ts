import type { Extension } from '../model.ts'

/** What happens when an extension is called, for words to be made of. */
export type CallStep =
  | { readonly step: 'ring'; readonly phones: readonly string[]; readonly rings: number }
  | { readonly step: 'nobody' }
  | { readonly step: 'end' }

/** Steps in order. `nameOf` says how a telephone is called on pages. */
export function callSteps(
  { route }: Pick<Extension, 'route'>,
  nameOf: (id: string) => string,
): readonly CallStep[] {
  const ringing = (route?.attempts ?? []).flatMap(({ destinations = [] }): CallStep[] => {
    const phones = destinations.flatMap(({ handset, analog }) => handset ?? analog ?? [])
    if (phones.length === 0) return []
    const rings = Math.max(...destinations.map((one) => one.rings ?? 4))
    return [{ step: 'ring', phones: phones.map(nameOf), rings }]
  })
  return [...(ringing.length > 0 ? ringing : [{ step: 'nobody' } as const]), { step: 'end' }]
}
