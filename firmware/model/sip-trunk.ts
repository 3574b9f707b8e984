import { isIP } from 'node:net'
import { encryptionFields } from './encryption.ts'
import { entity, type Objection, type Of } from './entity.ts'
import {
  choice,
  digits,
  flag,
  group,
  list,
  port,
  reference,
  secret,
  text,
  whole,
} from './fields.ts'

/** Codecs and other media that a trunk may be limited to, SADV-1, in the names of RFC 3551 and its successors. */
export const TRUNK_CODECS = [
  'PCMU',
  'PCMA',
  'G722',
  'G729',
  'GSM',
  'G723',
  'G726-40',
  'G726-32',
  'G726-24',
  'G726-16',
  'G728',
  'DVI4-8000',
  'DVI4-16000',
  'L16',
  'CN',
  'H263',
  'H264',
  'MP4V-ES',
  't38',
] as const

const HOST = {
  max: 253,
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/,
  says: 'a DNS name or an IP address',
  remedy: 'Write it as sip.example.com or 192.0.2.10, without a port.',
} as const

const USER = {
  pattern: /^[A-Za-z0-9+._~!$&*'()%=-]{1,64}$/,
  says: 'letters, digits and + . - _ without spaces',
  remedy: 'Copy it as the provider wrote it.',
} as const

const rules = {
  label: 'SIP trunk',
  section: 'sipTrunks',
  key: 'description',
  change: ['server-admin', 'system-admin', 'network-admin'],
  restart: 'none',
  check: (object: Given) => [...addressed(object), ...accounted(object), ...numbersOnce(object)],
} as const

/** One number of the trunk and whom it calls, DID-8. */
const didNumber = group('Number', {
  number: digits('Number', {
    min: 2,
    max: 15,
    required: true,
    spec: 'DID-1',
    help: 'As the provider sends it; a leading + or 1 makes no difference.',
  }),
  extension: reference('Extension', 'extension', { onDelete: 'refuse', spec: 'DID-8' }),
})

/** Where calls from the trunk go, SIPT-18. */
const route = group('Call route', {
  extension: reference('Extension', 'extension', {
    optional: true,
    onDelete: 'refuse',
    spec: 'SIPT-18',
    help: 'It gets the calls that no number of the list is for. Without one, they are refused.',
  }),
  numbers: list('Numbers', didNumber, {
    max: 1000,
    spec: 'DID-8',
    help: 'Who gets the calls to each of your numbers.',
  }),
})

/** An outside line over SIP: of a provider (a proxy in the specification), or a gateway to other lines; SIPT and SADV rows. */
export const SipTrunk = entity('sip-trunk', rules, {
  description: text('Description', { max: 64, required: true, unique: true, spec: 'SIPT-1' }),
  notes: text('Notes', { max: 512, spec: 'SIPT-2' }),
  kind: choice('Kind', ['provider', 'gateway'], {
    default: 'provider',
    spec: 'SIPT-4',
    help: 'A provider is reached over the Internet; a gateway connects other lines, mostly from the local network.',
  }),
  inService: flag('In service', {
    default: true,
    help: 'Off: nobody gets this trunk for a call, calls from it are not taken, and it is not registered.',
  }),
  userId: text('User ID', {
    ...USER,
    max: 64,
    spec: 'SIPT-3',
    help: 'Given by the provider, often the telephone number of the account.',
  }),
  server: text('SIP server', {
    ...HOST,
    spec: 'SIPT-4',
    help: 'Name or address. A gateway that does not register is known by its address alone, so it must be one here.',
  }),
  serverPort: port('SIP server port', {
    optional: true,
    spec: 'SIPT-4',
    help: 'Usually 5060. Without one, DNS is asked for the servers of the name.',
  }),
  transport: choice('Transport', ['udp', 'tcp', 'tls'], {
    default: 'udp',
    help: 'tls: encrypted, and the certificate of the server must be for its name.',
  }),
  outboundProxy: text('Outbound proxy', {
    ...HOST,
    spec: 'SIPT-5',
    help: 'Only if the provider names one that differs from the SIP server.',
  }),
  outboundProxyPort: port('Outbound proxy port', { optional: true, spec: 'SIPT-5' }),
  localPort: port('SIP port of this server', {
    optional: true,
    spec: 'SIPT-20',
    help: 'From which the trunk is spoken to, and where it answers. Only if the provider wants another than the first; when the server no longer has it, the first is used.',
  }),
  sources: list(
    'Addresses of the provider',
    text('Address', {
      max: 45,
      required: true,
      pattern: /^[0-9A-Fa-f.:]{2,45}$/,
      says: 'an IP address',
      remedy: 'Write one IP address, as 192.0.2.10.',
    }),
    {
      max: 64,
      help: 'Calls are taken from the addresses of the server and of the outbound proxy. Add others that the provider sends calls from.',
    },
  ),
  registration: flag('SIP registration', {
    spec: 'SIPT-6, SIPT-15',
    help: 'A provider: this unit registers there. A gateway: it registers here with the login ID and password.',
  }),
  loginId: text('Login ID', { ...USER, max: 40, spec: 'SIPT-6' }),
  password: secret('Password', {
    min: 1,
    spec: 'SIPT-6',
    remedy: 'Copy it as the provider wrote it; it has no spaces.',
  }),
  registrar: text('Registrar', {
    ...HOST,
    spec: 'SIPT-6',
    help: 'Only if the provider names one that differs from the SIP server.',
  }),
  registrationSeconds: whole('Registration expiry', {
    min: 60,
    max: 86400,
    default: 3600,
    unit: 's',
    help: 'Asked of the provider, who may grant less.',
  }),
  realm: text('Realm', {
    max: 128,
    pattern: /^[!#-[\]-~]{1,128}$/,
    says: 'a realm of up to 128 letters, digits and signs',
    remedy: 'Leave it empty if the provider does not name it.',
    help: 'With one, the password is used for challenges of this realm only. They must come from the addresses of the trunk in any case.',
  }),
  callerName: text('Caller ID name', { max: 47, spec: 'SIPT-7' }),
  callerNameFromHandset: flag('Use caller ID name of handsets', { spec: 'SIPT-7' }),
  callerNameFromOutside: flag('Use caller ID name of outside callers', {
    spec: 'SIPT-7',
    help: 'For calls that are sent on: the called party sees who really calls.',
  }),
  callerNumber: text('Caller ID number', {
    max: 25,
    pattern: /^\+?[0-9]{1,24}$/,
    says: 'at most 24 digits, perhaps with + before them',
    remedy: 'Use digits only.',
    spec: 'SIPT-8',
    help: 'Empty: the user ID.',
  }),
  callerNumberFromHandset: flag('Use caller ID number of handsets', { spec: 'SIPT-8' }),
  callerNumberFromOutside: flag('Use caller ID number of outside callers', {
    spec: 'SIPT-8',
    help: 'For calls that are sent on: the called party sees who really calls.',
  }),
  maxCalls: whole('Maximum active calls', {
    min: 1,
    max: 60,
    default: 12,
    spec: 'SIPT-9',
    help: 'Calls in and out together; further ones go to the next line, or are busy.',
  }),
  order: whole('Order among outside lines', {
    min: 1,
    max: 99,
    default: 50,
    spec: 'OUT-10',
    help: 'Lower ones are tried first for outgoing calls. Analog lines count as 50, and come before a trunk with the same number.',
  }),
  emergency: flag('Emergency calls', {
    default: true,
    help: 'Emergency calls may leave here when no analog line can take them. The provider must know where you are.',
  }),
  sendAsDialed: flag('Send digits as dialed', {
    spec: 'SIPT-12',
    help: 'Off: a number from a call list or a contact is sent in the form that is dialed in North America.',
  }),
  digitsSent: whole('Digits sent', {
    min: 1,
    max: 32,
    optional: true,
    spec: 'SIPT-13',
    help: 'So many trailing digits of the number are sent; all without a number here.',
  }),
  prefixString: text('Prefix string', {
    max: 24,
    spec: 'SIPT-16',
    pattern: /^[0-9*#]{1,24}$/,
    says: 'at most 24 digits, * or #',
    remedy: 'Use digits, * and # only.',
    help: 'Put before the dialed number, as 9 when dialing through another telephone system. Not before an emergency number.',
  }),
  codecs: list('Codec filter', choice('Codec', TRUNK_CODECS, {}), {
    max: TRUNK_CODECS.length,
    spec: 'SADV-1',
    help: 'Only these are offered and accepted; all with an empty list.',
  }),
  earlyMedia: flag('Early media', {
    spec: 'SADV-3',
    help: 'On: callers hear what the trunk sends before the answer. Off: they hear our ringing tone.',
  }),
  refer: flag('Supports SIP REFER', {
    spec: 'SADV-4',
    help: 'On: when a phone transfers a call from this trunk to an outside number, or to another call on it, the trunk is asked to join the two itself. Off: such a transfer is refused, for it would be at your cost.',
  }),
  redirect: flag('Supports SIP redirect', {
    spec: 'SADV-5',
    help: 'On: redirections of the provider are followed, within its own addresses, and a call from it that a phone sends on to an outside number is given back to it.',
  }),
  e164: flag('E.164 numbers', {
    spec: 'SADV-6',
    help: 'On: 800-555-1212 is sent as +18005551212.',
  }),
  reliable: flag('Offer 100rel', {
    spec: 'SADV-7',
    help: 'Provisional responses are acknowledged (RFC 3262).',
  }),
  sessionTimer: choice('Session timer', ['off', 'accept', 'ask'], {
    default: 'accept',
    help: 'Both sides refresh a call now and then, so that one that was cut off ends (RFC 4028). accept: when the other side wants it. ask: we want it.',
  }),
  keys: choice('Keys pressed in a call', ['events', 'in-band', 'info'], {
    default: 'events',
    help: 'How they are sent. events: beside the audio (RFC 4733), what providers want. in-band: as tones. info: by SIP INFO (application/dtmf-relay), for old gateways.',
  }),
  padEvents: flag('Pad DTMF RTP packets', {
    spec: 'SADV-2',
    help: 'Keys that go as events are sent in 64 octets or more. For switches on the way that drop short datagrams.',
  }),
  userPhone: flag('user=phone parameter', { spec: 'SADV-9' }),
  identity: choice('Identity header', ['none', 'asserted', 'remote-party'], {
    default: 'none',
    spec: 'SADV-11',
    help: 'asserted: P-Asserted-Identity is sent, and believed when it comes from this trunk. remote-party: Remote-Party-ID, its predecessor.',
  }),
  diversion: choice('Diversion header', ['never', 'always', 'on-redirect'], {
    default: 'never',
    spec: 'SADV-12',
    help: 'Tells the provider whose number a call stands for. on-redirect: only for calls that are sent on.',
  }),
  didSource: choice('Dialed number is taken from', ['to', 'request-uri', 'called-party'], {
    default: 'to',
    spec: 'SADV-13',
    help: 'Where a call from the trunk says which of your numbers was called. called-party: P-Called-Party-ID.',
  }),
  requestUri: choice('Request-URI of calls', ['dialed', 'account'], {
    default: 'dialed',
    spec: 'SADV-14',
    help: 'account: the user ID stands there, and the dialed number in To only.',
  }),
  anonymous: choice('Anonymous calls', ['accept', 'reject'], {
    default: 'accept',
    spec: 'INC-3',
    help: 'reject: whoever withholds the number is told so (433), and nothing rings.',
  }),
  healthSeconds: whole('Health check', {
    min: 0,
    max: 3600,
    default: 60,
    unit: 's',
    help: 'The server is asked so often whether it is there (OPTIONS); 0: never.',
  }),
  silenceSeconds: whole('Silence before the next line', {
    min: 1,
    max: 32,
    default: 4,
    unit: 's',
    help: 'A server that says nothing at all to a call for so long is passed over where another server or line is left; without one it has 32 s.',
  }),
  ...encryptionFields,
  route,
})
export type SipTrunk = Of<typeof SipTrunk>

type Given = Readonly<Record<string, unknown>>

/** SIPT-4, SIPT-15: who is known by the address alone has a number for one, since DNS can be forged. */
function addressed({ kind, registration, server }: Given): readonly Objection[] {
  const registersHere = kind === 'gateway' && registration === true
  if (registersHere) return []
  if (!server) {
    return [{ field: 'server', what: 'it is missing', remedy: 'Give the name or address.' }]
  }
  if (kind === 'gateway' && isIP(String(server)) === 0) {
    const what = 'a gateway without registration needs an IP address here'
    return [{ field: 'server', what, remedy: 'Give its address, or let it register.' }]
  }
  return []
}

function accounted({ kind, registration, loginId, userId }: Given): readonly Objection[] {
  if (registration !== true) return []
  if (!loginId) {
    return [{ field: 'loginId', what: 'it is missing', remedy: 'Registration needs a login ID.' }]
  }
  if (kind === 'provider' && !userId) {
    return [{ field: 'userId', what: 'it is missing', remedy: 'Registration needs a user ID.' }]
  }
  return []
}

function numbersOnce({ route }: Given): readonly Objection[] {
  const numbers = (route as SipTrunk['route']).numbers.map(({ number }) => number)
  if (new Set(numbers).size === numbers.length) return []
  const what = 'a number stands there twice'
  return [{ field: 'route', what, remedy: 'Leave one of them out.' }]
}
