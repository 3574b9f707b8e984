/**
 * Change sets: changes that are collected instead of made. Any request to `/config` with a header `x-change-set: {id}` belongs to that set: a
 * change is checked and kept (`Changed` has `collected`), a listing or object shows what would be. `GET`, `POST /change-sets` `{name}`;
 * `GET`, `DELETE /change-sets/{id}`; `POST /change-sets/{id}/apply` `{over?}`; `POST /change-sets/{id}/schedule` `{at, over?}`;
 * `DELETE /change-sets/{id}/schedule`. What was applied is undone by its revision.
 */
export interface ShownChangeSet {
  readonly id: string
  readonly name: string
  readonly by: string
  readonly createdAt: number
  readonly state: 'collecting' | 'scheduled' | 'applied' | 'failed'
  /** Objects that it touches. */
  readonly size: number
  /** UTC, ms; with `scheduled`. */
  readonly applyAt?: number
  /** With `applied`. */
  readonly revision?: number
  /** With `failed`: why, in words. */
  readonly why?: string
}

export interface ChangeSetPreview extends ShownChangeSet {
  /** What would change, in words, as in History. */
  readonly lines: readonly string[]
  /** Which numbers, telephones, lines and calls that touches, a sentence each. */
  readonly consequences: readonly string[]
  /** What others changed meanwhile and this set would change again; it is applied only with `over: true`. */
  readonly conflicts: readonly string[]
  /** Why it cannot be applied as things are now, in words. */
  readonly problems: readonly string[]
  /** With `applied`: nothing stands on it yet, so that its revision can be undone. */
  readonly canUndo?: boolean
}
