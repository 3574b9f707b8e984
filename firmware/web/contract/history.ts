/** `GET /history?before=revision&limit=50&object=id` (of one object: `lines` are its own); `POST /history/{revision}/undo` answers `Changed`. */
export interface HistoryEntry {
  readonly revision: number
  readonly at: number
  readonly by: string
  readonly from: string
  /** In words, one line an object and one more a field. */
  readonly lines: readonly string[]
  /** False when later changes stand on it. */
  readonly canUndo: boolean
}

/**
 * `POST /history/{revision}/restore` makes everything as it was after that change, `POST /deleted/{id}/restore` has one thing back; each a change of its
 * own. With `{dry: true}` nothing is written.
 */
export interface Restored {
  /** The one just made, or the last. */
  readonly revision: number
  readonly changes: number
  /** What changed, or would, in words. */
  readonly lines: readonly string[]
}

/** `GET /deleted`: what was deleted in the last 30 days and can be had back, newest first. */
export interface ShownDeleted {
  readonly id: string
  /** In words: `handset desk`. */
  readonly name: string
  readonly at: number
  readonly by: string
  readonly until: number
}
