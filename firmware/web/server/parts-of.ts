import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'

/** What only the whole program has. */
type Later = 'serverCertificate' | 'clients' | 'doors' | 'forwarder'
type Given = Omit<Parts, 'store' | 'signIn' | Later> & Partial<Pick<Parts, Later>>

/** Adds what follows from the rest. */
export function partsOf(parts: Given): Parts {
  const { unit } = parts
  return {
    serverCertificate: unavailable,
    clients: unavailable,
    forwarder: unavailable,
    doors: () => CLOSED,
    ...parts,
    get certificate() {
      return parts.certificate // may be another one later
    },
    store: () => unit.store ?? unavailable(),
    signIn: () => unit.signIn ?? unavailable(),
  }
}

const CLOSED = {
  admin: { port: 8443, open: false },
  portal: { port: 443, open: false },
  remote: { port: 8043, open: false },
} as const

function unavailable(): never {
  throw new Refusal('unavailable', 'The unit prepares itself. Wait a moment.')
}
