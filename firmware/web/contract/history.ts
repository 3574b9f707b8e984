/** `GET /history?before=revision&limit=50`; `POST /history/{revision}/undo` answers `Changed`. */
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
