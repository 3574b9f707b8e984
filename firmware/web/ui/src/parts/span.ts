/** What a list over time is narrowed by. Dates as inputs give them, empty for none. */
export interface Span {
  readonly text: string
  readonly from: string
  readonly to: string
}

export const NO_SPAN: Span = { text: '', from: '', to: '' }
