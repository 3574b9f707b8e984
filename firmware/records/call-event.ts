import Type, { type Static } from 'typebox'

const line = (max: number) => Type.String({ maxLength: max })

/** A party as it was known at that moment. */
export const EventParty = Type.Object({
  /** Canonical digits, or a SIP user. */
  digits: line(64),
  name: Type.Optional(line(128)),
  /** Id of the handset or trunk, where it is ours. */
  device: Type.Optional(line(64)),
  /** Transport address of a peer that is not ours. */
  address: Type.Optional(line(64)),
})

/** What a leg's audio was like, as the media gateway counted it. */
export const EventQuality = Type.Object({
  packetsReceived: Type.Integer({ minimum: 0 }),
  packetsLost: Type.Integer({ minimum: 0 }),
  packetsSent: Type.Integer({ minimum: 0 }),
  jitterMs: Type.Number({ minimum: 0 }),
  roundTripMs: Type.Optional(Type.Number({ minimum: 0 })),
  codec: Type.Optional(line(32)),
})

/**
 * One thing that happened in a call. Events are only ever appended; every report is made of them. Together (call, sequence)
 * name an event for ever.
 */
export const CallEvent = Type.Object({
  /** Number of the call: site-epoch-sequence. */
  call: Type.String({ pattern: '^[!-.0-~]{1,64}$' }), // no slash: it ends the call in keys
  /** 0 for the first event of the call, then one more each time. */
  sequence: Type.Integer({ minimum: 0, maximum: 999_999 }),
  /** UTC, milliseconds since 1970. */
  at: Type.Integer({ minimum: 0 }),
  kind: Type.Enum([
    'began',
    'leg', // a leg was added: party and dialled say whose
    'ringing',
    'early-media',
    'answered',
    'joined', // two legs hear each other: leg and other
    'parted',
    'held',
    'resumed',
    'digits', // how many were pressed, never which
    'program', // a feature takes the call: name
    'transferred',
    'left', // a leg was released: cause, quality
    'adopted', // another exchange process goes on with the call
    'released', // the call is over: cause
  ]),
  leg: Type.Optional(line(64)),
  other: Type.Optional(line(64)),
  direction: Type.Optional(Type.Enum(['in', 'out'])),
  party: Type.Optional(EventParty),
  /** What was dialled, as it came. */
  dialled: Type.Optional(line(64)),
  /** Name of the program. */
  name: Type.Optional(line(64)),
  count: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Q.850 cause. */
  cause: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
  quality: Type.Optional(EventQuality),
  /** Revision of the configuration that the call was routed by. */
  revision: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type CallEvent = Static<typeof CallEvent>
export type EventParty = Static<typeof EventParty>
export type EventQuality = Static<typeof EventQuality>
