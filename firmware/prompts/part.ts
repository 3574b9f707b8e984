/** What a sentence is put together from: words as they are written, something that a person recorded, or a short silence. */
export type Part = string | Recorded | Pause

export interface Recorded {
  /** Path of the recording. */
  readonly recording: string
  /** What is said when there is none. */
  readonly otherwise: readonly Part[]
}

export interface Pause {
  readonly pauseMs: PauseMs
}

/** Silences that scripts/make-prompts.ts makes. */
export const PAUSES_MS = [200, 500] as const
export type PauseMs = (typeof PAUSES_MS)[number]

/** Between sentences, and between groups of digits. */
export const BREATH: Pause = { pauseMs: 200 }
