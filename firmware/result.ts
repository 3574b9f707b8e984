/** What a parser or a check of somebody else's input answers: a value, or a reason fit for a person. */
export type Result<Value, Reason = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Reason }

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value }
}

export function refuse<Reason>(error: Reason): { readonly ok: false; readonly error: Reason } {
  return { ok: false, error }
}

/** What must hold; if it does not, we are wrong and the process ends. */
export function assert(holds: unknown, text: string): asserts holds {
  if (!holds) throw new Error(`assertion failed: ${text}`)
}

/** Marks a branch that the types rule out. */
export function assertNever(value: never): never {
  throw new Error(`not a case: ${JSON.stringify(value)}`)
}
