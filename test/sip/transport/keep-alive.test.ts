import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { anAgent } from '../support/agent.ts'
import { aPeer, aTcpPeer } from '../support/peer.ts'

const WHO = { uri: 'sip:office.test' }

t.test('RFC 5626 §4.4.1 a flow that we keep alive: ping, pong, and when it is lost', async (t) => {
  const closed: string[] = []
  const { agent, address, clock, flowTo } = await anAgent(
    t,
    {},
    { flowClosed: ({ remote }) => closed.push(`${remote.port}`) },
  )
  const { peer, socket } = await aTcpPeer(t)
  const flow = flowTo(peer.address, 'tcp')
  const registered = agent.request({
    method: 'REGISTER',
    target: 'sip:x.test',
    flow,
    from: WHO,
    to: WHO,
  })
  peer.respond(await peer.request('REGISTER'), 200, address)
  await registered
  const seen: string[] = []
  let answers = true
  socket().on('data', (octets) => {
    seen.push(String(octets))
    if (answers) socket().write('\r\n')
  })
  let lost = 0
  agent.keepAlive(flow, 120, () => lost++)
  for (let n = 1; n <= 3; n++) {
    while (seen.length < n) {
      await clock.advance(2_000) // five of them until a pong is missed
      await pause(15)
    }
    await pause(50)
  }
  answers = false
  t.strictSame(seen, ['\r\n\r\n', '\r\n\r\n', '\r\n\r\n'], 'and no pong is taken for half a ping')
  t.equal(lost, 0)
  await clock.advance(120_000)
  await clock.advance(11_000)
  t.equal(lost, 1)
  t.strictSame(closed, [`${peer.address.port}`])
  await clock.advance(600_000)
  t.equal(lost, 1, 'told once')
})

t.test(
  'a flow that is gone is lost at the next turn; what is cancelled says nothing',
  async (t) => {
    const { agent, clock, flowTo } = await anAgent(t)
    const flow = flowTo({ address: '127.0.0.1', port: 9 }, 'tcp')
    let lost = 0
    agent.keepAlive(flow, 60, () => lost++)
    agent.keepAlive(flow, 60, () => lost++).cancel()
    await clock.advance(60_000)
    t.equal(lost, 1)
    const waiting = clock.waiting
    await clock.advance(600_000)
    t.ok(waiting === 0 && clock.waiting === 0, 'no timer is left')
  },
)

t.test('over UDP a router sees a packet now and then', async (t) => {
  const { agent, clock, flowTo } = await anAgent(t)
  const { createSocket } = await import('node:dgram')
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  const seen: string[] = []
  socket.on('message', (octets) => seen.push(String(octets)))
  const flow = flowTo({ address: '127.0.0.1', port: socket.address().port })
  const keeping = agent.keepAlive(flow, 30, () => t.fail('lost'))
  await clock.advance(61_000)
  while (seen.length < 2) await pause(5)
  keeping.cancel()
  t.strictSame(seen.slice(0, 2), ['\r\n\r\n', '\r\n\r\n'])
  await clock.advance(61_000)
  t.equal(clock.waiting, 0)
})

t.test('an empty line alone is no message that does not end', async (t) => {
  const { address, clock } = await anAgent(t)
  const phone = await aTcpPeer(t)
  await phone.connect(address)
  await phone.peer.quiet(address)
  phone.socket().write('\r\n')
  await pause(20)
  await clock.advance(60_000)
  await phone.peer.quiet(address)
  const other = await aPeer(t)
  await other.quiet(address)
})
