import { entityNamed } from '../model/registry.ts'
import { KEPT_MS } from './kept-secrets.ts'
import type { Store } from './store.ts'

/** An object that was deleted and can still be had back. */
export interface DeletedObject {
  readonly id: string
  readonly entity: string
  /** What people called it: `handset desk`. */
  readonly name: string
  readonly at: number
  readonly by: string
  readonly until: number
}

const AT_ONCE = 500 // revisions read in one go
const MOST = 500

/** Newest first, of the last 30 days. */
export function deletedObjects(store: Store, now: number): DeletedObject[] {
  const seen = new Set<string>()
  const found: DeletedObject[] = []
  for (let end = store.revision(); end > 0; end -= AT_ONCE) {
    const since = Math.max(0, end - AT_ONCE)
    for (const { at, by, changes } of store.revisions({ since, limit: end - since }).toReversed()) {
      if (now - at > KEPT_MS || found.length >= MOST) return found
      for (const { id, entity: name, name: called, kind } of changes) {
        if (seen.has(id)) continue
        seen.add(id)
        const entity = entityNamed(name)
        if (kind !== 'removed' || !entity || entity.rules.internal) continue
        found.push({ id, entity: name, name: called, at, by, until: at + KEPT_MS })
      }
    }
  }
  return found
}
