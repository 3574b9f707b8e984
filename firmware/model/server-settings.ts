import { isIP } from 'node:net'
import { message } from '../words/say.ts'
import { readAuthorities } from './authorities.ts'
import { entity, type Objection, type Of } from './entity.ts'
import { choice, flag, list, port, text, whole } from './fields.ts'
import { HOLD_MUSIC } from './hold-music.ts'
import { ownMusic } from './hold-music-source.ts'
import { rolesOf } from './permissions.ts'

const rules = {
  label: 'settings',
  section: 'settings',
  singleton: true,
  change: rolesOf('PERM-178'),
  restart: 'none',
  check: settingsAgree,
} as const

/** What keeps attackers out of SIP is the job of who keeps the network, though the matrix lets telephone administrators at the page. */
const GUARDS = rolesOf('PERM-149')

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
  sipAllowed: list(
    'Networks that are never banned',
    text('Network', {
      max: 49,
      required: true,
      pattern: /^[0-9A-Fa-f.:]{2,45}(\/\d{1,3})?$/,
      says: 'a network or an IP address',
      remedy: 'Write it as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.10.',
    }),
    {
      max: 64,
      change: GUARDS,
      default: ['127.0.0.0/8', '::1/128'],
      help: 'SIP from there is neither limited nor banned, whatever it sends. Registered phones and the addresses of trunks never are.',
    },
  ),
  sipBans: flag('Ban who guesses passwords', {
    change: GUARDS,
    default: true,
    help: 'Who answers challenges wrongly or floods SIP is not listened to for a minute, then twice as long each time, up to a day. Registered phones and emergency calls are never affected.',
  }),
  sipTrunkCalls: whole('Global SIP connection limit', {
    min: 1,
    max: 250,
    default: 60, // VOIP-5
    spec: 'VOIP-4',
    help: 'Calls over SIP trunks, in and out together: as many as your line to the Internet carries. Further ones go to the next line, or are refused; emergency calls never are.',
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
  holdMusic: choice('Hold music', HOLD_MUSIC, {
    default: 'supplied',
    spec: 'MOH-5',
    change: rolesOf('PERM-94'),
    help: 'What a party on hold hears, unless the phone that holds it says otherwise. Choose the louder one where callers find the first too quiet, or broken up.',
  }),
  ownMusic: ownMusic(
    'If given, a party on hold hears it instead of the supplied music, unless the phone that holds it says otherwise.',
  ),
  takingOver: choice('Taking over calls of others', ['none', 'ringing', 'all'], {
    default: 'ringing', // FC-44: what rings at an extension may be picked up
    help: 'What a phone may take over by itself (SIP Replaces) of the calls of other people: none, those that ring, or also those that they talk in. Their own calls people take over at each of their phones.',
  }),
  ringingSeconds: whole('Longest ringing', {
    min: 30,
    max: 3600,
    default: 180, // RFC 3261 §16.6 step 11: timer C is more than three minutes for proxies; we answer sooner
    unit: 's',
    help: 'A call that nobody has answered by then is released.',
  }),
  sipUdpPorts: list('SIP UDP ports', port('UDP port', {}), {
    max: 10,
    spec: 'VOIP-21',
    help: 'Beside the one that the server was started with. A new one is open at once; one that is taken out stays open until the next start, so that phones which use it are not cut off.', // VOIP-23, VOIP-24
  }),
  sipTcpPorts: list('SIP TCP ports', port('TCP port', {}), {
    max: 2,
    spec: 'VOIP-20',
    help: 'As the SIP UDP ports.',
  }),
  externalAddress: text('External address', {
    max: 45,
    pattern: /^[0-9A-Fa-f.:]{2,45}$/,
    says: 'an IP address',
    remedy: 'Give the address that the router has on the outside, or nothing.',
    help: 'Told to phones and providers outside of the private networks, where a router translates addresses.',
  }),
  sipClientCertificates: choice('Client certificates of SIP', ['ignored', 'asked', 'demanded'], {
    change: GUARDS,
    default: 'ignored',
    help: 'Whether phones and providers that connect by TLS are asked for a certificate, and sent away without a good one.',
  }),
  sipAuthorities: text('Certificate authorities of SIP', {
    change: GUARDS,
    max: 65_536,
    pattern: /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
    says: 'certificates in PEM',
    remedy: 'Paste whole certificates, each from its BEGIN line to its END line.',
    help: 'Trusted for SIP over TLS, beside those that the system trusts; where client certificates are demanded, these alone.',
  }),
})
export type ServerSettings = Of<typeof ServerSettings>

function settingsAgree(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  return [...expiriesInOrder(object), ...portsOnce(object), ...soundNetwork(object)]
}

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

/** A port that is given twice is a slip: VOIP-20, VOIP-21. */
function portsOnce(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  return ['sipUdpPorts', 'sipTcpPorts'].flatMap((field) => {
    const ports = object[field] as readonly number[]
    const twice = ports.find((one, at) => ports.indexOf(one) !== at)
    if (twice === undefined) return []
    return [
      { field, what: message('port-twice', { port: twice }), remedy: 'Remove one of the two.' },
    ]
  })
}

function soundNetwork(object: Readonly<Record<string, unknown>>): readonly Objection[] {
  const objections: Objection[] = []
  const address = String(object.externalAddress)
  if (address !== '' && isIP(address) === 0) {
    objections.push({
      field: 'externalAddress',
      what: message('no-address', { address }),
      remedy: 'Give the address that the router has on the outside, or nothing.',
    })
  }
  if (!readAuthorities(String(object.sipAuthorities)).ok) {
    objections.push({
      field: 'sipAuthorities',
      what: message('no-authority'),
      remedy: 'Paste whole certificates, each from its BEGIN line to its END line.',
    })
  }
  return objections
}
