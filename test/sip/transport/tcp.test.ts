import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Flow, InviteUsage } from '../../../firmware/sip/contract.ts'
import { anAgent } from '../support/agent.ts'
import { aListener } from '../support/listener.ts'
import { aTcpPeer } from '../support/peer.ts'

const IDS = { callId: 'in-1', fromTag: 'theirs' }

t.test('RFC 3261 §18.2.2 a response goes back over the connection of its request', async (t) => {
  const { address, agent } = await anAgent(t, { request: (request) => request.respond(200) })
  const { peer, connect, socket } = await aTcpPeer(t)
  await connect(address)
  peer.send('OPTIONS', address)
  const ok = await peer.response(200)
  t.equal(ok.vias[0]?.params.get('rport'), String(socket().localPort), 'RFC 3581')
  t.equal(ok.vias[0]?.params.get('received'), '127.0.0.1')
  t.equal(agent.counters.received, 1)
})

t.test('RFC 5626 §3.5.1 two CRLF are a ping, one is the pong', async (t) => {
  const { address } = await anAgent(t)
  const socket = connect(address.port, address.address)
  t.teardown(() => socket.destroy())
  socket.write('\r\n\r\n')
  const [octets] = await once(socket, 'data')
  t.equal(String(octets), '\r\n')
})

t.test('a call over a connection that we open, ended by the phone over another', async (t) => {
  const caller = await anAgent(t)
  const phone = await aTcpPeer(t)
  const { peer } = phone
  const listener = aListener()
  const flow = caller.flowTo(peer.address, 'tcp')
  const to = { uri: 'sip:101@office.example' }
  const body = { type: 'application/sdp', text: 'offer' }
  const usage = caller.agent.invite(
    { target: 'sip:a@x', flow, from: to, to, contactUser: 'a', body },
    'leg-1',
    listener,
  )
  const invite = await peer.request('INVITE')
  t.match(invite.contacts, [{ uri: `sip:a@127.0.0.1:${caller.address.port};transport=tcp` }])
  t.equal(invite.vias[0]?.transport, 'TCP')
  peer.respond(invite, 200, caller.address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  phone.socket().destroy()
  await phone.connect(caller.address)
  peer.send('BYE', caller.address, { callId: invite.callId, fromTag: 'b', toTag: invite.fromTag })
  await peer.response(200, 'BYE')
  t.strictSame(listener.told, ['accepted answer', 'ended by peer'])
  t.equal(usage.flow.remote.port, phone.socket().localPort)
})

t.test(
  'a request in a dialog whose connection is gone connects to the remote target',
  async (t) => {
    let usage: InviteUsage | undefined
    const server = await anAgent(t, {
      invite: (request) => {
        usage = server.agent.adopt(request, 'leg-1', aListener())
        usage.accept('answer')
      },
    })
    const phone = await aTcpPeer(t)
    const { peer } = phone
    await phone.connect(server.address)
    peer.send('INVITE', server.address, { ...IDS, body: 'offer' })
    await peer.response(100)
    const ok = await peer.response(200)
    peer.send('ACK', server.address, { ...IDS, toTag: ok.toTag })
    await peer.quiet(server.address)
    phone.socket().destroy()
    // The server learns of it a moment later; what it writes before that is lost.
    let asked = 0
    const connected = phone.accepted(1).then(() => true)
    for (let isUp = false; !isUp; ) {
      asked++
      void usage?.request('INFO', {})
      isUp = await Promise.race([connected, pause(100).then(() => false)])
    }
    t.equal((await peer.request('INFO')).cseq.sequence, asked)
  },
)

t.test('a response whose connection is gone goes over a new one', async (t) => {
  let answer = () => {}
  const server = await anAgent(t, {
    request: (request) => {
      if (request.message.method === 'OPTIONS') request.respond(404)
      else answer = () => request.respond(200)
    },
  })
  const phone = await aTcpPeer(t)
  await phone.connect(server.address)
  const text = phone.peer.write('MESSAGE', server.address)
  phone.socket().write(text)
  while (server.agent.counters.received < 1) await pause(5)
  phone.socket().destroy()
  const other = await aTcpPeer(t)
  await other.connect(server.address)
  await other.peer.quiet(server.address)
  await other.peer.quiet(server.address) // by now the server knows that the first is gone
  answer()
  await phone.accepted(1)
  await phone.peer.response(200, 'MESSAGE')
})

t.test('SECURITY row 8 whoever says nothing, or does not finish, is cut off', async (t) => {
  const { address, clock } = await anAgent(t)
  const half = connect(address.port, address.address)
  const mute = connect(address.port, address.address)
  half.on('error', () => {})
  mute.on('error', () => {})
  half.write('OPTIONS sip:x SIP/2.0\r\n')
  const phone = await aTcpPeer(t)
  await phone.connect(address)
  await phone.peer.quiet(address)
  const closed = Promise.all([once(half, 'close'), once(mute, 'close')])
  half.resume()
  mute.resume()
  await clock.advance(25_000)
  await closed
  t.strictSame(await phone.peer.quiet(address), [], 'who has spoken may be silent')
  phone.socket().write('OPTIONS sip:x SIP/2.0\r\n')
  const cut = once(phone.socket(), 'close')
  for (let n = 0; n < 20; n++) {
    await pause(5)
    await clock.advance(5_000)
  }
  await cut
})

t.test('a stream that cannot be read is answered, then closed', async (t) => {
  const { address } = await anAgent(t)
  const phone = await aTcpPeer(t)
  await phone.connect(address)
  const text = phone.peer.write('OPTIONS', address).replace(/Content-Length: 0\r\n/, '')
  const closed = once(phone.socket(), 'close')
  phone.socket().write(text)
  await phone.peer.response(400)
  await closed
})

t.test('a port in use is named', async (t) => {
  const { address } = await anAgent(t)
  await t.rejects(anAgent(t, {}, { listen: [address] }), {
    message: new RegExp(`127\\.0\\.0\\.1:${address.port}.*in use`),
  })
})

t.test('IPv6: a call over UDP and TCP', async (t) => {
  for (const transport of ['udp', 'tcp'] as const) {
    const listen = [{ address: '::1', port: 0 }]
    const callee = await anAgent(
      t,
      { invite: (request) => callee.agent.adopt(request, 'b', aListener()).accept('answer') },
      { listen },
    )
    const caller = await anAgent(t, {}, { listen })
    const flow: Flow = { transport, local: caller.address, remote: callee.address }
    const to = { uri: 'sip:a@[::1]' }
    const listener = aListener()
    const accepted = new Promise<void>((resolve) => {
      listener.accepted = () => resolve()
    })
    const usage = caller.agent.invite(
      { target: 'sip:a@[::1]', flow, from: to, to, contactUser: 'a' },
      'a',
      listener,
    )
    await accepted
    t.match(usage.invite.contacts, [{ uri: new RegExp(`^sip:a@\\[::1\\]:${caller.address.port}`) }])
  }
})
