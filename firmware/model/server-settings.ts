import { message } from '../words/say.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { text, whole } from './fields.ts'

const rules = {
  label: 'settings',
  section: 'settings',
  singleton: true,
  change: ['server-admin', 'system-admin', 'network-admin'],
  restart: 'none',
  check: expiriesInOrder,
} as const

/** System-wide SIP and RTP settings of one unit, VOIP rows. */
export const ServerSettings = entity('server-settings', rules, {
  sipRealm: text('SIP realm', {
    max: 64,
    fixed: true,
    generated: 'realm',
    pattern: /^[A-Za-z0-9.-]{1,64}$/,
    says: 'a realm of 1 to 64 letters, digits, dots or dashes',
    remedy: 'Leave it out: the unit makes its own.',
    help: 'Named in every challenge. Phones keep it beside their password, so it never changes.',
  }),
  registrationSeconds: whole('Registration expiry', {
    min: 60,
    max: 86400,
    default: 300,
    unit: 's',
    help: 'Granted to a phone that asks for none.',
  }),
  registrationSecondsMin: whole('Shortest registration', {
    min: 10,
    max: 3600,
    default: 60,
    unit: 's',
    help: 'A phone that asks for less is told this (423, RFC 3261 §10.3).',
  }),
  registrationSecondsMax: whole('Longest registration', {
    min: 60,
    max: 86400,
    default: 3600,
    unit: 's',
    help: 'A phone that asks for more gets this.',
  }),
  rtpDscp: whole('RTP DSCP tag', {
    min: 0,
    max: 63,
    default: 46, // EF
    spec: 'VOIP-8',
    restart: 'server', // VOIP-65
  }),
  sipDscp: whole('SIP DSCP tag', {
    min: 0,
    max: 63,
    default: 24, // CS3
    spec: 'VOIP-8',
    restart: 'server', // VOIP-66
  }),
  rtpDtmfPayload: whole('RTP DTMF payload', {
    min: 96,
    max: 127,
    default: 101,
    spec: 'VOIP-7',
    restart: 'phones', // VOIP-64
  }),
  ringingSeconds: whole('Longest ringing', {
    min: 30,
    max: 3600,
    default: 180, // RFC 3261 §16.6 step 11: timer C is more than three minutes for proxies; we answer sooner
    unit: 's',
    help: 'A call that nobody has answered by then is released.',
  }),
})
export type ServerSettings = Of<typeof ServerSettings>

function expiriesInOrder(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const { registrationSeconds, registrationSecondsMin, registrationSecondsMax } = object as Record<
    string,
    number
  >
  const [usual, least, most] = [
    Number(registrationSeconds),
    Number(registrationSecondsMin),
    Number(registrationSecondsMax),
  ]
  if (least <= usual && usual <= most) return []
  return [
    {
      field: 'registrationSeconds',
      what: message('expiries', { usual, least, most }),
      remedy: 'Change one of the three.',
    },
  ]
}
