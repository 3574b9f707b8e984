import Type, { type Static } from 'typebox'

const LONGEST = 128 // characters of any text in an event; what is longer is cut when it is appended
const line = Type.String({ maxLength: LONGEST })
const count = Type.Integer({ minimum: 0 })

/** A party as it was known at that moment: its party number, and which device. */
export const EventParty = Type.Object({
  digits: line,
  plan: Type.Optional(Type.Enum(['e164', 'internal', 'service', 'emergency', 'unknown'])),
  raw: Type.Optional(line),
  presentation: Type.Optional(Type.Enum(['allowed', 'restricted', 'unavailable'])),
  screening: Type.Optional(Type.Enum(['own', 'network', 'none'])),
  name: Type.Optional(line),
  /** Id of the handset or trunk, where it is ours. */
  device: Type.Optional(line),
})

/** What a leg's audio was like, as the media gateway counted it. */
export const EventQuality = Type.Object({
  packetsReceived: count,
  packetsLost: count,
  packetsSent: count,
  jitterMs: Type.Number(),
  roundTripMs: Type.Optional(Type.Number()),
  codec: Type.Optional(line),
  /** Mean opinion scores of listening, 1 to 4.5: of what came from the party, and as its telephone says of what went there. */
  mos: Type.Optional(Type.Number()),
  remoteMos: Type.Optional(Type.Number()),
  /** SRTP suite; left out where the audio was in the clear. */
  encryption: Type.Optional(line),
})

/**
 * One thing that happened in a call. Events are only ever appended; every report is made of them. Together (call, sequence)
 * name an event for ever.
 */
export const CallEvent = Type.Object({
  /** Number of the call: site-epoch-sequence. */
  call: Type.String({ pattern: '^[!-.0-~]{1,64}$' }), // no slash: it ends the call in keys
  /** 1 for the first event of the call, then one more each time. */
  sequence: Type.Integer({ minimum: 1, maximum: 999_999 }),
  /** UTC, milliseconds since 1970. */
  at: Type.Integer({ minimum: 0 }),
  kind: Type.Enum([
    'began', // leg and party: the caller; dialled
    'leg', // another leg was added
    'ringing',
    'early-media',
    'answered',
    'joined', // this leg and the caller, or `other`, hear each other
    'parted',
    'held',
    'resumed',
    'digits', // how many were pressed, never which
    'dialled', // from an analog telephone, digit by digit
    'program', // a feature takes the call: name
    'transferred', // leg goes on with other, or with the program of that name, or in the call of that name; by: who asked for it
    'replaced', // another telephone has taken the leg over: party
    'diverted', // sent on before it came here, or by the telephone of that leg; party: whose call it was; name: why
    'barred', // an outside number was not called: dialled; name: why
    'quality', // what the gateway counted of a leg
    'left', // a leg was released: cause
    'adopted', // another exchange process goes on with the call
    'released', // the call is over: cause
  ]),
  leg: Type.Optional(line),
  other: Type.Optional(line),
  /** Leg of who asked for it. */
  by: Type.Optional(line),
  direction: Type.Optional(Type.Enum(['in', 'out'])),
  party: Type.Optional(EventParty),
  /** What was dialled, as it came. */
  dialled: Type.Optional(line),
  /** Name of the program. */
  name: Type.Optional(line),
  count: Type.Optional(count),
  /** Q.850 cause. */
  cause: Type.Optional(Type.Integer({ minimum: 0, maximum: 127 })),
  quality: Type.Optional(EventQuality),
  /** Revision of the configuration that the call was routed by. */
  revision: Type.Optional(count),
})
export type CallEvent = Static<typeof CallEvent>
export type EventParty = Static<typeof EventParty>
export type EventQuality = Static<typeof EventQuality>

/** The event with every text cut to the length that is kept: strangers choose some of them. Itself where nothing is too long. */
export function trimmed(event: CallEvent): CallEvent {
  const { party, dialled, name } = event
  if (!isLong(dialled) && !isLong(name) && !hasLong(party)) return event
  return {
    ...event,
    ...(party && { party: trimmedParty(party) }),
    ...(dialled !== undefined && { dialled: dialled.slice(0, LONGEST) }),
    ...(name !== undefined && { name: name.slice(0, LONGEST) }),
  }
}

function isLong(text: string | undefined): boolean {
  return text !== undefined && text.length > LONGEST
}

function hasLong(party: EventParty | undefined): boolean {
  return party !== undefined && (isLong(party.digits) || isLong(party.raw) || isLong(party.name))
}

function trimmedParty(party: EventParty): EventParty {
  return {
    ...party,
    digits: party.digits.slice(0, LONGEST),
    ...(party.raw !== undefined && { raw: party.raw.slice(0, LONGEST) }),
    ...(party.name !== undefined && { name: party.name.slice(0, LONGEST) }),
  }
}
