/** As the verb `lines` of the lines process answers it (gateway/shown-line.ts), levels in dBm0. */
export interface ShownLine {
  readonly line: string
  readonly kind: 'fxs' | 'fxo'
  readonly driver: string
  readonly hook: 'on' | 'off'
  readonly ringing: boolean
  readonly battery: boolean
  readonly audio: boolean
  readonly lifeline: 'off' | 'tone' | 'call'
  readonly served: boolean
  readonly levelFrom: number
  readonly levelTo: number
  readonly termination?: string
}

/** `POST /sim` with a `SimCommand` (gateway/sim-command.ts); `GET /sim` lists the far ends of simulated lines. */
export type SimAnswer = unknown
