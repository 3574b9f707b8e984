import { encryptionFields } from './encryption.ts'
import { entity, type Of } from './entity.ts'
import { choice, flag, reference, secret, text, whole } from './fields.ts'
import { PHONE_HOLD_MUSIC } from './hold-music.ts'
import { ownMusic } from './hold-music-source.ts'
import { MAC_PATTERN, plainMac } from './mac-address.ts'

/** Characters of a SIP user part that need no escape and that every phone can enter: RFC 3261 §25.1 `unreserved`, less the odd ones. */
const SIP_NAME = {
  max: 32,
  pattern: /^[A-Za-z0-9._-]{1,32}$/,
  says: 'a name of 1 to 32 letters, digits, dots, dashes or underscores',
  remedy: 'Use only these.',
} as const

const rules = {
  label: 'handset',
  section: 'handsets',
  key: 'sipUser',
  taken: 'invent',
  identifying: 'mac',
  change: ['server-admin', 'system-admin', 'phone-admin'],
  restart: 'none',
} as const

/** `browser`: a page of ours; it proves itself by passes that the web server has made for who has signed in, never by its password. */
const KINDS = ['sip', 'browser'] as const

/** A generic SIP telephone, GSIP rows. */
export const Handset = entity('handset', rules, {
  description: text('Description', { max: 64, spec: 'HSF-10' }),
  kind: choice('Kind', KINDS, {
    default: 'sip',
    help: 'A browser phone is a page of this unit, for its owner alone: no other phone can register as it.',
  }),
  sipUser: text('User ID', {
    ...SIP_NAME,
    unique: true,
    generated: 'user-id',
    spec: 'GSIP-4',
    help: 'The address that the phone registers. Enter it in the phone as its SIP user.',
  }),
  loginId: text('Login ID', {
    ...SIP_NAME,
    unique: true,
    sameAs: 'sipUser',
    spec: 'GSIP-3',
    help: 'The name by which the phone proves who it is (its authentication name).',
  }),
  secret: secret('Password', { min: 12, generated: 'secret', spec: 'GSIP-5' }),
  mac: text('MAC address', {
    max: 17,
    unique: true,
    pattern: MAC_PATTERN,
    normal: plainMac,
    says: 'a MAC address of 12 hexadecimal digits',
    remedy: 'It stands on the label of the phone, as 00:15:65:AA:BB:CC.',
    spec: 'HSF-2',
    help: 'Tells the phone itself from others of its model: how it is found on the network.',
  }),
  extension: reference('Extension', 'extension', {
    optional: true,
    onDelete: 'refuse',
    spec: 'HSF-6',
    help: 'Who this phone is when it calls.',
  }),
  trust: choice('SIP trust level', ['registrations', 'registrations-and-invites'], {
    default: 'registrations-and-invites',
    spec: 'GSIP-6',
    help: 'Which requests must prove who sent them. Challenging calls too is what stops toll fraud.',
  }),
  holdMusic: choice('Hold music', PHONE_HOLD_MUSIC, {
    default: 'default',
    spec: 'HSF-14',
    help: 'What the other party hears while this phone has it on hold. With none it hears what the phone itself sends.',
  }),
  ownMusic: ownMusic('If given, the other party hears it instead, whatever is chosen above.'),
  earlyMedia: flag('Early media', {
    spec: 'GSIP-9',
    help: 'On: callers hear what the phone sends before it answers. Off: they hear our ringing tone.',
  }),
  reliable: flag('Offer 100rel', {
    spec: 'GSIP-12',
    help: 'Provisional responses are acknowledged (RFC 3262).',
  }),
  sessionTimer: choice('Session timer', ['off', 'accept', 'ask'], {
    default: 'accept',
    help: 'Both sides refresh a call now and then, so that one that was cut off ends (RFC 4028). accept: when the other side wants it. ask: we want it.',
  }),
  didSource: choice('Dialed number is taken from', ['request-uri', 'to'], {
    default: 'request-uri',
    spec: 'GSIP-13',
    help: 'Where a call from the phone says which number it wants. Phones say it in the Request-URI; some gateways in To.',
  }),
  requestUri: choice('Request-URI of calls', ['account', 'dialed'], {
    default: 'account',
    spec: 'GSIP-14',
    help: 'What a call to the phone is addressed to: the account that it has registered, or the number that was dialed, which gateways and other telephone systems want.',
  }),
  lines: whole('Number of lines', {
    min: 1,
    max: 12,
    default: 2,
    spec: 'GSIP-2',
    help: 'Calls that the phone can hold at the same time; with all in use it is busy.',
  }),
  ...encryptionFields,
})
export type Handset = Of<typeof Handset>
