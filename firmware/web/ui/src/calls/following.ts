/** The number of the call behind this one: the list of what was before it begins with this one. */
export function following(call: string): string {
  return call.replace(/\d+$/, (sequence) => String(Number(sequence) + 1))
}
