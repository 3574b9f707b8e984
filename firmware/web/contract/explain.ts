/** `GET /explain?digits=…`: what dialling this would do, one sentence a step. */
export interface Explained {
  readonly explanation: readonly string[]
}
