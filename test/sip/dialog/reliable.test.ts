import t from 'tap'
import type { SipResponse } from '../../../firmware/sip/message/message.ts'
import type { Call } from '../support/call.ts'
import { anIncomingCall, anOutgoingCall, reliably } from '../support/call.ts'

const REQUIRES = ['Require: 100rel', 'Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE']
const SUPPORTS = ['Supported: timer, 100rel']
const sdp = (text: string) => ({ body: { type: 'application/sdp', text } })

/** The peer's PRACK for a response of ours. */
function prack({ peer, address, next }: Call, response: SipResponse, body = ''): void {
  const rack = `RAck: ${response.header('RSeq')} ${response.header('CSeq')}`
  peer.send('PRACK', address, next({ headers: [rack], body }))
}

t.test(
  'RFC 3262 §3 who must be reliable is: repeated with doubled waits until PRACK',
  async (t) => {
    const call = await anIncomingCall(t, { headers: REQUIRES })
    const { usage, peer, clock, address } = call
    t.ok(usage.isReliable)
    usage.provisional(180)
    const ringing = await peer.response(180)
    t.strictSame(ringing.headers('Require'), ['100rel'])
    const sequence = Number(ringing.header('RSeq'))
    t.ok(sequence >= 1 && sequence < 2 ** 31)
    for (const at of [500, 1500, 3500]) {
      await clock.advance(at - 20 - clock.uptime())
      t.strictSame(await peer.quiet(address), [])
      await clock.advance(40)
      t.equal((await peer.response(180)).text, ringing.text)
    }
    prack(call, ringing)
    await peer.response(200, 'PRACK')
    await clock.advance(40_000)
    t.strictSame(await peer.quiet(address), [])
    prack(call, ringing)
    await peer.response(481, 'PRACK')
  },
)

t.test(
  'RFC 3262 §3 one at a time: the next goes when the one before is acknowledged',
  async (t) => {
    const call = await anIncomingCall(t, { headers: REQUIRES })
    const { usage, peer, address } = call
    usage.provisional(180)
    usage.provisional(183, sdp('answer'))
    usage.provisional(182)
    const first = await peer.response(180)
    t.strictSame(await peer.quiet(address), [])
    prack(call, first)
    await peer.response(200, 'PRACK')
    const second = await peer.response(183)
    t.equal(second.body, 'answer')
    t.equal(Number(second.header('RSeq')), Number(first.header('RSeq')) + 1)
    prack(call, second)
    await peer.response(200, 'PRACK')
    const third = await peer.response(182)
    usage.accept('answer')
    t.equal(
      (await peer.response(200, 'INVITE')).body,
      '',
      'RFC 6337 §3.1.1 the answer has been given',
    )
    prack(call, third)
    await peer.response(200, 'PRACK')
  },
)

t.test('RFC 3262 §3 a 2xx waits for the PRACK of an answer', async (t) => {
  const call = await anIncomingCall(t, { headers: REQUIRES })
  const { usage, peer, address, next, listener } = call
  usage.provisional(183, sdp('answer'))
  const progress = await peer.response(183)
  usage.accept('answer')
  t.strictSame(await peer.quiet(address), [])
  t.equal(usage.state, 'proceeding')
  prack(call, progress)
  await peer.response(200, 'PRACK')
  t.equal((await peer.response(200, 'INVITE')).body, '')
  peer.send('ACK', address, { ...next(), sequence: 1 })
  await peer.quiet(address)
  t.equal(usage.state, 'confirmed')
  t.strictSame(listener.told, ['acknowledged'])
})

t.test('RFC 3262 §3 nobody acknowledges: 5xx after 64 T1', async (t) => {
  const { usage, peer, clock, address, listener, agent } = await anIncomingCall(t, {
    headers: REQUIRES,
  })
  usage.provisional(180)
  await peer.response(180)
  await clock.advance(64_000)
  const names = await peer.quiet(address)
  t.equal(names.at(-1)?.slice(0, 3), '504')
  t.equal(usage.state, 'ended')
  t.strictSame(listener.told, ['ended by timeout'])
  await clock.advance(64_000)
  t.match(agent.counters, { usages: 0 })
})

t.test('RFC 3262 §3 a wrong RAck is refused, and the response repeated', async (t) => {
  const call = await anIncomingCall(t, { headers: REQUIRES })
  const { usage, peer, clock, address, next } = call
  usage.provisional(180)
  const ringing = await peer.response(180)
  const sequence = Number(ringing.header('RSeq'))
  for (const rack of [
    `${sequence + 1} 1 INVITE`,
    `${sequence} 2 INVITE`,
    `${sequence} 1 BYE`,
    'x',
  ]) {
    peer.send('PRACK', address, next({ headers: [`RAck: ${rack}`] }))
    await peer.response(481, 'PRACK')
  }
  peer.send('PRACK', address, next())
  await peer.response(481, 'PRACK')
  await clock.advance(510)
  await peer.response(180)
})

t.test('SADV-7 GSIP-12 reliable or not, as the option and the peer want it', async (t) => {
  const cases = [
    ['off', REQUIRES, true],
    ['off', SUPPORTS, false],
    ['offer', SUPPORTS, true],
    ['offer', [], false],
    ['require', SUPPORTS, true],
  ] as const
  for (const [reliable, headers, isReliable] of cases) {
    const { usage, peer } = await anIncomingCall(t, { options: { reliable }, headers })
    t.equal(usage.isReliable, isReliable, `${reliable} ${headers}`)
    usage.provisional(180)
    t.equal((await peer.response(180)).header('RSeq') !== undefined, isReliable)
  }
  const { usage, peer, clock, listener } = await anIncomingCall(t, {
    options: { reliable: 'require' },
  })
  t.strictSame((await peer.response(421)).headers('Require'), ['100rel'])
  t.equal(usage.state, 'ended')
  await clock.advance(20)
  t.strictSame(listener.told, ['ended by lost'])
})

t.test('RFC 3262 §5 an INVITE without offer: ours in the first reliable response', async (t) => {
  const call = await anIncomingCall(t, { headers: REQUIRES, offer: '' })
  const { usage, peer, address, listener, next } = call
  usage.provisional(180)
  t.strictSame(await peer.quiet(address), [], 'not without our offer')
  usage.provisional(183, sdp('our offer'))
  const progress = await peer.response(183)
  t.equal(progress.body, 'our offer')
  peer.send('UPDATE', address, next({ body: 'too early' }))
  await peer.response(491, 'UPDATE')
  prack(call, progress, 'their answer')
  await peer.response(200, 'PRACK')
  t.strictSame(listener.told, ['answered their answer'])
  usage.accept('our offer')
  t.equal((await peer.response(200, 'INVITE')).body, '')
})

t.test('RFC 3262 §5 a PRACK may have another offer, whose answer is in its 2xx', async (t) => {
  const call = await anIncomingCall(t, { headers: REQUIRES })
  const { usage, peer, listener } = call
  usage.provisional(183, sdp('answer'))
  prack(call, await peer.response(183), 'offer again')
  t.equal((await peer.response(200, 'PRACK')).body, 'answer')
  t.strictSame(listener.told, ['offered offer again'])
})

t.test('RFC 3262 §3 PRACK and CANCEL: what is cancelled is not repeated', async (t) => {
  const { usage, peer, address, clock, invite, listener } = await anIncomingCall(t, {
    headers: REQUIRES,
  })
  usage.provisional(180)
  await peer.response(180)
  peer.send('CANCEL', address, {
    callId: 'in-1',
    fromTag: 'theirs',
    branch: invite.vias[0]?.branch ?? '',
  })
  await peer.response(200, 'CANCEL')
  await peer.response(487, 'INVITE')
  peer.send('ACK', address, { callId: 'in-1', fromTag: 'theirs', branch: 'z9hG4bKin1' })
  await peer.quiet(address)
  await clock.advance(5000)
  t.strictSame(await peer.quiet(address), [])
  t.strictSame(listener.told, ['cancelled'])
})

t.test('RFC 3262 §4 each reliable response is acknowledged, in order, once', async (t) => {
  const { peer, address, invite, listener, clock } = await anOutgoingCall(t, {
    options: { reliable: 'offer' },
  })
  t.ok(invite.lists('Supported', '100rel'))
  const respond = (sequence: number, status = 180) =>
    peer.respond(invite, status, address, { toTag: 'b', headers: reliably(sequence) })
  respond(7)
  const first = await peer.request('PRACK')
  t.equal(first.header('RAck'), '7 1 INVITE')
  t.equal(first.toTag, 'b')
  t.equal(first.cseq.sequence, 2)
  respond(7)
  t.strictSame(await peer.quiet(address), [], 'repeated: the PRACK is on its way')
  await clock.advance(510)
  t.equal((await peer.request('PRACK')).text, first.text)
  peer.respond(first, 200, address)
  respond(9, 183)
  t.strictSame(await peer.quiet(address), [], 'out of order')
  respond(8, 183)
  const second = await peer.request('PRACK')
  t.equal(second.header('RAck'), '8 1 INVITE')
  t.equal(second.cseq.sequence, 3)
  peer.respond(second, 200, address)
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  t.equal((await peer.request('ACK')).cseq.sequence, 1)
  t.strictSame(listener.told, ['provisional 180', 'provisional 183', 'accepted answer'])
})

t.test('RFC 3262 §4 early dialogs of a forked INVITE count for themselves', async (t) => {
  const { peer, address, invite, listener, usage } = await anOutgoingCall(t)
  for (const [toTag, sequence] of [
    ['b', 100],
    ['c', 1],
  ] as const) {
    peer.respond(invite, 183, address, { toTag, headers: reliably(sequence), body: toTag })
    const prack = await peer.request('PRACK')
    t.equal(prack.toTag, toTag)
    t.equal(prack.header('RAck'), `${sequence} 1 INVITE`)
    t.equal(prack.cseq.sequence, 2)
    peer.respond(prack, 200, address)
  }
  peer.respond(invite, 199, address, { toTag: 'b', headers: reliably(101) })
  peer.respond(await peer.request('PRACK'), 200, address)
  peer.respond(invite, 200, address, { toTag: 'c', body: 'again' })
  t.equal((await peer.request('ACK')).toTag, 'c')
  t.strictSame(listener.told, [
    'provisional 183',
    'provisional 183',
    'provisional 199',
    'accepted ',
  ])
  usage.bye()
  const bye = await peer.request('BYE')
  t.equal(bye.toTag, 'c')
  t.equal(bye.cseq.sequence, 3, 'counted on from the PRACK')
})

t.test(
  'RFC 3262 §5 our INVITE without offer: theirs in a 183, our answer in the PRACK',
  async (t) => {
    const { peer, address, invite, listener } = await anOutgoingCall(t, { offer: '' })
    peer.respond(invite, 183, address, { toTag: 'b', headers: reliably(1), body: 'their offer' })
    const prack = await peer.request('PRACK')
    t.equal(prack.body, 'answer')
    peer.respond(prack, 200, address)
    peer.respond(invite, 200, address, { toTag: 'b' })
    t.equal((await peer.request('ACK')).body, '')
    t.strictSame(listener.told, ['provisional 183', 'offered their offer', 'accepted '])
  },
)

t.test('RFC 3262 §5 an offer in a 183 that we refuse ends the call', async (t) => {
  const { peer, address, invite, listener } = await anOutgoingCall(t, {
    offer: '',
    listener: { offered: (_, answer) => answer.refuse(488) },
  })
  peer.respond(invite, 183, address, { toTag: 'b', headers: reliably(1), body: 'their offer' })
  t.equal((await peer.request('PRACK')).body, '')
  peer.respond(await peer.request('CANCEL'), 200, address)
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(listener.told, ['provisional 183', 'rejected 487'])
})

t.test(
  'RFC 3264 §4 our INVITE without offer: theirs in the 2xx, our answer in the ACK',
  async (t) => {
    const answers: { accept(sdp: string): void }[] = []
    const { peer, address, invite, listener, usage } = await anOutgoingCall(t, {
      offer: '',
      listener: { offered: (_, answer) => void answers.push(answer) },
    })
    const ok = { toTag: 'b', body: 'their offer' }
    peer.respond(invite, 200, address, ok)
    t.strictSame(await peer.quiet(address), [], 'the ACK waits for the answer')
    peer.respond(invite, 200, address, ok)
    t.strictSame(await peer.quiet(address), [])
    t.equal(answers.length, 1)
    answers[0]?.accept('our answer')
    t.equal((await peer.request('ACK')).body, 'our answer')
    peer.respond(invite, 200, address, ok)
    t.equal((await peer.request('ACK')).body, 'our answer', 'the same ACK again')
    t.equal(usage.state, 'confirmed')
    t.strictSame(listener.told, ['accepted '])
  },
)

t.test('RFC 3261 §13.2.2.4 an offer in the 2xx that we refuse: ACK and BYE', async (t) => {
  const { peer, address, invite, listener, agent, clock } = await anOutgoingCall(t, {
    offer: '',
    listener: { offered: (_, answer) => answer.refuse(488) },
  })
  peer.respond(invite, 200, address, { toTag: 'b', body: 'their offer' })
  await peer.request('ACK')
  peer.respond(await peer.request('BYE'), 200, address)
  t.strictSame(listener.told, ['rejected 488 by nobody'])
  await peer.quiet(address)
  await clock.advance(64_000)
  t.match(agent.counters, { usages: 0, transactions: 0 })
})
