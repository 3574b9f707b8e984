/**
 * The few functions of metadata reflection that the X.509 package's parts look for when they are loaded; they keep the classes that they
 * make there. To be imported before it.
 */
const kept = new WeakMap<object, Map<unknown, unknown>>()

function own(key: unknown, target: object): unknown {
  return kept.get(target)?.get(key)
}

function inherited(key: unknown, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
    if (kept.get(at)?.has(key)) return own(key, at)
  }
  return undefined
}

const functions = {
  getOwnMetadata: own,
  getMetadata: inherited,
  hasOwnMetadata: (key: unknown, target: object) => kept.get(target)?.has(key) ?? false,
  hasMetadata: (key: unknown, target: object) => inherited(key, target) !== undefined,
  defineMetadata: (key: unknown, value: unknown, target: object) => {
    const values = kept.get(target) ?? new Map<unknown, unknown>()
    kept.set(target, values.set(key, value))
  },
  metadata: (key: unknown, value: unknown) => (target: object) =>
    functions.defineMetadata(key, value, target),
}

for (const [name, value] of Object.entries(functions)) {
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true })
}
