import { type Static, type TSchema, Type } from 'typebox'
import { Condition } from './condition.ts'

/**
 * The site as a unit's own broker knows it. A bridge between sites puts the home site's ID in its place, so nobody needs to read
 * the store to publish.
 */
export const HERE = 'local'

/** A process came up, became ready or ended; by the supervisor. */
export const ProcessState = Type.Object({
  state: Type.Union([
    Type.Literal('starting'),
    Type.Literal('ready'),
    Type.Literal('waiting'), // for the moment to start again
    Type.Literal('stopped'),
  ]),
  pid: Type.Optional(Type.Integer({ minimum: 1 })),
  since: Type.Number(),
  restarts: Type.Integer({ minimum: 0 }),
})
export type ProcessState = Static<typeof ProcessState>

/** The configuration changed; the revision is the store's. One message a transaction. */
export const Revision = Type.Object({ revision: Type.Integer({ minimum: 0 }) })
export type Revision = Static<typeof Revision>

/** One line of a call's story, as the records keep it: `leg` and `detail` as the event needs. */
export const CallEvent = Type.Object({
  at: Type.Number(), // UTC in milliseconds since 1970
  event: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 }),
  leg: Type.Optional(Type.String({ maxLength: 96 })),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type CallEvent = Static<typeof CallEvent>

/** Whether a telephone can be reached, and since when. */
export const PhoneState = Type.Object({
  state: Type.Union([Type.Literal('registered'), Type.Literal('stale'), Type.Literal('away')]),
  since: Type.Number(),
  address: Type.Optional(Type.String({ maxLength: 64 })),
  userAgent: Type.Optional(Type.String({ maxLength: 256 })),
})
export type PhoneState = Static<typeof PhoneState>

/** A topic: its path with `{names}` to be filled, what its messages are, and whether the broker keeps the last one. */
export interface Topic<Path extends string, Payload extends TSchema> {
  readonly path: Path
  readonly payload: Payload
  readonly retain: boolean
}

function event<Path extends string, Payload extends TSchema>(
  path: Path,
  payload: Payload,
  { retain }: { retain: boolean } = { retain: false },
): Topic<Path, Payload> {
  return { path, payload, retain }
}

/** All that travels on the bus. What is retained is a state, cleared with `bus.clear`; the rest are events. */
export const topics = {
  configChanged: event('site/{site}/config/changed', Revision),
  processState: event('site/{site}/process/{name}/state', ProcessState, { retain: true }),
  condition: event('site/{site}/condition/{owner}/{id}', Condition, { retain: true }),
  callEvent: event('site/{site}/call/{call}/event', CallEvent),
  phoneState: event('site/{site}/phone/{handset}/state', PhoneState, { retain: true }),
} as const

/** The names in a topic's path: `Params<'site/{site}/line/{line}'>` is `{site: string, line: string}`. */
export type Params<Path extends string> = {
  readonly [Name in NamesIn<Path>]: string
}

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
