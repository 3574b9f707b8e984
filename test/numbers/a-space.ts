import type { NumberSpace, Plan } from '../../firmware/numbers/number-space.ts'

/** A number space with these extensions: 100 is the test, 101 the operator where it is there. The identity of 107 is `e107`. */
export function aSpace(
  numbers: readonly string[],
  plan: { readonly [K in keyof Plan]?: Plan[K] | undefined } = {},
): NumberSpace {
  const all = new Map(
    numbers.map((number) => {
      return [number, { id: `e${number}`, kind: number === '100' ? 'test' : 'user', number }]
    }),
  )
  return {
    extension: (number) => all.get(number),
    extensionById: (id) => [...all.values()].find((one) => one.id === id),
    numbers: () => all.keys(),
    plan: {
      operator: 'e101',
      outsideDigit: '9',
      emergencyNumber: '911',
      emergencyDirect: true,
      ...plan,
    } as Plan,
  }
}
