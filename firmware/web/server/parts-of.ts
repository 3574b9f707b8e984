import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'

type Given = Omit<Parts, 'store' | 'signIn' | 'serverCertificate'> &
  Partial<Pick<Parts, 'serverCertificate'>>

/** Adds what follows from the rest. */
export function partsOf(parts: Given): Parts {
  const { unit } = parts
  return {
    serverCertificate: unavailable,
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
