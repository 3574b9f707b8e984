import t from 'tap'
import type { IncomingRequest } from '../../firmware/sip/contract.ts'
import { anAgent } from './support/agent.ts'
import { aListener } from './support/listener.ts'
import { aPeer } from './support/peer.ts'

t.test('RFC 3261 §8.2 what is refused whoever sends it', async (t) => {
  const { address } = await anAgent(t, {
    request: (request) => request.respond(200),
    invite: (request) => request.respond(486),
  })
  const peer = await aPeer(t)
  const cases: [method: string, status: number, change: (text: string) => string][] = [
    ['PUBLISH', 200, (text) => text],
    ['FROBNICATE', 405, (text) => text],
    ['HELLO', 405, (text) => text],
    ['MESSAGE', 416, (text) => text.replace(/sip:office\S+ SIP/, 'http://office SIP')],
    ['MESSAGE', 200, (text) => text.replace(/sip:office\S+ SIP/, 'tel:+12015550123 SIP')],
    ['MESSAGE', 420, (text) => text.replace('Max', 'Require: 100rel, x\r\nMax')],
    ['MESSAGE', 415, (text) => text.replace('Max', 'Content-Encoding: gzip\r\nMax')],
    ['MESSAGE', 200, (text) => text.replace('Forwards: 70', 'Forwards: 0')],
    ['INVITE', 483, (text) => text.replace('Forwards: 70', 'Forwards: 0')],
    ['INVITE', 486, (text) => text.replace('Forwards: 70', 'Forwards: 1')],
    ['INFO', 481, (text) => text],
    ['BYE', 481, (text) => text],
    ['UPDATE', 481, (text) => text],
    ['NOTIFY', 200, (text) => text],
    ['NOTIFY', 481, (text) => text.replace(/(To: .*)\r/, '$1;tag=x\r')],
    ['REGISTER', 200, (text) => text.replace(/(To: .*)\r/, '$1;tag=x\r')],
  ]
  for (const [method, status, change] of cases) {
    peer.sendOctets(change(peer.write(method, address)), address)
    let answer = await peer.next()
    if (answer.kind === 'response' && answer.status === 100) answer = await peer.next()
    t.match(answer, { kind: 'response', status }, `${method} ${status}`)
    if (status === 405) t.match(answer.header('Allow'), /INVITE, ACK, CANCEL, BYE/)
    if (status === 420) t.strictSame(answer.headers('Unsupported'), ['100rel', 'x'])
  }
})

t.test('RFC 3261 §8.2.2.2 a request that comes on two paths is answered on one', async (t) => {
  const asked: IncomingRequest[] = []
  const { address } = await anAgent(t, { request: (request) => asked.push(request) })
  const peer = await aPeer(t)
  const same = { callId: 'c', fromTag: 'f', sequence: 5 }
  peer.send('MESSAGE', address, same)
  peer.send('MESSAGE', address, same)
  await peer.response(482)
  asked[0]?.respond(200)
  await peer.response(200)
  peer.send('MESSAGE', address, same)
  while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  asked[1]?.respond(200)
  await peer.response(200)
})

t.test('RFC 3261 §17.2.2 a repeated request reaches the handler once', async (t) => {
  const asked: IncomingRequest[] = []
  const { address, agent } = await anAgent(t, { request: (request) => asked.push(request) })
  const peer = await aPeer(t)
  const text = peer.write('MESSAGE', address)
  peer.sendOctets(text, address)
  peer.sendOctets(text, address)
  while (agent.counters.received < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  t.equal(asked.length, 1)
  asked[0]?.respond(202, { headers: [['X-Y', 'z']], body: { type: 'text/plain', text: 'né' } })
  const first = await peer.response(202)
  t.equal(first.body, 'né')
  t.type(first.toTag, 'string')
  asked[0]?.respond(500)
  peer.sendOctets(text, address)
  t.equal((await peer.response(202)).text, first.text)
  t.equal(agent.counters.retransmitted, 1)
})

t.test('RFC 3261 §9.2 an INVITE that nobody has taken yet can be cancelled', async (t) => {
  const asked: IncomingRequest[] = []
  const { address } = await anAgent(t, { invite: (request) => asked.push(request) })
  const peer = await aPeer(t)
  const ids = { callId: 'c', fromTag: 'f', branch: 'z9hG4bKc' }
  peer.send('INVITE', address, ids)
  await peer.response(100)
  peer.send('CANCEL', address, ids)
  await peer.response(200, 'CANCEL')
  await peer.response(487, 'INVITE')
})

t.test('an INVITE that its handler forgets is answered 408', async (t) => {
  const { address, clock } = await anAgent(t, { invite: () => {} })
  const peer = await aPeer(t)
  peer.send('INVITE', address)
  await peer.response(100)
  await clock.advance(32_010)
  await peer.response(408)
})

t.test('an INVITE that is taken later is not', async (t) => {
  const asked: IncomingRequest[] = []
  const server = await anAgent(t, { invite: (request) => asked.push(request) })
  const peer = await aPeer(t)
  peer.send('INVITE', server.address)
  await peer.response(100)
  const [request] = asked
  if (!request) throw new Error('no INVITE')
  const usage = server.agent.adopt(request, 'leg-1', aListener())
  await server.clock.advance(32_010)
  t.equal(usage.state, 'proceeding')
  usage.provisional(180)
  await peer.response(180)
})

t.test(
  'RFC 3581 §4 the answer goes to where the request came from, and says where that was',
  async (t) => {
    const { address } = await anAgent(t)
    const peer = await aPeer(t)
    const text = peer.write('OPTIONS', address).replace(/UDP [^;]+/, 'UDP 192.0.2.77:5099')
    peer.sendOctets(text, address)
    const answer = await peer.response(404)
    t.match(answer.vias[0], { host: '192.0.2.77', port: 5099 })
    t.equal(answer.vias[0]?.params.get('rport'), String(peer.address.port))
    t.equal(answer.vias[0]?.params.get('received'), '127.0.0.1')
  },
)

t.test('SECURITY row 5 a Via parameter in quotes comes back in quotes', async (t) => {
  const { address } = await anAgent(t)
  const peer = await aPeer(t)
  const text = peer.write('OPTIONS', address).replace(';branch', ';x="a;received=1.2.3.4";branch')
  peer.sendOctets(text, address)
  const answer = await peer.response(404)
  t.equal(answer.vias[0]?.params.get('x'), 'a;received=1.2.3.4')
  t.equal(answer.vias[0]?.params.get('received'), '127.0.0.1')
})

t.test('SECURITY row 7 keep-alives and noise get no answer', async (t) => {
  const { address, agent } = await anAgent(t)
  const peer = await aPeer(t)
  for (const octets of [
    '\r\n\r\n',
    '\0\0\0\0',
    '',
    'hello',
    'ACK sip:x SIP/2.0\r\n\r\n',
    'SIP/2.0 200 OK\r\n\r\n',
  ]) {
    peer.sendOctets(octets, address)
  }
  t.strictSame(await peer.quiet(address), [])
  t.equal(agent.counters.malformed, 3)
})

t.test('what is sent and received can be watched', async (t) => {
  const seen: string[] = []
  const callIds = new Set<string>()
  const { address } = await anAgent(
    t,
    {},
    {
      trace: (direction, flow, callId, octets) => {
        const [first, second] = octets.split(' ')
        const name = first === 'SIP/2.0' ? second : first
        seen.push(`${direction} ${flow.transport} ${name}`)
        callIds.add(callId)
      },
    },
  )
  const peer = await aPeer(t)
  peer.send('OPTIONS', address)
  await peer.response(404)
  t.strictSame(seen, ['in udp OPTIONS', 'out udp 404'])
  t.equal(callIds.size, 1, 'of one Call-ID')
})
