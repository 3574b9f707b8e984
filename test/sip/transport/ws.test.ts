import { once } from 'node:events'
import { connect as connectPlainly } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { ClientOptions } from 'ws'
import { WebSocket } from 'ws'
import type { Flow, InviteUsage, Listen, UserAgentOptions } from '../../../firmware/sip/contract.ts'
import { contactHeader } from '../../../firmware/sip/stack.ts'
import type { Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import { aListener } from '../support/listener.ts'
import { Peer } from '../support/peer.ts'
import { anAuthority, changeable } from './support/certificates.ts'

const WS: Listen = { address: '127.0.0.1', ws: [0] }
const WHO = { uri: 'sip:office.test' }

interface Browser {
  readonly socket: WebSocket
  readonly peer: Peer
  /** Kinds of the frames that came. */
  readonly frames: string[]
}

/** Somebody with a WebSocket, who writes text frames unless `binary`. */
async function aBrowser(
  ending: Ending,
  url: string,
  options: ClientOptions = {},
  binary = false,
): Promise<Browser> {
  const socket = new WebSocket(url, ['sip'], options)
  ending.teardown(() => socket.terminate())
  await once(socket, 'open')
  const address = { address: 'df7jal23ls0d.invalid', port: 5060 }
  const peer = new Peer(address, 'TCP', (octets) =>
    socket.send(String(octets).replace('SIP/2.0/TCP', 'SIP/2.0/WS'), { binary }),
  )
  const frames: string[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    frames.push(isBinary ? 'binary' : 'text')
    if (String(data).trim()) peer.take(data)
  })
  return { socket, peer, frames }
}

async function aServer(ending: Ending, more: Partial<UserAgentOptions> = {}) {
  const seen: Flow[] = []
  const server = await anAgent(
    ending,
    {
      request: (request) => {
        seen.push(request.flow)
        request.respond(200)
      },
    },
    { listen: [WS], ...more },
  )
  return { ...server, seen, url: `ws://127.0.0.1:${server.address.port}/` }
}

t.test('RFC 7118 §4, §5 a message a frame, text or binary as the peer writes', async (t) => {
  const { url, address, seen } = await aServer(t)
  const texts = await aBrowser(t, url)
  const octets = await aBrowser(t, url, {}, true)
  for (const { peer } of [texts, octets]) {
    peer.send('OPTIONS', address)
    const ok = await peer.response(200)
    t.equal(ok.vias[0]?.transport, 'WS')
  }
  t.strictSame([texts.frames, octets.frames], [['text'], ['binary']])
  t.match(seen, [{ transport: 'ws', local: address }, { transport: 'ws' }])
})

t.test('RFC 7118 §4.1 only the subprotocol sip, and only whoever may', async (t) => {
  const origins: (string | undefined)[] = []
  const allowOrigin = (origin: string | undefined) => {
    origins.push(origin)
    return origin !== 'https://evil.test'
  }
  const { url, address } = await aServer(t, { allowOrigin })
  for (const protocols of [[], ['xmpp']]) {
    const socket = new WebSocket(url, protocols)
    t.match(await once(socket, 'error'), [{ message: /400/ }])
  }
  const evil = new WebSocket(url, ['sip'], { origin: 'https://evil.test' })
  t.match(await once(evil, 'error'), [{ message: /403/ }], 'SECURITY row 11')
  const { peer, socket } = await aBrowser(t, url, { origin: 'https://office.test' })
  t.equal(socket.protocol, 'sip')
  peer.send('OPTIONS', address)
  await peer.response(200)
  t.strictSame(origins, ['https://evil.test', 'https://office.test'])
  const page = await fetch(url.replace('ws', 'http'))
  t.equal(page.status, 426)
})

t.test(
  'RFC 7118 §5 a call from a browser; when its connection is gone no other is made',
  async (t) => {
    let usage: InviteUsage | undefined
    const listener = aListener()
    const server = await aServer(t)
    const callee = await anAgent(
      t,
      {
        invite: (request) => {
          usage = callee.agent.adopt(request, 'leg', listener)
          usage.accept('answer')
        },
      },
      { listen: [WS] },
    )
    t.ok(server.agent)
    const { peer, socket } = await aBrowser(t, `ws://127.0.0.1:${callee.address.port}`)
    const ids = { callId: 'call', fromTag: 'theirs' }
    const contact = '<sip:peer@127.0.0.1:9;transport=ws>'
    peer.send('INVITE', callee.address, { ...ids, contact, body: 'offer' })
    await peer.response(100)
    const ok = await peer.response(200)
    t.match(ok.contacts, [{ uri: /;transport=ws$/ }])
    peer.send('ACK', callee.address, { ...ids, toTag: ok.toTag })
    const answer = usage?.request('INFO', {})
    const info = await peer.request('INFO')
    t.equal(info.vias[0]?.transport, 'WS')
    peer.respond(info, 200, callee.address)
    t.equal((await answer)?.status, 200)
    socket.terminate()
    while (usage?.flow && callee.agent.counters.received < 3) await pause(5)
    let status = 0
    for (let n = 0; n < 200 && status !== 503; n++) {
      void usage?.request('INFO', {}).then((response) => {
        status = response.status
      })
      await pause(10)
    }
    t.equal(status, 503)
  },
)

t.test('what is no UTF-8 goes out in a binary frame, RFC 7118 §4.2', async (t) => {
  const server = await anAgent(
    t,
    { request: (request) => request.respond(200, { body: { type: 'text/plain', text: 'é' } }) },
    { listen: [WS] },
  )
  const { peer, frames, socket } = await aBrowser(t, `ws://127.0.0.1:${server.address.port}`)
  peer.send('OPTIONS', server.address)
  t.equal((await peer.response(200)).body, 'é')
  t.strictSame(frames, ['text'])
  const latin = peer.write('OPTIONS', server.address).replace('<sip:peer@', '"\xe9" <sip:peer@')
  socket.send(Buffer.from(latin, 'latin1'), { binary: true })
  await peer.next()
  t.strictSame(frames, ['text', 'binary'])
})

t.test('SECURITY row 8 frames that are too long, and who does not ask in time', async (t) => {
  const { url, address, clock } = await aServer(t)
  const long = await aBrowser(t, url)
  long.socket.on('error', () => {})
  const cut = once(long.socket, 'close')
  long.socket.send(Buffer.alloc(70_000, 'x'))
  t.equal((await cut)[0], 1009, 'message too big')
  const slow = connectPlainly(address.port, address.address)
  const mute = await aBrowser(t, url)
  const { peer } = await aBrowser(t, url)
  peer.send('OPTIONS', address)
  await peer.response(200)
  slow.on('error', () => {})
  slow.resume()
  slow.write('GET / HTTP/1.1\r\nHost: x\r\n')
  let open = 2
  slow.once('close', () => open--)
  mute.socket.once('close', () => open--)
  for (let n = 0; n < 400 && open > 0; n++) {
    await clock.advance(500)
    await pause(5)
  }
  t.equal(open, 0)
  peer.send('OPTIONS', address)
  await peer.response(200)
})

t.test('RFC 7118 §6 a browser that answers no ping is gone; one that does stays', async (t) => {
  const closed: Flow[] = []
  const { url, address, clock } = await aServer(t, { flowClosed: (flow) => closed.push(flow) })
  const alive = await aBrowser(t, url)
  const dead = await aBrowser(t, url, { autoPong: false } as ClientOptions)
  for (const { peer } of [alive, dead]) {
    peer.send('OPTIONS', address)
    await peer.response(200)
  }
  let pings = 0
  alive.socket.on('ping', () => pings++)
  const gone = once(dead.socket, 'close')
  for (let n = 1; n <= 3; n++) {
    await clock.advance(30_000)
    while (pings < n) await pause(5)
    await pause(20)
  }
  await gone
  t.equal(closed.length, 1)
  alive.peer.send('OPTIONS', address)
  await alive.peer.response(200)
  alive.socket.send('\r\n\r\n')
  const [pong] = await once(alive.socket, 'message')
  t.equal(String(pong), '\r\n', 'RFC 5626 keep-alive works too')
})

t.test('WSS with a real certificate', async (t) => {
  const authority = await anAuthority()
  const leaf = await authority.issue({ names: [{ type: 'dns', value: 'localhost' }] })
  const tls = { credential: changeable(leaf).source }
  const { address, seen } = await aServer(t, { listen: [{ address: '127.0.0.1', wss: [0] }], tls })
  const ca = authority.certificate
  const { peer, socket } = await aBrowser(t, `wss://localhost:${address.port}`, { ca, family: 4 })
  peer.send('OPTIONS', address)
  await peer.response(200)
  t.match(seen, [{ transport: 'wss' }])
  socket.terminate()
  const stranger = new WebSocket(`wss://localhost:${address.port}`, ['sip'], { family: 4 })
  await t.rejects(once(stranger, 'open'))
})

t.test('a request to a WebSocket that was never there fails at once', async (t) => {
  const { agent, flowTo } = await aServer(t)
  const flow = flowTo({ address: '127.0.0.1', port: 9 }, 'ws')
  const asked = { method: 'OPTIONS', target: 'sip:x.test', flow, from: WHO, to: WHO }
  t.equal((await agent.request(asked)).status, 503)
})

t.test('RFC 7118 §5.4 a Contact says ws, with TLS below it or without', async (t) => {
  const local = { address: '127.0.0.1', port: 5066 }
  const stack = { contactFor: () => local } as never
  for (const transport of ['ws', 'wss'] as const) {
    const contact = contactHeader(stack, { transport, local, remote: local }, 'a')
    t.equal(contact, '<sip:a@127.0.0.1:5066;transport=ws>')
  }
})
