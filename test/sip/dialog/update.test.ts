import t from 'tap'
import type { Ending } from '../support/agent.ts'
import type { Call } from '../support/call.ts'
import { anAnsweredCall, anIncomingCall, anOutgoingCall, reliably } from '../support/call.ts'

const UPDATES = 'Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE'

/** An INVITE of the peer that has been answered early, reliably and for good. */
async function early(t: Ending, listener = {}): Promise<Call> {
  const headers = ['Require: 100rel', UPDATES]
  const call = await anIncomingCall(t, { headers, listener })
  const { usage, peer, address, next } = call
  usage.provisional(183, { body: { type: 'application/sdp', text: 'answer' } })
  const progress = await peer.response(183)
  const rack = `RAck: ${progress.header('RSeq')} 1 INVITE`
  peer.send('PRACK', address, next({ headers: [rack] }))
  await peer.response(200, 'PRACK')
  return call
}

/** The same at the calling side: the peer, tag `b`, has answered our offer early. */
async function earlyOut(t: Ending, headers: readonly string[] = [UPDATES]): Promise<Call> {
  const call = await anOutgoingCall(t)
  const { peer, address, invite } = call
  const reliable = reliably(1, ...headers)
  peer.respond(invite, 183, address, { toTag: 'b', headers: reliable, body: 'answer' })
  peer.respond(await peer.request('PRACK'), 200, address)
  await peer.quiet(address)
  return call
}

t.test('RFC 3311 §5.1 UPDATE in an early dialog, from who answers', async (t) => {
  const { usage, peer, address } = await early(t)
  const answer = usage.offer('offer 2')
  const update = await peer.request('UPDATE')
  t.equal(update.body, 'offer 2')
  t.equal(update.contacts.length, 1)
  peer.respond(update, 200, address, { body: 'answer 2', contact: '<sip:moved@10.0.0.1>' })
  t.strictSame(await answer, { sdp: 'answer 2' })
  usage.accept('answer')
  t.equal((await peer.response(200, 'INVITE')).body, '')
})

t.test('RFC 3311 §5.1 UPDATE in an early dialog, from who calls; the target moves', async (t) => {
  const { usage, peer, address, invite } = await earlyOut(t)
  const answer = usage.offer('offer 2')
  const update = await peer.request('UPDATE')
  t.equal(update.toTag, 'b')
  t.equal(update.cseq.sequence, 3)
  peer.respond(update, 200, address, { body: 'answer 2', contact: '<sip:moved@10.0.0.1>' })
  t.strictSame(await answer, { sdp: 'answer 2' })
  peer.respond(invite, 200, address, { toTag: 'b', contact: '<sip:again@10.0.0.1>' })
  t.equal((await peer.request('ACK')).uri, 'sip:again@10.0.0.1')
})

t.test('RFC 3311 §5.1 who takes no UPDATE gets the offer when the call is up', async (t) => {
  const { usage, peer, address, invite } = await earlyOut(t, [])
  const answer = usage.offer('offer 2')
  t.strictSame(await peer.quiet(address), [])
  peer.respond(invite, 200, address, { toTag: 'b' })
  await peer.request('ACK')
  const reinvite = await peer.request('INVITE')
  t.equal(reinvite.body, 'offer 2')
  peer.respond(reinvite, 200, address, { body: 'answer 2' })
  await peer.request('ACK')
  t.strictSame(await answer, { sdp: 'answer 2' })
})

t.test('RFC 3311 §5.2 the UPDATE of an early dialog is offered to us', async (t) => {
  const { peer, address, next, listener } = await early(t)
  peer.send('UPDATE', address, next({ body: 'theirs' }))
  t.equal((await peer.response(200, 'UPDATE')).body, 'answer')
  peer.send('UPDATE', address, next())
  t.equal((await peer.response(200, 'UPDATE')).body, '')
  t.strictSame(listener.told, ['offered theirs'])
  const out = await earlyOut(t)
  out.peer.send('UPDATE', out.address, out.next({ body: 'theirs' }))
  t.equal((await out.peer.response(200, 'UPDATE')).body, 'answer')
  out.peer.send('UPDATE', out.address, out.nextOf('unknown', { body: 'theirs' }))
  await out.peer.response(481, 'UPDATE')
})

t.test('RFC 3311 §5.2 glare in an early dialog: 491, or 500 with Retry-After', async (t) => {
  const { peer, address, next, usage } = await early(t, { offered: () => {} })
  const waits = usage.offer('mine')
  const mine = await peer.request('UPDATE')
  peer.send('UPDATE', address, next({ body: 'theirs' }))
  await peer.response(491, 'UPDATE')
  peer.respond(mine, 488, address)
  t.strictSame(await waits, { status: 488 })
  t.equal(usage.state, 'proceeding', 'refused: all as it was')
  peer.send('UPDATE', address, next({ body: 'theirs' }))
  await peer.quiet(address)
  peer.send('UPDATE', address, next({ body: 'theirs again' }))
  t.match((await peer.response(500, 'UPDATE')).header('Retry-After'), /^\d$/)
  void usage.offer('mine again')
  t.strictSame(await peer.quiet(address), [], 'ours waits for the answer to theirs')

  const before = await anIncomingCall(t, { headers: [UPDATES] })
  before.peer.send('UPDATE', before.address, before.next({ body: 'too early' }))
  await before.peer.response(500, 'UPDATE')
  const out = await anOutgoingCall(t)
  out.peer.respond(out.invite, 180, out.address, { toTag: 'b' })
  await out.peer.quiet(out.address)
  out.peer.send('UPDATE', out.address, out.next({ body: 'too early' }))
  await out.peer.response(491, 'UPDATE')
})

t.test('RFC 3311 §5.3 after 491 or 500 with Retry-After the offer is made again', async (t) => {
  const { usage, peer, address, clock } = await early(t)
  const answer = usage.offer('mine')
  peer.respond(await peer.request('UPDATE'), 491, address)
  await peer.quiet(address)
  await clock.advance(2010)
  peer.respond(await peer.request('UPDATE'), 500, address, { headers: ['Retry-After: 7'] })
  await peer.quiet(address)
  await clock.advance(6980)
  t.strictSame(await peer.quiet(address), [])
  await clock.advance(40)
  peer.respond(await peer.request('UPDATE'), 200, address, { body: 'x' })
  t.strictSame(await answer, { sdp: 'x' })
})

t.test('RFC 3261 §14.1 an offer is asked for, and answered in the ACK', async (t) => {
  const { usage, peer, address } = await anAnsweredCall(t)
  const asked = usage.solicit()
  const invite = await peer.request('INVITE')
  t.equal(invite.body, '')
  peer.respond(invite, 200, address, { body: 'all I can' })
  const answer = await asked
  t.match(answer, { sdp: 'all I can' })
  peer.respond(invite, 200, address, { body: 'all I can' })
  t.strictSame(await peer.quiet(address), [])
  if ('answer' in answer) answer.answer('this of it')
  t.equal((await peer.request('ACK')).body, 'this of it')
  peer.respond(invite, 200, address, { body: 'all I can' })
  t.equal((await peer.request('ACK')).body, 'this of it')
})

t.test('BYE while an offer that was asked for has no answer: ACK all the same', async (t) => {
  const { usage, peer, address } = await anAnsweredCall(t)
  const asked = usage.solicit()
  peer.respond(await peer.request('INVITE'), 200, address, { body: 'all I can' })
  await asked
  usage.bye()
  t.equal((await peer.request('ACK')).body, '')
  await peer.request('BYE')
})
