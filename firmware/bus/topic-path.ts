import assert from 'node:assert/strict'
import type { Payloads } from './payloads.ts'
import type { Topic } from './topics.ts'

export type AnyTopic = Topic<string, keyof Payloads>

const LEVEL = /^[A-Za-z0-9._:@-]{1,128}$/ // what a name in a topic may stand for: no level, no wildcard

/** The topic with its names filled in; asserts that each is there and is one level. */
export function fill(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    assert(value !== undefined && LEVEL.test(value), `'${value}' cannot be {${name}} of ${path}`)
    return value
  })
}

/** What to subscribe to for all messages of a topic. */
export function filterOf(path: string): string {
  return path.replace(/\{\w+\}/g, '+')
}

/** The names' values when `topic` is one of `path`, else undefined. */
export function match(path: string, topic: string): Record<string, string> | undefined {
  const levels = path.split('/')
  const found = topic.split('/')
  if (levels.length !== found.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, level] of levels.entries()) {
    const value = found[i] ?? ''
    if (level.startsWith('{')) params[level.slice(1, -1)] = value
    else if (level !== value) return undefined
  }
  return params
}
