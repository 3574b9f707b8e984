import t from 'tap'
import type { InviteUsage } from '../../../firmware/sip/contract.ts'
import type { Agent, Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import type { Recorder } from '../support/listener.ts'
import { aListener } from '../support/listener.ts'
import type { Peer, RequestOptions } from '../support/peer.ts'
import { aPeer } from '../support/peer.ts'

interface Talking extends Agent {
  readonly peer: Peer
  readonly usage: InviteUsage
  readonly listener: Recorder
  /** The peer's side of the dialog, with the next CSeq number. */
  next(more?: RequestOptions): RequestOptions
}

/** A call that we have made, and that is up. */
async function talking(t: Ending, listener = aListener()): Promise<Talking> {
  const caller = await anAgent(t)
  const peer = await aPeer(t)
  const to = { uri: 'sip:101@office.example' }
  const flow = caller.flowTo(peer.address)
  const body = { type: 'application/sdp', text: 'offer' }
  const usage = caller.agent.invite(
    { target: 'sip:a@x', flow, from: to, to, contactUser: 'a', body },
    'leg-1',
    listener,
  )
  const invite = await peer.request('INVITE')
  peer.respond(invite, 200, caller.address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  listener.told.length = 0
  let sequence = 0
  const next = (more: RequestOptions = {}) => {
    sequence++
    return { callId: invite.callId, fromTag: 'b', toTag: invite.fromTag, sequence, ...more }
  }
  return { ...caller, peer, usage, listener, next }
}

t.test(
  'RFC 3261 §14.1 our re-INVITE is answered, acknowledged, and moves the target',
  async (t) => {
    const { usage, peer, address } = await talking(t)
    const answer = usage.offer('offer 2')
    const invite = await peer.request('INVITE')
    t.equal(invite.body, 'offer 2')
    t.equal(invite.cseq.sequence, 2)
    t.equal(invite.toTag, 'b')
    peer.respond(invite, 200, address, { body: 'answer 2', contact: '<sip:elsewhere@10.0.0.1>' })
    const ack = await peer.request('ACK')
    t.equal(ack.cseq.sequence, 2)
    t.equal(ack.uri, 'sip:elsewhere@10.0.0.1')
    t.strictSame(await answer, { sdp: 'answer 2' })
    peer.respond(invite, 200, address, { body: 'answer 2' })
    await peer.request('ACK')
  },
)

t.test('RFC 3261 §14.1 a refused re-INVITE leaves the call as it was', async (t) => {
  const { usage, peer, address } = await talking(t)
  const answer = usage.offer('offer 2')
  peer.respond(await peer.request('INVITE'), 488, address)
  await peer.request('ACK')
  t.strictSame(await answer, { status: 488 })
  t.equal(usage.state, 'confirmed')
})

t.test('RFC 3261 §14.1 after glare the offer is made again, three times at most', async (t) => {
  const { usage, peer, address, clock, agent } = await talking(t)
  const answer = usage.offer('offer 2')
  for (const round of [1, 2, 3, 4]) {
    const invite = await peer.request('INVITE')
    t.equal(invite.cseq.sequence, 1 + round)
    peer.respond(invite, 491, address)
    await peer.request('ACK')
    await peer.quiet(address)
    await clock.advance(2090)
    t.strictSame(await peer.quiet(address), [], 'who made the Call-ID waits 2.1 s at least')
    if (round === 4) break
    const { sent } = agent.counters
    for (let waited = 0; agent.counters.sent === sent && waited < 1920; waited += 10) {
      await clock.advance(10)
    }
  }
  t.strictSame(await answer, { status: 491 })
  t.equal(usage.state, 'confirmed')
})

t.test('RFC 3261 §14.1 offers wait for each other', async (t) => {
  const { usage, peer, address } = await talking(t)
  const first = usage.offer('one')
  const second = usage.offer('two')
  const one = await peer.request('INVITE')
  t.strictSame(await peer.quiet(address), [])
  peer.respond(one, 200, address, { body: 'answer one' })
  await peer.request('ACK')
  const two = await peer.request('INVITE')
  peer.respond(two, 200, address, { body: 'answer two' })
  await peer.request('ACK')
  t.strictSame([await first, await second], [{ sdp: 'answer one' }, { sdp: 'answer two' }])
})

t.test('RFC 3261 §12.2.1.2 481 to a re-INVITE ends the usage, and so does silence', async (t) => {
  for (const silent of [false, true]) {
    const { usage, peer, address, clock, listener } = await talking(t)
    const answer = usage.offer('offer 2')
    const invite = await peer.request('INVITE')
    if (silent) await clock.advance(33_000)
    else peer.respond(invite, 481, address)
    t.strictSame(await answer, { status: silent ? 408 : 481 })
    t.equal(usage.state, 'ended')
    t.strictSame(listener.told, [silent ? 'ended by timeout' : 'ended by lost'])
  }
})

t.test('a peer that answers 100 and nothing more does not hold the dialog', async (t) => {
  const { usage, peer, address, clock } = await talking(t)
  const answer = usage.offer('offer 2')
  const invite = await peer.request('INVITE')
  peer.respond(invite, 100, address)
  await peer.quiet(address)
  await clock.advance(32_010)
  await peer.request('CANCEL')
  await clock.advance(32_010)
  t.match(await answer, { status: 487 })
})

t.test(
  "RFC 3261 §14.2 the peer's re-INVITE is offered to us, and our 2xx repeated until its ACK",
  async (t) => {
    const { usage, peer, address, listener, next, clock } = await talking(t)
    const invite = next({ body: 'their offer', contact: '<sip:moved@10.0.0.2>' })
    peer.send('INVITE', address, invite)
    const ok = await peer.response(200)
    t.equal(ok.body, 'answer')
    t.match(ok.contacts, [{ uri: `sip:a@127.0.0.1:${address.port}` }])
    await clock.advance(510)
    await peer.response(200)
    const waiting = usage.offer('mine')
    t.strictSame(await peer.quiet(address), [], 'ours waits for the ACK')
    peer.send('ACK', address, { ...invite, body: '' })
    const mine = await peer.request('INVITE')
    t.equal(mine.uri, 'sip:moved@10.0.0.2')
    peer.respond(mine, 200, address, { body: 'x' })
    await waiting
    t.strictSame(listener.told, ['offered their offer'])
  },
)

t.test(
  'RFC 3261 §14.2 a re-INVITE without an offer: ours in the 2xx, theirs in the ACK',
  async (t) => {
    const { peer, address, listener, next } = await talking(t)
    const invite = next()
    peer.send('INVITE', address, invite)
    await peer.response(200)
    peer.send('ACK', address, { ...invite, body: 'their answer' })
    await peer.quiet(address)
    t.strictSame(listener.told, ['offered undefined', 'acknowledged their answer'])
  },
)

t.test(
  'RFC 3261 §14.2 glare: 491 while ours is open; 500 while theirs is unanswered',
  async (t) => {
    const answers: { refuse(status: number): void }[] = []
    const listener = aListener({ offered: (_, answer) => answers.push(answer) })
    const { usage, peer, address, next } = await talking(t, listener)
    const answer = usage.offer('mine')
    const mine = await peer.request('INVITE')
    peer.send('INVITE', address, next({ body: 'theirs' }))
    await peer.response(491)
    peer.send('UPDATE', address, next({ body: 'theirs' }))
    await peer.response(491)
    peer.respond(mine, 200, address, { body: 'x' })
    await answer
    await peer.request('ACK')

    peer.send('INVITE', address, next({ body: 'theirs' }))
    await peer.response(100)
    peer.send('INVITE', address, next({ body: 'theirs again' }))
    const busy = await peer.response(500)
    t.match(busy.header('Retry-After'), /^\d$/)
    peer.send('UPDATE', address, next({ body: 'theirs again' }))
    await peer.response(500)
    t.equal(answers.length, 1)
    answers[0]?.refuse(488)
    await peer.response(488)
    answers[0]?.refuse(486)
    t.strictSame(await peer.quiet(address), [], 'one answer')
  },
)

t.test('RFC 3261 §14.2 a re-INVITE whose 2xx is never acknowledged ends the call', async (t) => {
  const { usage, peer, address, listener, next, clock } = await talking(t)
  peer.send('INVITE', address, next({ body: 'theirs' }))
  await peer.response(200)
  await clock.advance(40_000)
  const names = await peer.quiet(address)
  t.ok(names.includes('BYE'))
  t.strictSame(listener.told, ['offered theirs', 'ended by timeout'])
  t.equal(usage.state, 'ended')
})

t.test('RFC 3261 §9.2 a re-INVITE can be cancelled; the call stays', async (t) => {
  const listener = aListener({ offered: () => {} })
  const { usage, peer, address, next } = await talking(t, listener)
  const invite = next({ body: 'theirs', branch: 'z9hG4bKre' })
  peer.send('INVITE', address, invite)
  await peer.response(100)
  peer.send('CANCEL', address, { ...invite, body: '' })
  await peer.response(200, 'CANCEL')
  await peer.response(487, 'INVITE')
  t.equal(usage.state, 'confirmed')
})

t.test(
  'RFC 3311 §5.2 an UPDATE with an offer is answered at once, one without refreshes the target',
  async (t) => {
    const { usage, peer, address, listener, next } = await talking(t)
    peer.send('UPDATE', address, next({ body: 'theirs' }))
    t.equal((await peer.response(200)).body, 'answer')
    peer.send('UPDATE', address, next({ contact: '<sip:moved@10.0.0.3>' }))
    t.equal((await peer.response(200)).body, '')
    usage.bye()
    t.equal((await peer.request('BYE')).uri, 'sip:moved@10.0.0.3')
    t.strictSame(listener.told, ['offered theirs'])
  },
)

t.test('BYE from the peer settles what is open', async (t) => {
  const listener = aListener({ offered: () => {} })
  const { usage, peer, address, next } = await talking(t, listener)
  peer.send('INVITE', address, next({ body: 'theirs' }))
  await peer.response(100)
  const mine = usage.offer('mine')
  peer.send('BYE', address, next())
  await peer.response(487, 'INVITE')
  await peer.response(200, 'BYE')
  t.strictSame(await mine, { status: 481 })
  t.strictSame(await usage.offer('more'), { status: 481 })
})

t.test('BYE from us while our re-INVITE is open: its 2xx is still acknowledged', async (t) => {
  const { usage, peer, address } = await talking(t)
  void usage.offer('mine')
  const invite = await peer.request('INVITE')
  usage.bye()
  const bye = await peer.request('BYE')
  peer.respond(invite, 200, address, { body: 'x' })
  await peer.request('ACK')
  peer.respond(bye, 200, address)
  t.strictSame(await peer.quiet(address), [])
})
