/** Secrets that a change replaced or deleted, kept locked for a time so that the change can be undone. */
import type { Entity } from '../model/entity.ts'
import { type ConfigTables, revisionKey, secretKey } from './config-tables.ts'

export const KEPT_MS = 30 * 24 * 3600 * 1000 // UX.md: deleting keeps what belongs to it for 30 days
const PREFIX = 'old/' // no id begins so: ids are hexadecimal

const keptKey = (revision: number, place: string) => `${PREFIX}${revisionKey(revision)}/${place}`

/**
 * Keeps the present secret of a field before `revision` replaces or deletes it. Not what the unit keeps for itself, and a
 * password's hash only when its person is deleted: nobody gets an old password back.
 */
export function keepSecret(
  tables: ConfigTables,
  revision: number,
  of: { readonly entity: Entity; readonly id: string; readonly field: string },
  deleted: boolean,
): void {
  const { entity, id, field } = of
  if (entity.rules.internal) return
  if (entity.fields[field]?.kind === 'hash' && !deleted) return
  const place = secretKey(id, field)
  const locked = tables.secrets.get(place)
  if (locked) tables.secrets.put(keptKey(revision, place), locked)
}

/** What `revision` replaced or deleted, locked for the place where it was. */
export function keptSecret(
  tables: ConfigTables,
  revision: number,
  id: string,
  field: string,
): Uint8Array | undefined {
  return tables.secrets.get(keptKey(revision, secretKey(id, field)))
}

/** Forgets what has been kept for long enough, some at a time. Within a transaction. */
export function forgetKept(tables: ConfigTables, now: number): void {
  for (const key of [...tables.secrets.keys({ prefix: PREFIX, limit: 50 })]) {
    const number = key.slice(PREFIX.length).split('/')[0] ?? ''
    const revision = tables.revisions.get(number)
    if (revision && !isOver(revision.at, now)) return // the rest is younger
    tables.secrets.remove(key)
  }
}

/** Whether what was kept at `at` is gone by `now`. */
export function isOver(at: number, now: number): boolean {
  return now - at > KEPT_MS
}
