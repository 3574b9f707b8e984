import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import t from 'tap'
import { freePort } from '../../../firmware/demo/free-ports.ts'
import type { Listen } from '../../../firmware/sip/contract.ts'
import { planSockets, wholeListen } from '../../../firmware/sip/transport/listen.ts'
import { anAgent } from '../support/agent.ts'
import { aPeer, aTcpPeer } from '../support/peer.ts'

const HERE = '127.0.0.1'
const hasV6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)
const NO_V6 = 'this machine has no IPv6 loopback'
const WHO = { uri: 'sip:office.test' }

function ports(count: number): number[] {
  return Array.from({ length: count }, (_, n) => 5060 + n)
}

t.test('VOIP-20, VOIP-21 ten ports for UDP and two for TCP, each once', async (t) => {
  t.match(planSockets([{ address: HERE, udp: ports(10), tcp: ports(2) }]), { ok: true })
  const refused: readonly [Listen, RegExp][] = [
    [{ address: HERE, udp: ports(11) }, /11 SIP UDP ports on 127.0.0.1: at most 10/],
    [{ address: HERE, tcp: ports(3) }, /3 SIP TCP ports .* at most 2/],
    [{ address: HERE, udp: [5060, 5060] }, /UDP port 5060 of 127.0.0.1 is given twice/],
    [{ address: HERE, tcp: [5060], tls: [5060] }, /TLS port 5060 of 127.0.0.1 is given twice/],
    [{ address: HERE, udp: [70_000] }, /70000 is not from 1/],
    [{ address: 'office.test', udp: [5060] }, /'office.test' is not an IP address/],
    [{ address: HERE, udp: [5060], advertised: { address: 'x' } }, /advertised/],
    [{ address: 'fe80::1', udp: [5060] }, /link-local: give its interface, as fe80::1%eth0/],
  ]
  for (const [listen, reason] of refused) {
    t.match(planSockets([listen]), { ok: false, error: reason })
  }
  t.match(planSockets([{ address: 'fe80::1%eth0', udp: [5060] }]), { ok: true })
  t.strictSame(wholeListen({ address: HERE, port: 5060 }), {
    address: HERE,
    udp: [5060],
    tcp: [5060],
  })
})

t.test('DESIGN §6 each socket has a zone, which decides what peers are told', async (t) => {
  const { agent } = await anAgent(
    t,
    {},
    {
      listen: [
        { address: HERE, udp: [0], tcp: [0] },
        { address: '127.0.0.2', zone: 'wan', udp: [0, 0], advertised: { address: '203.0.113.9' } },
        {
          address: '127.0.0.3',
          zone: 'dmz',
          udp: [0],
          advertised: { address: '203.0.113.8', port: 5099 },
        },
      ],
    },
  )
  const { listening, local } = agent
  t.strictSame(
    listening.map(({ transport, local: { address }, zone }) => `${transport} ${address} ${zone}`),
    [
      'udp 127.0.0.1 lan',
      'tcp 127.0.0.1 lan',
      'udp 127.0.0.2 wan',
      'udp 127.0.0.2 wan',
      'udp 127.0.0.3 dmz',
    ],
  )
  t.equal(listening[0]?.local.port, listening[1]?.local.port, 'TCP has the port of UDP')
  t.strictSame(
    local.map(({ address }) => address),
    [HERE, '127.0.0.2', '127.0.0.3'],
  )
  const flows = listening.map(({ transport, local }) => ({ transport, local, remote: local }))
  t.strictSame(
    flows.map((flow) => agent.contactFor(flow)),
    [
      flows[0]?.local,
      flows[1]?.local,
      { address: '203.0.113.9', port: flows[2]?.local.port },
      { address: '203.0.113.9', port: flows[3]?.local.port },
      { address: '203.0.113.8', port: 5099 },
    ],
  )
  const gone = { transport: 'tls', local: { address: HERE, port: 1 }, remote: local[0] } as const
  t.equal(agent.zoneOf(gone as never), undefined)
})

t.test(
  'SIPT-20 VOIP-24 a flow goes out of the port that is wanted, or of the first when it is gone',
  async (t) => {
    const [first, second] = [await freePort(), await freePort()]
    const { agent } = await anAgent(
      t,
      {},
      { listen: [{ address: HERE, udp: [first, second], tcp: [first] }] },
    )
    const hop = { transport: 'udp', address: HERE, port: 5060 } as const
    const portOf = async (port?: number) => (await agent.flowTo(hop, undefined, port)).local.port
    t.equal(await portOf(), first)
    t.equal(await portOf(second), second)
    t.equal(await portOf(first), first)
    await agent.setListen([{ address: HERE, udp: [first], tcp: [first] }])
    t.equal(await portOf(second), first)
    const tcp = await agent.flowTo({ ...hop, transport: 'tcp' }, undefined, second)
    t.equal(tcp.local.port, first)
  },
)

t.test('a flow to a hop goes out of the address that the kernel would take', async (t) => {
  const { agent } = await anAgent(
    t,
    {},
    {
      listen: [
        { address: '127.0.0.2', zone: 'wan', udp: [0] },
        { address: HERE, udp: [0], tcp: [0] },
      ],
    },
  )
  const hop = { transport: 'udp', address: '127.0.0.9', port: 5060 } as const
  t.match(await agent.flowTo(hop), { local: { address: HERE }, remote: { port: 5060 } })
  t.match(await agent.flowTo(hop, 'wan'), { local: { address: '127.0.0.2' } }, 'as configured')
  await t.rejects(agent.flowTo(hop, 'dmz'), { message: /no SIP UDP socket of zone dmz reaches/ })
  await t.rejects(agent.flowTo({ ...hop, address: '::1' }), { message: /reaches ::1/ })
  await t.rejects(agent.flowTo({ ...hop, transport: 'tls' }), { message: /no SIP TLS socket/ })
  await t.rejects(agent.flowTo({ ...hop, address: 'fe80::1%eth0' }), { message: /reaches fe80/ })
})

t.test('sockets follow the addresses: those that stay are not touched', async (t) => {
  const closed: string[] = []
  const { agent, address } = await anAgent(
    t,
    { request: (request) => request.respond(200) },
    { flowClosed: ({ transport }) => closed.push(transport) },
  )
  const listen = { address: HERE, port: address.port }
  await agent.setListen([listen, { address: '127.0.0.2', port: 0 }])
  const other = agent.local[1] ?? listen
  const stays = await aTcpPeer(t)
  const goes = await aTcpPeer(t)
  await stays.connect(address)
  await goes.connect(other)
  await stays.peer.quiet(address)
  await goes.peer.quiet(other)
  const flow = { transport: 'udp', local: other, remote: address } as const
  const asked = { method: 'OPTIONS', target: 'sip:x.test', flow, from: WHO, to: WHO }
  t.equal((await agent.request(asked)).status, 200)
  const ended = new Promise((resolve) => goes.socket().once('close', resolve))
  t.strictSame(await agent.setListen([listen]), [])
  await ended
  t.strictSame(closed, ['tcp'])
  t.equal((await agent.request(asked)).status, 503, 'a flow of an address that vanished')
  t.equal(agent.zoneOf(flow), undefined)
  await stays.peer.quiet(address)
})

t.test('only the zone changes: sockets and connections stay', async (t) => {
  const { agent, address } = await anAgent(t)
  const phone = await aTcpPeer(t)
  await phone.connect(address)
  const { port } = address
  await agent.setListen([{ address: HERE, zone: 'wan', udp: [port], tcp: [port] }])
  t.strictSame(
    agent.listening.map(({ zone }) => zone),
    ['wan', 'wan'],
  )
  await phone.peer.quiet(address)
})

t.test('what cannot be opened is said, the rest is', async (t) => {
  const { agent, address } = await anAgent(t)
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, HERE, () => resolve()))
  t.teardown(() => blocker.close())
  const { port } = blocker.address() as { port: number }
  const problems = await agent.setListen([
    { address: '192.0.2.77', udp: [5060] },
    { address: HERE, udp: [address.port], tcp: [address.port, port] },
  ])
  t.match(problems, [/UDP 192.0.2.77:5060: EADDRNOTAVAIL/, /TCP 127.0.0.1:\d+: the port is in use/])
  const peer = await aPeer(t)
  await peer.quiet(address)
  await t.rejects(agent.setListen([{ address: 'x', udp: [1] }]), { message: /not an IP address/ })
  await peer.quiet(address)
})

t.test(
  'RFC 3581, RFC 5118 §4.5 received and rport of an IPv6 peer',
  { skip: hasV6 ? false : NO_V6 },
  async (t) => {
    const { agent } = await anAgent(t, {}, { listen: [{ address: '::1', udp: [0] }] })
    const { createSocket } = await import('node:dgram')
    const socket = createSocket('udp6')
    t.teardown(() => socket.close())
    await new Promise<void>((resolve) => socket.bind(0, '::1', () => resolve()))
    const text = [
      'OPTIONS sip:x SIP/2.0',
      'Via: SIP/2.0/UDP [2001:db8::9]:1;branch=z9hG4bKx;rport',
      'From: <sip:a@x>;tag=1',
      'To: <sip:x>',
      'Call-ID: six',
      'CSeq: 1 OPTIONS',
      '',
      '',
    ].join('\r\n')
    const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
    socket.send(text, agent.local[0]?.port ?? 0, '::1')
    t.match(String(await answer), new RegExp(`rport=${socket.address().port};received=::1\r\n`))
  },
)
