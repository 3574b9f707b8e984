/** What is wrong with a value, as the end of a sentence that its name begins; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined
export type Shape = Readonly<Record<string, Check>>

/** Whether a msgpack value is a map. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is wrong with a value that should have these fields; undefined when nothing is. */
export function complaintAbout(value: Record<string, unknown>, shape: Shape): string | undefined {
  for (const name in shape) {
    const complaint = shape[name]?.(value[name])
    if (complaint) return `${name} ${complaint}`
  }
  return undefined
}

export function text(longest: number): Check {
  return (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= longest
      ? undefined
      : `is not 1 to ${longest} characters`
}

export function whole(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : `is not a whole number from ${low} to ${high}`
}

export function oneOf(...choices: readonly (string | number)[]): Check {
  return (value) =>
    choices.includes(value as string | number) ? undefined : `is none of ${choices.join(', ')}`
}

export function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value))
}

export function object(shape: Shape): Check {
  return (value) => (isObject(value) ? complaintAbout(value, shape) : 'is no map')
}

export function list(check: Check, most: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return `is not a list of at most ${most}`
    for (const item of value) {
      const complaint = check(item)
      if (complaint) return `has an entry that ${complaint}`
    }
    return undefined
  }
}
