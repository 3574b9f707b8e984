import t from 'tap'
import type { InviteUsage } from '../../../firmware/sip/contract.ts'
import type { Agent, Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import type { Recorder } from '../support/listener.ts'
import { aListener } from '../support/listener.ts'
import type { Peer } from '../support/peer.ts'
import { aPeer } from '../support/peer.ts'

interface Ringing extends Agent {
  readonly peer: Peer
  readonly usage: InviteUsage
  readonly listener: Recorder
  /** Identifiers of the peer's INVITE, for the requests that follow it. */
  readonly dialog: { callId: string; fromTag: string; toTag: string }
}

const IDS = { callId: 'in-1', fromTag: 'theirs' }
const INVITE = { ...IDS, branch: 'z9hG4bKin1', body: 'offer' }

/** A peer whose INVITE rings at our side. */
async function ringing(t: Ending, listener = aListener()): Promise<Ringing> {
  let usage: InviteUsage | undefined
  const server = await anAgent(t, {
    invite: (request) => {
      usage = server.agent.adopt(request, 'leg-1', listener)
      usage.provisional(180)
    },
  })
  const peer = await aPeer(t)
  peer.send('INVITE', server.address, INVITE)
  await peer.response(100)
  const ringing = await peer.response(180)
  if (!usage) throw new Error('no INVITE came')
  return { ...server, peer, usage, listener, dialog: { ...IDS, toTag: ringing.toTag ?? '' } }
}

/** The same with the call up. */
async function talking(t: Ending, listener = aListener()): Promise<Ringing> {
  const call = await ringing(t, listener)
  call.usage.accept('answer')
  await call.peer.response(200)
  call.peer.send('ACK', call.address, call.dialog)
  await call.peer.quiet(call.address)
  return call
}

t.test(
  'RFC 3261 §13.3.1 an INVITE rings, is answered, acknowledged and ended by the caller',
  async (t) => {
    const { usage, peer, address, dialog, listener, agent } = await ringing(t)
    t.equal(usage.state, 'proceeding')
    usage.accept('answer', [['P-Asserted-Identity', '<sip:b@x>']])
    const ok = await peer.response(200)
    t.equal(ok.body, 'answer')
    t.equal(ok.toTag, dialog.toTag, 'one To tag for all')
    t.match(ok.contacts, [{ uri: `sip:office@127.0.0.1:${address.port}` }])
    t.match(ok.header('Allow'), /INVITE.*UPDATE/)
    t.equal(ok.header('Supported'), 'timer, replaces, join, norefersub', '§13.3.1.4')
    t.equal(ok.header('Server'), 'Strowger test')
    t.equal(ok.header('P-Asserted-Identity'), '<sip:b@x>')
    t.equal(usage.state, 'accepted')

    peer.send('ACK', address, dialog)
    await peer.quiet(address)
    t.equal(usage.state, 'confirmed')
    peer.send('BYE', address, { ...dialog, sequence: 2 })
    await peer.response(200, 'BYE')
    t.equal(usage.state, 'ended')
    t.strictSame(listener.told, ['acknowledged', 'ended by peer'])
    t.equal(agent.counters.usages, 0)
  },
)

t.test('RFC 3261 §13.3.1.4 a 2xx is repeated until its ACK; without one, BYE', async (t) => {
  const { usage, peer, clock, address, dialog, listener } = await ringing(t)
  usage.accept('answer')
  const first = await peer.response(200)
  for (const wait of [500, 1000, 2000, 4000, 4000]) {
    await clock.advance(wait - 10)
    t.strictSame(await peer.quiet(address), [])
    await clock.advance(10)
    const again = await peer.response(200)
    t.equal(again.text, first.text)
  }
  await clock.advance(64 * 500)
  const names = await peer.quiet(address)
  t.ok(names.includes('BYE'))
  t.strictSame(listener.told, ['ended by timeout'])
  t.equal(usage.state, 'ended')
  peer.send('BYE', address, { ...dialog, sequence: 2 })
  await peer.response(200, 'BYE')
})

t.test('RFC 3261 §17.2.1 a repeated INVITE gets the last response, not another call', async (t) => {
  const { peer, address, usage } = await ringing(t)
  peer.send('INVITE', address, INVITE)
  await peer.response(180)
  usage.accept('answer')
  await peer.response(200)
  peer.send('INVITE', address, INVITE)
  t.strictSame(await peer.quiet(address), [], 'RFC 6026: absorbed')
})

t.test('RFC 3261 §9.2 CANCEL before the answer: 200, 487, and the call is gone', async (t) => {
  const { peer, address, listener, usage, agent } = await ringing(t)
  peer.send('CANCEL', address, { ...IDS, branch: INVITE.branch })
  await peer.response(200, 'CANCEL')
  const gone = await peer.response(487, 'INVITE')
  peer.send('ACK', address, { ...IDS, branch: INVITE.branch, toTag: gone.toTag })
  t.strictSame(await peer.quiet(address), [])
  t.strictSame(listener.told, ['cancelled'])
  t.equal(usage.state, 'ended')
  t.equal(agent.counters.usages, 0)
  usage.accept('too late')
  usage.reject(486)
  t.strictSame(await peer.quiet(address), [])
})

t.test(
  'RFC 3261 §9.2 CANCEL after the answer changes nothing; one for nothing gets 481',
  async (t) => {
    const { peer, address, listener, usage } = await ringing(t)
    usage.accept('answer')
    await peer.response(200)
    peer.send('CANCEL', address, { ...IDS, branch: INVITE.branch })
    await peer.response(200, 'CANCEL')
    t.equal(usage.state, 'accepted')
    peer.send('CANCEL', address, { ...IDS, branch: 'z9hG4bKother' })
    await peer.response(481, 'CANCEL')
    t.strictSame(listener.told, [])
  },
)

t.test('RFC 3261 §13.3.1.3 a refusal ends the usage; its ACK ends the transaction', async (t) => {
  const { peer, address, usage, clock, agent, listener } = await ringing(t)
  usage.reject(486, { headers: [['Reason', 'Q.850;cause=17']] })
  const busy = await peer.response(486)
  t.equal(busy.header('Reason'), 'Q.850;cause=17')
  await clock.advance(510)
  await peer.response(486)
  peer.send('ACK', address, { ...IDS, branch: INVITE.branch, toTag: busy.toTag })
  await peer.quiet(address)
  await clock.advance(10_000)
  t.strictSame(await peer.quiet(address), [])
  t.equal(agent.counters.usages, 0)
  t.strictSame(listener.told, [])
})

t.test('RFC 3261 §15 our BYE waits for the ACK', async (t) => {
  const { peer, address, usage, dialog, listener } = await ringing(t)
  usage.accept('answer')
  await peer.response(200)
  usage.bye([['Reason', 'Q.850;cause=16']])
  t.equal(usage.state, 'ended')
  t.strictSame(await peer.quiet(address), [])
  peer.send('ACK', address, dialog)
  const bye = await peer.request('BYE')
  t.equal(bye.header('Reason'), 'Q.850;cause=16')
  peer.respond(bye, 200, address)
  await peer.quiet(address)
  t.strictSame(listener.told, [])
})

t.test(
  "RFC 3261 §15 our BYE that waits for the ACK is not sent when the peer's comes",
  async (t) => {
    const { peer, address, usage, dialog, clock, agent } = await ringing(t)
    usage.accept('answer')
    await peer.response(200)
    usage.bye()
    peer.send('BYE', address, { ...dialog, sequence: 2 })
    await peer.response(200, 'BYE')
    await clock.advance(40_000)
    t.strictSame(await peer.quiet(address), [])
    t.equal(agent.counters.usages, 0)
  },
)

t.test('RFC 3261 §15.1.2 the caller hangs up an early dialog by BYE', async (t) => {
  const { peer, address, dialog, listener } = await ringing(t)
  peer.send('BYE', address, { ...dialog, sequence: 2 })
  await peer.response(487, 'INVITE')
  await peer.response(200, 'BYE')
  t.strictSame(listener.told, ['ended by peer'])
})

t.test('RFC 3261 §15 two BYEs that cross are both answered', async (t) => {
  const { peer, address, usage, dialog, listener, agent } = await talking(t)
  usage.bye()
  const bye = await peer.request('BYE')
  peer.send('BYE', address, { ...dialog, sequence: 2 })
  await peer.response(200, 'BYE')
  peer.respond(bye, 200, address)
  await peer.quiet(address)
  t.strictSame(listener.told, ['acknowledged'])
  t.equal(agent.counters.usages, 0)
})

t.test('RFC 3261 §12.2.2 requests in the dialog: order of CSeq, unknown dialogs', async (t) => {
  const { peer, address, dialog, listener } = await talking(t)
  peer.send('INFO', address, { ...dialog, sequence: 9 })
  await peer.response(200, 'INFO')
  peer.send('INFO', address, { ...dialog, sequence: 8 })
  await peer.response(500, 'INFO')
  peer.send('INFO', address, { ...dialog, sequence: 10, callId: 'other' })
  await peer.response(481, 'INFO')
  peer.send('INFO', address, { ...dialog, sequence: 10, fromTag: 'other' })
  await peer.response(481, 'INFO')
  peer.send('BYE', address, { ...dialog, sequence: 10, toTag: 'other' })
  await peer.response(481, 'BYE')
  t.strictSame(listener.told, ['acknowledged', 'INFO'])
})

t.test('RFC 3261 §12.2.1.2 a peer that does not know the dialog ends it', async (t) => {
  const { peer, address, usage, listener } = await talking(t)
  const answer = usage.request('INFO', { headers: [['Info-Package', 'x']] })
  const info = await peer.request('INFO')
  t.equal(info.cseq.sequence, 1)
  peer.respond(info, 481, address)
  t.equal((await answer).status, 481)
  t.strictSame(listener.told, ['acknowledged', 'ended by lost'])
  t.equal((await usage.request('INFO', {})).status, 481)
})

t.test('RFC 3261 §12.2.1.2 a peer that is silent ends it with 408', async (t) => {
  const { peer, clock, usage, listener } = await talking(t)
  const answer = usage.request('INFO', {})
  await peer.request('INFO')
  await clock.advance(33_000)
  t.equal((await answer).status, 408)
  t.strictSame(listener.told, ['acknowledged', 'ended by timeout'])
})

t.test('RFC 3261 §12.1.1 requests follow the route set and the remote target', async (t) => {
  let usage: InviteUsage | undefined
  const server = await anAgent(t, {
    invite: (request) => {
      usage = server.agent.adopt(request, 'leg-1', aListener())
      usage.accept('answer')
    },
  })
  const peer = await aPeer(t)
  const headers = ['Record-Route: <sip:p1.example;lr>, "x, <y>" <sip:p2.example;lr>;z=1']
  peer.send('INVITE', server.address, {
    ...INVITE,
    headers,
    contact: '<sip:phone@10.1.2.3:7070;ob>',
  })
  await peer.response(100)
  const ok = await peer.response(200)
  t.strictSame(ok.headers('Record-Route'), [
    '<sip:p1.example;lr>',
    '"x, <y>" <sip:p2.example;lr>;z=1',
  ])
  peer.send('ACK', server.address, { ...IDS, toTag: ok.toTag })
  await peer.quiet(server.address)
  usage?.bye()
  const bye = await peer.request('BYE')
  t.equal(bye.uri, 'sip:phone@10.1.2.3:7070;ob')
  t.strictSame(bye.headers('Route'), ['<sip:p1.example;lr>', '"x, <y>" <sip:p2.example;lr>;z=1'])
})

t.test('SECURITY row 3 an in-dialog request on another flow is put to the handler', async (t) => {
  const listener = aListener()
  let usage: InviteUsage | undefined
  let believed = false
  const server = await anAgent(t, {
    invite: (request) => {
      usage = server.agent.adopt(request, 'leg-1', listener)
      usage.accept('answer')
    },
    newFlow: (asked, request) => {
      t.equal(asked, usage)
      if (!believed) request.respond(401)
      return believed
    },
  })
  const peer = await aPeer(t)
  const stranger = await aPeer(t)
  peer.send('INVITE', server.address, INVITE)
  await peer.response(100)
  const dialog = { ...IDS, toTag: (await peer.response(200)).toTag }
  peer.send('ACK', server.address, dialog)
  await peer.quiet(server.address)
  stranger.send('BYE', server.address, { ...dialog, sequence: 2 })
  await stranger.response(401)
  t.equal(usage?.state, 'confirmed')
  believed = true
  stranger.send('INFO', server.address, { ...dialog, sequence: 3 })
  await stranger.response(200)
  t.strictSame(usage?.flow.remote, stranger.address)
  usage?.bye()
  await stranger.request('BYE')
})

t.test('a usage that changes says so before it sends', async (t) => {
  const log: string[] = []
  const listener = aListener({ changed: () => log.push('changed') })
  let usage: InviteUsage | undefined
  const server = await anAgent(
    t,
    {
      invite: (request) => {
        usage = server.agent.adopt(request, 'leg-1', listener)
        usage.provisional(180)
        usage.accept('answer')
      },
    },
    {
      outbox: (send) => {
        log.push('out')
        send()
      },
    },
  )
  const peer = await aPeer(t)
  peer.send('INVITE', server.address, INVITE)
  await peer.response(100)
  await peer.response(180)
  await peer.response(200)
  t.strictSame(log, ['out', 'changed', 'out', 'changed', 'out'])
})

t.test('RFC 3261 §13.3.1.1 a call that rings for long is kept alive each minute', async (t) => {
  const { peer, clock } = await ringing(t)
  await clock.advance(60_020)
  await peer.response(180)
  await clock.advance(60_020)
  await peer.response(180)
})
