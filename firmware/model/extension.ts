import { message } from '../words/say.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { choice, digits, group, list, reference, text, whole } from './fields.ts'
import { OUTSIDE_LEVELS } from './outside-rules.ts'

/** Ring types in the order of the specification's table. */
export const RING_TYPES = [
  'single',
  'double',
  'type-1',
  'type-2',
  'type-3',
  'type-4',
  'type-5',
  'type-6',
] as const
export type RingType = (typeof RING_TYPES)[number]

/** One destination rung in an attempt, ROUTE-2. Each further kind of destination becomes one more optional reference here. */
const destination = group(
  'Destination',
  {
    handset: reference('Handset', 'handset', {
      optional: true,
      onDelete: 'clear',
      spec: 'ROUTE-5',
    }),
    analog: reference('Analog handset', 'analog-handset', {
      optional: true,
      onDelete: 'clear',
      spec: 'ROUTE-5',
    }),
    rings: whole('Number of rings', { min: 1, max: 30, default: 4, spec: 'ROUTE-6' }),
    ringType: choice('Ring type', RING_TYPES, {
      default: 'single',
      spec: 'RING-3',
      help: 'How the phone rings, so that people can tell one kind of call from another.',
    }),
  },
  { oneOf: ['handset', 'analog'] },
)

const attempt = group('Connection attempt', {
  destinations: list('Destinations', destination, {
    max: 50,
    spec: 'ROUTE-2',
    help: 'They ring at the same time; the first to answer gets the call.',
  }),
})

/** What a call to an extension does, ROUTE-1. */
const route = group('Call route', {
  attempts: list('Connection attempts', attempt, {
    max: 20,
    spec: 'ROUTE-1',
    help: 'Tried in order while nobody answers.',
  }),
  finally: group('Finally', {
    action: choice('Action', ['hang-up'], { default: 'hang-up', spec: 'ROUTE-17' }),
  }),
})

const rules = {
  label: 'extension',
  section: 'extensions',
  key: 'number',
  taken: 'lowest',
  change: ['server-admin', 'system-admin', 'phone-admin'],
  restart: 'none',
  check: ownerFitsKind,
} as const

/** A number that can be dialled, EXT-1. */
export const Extension = entity('extension', rules, {
  number: digits('Number', { min: 3, max: 6, required: true, unique: true, spec: 'EXT-7' }),
  kind: choice('Kind', ['user', 'system', 'test'], {
    default: 'system',
    spec: 'EXT-1',
    help: 'A test extension answers by itself: an announcement, then an echo of what is said.',
  }),
  description: text('Description', { max: 64, spec: 'EXT-9' }),
  owner: reference('Owner', 'user', { optional: true, onDelete: 'refuse', spec: 'EXT-2' }),
  outsideCalls: choice('Outside calls', ['as-office', ...OUTSIDE_LEVELS], {
    default: 'as-office',
    help: 'What its phones may call outside, also when they send calls on. Emergency calls are always possible.',
  }),
  route,
})
export type Extension = Of<typeof Extension>
export type CallRoute = Extension['route']

function ownerFitsKind(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  if (object.kind === 'user' && !object.owner) {
    return [{ field: 'owner', what: 'a user extension has no owner', remedy: 'Name its user.' }]
  }
  if (object.kind !== 'user' && object.owner) {
    return [
      {
        field: 'owner',
        what: message('extension.kind-has-owner', { kind: String(object.kind) }),
        remedy: "Leave the owner out, or make its kind 'user'.",
      },
    ]
  }
  return []
}
