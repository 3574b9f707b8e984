import { type Static, Type } from 'typebox'
import { Condition } from './condition.ts'

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

/** So many telephones are on the network that are not set up; who they are, the exchange answers. */
export const PhonesFound = Type.Object({ phones: Type.Integer({ minimum: 0, maximum: 1000 }) })
export type PhonesFound = Static<typeof PhonesFound>

/** Whether a telephone can be reached, and since when. */
export const PhoneState = Type.Object({
  state: Type.Union([Type.Literal('registered'), Type.Literal('stale'), Type.Literal('away')]),
  since: Type.Number(),
  address: Type.Optional(Type.String({ maxLength: 64 })),
  userAgent: Type.Optional(Type.String({ maxLength: 1024 })),
})
export type PhoneState = Static<typeof PhoneState>

/** An analog line as its gateway sees it: what changes seldom, so no levels. `since`: UTC in milliseconds, of the last change. */
export const LineState = Type.Object({
  kind: Type.Union([Type.Literal('fxs'), Type.Literal('fxo')]),
  driver: Type.String({ maxLength: 16 }),
  /** FXS: of the telephone; FXO: ours. */
  hook: Type.Union([Type.Literal('on'), Type.Literal('off')]),
  ringing: Type.Boolean(),
  /** FXO: there is voltage on it. */
  battery: Type.Boolean(),
  audio: Type.Boolean(),
  lifeline: Type.Union([Type.Literal('off'), Type.Literal('tone'), Type.Literal('call')]),
  /** A call has it. */
  inUse: Type.Boolean(),
  since: Type.Number(),
})
export type LineState = Static<typeof LineState>

/** The schemas of all that travels on the bus, by the names that `topics` calls them. */
export const payloads = {
  CallEvent,
  Condition,
  LineState,
  PhonesFound,
  PhoneState,
  ProcessState,
  Revision,
}
export type Payloads = { readonly [Name in keyof typeof payloads]: Static<(typeof payloads)[Name]> }
