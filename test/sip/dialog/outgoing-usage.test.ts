import t from 'tap'
import type { Flow, InviteOptions, InviteUsage } from '../../../firmware/sip/contract.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import type { Agent, Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import type { Recorder } from '../support/listener.ts'
import { aListener } from '../support/listener.ts'
import type { Peer } from '../support/peer.ts'
import { aPeer } from '../support/peer.ts'

interface Calling extends Agent {
  readonly peer: Peer
  readonly usage: InviteUsage
  readonly listener: Recorder
  /** Our INVITE as the peer got it. */
  readonly invite: SipRequest
}

/** A call of ours that has arrived at the peer. */
async function calling(
  t: Ending,
  listener = aListener(),
  options: InviteOptions = {},
): Promise<Calling> {
  const caller = await anAgent(t)
  const peer = await aPeer(t)
  const flow: Flow = caller.flowTo(peer.address)
  const usage = caller.agent.invite(
    {
      target: `sip:phone@127.0.0.1:${peer.address.port};line=1`,
      flow,
      from: { name: 'Zoë "Z"', uri: 'sip:100@office.example' },
      to: { uri: 'sip:101@office.example' },
      contactUser: '100',
      headers: [
        ['Max-Forwards', '20'],
        ['X-Call', 'a\r\nEvil: b'],
      ],
      body: { type: 'application/sdp', text: 'offer' },
      options,
    },
    'leg-1',
    listener,
  )
  const invite = await peer.request('INVITE')
  return { ...caller, peer, usage, listener, invite }
}

const SOON: InviteOptions = { silenceMs: 4000 }

/** An INVITE is repeated after 0.5, 1.5 and 3.5 s. */
async function threeCopies(peer: Peer): Promise<void> {
  for (let copy = 0; copy < 3; copy++) await peer.request('INVITE')
}

/** The same with the call up. */
async function talking(t: Ending, listener = aListener()): Promise<Calling> {
  const call = await calling(t, listener)
  call.peer.respond(call.invite, 200, call.address, { toTag: 'b', body: 'answer' })
  await call.peer.request('ACK')
  return call
}

t.test('RFC 3261 §13.2 an INVITE rings, is answered, acknowledged and ended by us', async (t) => {
  const { usage, peer, address, listener, invite } = await calling(t)
  t.equal(usage.state, 'calling')
  t.match(invite.from, { name: 'Zoë "Z"', uri: 'sip:100@office.example' })
  t.equal(invite.to.tag, undefined)
  t.equal(invite.maxForwards, 20)
  t.equal(invite.headers('Max-Forwards').length, 1)
  t.equal(invite.header('Evil'), undefined, 'SECURITY row 5')
  t.equal(invite.header('User-Agent'), 'Strowger test')
  t.match(invite.contacts, [{ uri: `sip:100@127.0.0.1:${address.port}` }])
  t.equal(invite.body, 'offer')
  t.equal(usage.invite.text, invite.text)
  t.equal(usage.callId, invite.callId)

  peer.respond(invite, 100, address)
  peer.respond(invite, 180, address, { toTag: 'b' })
  peer.respond(invite, 200, address, {
    toTag: 'b',
    body: 'answer',
    contact: '<sip:phone@10.1.1.1>',
    headers: ['Record-Route: <sip:p1;lr>', 'Record-Route: <sip:p2;lr>'],
  })
  const ack = await peer.request('ACK')
  t.equal(ack.uri, 'sip:phone@10.1.1.1')
  t.strictSame(ack.headers('Route'), ['<sip:p2;lr>', '<sip:p1;lr>'], '§12.1.2: in reverse')
  t.equal(ack.cseq.sequence, 1)
  t.equal(ack.toTag, 'b')
  t.not(ack.vias[0]?.branch, invite.vias[0]?.branch)
  t.equal(usage.state, 'confirmed')

  usage.bye([['Reason', 'Q.850;cause=16']])
  const bye = await peer.request('BYE')
  t.equal(bye.cseq.sequence, 2)
  peer.respond(bye, 200, address)
  await peer.quiet(address)
  t.strictSame(listener.told, ['provisional 180', 'accepted answer'])
})

t.test('RFC 3261 §17.1.1.2 silence: the INVITE is repeated, then 408', async (t) => {
  const { usage, peer, clock, listener, agent } = await calling(t)
  await clock.advance(500)
  await peer.request('INVITE')
  await clock.advance(1000)
  await peer.request('INVITE')
  await clock.advance(31_000)
  t.strictSame(listener.told, ['rejected 408 by nobody'])
  t.equal(usage.state, 'ended')
  t.equal(agent.counters.usages, 0)
  t.equal(agent.counters.transactions, 0)
})

t.test('RFC 3263 §4.3 a silent peer is given up early where there is another way', async (t) => {
  const { usage, peer, clock, listener, agent } = await calling(t, aListener(), SOON)
  await clock.advance(3900)
  t.strictSame(listener.told, [])
  await clock.advance(200)
  t.strictSame(listener.told, ['rejected 408 by nobody'])
  t.equal(usage.state, 'ended')
  await threeCopies(peer)
  await clock.advance(20_000)
  t.strictSame(await peer.quiet(usage.flow.local), [], 'it is not repeated any more')
  await clock.advance(40_000)
  t.equal(agent.counters.transactions, 0)
  t.strictSame(listener.told, ['rejected 408 by nobody'])
})

t.test('RFC 3261 §9.1 who was given up and rings after all is cancelled', async (t) => {
  const { peer, clock, listener, agent, invite, address } = await calling(t, aListener(), SOON)
  await clock.advance(4000)
  await threeCopies(peer)
  peer.respond(invite, 180, address, { toTag: 'b' })
  const cancel = await peer.request('CANCEL')
  t.equal(cancel.vias[0]?.branch, invite.vias[0]?.branch)
  peer.respond(cancel, 200, address)
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(listener.told, ['rejected 408 by nobody'])
  await clock.advance(40_000)
  t.equal(agent.counters.transactions, 0)
})

t.test('RFC 3261 §13.2.2.4 who was given up and answers after all gets ACK and BYE', async (t) => {
  const { peer, clock, listener, invite, address } = await calling(t, aListener(), SOON)
  await clock.advance(4000)
  await threeCopies(peer)
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  await peer.request('BYE')
  t.strictSame(listener.told, ['rejected 408 by nobody'])
})

t.test('who has said 100 in time is waited for', async (t) => {
  const { usage, peer, clock, listener, invite, address } = await calling(t, aListener(), SOON)
  peer.respond(invite, 100, address)
  await peer.quiet(address)
  await clock.advance(60_000)
  t.equal(usage.state, 'calling')
  t.strictSame(listener.told, [])
})

t.test('RFC 3261 §13.2.2.3 a refusal is acknowledged on its own branch', async (t) => {
  const { peer, invite, address, listener } = await calling(t)
  peer.respond(invite, 486, address, { toTag: 'b' })
  const ack = await peer.request('ACK')
  t.equal(ack.vias[0]?.branch, invite.vias[0]?.branch)
  t.equal(ack.toTag, 'b')
  t.equal(ack.uri, invite.uri)
  peer.respond(invite, 486, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(listener.told, ['rejected 486'])
})

t.test('RFC 3261 §9.1 CANCEL waits for a provisional response', async (t) => {
  const { usage, peer, invite, address, listener } = await calling(t)
  usage.cancel([['Reason', 'SIP;cause=200;text="Call completed elsewhere"']])
  t.strictSame(await peer.quiet(address), [])
  peer.respond(invite, 100, address)
  const cancel = await peer.request('CANCEL')
  t.equal(cancel.uri, invite.uri)
  t.equal(cancel.vias[0]?.branch, invite.vias[0]?.branch)
  t.strictSame(cancel.cseq, { sequence: 1, method: 'CANCEL' })
  t.equal(cancel.toTag, undefined)
  t.match(cancel.header('Reason'), /elsewhere/)
  peer.respond(cancel, 200, address)
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(listener.told, ['rejected 487'])
})

t.test('RFC 3261 §9.1 a 2xx that crosses the CANCEL is acknowledged and ended', async (t) => {
  const { usage, peer, invite, address, listener, agent } = await calling(t)
  peer.respond(invite, 180, address, { toTag: 'b' })
  await peer.quiet(address)
  usage.cancel()
  await peer.request('CANCEL')
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  const bye = await peer.request('BYE')
  t.equal(bye.toTag, 'b')
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  peer.respond(bye, 200, address)
  t.strictSame(await peer.quiet(address), [], 'one BYE')
  t.strictSame(listener.told, ['provisional 180', 'rejected 487 by nobody'])
  t.equal(agent.counters.usages, 0)
})

t.test('RFC 3261 §9.1 a CANCEL that brings no final response ends after 64 T1', async (t) => {
  const { usage, peer, invite, address, listener, clock } = await calling(t)
  peer.respond(invite, 180, address, { toTag: 'b' })
  await peer.quiet(address)
  usage.cancel()
  const cancel = await peer.request('CANCEL')
  peer.respond(cancel, 200, address)
  await peer.quiet(address)
  await clock.advance(32_010)
  t.strictSame(listener.told, ['provisional 180', 'rejected 487 by nobody'])
})

t.test('RFC 3261 §13.2.2.4 a second branch that answers is acknowledged and ended', async (t) => {
  const { usage, peer, invite, address, listener } = await calling(t)
  peer.respond(invite, 180, address, { toTag: 'b' })
  peer.respond(invite, 180, address, { toTag: 'c' })
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  t.equal((await peer.request('ACK')).toTag, 'b')
  peer.respond(invite, 200, address, { toTag: 'c', body: 'other' })
  t.equal((await peer.request('ACK')).toTag, 'c')
  t.equal((await peer.request('BYE')).toTag, 'c')
  t.equal(usage.state, 'confirmed')
  t.strictSame(listener.told, ['provisional 180', 'provisional 180', 'accepted answer'])
})

t.test(
  'RFC 3261 §13.2.2.4 the ACK is repeated with each 2xx, even when the transaction is over',
  async (t) => {
    const { peer, invite, address, listener, clock } = await talking(t)
    peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
    await peer.request('ACK')
    await clock.advance(33_000)
    peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
    await peer.request('ACK')
    t.strictSame(listener.told, ['accepted answer'])
  },
)

t.test("RFC 6026 §7.2 a refusal after a 2xx is nobody's", async (t) => {
  const { usage, peer, invite, address, listener } = await talking(t)
  peer.respond(invite, 486, address, { toTag: 'b' })
  t.strictSame(await peer.quiet(address), [])
  t.strictSame(listener.told, ['accepted answer'])
  t.equal(usage.state, 'confirmed')
})

t.test('RFC 3261 §12.2.2 the callee ends the call', async (t) => {
  const { usage, peer, invite, address, listener } = await talking(t)
  peer.send('BYE', address, {
    callId: invite.callId,
    fromTag: 'b',
    toTag: invite.fromTag,
    sequence: 77,
  })
  await peer.response(200)
  t.strictSame(listener.told, ['accepted answer', 'ended by peer'])
  t.equal(usage.state, 'ended')
  peer.send('BYE', address, {
    callId: invite.callId,
    fromTag: 'b',
    toTag: invite.fromTag,
    sequence: 78,
  })
  await peer.response(481)
})

t.test('RFC 3261 §8.1.3.3 responses with two Vias or of strangers are dropped', async (t) => {
  const { peer, invite, address, listener, agent } = await calling(t)
  const octets = peer.writeResponse(invite, 200, { toTag: 'b' })
  peer.sendOctets(octets.replace('From:', 'Via: SIP/2.0/UDP x;branch=z9hG4bKx\r\nFrom:'), address)
  peer.sendOctets(
    octets.replace(/branch=[^;\r]*/, 'branch=z9hG4bKother').replace(/;tag=[^\r]*/, ';tag=other'),
    address,
  )
  await peer.quiet(address)
  t.strictSame(listener.told, [])
  t.equal(agent.counters.dropped, 2)
})

t.test('RFC 3261 §8.1.3.1 a flow whose transport is dead gives 503', async (t) => {
  const caller = await anAgent(t)
  const flow: Flow = {
    transport: 'tcp',
    local: caller.address,
    remote: { address: '127.0.0.1', port: 1 },
  }
  const listener = aListener()
  const told = new Promise<number>((resolve) => {
    listener.rejected = (status) => resolve(status)
  })
  const to = { uri: 'sip:a@x' }
  caller.agent.invite(
    { target: 'sip:a@x', flow, from: to, to, contactUser: 'a' },
    'leg-1',
    listener,
  )
  t.equal(await told, 503)
  const response = await caller.agent.request({
    method: 'OPTIONS',
    target: 'sip:a@x',
    flow,
    from: to,
    to,
  })
  t.equal(response.status, 503)
})

t.test('a request can be called off', async (t) => {
  const caller = await anAgent(t)
  const peer = await aPeer(t)
  const to = { uri: 'sip:a@x' }
  const stop = new AbortController()
  const flow = caller.flowTo(peer.address)
  const response = caller.agent.request(
    { method: 'OPTIONS', target: 'sip:a@x', flow, from: to, to },
    stop.signal,
  )
  await peer.request('OPTIONS')
  stop.abort(new Error('enough'))
  await t.rejects(response, { message: 'enough' })
  t.equal(caller.agent.counters.transactions, 0)
})
