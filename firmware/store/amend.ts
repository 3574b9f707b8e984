/**
 * What has changed of a value of plain data, and the value that comes of it. Less is written where something large changes a little, again
 * and again: the journal of calls. Objects are compared field by field, arrays may grow; whatever else differs stands there whole. A field that is
 * undefined is the same as none.
 */

/**
 * Path and value of each field that differs, one behind the other: `['phase', 'answered', 'usage.state', 'confirmed']`. Plain data for JSON,
 * as the values are.
 */
export type Amendment = readonly unknown[]

type Fields = Readonly<Record<string, unknown>>

const STEP = '.' // between the names of a path
/** Behind the path of an array: these come at its end. */
const GROWS = '+'
/** Behind the path of a field that is no more; its value means nothing. */
const GONE = '-'
const DEEPEST = 3 // what lies deeper is written with what it lies in

/** Undefined where there is nothing to tell them apart by: `after` is to be written whole. Empty: nothing differs. */
export function amendment(before: unknown, after: unknown): Amendment | undefined {
  if (!isFields(before) || !isFields(after)) return before === after ? [] : undefined
  const found: unknown[] = []
  return compare(before, after, '', DEEPEST, found) ? found : undefined
}

/** The value with the amendment in it; changes `value`. */
export function amended(value: unknown, amendment: Amendment): unknown {
  for (let at = 0; at + 1 < amendment.length; at += 2) {
    set(value as Record<string, unknown>, String(amendment[at]), amendment[at + 1])
  }
  return value
}

/** False: a name cannot stand in a path. */
function compare(
  before: Fields,
  after: Fields,
  path: string,
  depth: number,
  found: unknown[],
): boolean {
  for (const name in after) {
    if (!field(before[name], after[name], name, path, depth, found)) return false
  }
  for (const name in before) {
    if (before[name] === undefined || name in after) continue
    if (!isName(name)) return false
    found.push(path + name + GONE, 0)
  }
  return true
}

function field(
  was: unknown,
  is: unknown,
  name: string,
  path: string,
  depth: number,
  found: unknown[],
): boolean {
  if (was === is) return true
  if (typeof is !== 'object' || typeof was !== 'object' || is === null || was === null) {
    if (!isName(name)) return false
    if (is === undefined) found.push(path + name + GONE, 0)
    else found.push(path + name, is)
    return true
  }
  if (Array.isArray(is) && Array.isArray(was)) {
    const same = sameFrom(was, is)
    if (same === was.length && same === is.length) return true
    if (!isName(name)) return false
    if (same === was.length && same > 0) found.push(path + name + GROWS, is.slice(same))
    else found.push(path + name, is)
    return true
  }
  if (!isName(name)) return false
  const length = found.length
  if (depth > 0 && isFields(was) && isFields(is)) {
    if (compare(was, is, path + name + STEP, depth - 1, found)) return true
    found.length = length
  } else if (same(was, is)) return true
  found.push(path + name, is)
  return true
}

/** How many elements are the same from the first on. */
function sameFrom(was: readonly unknown[], is: readonly unknown[]): number {
  let at = 0
  while (at < was.length && at < is.length && same(was[at], is[at])) at++
  return at
}

function same(was: unknown, is: unknown): boolean {
  if (was === is) return true
  if (Array.isArray(was) && Array.isArray(is)) {
    return was.length === is.length && sameFrom(was, is) === is.length
  }
  if (!isFields(was) || !isFields(is)) return false
  for (const name in is) if (!same(was[name], is[name])) return false
  for (const name in was) if (was[name] !== undefined && !(name in is)) return false
  return true
}

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const kind = Object.getPrototypeOf(value)
  return kind === Object.prototype || kind === null
}

function isName(name: string): boolean {
  return !name.includes(STEP) && !name.endsWith(GROWS) && !name.endsWith(GONE)
}

function set(value: Record<string, unknown>, path: string, to: unknown): void {
  const names = path.split(STEP)
  const last = names.pop() ?? ''
  let inside = value
  for (const name of names) inside = inside[name] as Record<string, unknown>
  if (last.endsWith(GROWS)) {
    const name = last.slice(0, -GROWS.length)
    inside[name] = [...(inside[name] as readonly unknown[]), ...(to as readonly unknown[])]
  } else if (last.endsWith(GONE)) delete inside[last.slice(0, -GONE.length)]
  else inside[last] = to
}
