import type { LineState } from './contract.ts'

/** A line as the lines process shows it (verb `lines`): for the command line, the console and pages. */
export interface ShownLine extends LineState {
  /** Its audio passes to and from the controller. */
  readonly served: boolean
  /** dBm0, loudest 10 ms of the last 200 ms: what the line says, what it hears. -99.9 is silence. */
  readonly levelFrom: number
  readonly levelTo: number
  /** Ticks in which media had written too little or too much. */
  readonly slips: number
  /** For how long it has been off hook, ms; 0: on hook. */
  readonly offHookMs: number
}
