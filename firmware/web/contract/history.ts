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
 * `GET /events?limit=50&before=ms&q=text&from=ms&to=ms`, newest first: what was done that changed no setting: a secret shown, a process
 * restarted. `before` leaves out that moment and what came after; `q` is found in text, by and from.
 */
export interface ShownEvent {
  readonly at: number
  readonly by: string
  readonly from: string
  readonly text: string
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
