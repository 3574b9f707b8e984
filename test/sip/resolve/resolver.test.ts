import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type { SipUri } from '../../../firmware/sip/message/message.ts'
import { parseUri } from '../../../firmware/sip/message/uri.ts'
import type { HopTransport } from '../../../firmware/sip/resolve/plan.ts'
import { Resolver } from '../../../firmware/sip/resolve/resolver.ts'
import type { ScriptedDns } from './support/dns.ts'
import { naptr, scriptedDns, srv } from './support/dns.ts'

const ALL: readonly HopTransport[] = ['udp', 'tcp', 'tls']

function uri(text: string): SipUri {
  const parsed = parseUri(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

function aResolver(dns: ScriptedDns, reach: Partial<{ transports: typeof ALL; v6: boolean }> = {}) {
  const clock = new VirtualClock()
  const resolver = new Resolver({
    clock,
    source: dns,
    random: () => 0,
    reach: () => ({ transports: ALL, v4: true, v6: false, ...reach }),
  })
  /** Hops in short, or the reason. */
  const hops = async (text: string) => {
    const found = await resolver.resolve(uri(text))
    if (!found.ok) return found.error
    return found.value.map(({ transport, address, port, serverName }) =>
      [transport, `${address}:${port}`, ...(serverName ? [serverName] : [])].join(' '),
    )
  }
  return { clock, resolver, hops }
}

const A = { 'A a.test': ['192.0.2.1'], 'A b.test': ['192.0.2.2'], 'A x.test': ['192.0.2.9'] }

t.test('RFC 3263 §4.1, §4.2 numbers need no DNS', async (t) => {
  const dns = scriptedDns()
  dns.mood = 'silent'
  const { hops } = aResolver(dns)
  t.strictSame(await hops('sip:1@192.0.2.7'), ['udp 192.0.2.7:5060'])
  t.strictSame(await hops('sip:1@192.0.2.7:5080'), ['udp 192.0.2.7:5080'])
  t.strictSame(await hops('sip:1@192.0.2.7;transport=TCP'), ['tcp 192.0.2.7:5060'])
  t.strictSame(await hops('sip:1@[2001:db8::1];transport=tls'), [
    'tls 2001:db8::1:5061 2001:db8::1',
  ])
  t.strictSame(await hops('sips:1@192.0.2.7'), ['tls 192.0.2.7:5061 192.0.2.7'])
  t.strictSame(await hops('sips:1@192.0.2.7;transport=tcp'), ['tls 192.0.2.7:5061 192.0.2.7'])
  t.strictSame(await hops('sip:1@x.test;maddr=192.0.2.8'), ['udp 192.0.2.8:5060'])
  t.strictSame(dns.asked, [])
})

t.test('RFC 3261 §26.2.2 what no connection can be made for is refused', async (t) => {
  const { hops } = aResolver(scriptedDns())
  t.match(await hops('sips:x.test;transport=udp'), /transport udp cannot/)
  t.match(await hops('sip:x.test;transport=ws'), /transport ws cannot/, 'RFC 7118')
  t.match(await hops('sip:x.test;transport=sctp'), /sctp/)
  t.match(await hops('tel:+15551234'), /tel: names no host/)
  const plain = aResolver(scriptedDns(), { transports: ['udp', 'tcp'] })
  t.match(await plain.hops('sips:x.test'), /no SIP socket for tls/)
})

t.test('RFC 3263 §4.2 an explicit port leads to addresses at once', async (t) => {
  const dns = scriptedDns(A)
  const { hops } = aResolver(dns)
  t.strictSame(await hops('sip:x.test:5080'), ['udp 192.0.2.9:5080'])
  t.strictSame(await hops('sips:X.test:5080'), ['tls 192.0.2.9:5080 x.test'])
  t.strictSame(new Set(dns.asked), new Set(['A x.test']))
})

t.test('RFC 3263 §4.1 NAPTR chooses the transport, for those that we have', async (t) => {
  const dns = scriptedDns({
    ...A,
    'NAPTR x.test': [
      naptr(20, 10, 'SIP+D2U', '_sip._udp.x.test'),
      naptr(10, 20, 'SIP+D2T', '_tcp.elsewhere.test'),
      naptr(10, 5, 'SIP+D2S', '_sctp.x.test'),
      naptr(10, 10, 'SIPS+D2T', '_sips._tcp.x.test'),
    ],
    'SRV _tcp.elsewhere.test': [srv('a.test', 5070)],
    'SRV _sips._tcp.x.test': [srv('b.test', 5061)],
    'SRV _sip._udp.x.test': [srv('a.test', 5060)],
  })
  const tls = 'tls 192.0.2.2:5061 x.test'
  t.strictSame(await aResolver(dns).hops('sip:x.test'), [
    tls,
    'tcp 192.0.2.1:5070',
    'udp 192.0.2.1:5060',
  ])
  t.strictSame(await aResolver(dns).hops('sips:x.test'), [tls], 'and never less than asked for')
  const plain = aResolver(dns, { transports: ['udp'] })
  t.strictSame(await plain.hops('sip:x.test'), ['udp 192.0.2.1:5060'])
})

t.test(
  'RFC 3263 §4.1 without NAPTR, SRV of every transport; without both, addresses',
  async (t) => {
    const dns = scriptedDns({
      ...A,
      'SRV _sip._tcp.x.test': [srv('a.test', 5070)],
      'SRV _sips._tcp.x.test': [srv('b.test', 5071)],
      'SRV _sip._udp.none.test': [srv('.', 0)],
      'A none.test': ['192.0.2.3'],
    })
    const { hops } = aResolver(dns)
    t.strictSame(await hops('sip:x.test'), ['tcp 192.0.2.1:5070', 'tls 192.0.2.2:5071 x.test'])
    t.strictSame(await hops('sip:x.test;transport=tls'), ['tls 192.0.2.2:5071 x.test'])
    t.strictSame(await hops('sip:x.test;transport=udp'), ['udp 192.0.2.9:5060'], 'no SRV for UDP')
    t.strictSame(await hops('sip:a.test'), ['udp 192.0.2.1:5060'])
    t.match(await hops('sip:none.test'), /knows no SIP server/, 'RFC 2782: decidedly not offered')
    t.match(await hops('sip:nobody.test'), /knows no SIP server of nobody.test/)
  },
)

t.test('both families, IPv6 first, only where we have them', async (t) => {
  const dns = scriptedDns({ ...A, 'AAAA a.test': ['2001:db8::1'] })
  t.strictSame(await aResolver(dns).hops('sip:a.test:5060'), ['udp 192.0.2.1:5060'])
  const dual = aResolver(dns, { v6: true })
  t.strictSame(await dual.hops('sip:a.test:5060'), ['udp 2001:db8::1:5060', 'udp 192.0.2.1:5060'])
  t.strictSame(await dual.hops('sip:localhost:5060'), ['udp ::1:5060', 'udp 127.0.0.1:5060'])
})

t.test('RFC 2181: an answer lives for its TTL and is fetched anew before it is over', async (t) => {
  const dns = scriptedDns(A)
  const { clock, hops } = aResolver(dns)
  await hops('sip:a.test:5060')
  await clock.advance(40_000)
  await hops('sip:a.test:5060')
  t.equal(dns.asked.length, 1)
  await clock.advance(10_000)
  dns.answers = { 'A a.test': ['192.0.2.44'] }
  t.strictSame(await hops('sip:a.test:5060'), ['udp 192.0.2.1:5060'], 'at once, from what is known')
  await clock.advance(0)
  t.equal(dns.asked.length, 2)
  t.strictSame(await hops('sip:a.test:5060'), ['udp 192.0.2.44:5060'])
  dns.ttlSeconds = 0
  await clock.advance(60_000)
  await hops('sip:a.test:5060')
  await clock.advance(5_000)
  await hops('sip:a.test:5060')
  t.equal(dns.asked.length, 3, 'a TTL of 0 is 10 s')
})

t.test('RFC 8767: what is over is used while DNS is silent, for a day', async (t) => {
  const dns = scriptedDns(A)
  const { clock, hops } = aResolver(dns)
  await hops('sip:a.test:5060')
  for (const mood of ['failing', 'silent'] as const) {
    dns.mood = mood
    await clock.advance(3_600_000)
    const begun = clock.uptime()
    const found = hops('sip:a.test:5060')
    await clock.advance(250)
    t.strictSame(await found, ['udp 192.0.2.1:5060'], mood)
    t.ok(clock.uptime() - begun <= 250)
  }
  await clock.advance(86_400_000)
  const late = hops('sip:a.test:5060')
  await clock.advance(2000)
  t.match(await late, /DNS does not answer for a.test/)
})

t.test(
  'a dead DNS server delays a name for 2 s in all, and what is known not at all',
  async (t) => {
    const dns = scriptedDns(A)
    const { clock, hops } = aResolver(dns)
    await hops('sip:a.test:5060')
    dns.mood = 'silent'
    let answer: unknown
    void hops('sip:other.test').then((found) => {
      answer = found
    })
    t.strictSame(await hops('sip:192.0.2.7'), ['udp 192.0.2.7:5060'])
    t.strictSame(await hops('sip:a.test:5060'), ['udp 192.0.2.1:5060'])
    await clock.advance(1990)
    t.equal(answer, undefined)
    await clock.advance(10)
    t.match(answer, /DNS does not answer for .*other.test/)
    t.equal(clock.waiting, 0, 'no timer is left')
  },
)

t.test('one query for all who ask the same, and a silent server is left alone', async (t) => {
  const dns = scriptedDns(A)
  const { clock, hops } = aResolver(dns)
  await Promise.all(Array.from({ length: 50 }, () => hops('sip:a.test:5060')))
  t.equal(dns.asked.length, 1)
  dns.mood = 'failing'
  t.match(await hops('sip:b.test:5060'), /does not answer/)
  t.match(await hops('sip:b.test:5060'), /does not answer/)
  t.equal(dns.asked.length, 2)
  await clock.advance(5_000)
  dns.mood = 'well'
  t.strictSame(await hops('sip:b.test:5060'), ['udp 192.0.2.2:5060'])
  await hops('sip:nobody.test:5060')
  await hops('sip:nobody.test:5060')
  t.equal(dns.asked.length, 4, 'that there is no such name is remembered')
})

t.test('no more than 64 questions are open at a time', async (t) => {
  const dns = scriptedDns()
  dns.mood = 'silent'
  const { clock, hops } = aResolver(dns)
  const all = Promise.all(Array.from({ length: 100 }, (_, n) => hops(`sip:h${n}.test:5060`)))
  await clock.advance(0)
  t.equal(dns.asked.length, 64)
  await clock.advance(2000)
  t.equal((await all).length, 100)
})

t.test('a lost NAPTR answer does not lose the SRV answer', async (t) => {
  const dns = scriptedDns({ ...A, 'SRV _sip._udp.x.test': [srv('a.test', 5070)] })
  const { query } = dns
  dns.query = (type, name) => (type === 'NAPTR' ? new Promise(() => {}) : query(type, name))
  const { clock, hops } = aResolver(dns)
  const found = hops('sip:x.test')
  await clock.advance(1000)
  t.strictSame(await found, ['udp 192.0.2.1:5070'])
})

t.test('a domain with a thousand servers costs no more than one with 32', async (t) => {
  const many = Array.from({ length: 1000 }, (_, n) => srv(`h${n}.test`, 5060))
  const addresses = Array.from({ length: 1000 }, (_, n) => [`A h${n}.test`, [`192.0.2.${n % 250}`]])
  const dns = scriptedDns({
    ...Object.fromEntries(addresses),
    'SRV _sip._udp.x.test': many,
  })
  const found = await aResolver(dns).hops('sip:x.test;transport=udp')
  t.equal(found.length, 32)
  t.ok(dns.asked.length < 40)
})

t.test('RFC 3263 §4.3 a hop that failed comes last for 30 s', async (t) => {
  const dns = scriptedDns({
    ...A,
    'SRV _sip._udp.x.test': [srv('a.test', 5060, 1), srv('b.test', 5060, 2)],
  })
  const { clock, hops, resolver } = aResolver(dns)
  const [first, second] = ['udp 192.0.2.1:5060', 'udp 192.0.2.2:5060']
  t.strictSame(await hops('sip:x.test;transport=udp'), [first, second])
  resolver.health.failed({ transport: 'udp', address: '192.0.2.1', port: 5060 })
  t.strictSame(await hops('sip:x.test;transport=udp'), [second, first])
  await clock.advance(30_000)
  t.strictSame(await hops('sip:x.test;transport=udp'), [first, second])
})
