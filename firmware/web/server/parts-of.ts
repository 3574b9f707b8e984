import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'

/** Adds what follows from the rest. */
export function partsOf(parts: Omit<Parts, 'store' | 'signIn'>): Parts {
  const { unit } = parts
  return {
    ...parts,
    get certificate() {
      return parts.certificate // may be another one later
    },
    store: () => unit.store ?? unavailable(),
    signIn: () => unit.signIn ?? unavailable(),
  }
}

function unavailable(): never {
  throw new Refusal('unavailable', 'The unit prepares itself. Wait a moment.')
}
