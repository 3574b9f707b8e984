import type { Payloads } from './payloads.ts'

/**
 * The site as a unit's own broker knows it. A bridge between sites puts the home site's ID in its place, so nobody needs to read
 * the store to publish.
 */
export const HERE = 'local'

/** A topic: its path with `{names}` to be filled, the schema of its messages, and whether the broker keeps the last one. */
export interface Topic<Path extends string, Name extends keyof Payloads> {
  readonly path: Path
  /** In `payloads.ts`, by name only: who merely publishes does not load what checks it (20 MB and 150 ms). */
  readonly payload: Name
  readonly retain: boolean
}

function event<Path extends string, Name extends keyof Payloads>(
  path: Path,
  payload: Name,
  { retain }: { retain: boolean } = { retain: false },
): Topic<Path, Name> {
  return { path, payload, retain }
}

/** All that travels on the bus. What is retained is a state, cleared with `bus.clear`; the rest are events. */
export const topics = {
  configChanged: event('site/{site}/config/changed', 'Revision'),
  processState: event('site/{site}/process/{name}/state', 'ProcessState', { retain: true }),
  condition: event('site/{site}/condition/{owner}/{id}', 'Condition', { retain: true }),
  callEvent: event('site/{site}/call/{call}/event', 'CallEvent'),
  lineState: event('site/{site}/line/{line}/state', 'LineState', { retain: true }),
  phonesFound: event('site/{site}/phones/found', 'PhonesFound'),
  phoneState: event('site/{site}/phone/{handset}/state', 'PhoneState', { retain: true }),
} as const

/** The names in a topic's path: `Params<'site/{site}/line/{line}'>` is `{site: string, line: string}`. */
export type Params<Path extends string> = {
  readonly [Name in NamesIn<Path>]: string
}

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
