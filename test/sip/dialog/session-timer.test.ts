import t from 'tap'
import type { InviteOptions } from '../../../firmware/sip/contract.ts'
import { anAnsweredCall, anIncomingCall, anOutgoingCall } from '../support/call.ts'

const UPDATES = 'Allow: INVITE, ACK, BYE, CANCEL, UPDATE'
const TIMER = 'Supported: timer'

/** A call that the peer began; what our 2xx said. */
async function answered(
  t: Parameters<typeof anIncomingCall>[0],
  headers: readonly string[],
  options: InviteOptions = {},
) {
  const call = await anIncomingCall(t, { headers, options })
  const { usage, peer, address, next } = call
  usage.accept('answer')
  const ok = await peer.response(200, 'INVITE')
  peer.send('ACK', address, { ...next(), sequence: 1 })
  await peer.quiet(address)
  return { ...call, ok }
}

t.test('RFC 4028 §9 what our 2xx says, by what the caller asked and our setting', async (t) => {
  const cases = [
    [['Supported: timer', 'Session-Expires: 600'], {}, '600;refresher=uac', true],
    [['k: timer', 'x: 600;refresher=uas'], {}, '600;refresher=uas', true],
    [['Session-Expires: 600;refresher=uac'], {}, '600;refresher=uas', false],
    [[TIMER], {}, undefined, false],
    [['Supported: timer', 'Session-Expires: 600'], { timer: 'off' }, undefined, false],
    [[TIMER], { timer: 'ask' }, '1800;refresher=uas', true],
    [[], { timer: 'ask', sessionSeconds: 300 }, '300;refresher=uas', false],
    [['Min-SE: 2000'], { timer: 'ask' }, '2000;refresher=uas', false],
  ] as const
  for (const [headers, options, expires, requires] of cases) {
    const { ok } = await answered(t, headers, options)
    t.equal(ok.header('Session-Expires'), expires, headers.join())
    t.equal(ok.lists('Require', 'timer'), requires, headers.join())
  }
})

t.test('RFC 4028 §9 too short an interval is refused with 422, whoever asks', async (t) => {
  const { peer, address } = await anIncomingCall(t)
  peer.send('INVITE', address, { callId: 'x', headers: [TIMER, 'Session-Expires: 60'] })
  t.equal((await peer.response(422)).header('Min-SE'), '90')
})

t.test('RFC 4028 §10 the peer does not refresh: BYE in time', async (t) => {
  const { peer, address, clock, listener, usage, agent } = await answered(t, [
    'Supported: timer',
    'Session-Expires: 600;refresher=uac',
  ])
  await clock.advance(567_000)
  t.strictSame(await peer.quiet(address), [])
  await clock.advance(2000)
  const bye = await peer.request('BYE')
  t.match(bye.header('Reason'), /cause=102/)
  peer.respond(bye, 200, address)
  t.strictSame(listener.told, ['acknowledged', 'ended by timeout'])
  t.equal(usage.state, 'ended')
  await peer.quiet(address)
  await clock.advance(64_000)
  t.match(agent.counters, { usages: 0, transactions: 0 })
})

t.test('RFC 4028 §10 the peer refreshes by UPDATE or re-INVITE: the call goes on', async (t) => {
  const { peer, address, clock, listener, next } = await answered(t, [
    'Supported: timer',
    'Session-Expires: 600;refresher=uac',
  ])
  const headers = [TIMER, 'Session-Expires: 400;refresher=uac']
  await clock.advance(300_000)
  peer.send('UPDATE', address, next({ headers }))
  t.equal((await peer.response(200, 'UPDATE')).header('Session-Expires'), '400;refresher=uac')
  await clock.advance(300_000)
  const again = next({ headers, body: 'offer' })
  peer.send('INVITE', address, again)
  t.equal((await peer.response(200, 'INVITE')).header('Session-Expires'), '400;refresher=uac')
  peer.send('ACK', address, { ...again, headers: [], body: '' })
  await peer.quiet(address)
  await clock.advance(366_000)
  t.strictSame(await peer.quiet(address), [])
  await clock.advance(3000)
  await peer.request('BYE')
  t.strictSame(listener.told, ['acknowledged', 'offered offer', 'ended by timeout'])
})

t.test('RFC 4028 §7.1 our INVITE: as the setting says', async (t) => {
  const cases = [
    ['off', false, undefined],
    ['accept', true, undefined],
    ['ask', true, '1800'],
  ] as const
  for (const [timer, supports, expires] of cases) {
    const { invite } = await anOutgoingCall(t, { options: { timer } })
    t.equal(invite.lists('Supported', 'timer'), supports)
    t.equal(invite.header('Session-Expires'), expires)
    t.equal(invite.header('Min-SE'), expires && '90')
  }
})

t.test('RFC 4028 §7.2 we refresh by UPDATE at half of the time', async (t) => {
  const { peer, address, clock, listener } = await anAnsweredCall(t, {
    answerHeaders: [UPDATES, 'Require: timer', 'Session-Expires: 200;refresher=uac'],
  })
  for (const round of [1, 2]) {
    await clock.advance(99_900)
    t.strictSame(await peer.quiet(address), [])
    await clock.advance(1200) // long timers are a second late at most
    const update = await peer.request('UPDATE')
    t.equal(update.body, '')
    t.equal(update.header('Session-Expires'), '200;refresher=uac')
    t.equal(update.cseq.sequence, 1 + round)
    peer.respond(update, 200, address, { headers: ['Session-Expires: 200;refresher=uac'] })
    await peer.quiet(address)
  }
  t.strictSame(listener.told, [])
})

t.test('RFC 4028 §7.4 we refresh by the same description where UPDATE is not taken', async (t) => {
  const { peer, address, clock, listener, usage } = await anAnsweredCall(t, {
    answerHeaders: ['Session-Expires: 200;refresher=uac'],
  })
  await clock.advance(100_100)
  const first = await peer.request('INVITE')
  t.equal(first.body, 'as before')
  peer.respond(first, 422, address, { headers: ['Min-SE: 300'] })
  await peer.request('ACK')
  const again = await peer.request('INVITE')
  t.equal(again.header('Session-Expires'), '300;refresher=uac')
  t.equal(again.header('Min-SE'), '300')
  const headers = ['Session-Expires: 300;refresher=uac']
  peer.respond(again, 200, address, { body: 'their answer', headers })
  await peer.request('ACK')
  await peer.quiet(address)
  t.strictSame(listener.told, ['answered their answer'])
  t.equal(usage.state, 'confirmed')
})

t.test(
  'RFC 3311 §5.2 a peer whose UPDATE is refused with 405 is refreshed by re-INVITE',
  async (t) => {
    const { peer, address, clock } = await anAnsweredCall(t, {
      answerHeaders: [UPDATES, 'Session-Expires: 200;refresher=uac'],
    })
    await clock.advance(100_100)
    peer.respond(await peer.request('UPDATE'), 405, address)
    t.equal((await peer.request('INVITE')).body, 'as before')
  },
)

t.test('RFC 4028 §10 our refresh is refused for good: BYE before the session ends', async (t) => {
  const { peer, address, clock, listener } = await anAnsweredCall(t, {
    answerHeaders: [UPDATES, 'Session-Expires: 200;refresher=uac'],
  })
  let tries = 0
  for (let waited = 0; waited < 170_000 && listener.told.length === 0; waited += 1000) {
    await clock.advance(1000)
    for (;;) {
      const name = (await peer.quiet(address))[0]
      if (!name) break
      t.match(name, /UPDATE|BYE/)
      if (name === 'UPDATE') tries++
    }
    if (tries > 40) break
  }
  t.ok(clock.uptime() <= 170_000)
  t.strictSame(listener.told, ['ended by timeout'], 'nobody answers the UPDATE: 408')
})

t.test('RFC 4028 §7.2 the peer refreshes when its 2xx says so; none, no timer', async (t) => {
  const theirs = await anAnsweredCall(t, {
    answerHeaders: ['Session-Expires: 200;refresher=uas'],
  })
  await theirs.clock.advance(166_000)
  t.strictSame(await theirs.peer.quiet(theirs.address), [])
  await theirs.clock.advance(3000)
  await theirs.peer.request('BYE')

  const none = await anAnsweredCall(t, { options: { timer: 'ask' } })
  await none.clock.advance(3_600_000)
  t.strictSame(await none.peer.quiet(none.address), [])
})

t.test('RFC 4028 §7.3 a 422 to our INVITE: again with the longer interval', async (t) => {
  const { peer, address, invite, listener } = await anOutgoingCall(t, {
    options: { timer: 'ask', sessionSeconds: 120 },
  })
  peer.respond(invite, 422, address, { toTag: 'x', headers: ['Min-SE: 500'] })
  await peer.request('ACK')
  const again = await peer.request('INVITE')
  t.equal(again.callId, invite.callId)
  t.equal(again.fromTag, invite.fromTag)
  t.equal(again.cseq.sequence, 2)
  t.equal(again.header('Session-Expires'), '500')
  t.equal(again.header('Min-SE'), '500')
  t.equal(again.headers('Session-Expires').length, 1)
  t.equal(again.body, 'offer')
  t.not(again.vias[0]?.branch, invite.vias[0]?.branch)
  peer.respond(again, 422, address, { toTag: 'x', headers: ['Min-SE: 500'] })
  await peer.request('ACK')
  await peer.quiet(address)
  t.strictSame(listener.told, ['rejected 422'], 'once is enough')
})
