import { createHash } from 'node:crypto'
import { exportOffice } from './office-export.ts'
import type { Store } from './store.ts'

/** Of all that people configure, secrets and identities apart: two units with the same hash are set up alike. SHA-256, hexadecimal. */
export function configHash(store: Store): string {
  return createHash('sha256').update(exportOffice(store)).digest('hex')
}
