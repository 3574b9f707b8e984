import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import { internalNumber, outsideNumber } from '../../../firmware/model/party-number.ts'
import type { SipTrunk } from '../../../firmware/model/sip-trunk.ts'
import { trunkContact } from '../../../firmware/trunks/sip/outgoing-call.ts'
import { registrarUri, registrarWay, wayUri } from '../../../firmware/trunks/sip/trunk-uris.ts'

const TRUNK = {
  id: 'trunk',
  kind: 'provider',
  server: 'sip.provider.example',
  transport: 'udp',
  userId: '5855550188',
  loginId: 'login',
  outboundProxy: '',
  registrar: '',
  prefixString: '',
  callerNumber: '',
  callerName: '',
  identity: 'none',
  diversion: 'never',
  requestUri: 'dialed',
  reliable: false,
  sessionTimer: 'accept',
  earlyMedia: false,
} as unknown as SipTrunk

const flow = {
  transport: 'udp',
  local: { address: '192.0.2.1', port: 5060 },
  remote: { address: '192.0.2.10', port: 5060 },
} as const
const CALL = { caller: { party: internalNumber('201', 'Ann'), hops: 60 } } as unknown as Call
const NUMBER = outsideNumber('5855550100', 'e164', '15855550100')

const contact = (change: Partial<SipTrunk> = {}, way: { contact?: string } = {}) =>
  trunkContact(CALL, { ...TRUNK, ...change }, { flow, ...way }, NUMBER)

t.test('SIPT-3, SIPT-4 calls are made as the user ID, at the server of the provider', async (t) => {
  const { target, from, to, contactUser, headers } = contact()
  t.equal(target, 'sip:5855550100@sip.provider.example')
  t.equal(to.uri, target)
  t.equal(from.uri, 'sip:5855550188@sip.provider.example')
  t.equal(contactUser, '5855550188')
  t.strictSame(headers, [['Max-Forwards', '60']], 'RFC 3261 §16.6')
  t.equal(contact({ serverPort: 5070 }).target, 'sip:5855550100@sip.provider.example:5070')
  t.equal(
    contact({ serverPort: 5061, transport: 'tls' }).target,
    'sip:5855550100@sip.provider.example',
  )
})

t.test('SADV-14 dialed number, or the account with the number in To', async (t) => {
  const { target, to } = contact({ requestUri: 'account' })
  t.equal(target, 'sip:5855550188@sip.provider.example')
  t.equal(to.uri, 'sip:5855550100@sip.provider.example')
  const registered = { contact: 'sip:gateway@192.0.2.30:5080;transport=tcp' }
  t.equal(contact({ requestUri: 'account' }, registered).target, registered.contact)
})

t.test(
  'SIPT-15 a gateway that has registered is called where it is, with the number',
  async (t) => {
    const way = { contact: 'sip:gateway@192.0.2.30:5080' }
    t.equal(contact({ kind: 'gateway', server: '' }, way).target, 'sip:5855550100@192.0.2.30:5080')
  },
)

t.test(
  'SADV-3, SADV-7 early media, reliable responses and session timer as it is set',
  async (t) => {
    t.match(contact(), { earlyMedia: false, options: { reliable: 'off', timer: 'accept' } })
    const set = { earlyMedia: true, reliable: true, sessionTimer: 'ask' } as const
    t.match(contact(set), { earlyMedia: true, options: { reliable: 'offer', timer: 'ask' } })
  },
)

t.test('SIPT-5, SIPT-6 outbound proxy and registrar, only where they are others', async (t) => {
  const host = (read: ReturnType<typeof wayUri>) =>
    read.ok ? `${read.value.host}:${read.value.port}` : read.error
  t.equal(host(wayUri(TRUNK)), 'sip.provider.example:undefined')
  const proxied = { ...TRUNK, outboundProxy: 'edge.example', outboundProxyPort: 5080 }
  t.equal(host(wayUri(proxied)), 'edge.example:5080')
  t.equal(registrarUri(TRUNK), 'sip:sip.provider.example')
  const other = { ...TRUNK, registrar: 'reg.example' }
  t.equal(registrarUri(other), 'sip:reg.example')
  t.equal(host(registrarWay(other)), 'reg.example:undefined')
  t.equal(host(registrarWay({ ...other, outboundProxy: 'edge.example' })), 'edge.example:undefined')
})
