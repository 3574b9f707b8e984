import { createServer } from 'node:net'
import t from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { freePort } from '../../firmware/demo/free-ports.ts'
import type { Environment } from '../../firmware/environment.ts'
import { readEnvironment } from '../../firmware/environment.ts'
import { SipListening } from '../../firmware/exchange/sip-listening.ts'
import { ownOrigins, planListens } from '../../firmware/exchange/sip-listens.ts'
import { complete } from '../../firmware/model/complete.ts'
import { ServerSettings } from '../../firmware/model/server-settings.ts'
import type { UserAgent } from '../../firmware/sip/contract.ts'
import { createUserAgent } from '../../firmware/sip/user-agent.ts'
import { anAuthority } from '../sip/transport/support/certificates.ts'

const HERE = '127.0.0.1'
const NONE = { udp: [], tcp: [] }

function environmentWith(variables: Record<string, string>): Environment {
  const read = readEnvironment({ STROWGER_BIND: HERE, ...variables })
  if (!read.ok) throw new Error(read.error.join())
  return read.value
}

function settingsWith(values: Partial<ServerSettings>): ServerSettings {
  return {
    ...(complete(ServerSettings.fields, {}, () => 'realm') as unknown as ServerSettings),
    ...values,
  }
}

t.test('VOIP-20, VOIP-21 ports of the settings stand beside the main one', async (t) => {
  const environment = environmentWith({})
  const settings = settingsWith({ sipUdpPorts: [5070, 5060, 5080], sipTcpPorts: [5070] })
  const { listens, problems } = planListens(environment, settings, [HERE, '198.51.100.1'], NONE)
  t.strictSame(problems, [])
  t.match(listens, [
    { address: HERE, zone: 'lan', udp: [5060, 5070, 5080], tcp: [5060, 5070], tls: [5061] },
    { address: '198.51.100.1', zone: 'wan', wss: [7443], clientCertificates: 'ignored' },
  ])
  t.notOk(listens[0]?.advertised)
})

t.test('IPv6: local networks are zone lan; a link-local address keeps its scope', async (t) => {
  const environment = environmentWith({ STROWGER_BIND: 'fe80::1%eth0,fd00::1,2001:db8::1' })
  t.strictSame(environment.bind, ['fe80::1%eth0', 'fd00::1', '2001:db8::1'])
  const { listens } = planListens(environment, settingsWith({}), environment.bind, NONE)
  t.match(listens, [
    { address: 'fe80::1%eth0', zone: 'lan' },
    { address: 'fd00::1', zone: 'lan' },
    { address: '2001:db8::1', zone: 'wan' },
  ])
  t.notOk(readEnvironment({ STROWGER_BIND: 'fe80::1%a;b' }).ok)
})

t.test('ports of others, and those that are too many, are told and left out', async (t) => {
  const environment = environmentWith({})
  const settings = settingsWith({
    sipUdpPorts: [20_000, ...Array.from({ length: 9 }, (_, n) => 6000 + n)],
    sipTcpPorts: [5061, 8443],
  })
  const kept = { udp: [7000], tcp: [] }
  const { listens, problems } = planListens(environment, settings, [HERE], kept)
  t.equal(listens[0]?.udp?.length, 10)
  t.strictSame(listens[0]?.tcp, [5060])
  t.strictSame(problems, [
    'UDP port 20000 is one of those for audio.',
    'UDP port 7000 is one too many: 10 in all.',
    'TCP port 5061 is that of encrypted SIP.',
    'TCP port 8443 is that of the web pages.',
  ])
})

t.test('SECURITY row 12 only pages of this unit open a WebSocket', async (t) => {
  const authority = await anAuthority()
  const names = [
    { type: 'dns', value: 'office.test' },
    { type: 'ip', value: '192.0.2.7' },
  ] as const
  const leaf = await authority.issue({ names })
  const allow = ownOrigins({ leaf, onChange: () => {} }, () => ['10.0.0.5'])
  for (const own of [
    undefined,
    'https://office.test:8443',
    'https://192.0.2.7:8443',
    'https://10.0.0.5',
  ]) {
    t.ok(allow(own), String(own))
  }
  for (const other of [
    'https://evil.test',
    'http://office.test',
    'null',
    '',
    'https://office.test.evil.test',
  ]) {
    t.notOk(allow(other), other)
  }
})

/** A listening on free ports of loopback addresses, whose surroundings can be changed. */
async function aListening(t: { teardown(act: () => unknown): void }) {
  const [sip, sips, wss, extra] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  const environment = environmentWith({
    STROWGER_SIP_PORT: String(sip),
    STROWGER_SIPS_PORT: String(sips),
    STROWGER_WSS_PORT: String(wss),
    STROWGER_RTP_PORTS: '40000-41000', // none that freePort gives
  })
  const now = { addresses: [HERE], settings: settingsWith({}) }
  const raised = new Map<string, RaisedCondition>()
  const leaf = await (await anAuthority()).issue({ names: [{ type: 'ip', value: HERE }] })
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const userAgent: UserAgent = createUserAgent({
    clock: systemClock,
    outbox: (send) => send(),
    handler: { request: () => {}, invite: () => {}, newFlow: () => true },
    listen: [{ address: HERE, udp: [sip], tcp: [sip] }],
    tls: { credential: { leaf, onChange: () => {} } },
    product: 'test',
    log,
  })
  await userAgent.start()
  const listening = new SipListening({
    clock: systemClock,
    log: log as never,
    environment,
    userAgent: () => userAgent,
    settings: () => now.settings,
    addresses: () => now.addresses,
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
  })
  t.teardown(async () => {
    listening.stop()
    await userAgent.stop()
  })
  const open = () =>
    userAgent.listening.map(({ transport, local }) => `${transport} ${local.address}:${local.port}`)
  return { listening, open, now, raised, sip, sips, wss, extra, userAgent }
}

t.test('addresses come and go while those that stay are not touched', async (t) => {
  const { listening, open, now, sip, sips, wss, raised } = await aListening(t)
  await listening.start()
  const first = [
    `udp ${HERE}:${sip}`,
    `tcp ${HERE}:${sip}`,
    `tls ${HERE}:${sips}`,
    `wss ${HERE}:${wss}`,
  ]
  t.strictSame(open(), first)
  now.addresses = [HERE, '127.0.0.9']
  await listening.look()
  t.equal(open().length, 8)
  t.ok(open().includes(`udp 127.0.0.9:${sip}`))
  now.addresses = [HERE]
  await listening.look()
  t.strictSame(open(), first)
  t.equal(raised.size, 0)
})

t.test('VOIP-23, VOIP-24 a new port opens at once, one taken out stays', async (t) => {
  const { listening, open, now, extra } = await aListening(t)
  await listening.start()
  now.settings = settingsWith({ sipUdpPorts: [extra] })
  await listening.look()
  t.ok(open().includes(`udp ${HERE}:${extra}`))
  now.settings = settingsWith({})
  await listening.look()
  t.ok(open().includes(`udp ${HERE}:${extra}`))
})

t.test('a port that somebody has is a condition until it is free', async (t) => {
  const { listening, open, sips, wss, raised } = await aListening(t)
  const other = createServer().listen(sips, HERE)
  await new Promise((resolve) => other.once('listening', resolve))
  await listening.start()
  t.match(raised.get('sip-ports')?.effect, new RegExp(`TLS 127.0.0.1:${sips}: the port is in use`))
  t.ok(open().includes(`wss ${HERE}:${wss}`), 'the others are open')
  await new Promise((resolve) => other.close(resolve))
  await listening.look()
  t.ok(open().includes(`tls ${HERE}:${sips}`))
  t.equal(raised.size, 0)
})

t.test('peers outside of the private ranges are told the external address', async (t) => {
  const { listening, now, sip, userAgent } = await aListening(t)
  now.settings = settingsWith({ externalAddress: '203.0.113.9' })
  await listening.start()
  const flowTo = (address: string) => ({
    transport: 'udp' as const,
    local: { address: HERE, port: sip },
    remote: { address, port: 5060 },
  })
  t.strictSame(userAgent.contactFor(flowTo('198.51.100.5')), { address: '203.0.113.9', port: sip })
  for (const inside of ['10.1.2.3', '192.168.1.1', '100.64.3.4', '169.254.1.1', HERE]) {
    t.equal(userAgent.contactFor(flowTo(inside)).address, HERE, inside)
  }
})
