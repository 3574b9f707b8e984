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

/** Whether a telephone can be reached, and since when. */
export const PhoneState = Type.Object({
  state: Type.Union([Type.Literal('registered'), Type.Literal('stale'), Type.Literal('away')]),
  since: Type.Number(),
  address: Type.Optional(Type.String({ maxLength: 64 })),
  userAgent: Type.Optional(Type.String({ maxLength: 1024 })),
})
export type PhoneState = Static<typeof PhoneState>

/** The schemas of all that travels on the bus, by the names that `topics` calls them. */
export const payloads = { CallEvent, Condition, PhoneState, ProcessState, Revision }
export type Payloads = { readonly [Name in keyof typeof payloads]: Static<(typeof payloads)[Name]> }
