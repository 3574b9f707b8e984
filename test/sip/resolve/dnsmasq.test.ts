import { createSocket } from 'node:dgram'
import t from 'tap'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { Hop } from '../../../firmware/sip/contract.ts'
import type { SipResponse, SipUri } from '../../../firmware/sip/message/message.ts'
import { parseUri } from '../../../firmware/sip/message/uri.ts'
import { SystemDns } from '../../../firmware/sip/resolve/dns-source.ts'
import { failover } from '../../../firmware/sip/resolve/failover.ts'
import { Resolver } from '../../../firmware/sip/resolve/resolver.ts'
import { anAgent } from '../support/agent.ts'
import { aDnsmasq } from './support/dnsmasq.ts'

function uri(text: string): SipUri {
  const parsed = parseUri(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

function aResolver(server: string, clock = systemClock) {
  const source = new SystemDns([server])
  const reach = () => ({ transports: ['udp', 'tcp', 'tls'] as const, v4: true, v6: true })
  return new Resolver({ clock, source, random: Math.random, reach })
}

async function hopsOf(resolver: Resolver, text: string): Promise<readonly Hop[]> {
  const found = await resolver.resolve(uri(text))
  if (!found.ok) throw new Error(found.error)
  return found.value
}

t.test('RFC 3263 §4.1 NAPTR, SRV and addresses of a real server', async (t) => {
  const dns = await aDnsmasq(t, [
    '--naptr-record=office.test,20,10,s,SIP+D2U,,_sip._udp.office.test',
    '--naptr-record=office.test,10,10,s,SIPS+D2T,,_sips._tcp.office.test',
    '--srv-host=_sip._udp.office.test,a.test,5070,10,50',
    '--srv-host=_sip._udp.office.test,b.test,5080,20,50',
    '--srv-host=_sips._tcp.office.test,a.test,5061,10,50',
    '--host-record=a.test,192.0.2.1,2001:db8::1',
    '--host-record=b.test,192.0.2.2',
  ])
  const resolver = aResolver(dns.server)
  t.strictSame(await hopsOf(resolver, 'sip:100@office.test'), [
    { transport: 'tls', address: '2001:db8::1', port: 5061, serverName: 'office.test' },
    { transport: 'tls', address: '192.0.2.1', port: 5061, serverName: 'office.test' },
    { transport: 'udp', address: '2001:db8::1', port: 5070 },
    { transport: 'udp', address: '192.0.2.1', port: 5070 },
    { transport: 'udp', address: '192.0.2.2', port: 5080 },
  ])
  t.match(await resolver.resolve(uri('sip:nobody.test')), { ok: false, error: /nobody.test/ })
})

t.test('RFC 3263 §4.3 a request finds the server that works', async (t) => {
  const up = await anAgent(t, { request: (request) => request.respond(200) })
  const busy = await anAgent(t, { request: (request) => request.respond(503) })
  const closed = createSocket('udp4')
  await new Promise<void>((resolve) => closed.bind(0, '127.0.0.1', () => resolve()))
  const { port: deadPort } = closed.address() // nobody has this port for TCP
  t.teardown(() => closed.close())
  const dns = await aDnsmasq(t, [
    `--srv-host=_sip._tcp.office.test,here.test,${deadPort},10,0`,
    `--srv-host=_sip._tcp.office.test,here.test,${busy.address.port},20,0`,
    `--srv-host=_sip._tcp.office.test,here.test,${up.address.port},30,0`,
    '--host-record=here.test,127.0.0.1',
  ])
  const resolver = aResolver(dns.server)
  const { agent } = await anAgent(t)
  const target = 'sip:office.test;transport=tcp'
  const ask = async () => {
    const ports: number[] = []
    const outcome = await failover<SipResponse>(
      await hopsOf(resolver, target),
      async (hop) => {
        ports.push(hop.port)
        const flow = await agent.flowTo(hop)
        const who = { uri: 'sip:office.test' }
        const response = await agent.request({
          method: 'OPTIONS',
          target,
          flow,
          from: who,
          to: who,
        })
        return { status: response.status, response }
      },
      { health: resolver.health },
    )
    return { ports, status: outcome.status }
  }
  t.strictSame(await ask(), {
    ports: [deadPort, busy.address.port, up.address.port],
    status: 200,
  })
  t.strictSame(await ask(), { ports: [up.address.port], status: 200 }, 'who failed comes last now')
})

t.test('RFC 8767: when the DNS server dies, what it said goes on', async (t) => {
  const dns = await aDnsmasq(t, ['--host-record=a.test,192.0.2.1'])
  const clock = new VirtualClock()
  const resolver = aResolver(dns.server, clock)
  const before = await hopsOf(resolver, 'sip:a.test:5060')
  await dns.stop()
  await clock.advance(31_000) // the TTL is 30 s
  const stale = hopsOf(resolver, 'sip:a.test:5060')
  await clock.advance(250)
  t.strictSame(await stale, before)
})

t.test(
  'a DNS server that does not answer: names fail within 2 s, numbers do not wait',
  async (t) => {
    const mute = createSocket('udp4')
    await new Promise<void>((resolve) => mute.bind(0, '127.0.0.1', () => resolve()))
    t.teardown(() => mute.close())
    const clock = new VirtualClock()
    const resolver = aResolver(`127.0.0.1:${mute.address().port}`, clock)
    const name = resolver.resolve(uri('sip:a.test'))
    t.match(await resolver.resolve(uri('sip:192.0.2.1')), { ok: true })
    await clock.advance(2000)
    t.match(await name, { ok: false, error: /DNS does not answer/ })
  },
)
