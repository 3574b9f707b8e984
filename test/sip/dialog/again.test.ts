import t from 'tap'
import type { Credentials, Flow } from '../../../firmware/sip/contract.ts'
import { anAgent } from '../support/agent.ts'
import { anAnsweredCall, anOutgoingCall } from '../support/call.ts'
import { aPeer } from '../support/peer.ts'

const CHALLENGE = 'WWW-Authenticate: Digest realm="provider", nonce="n1"'
const STALE = 'WWW-Authenticate: Digest realm="provider", nonce="n2", stale=true'

/** Credentials that show which nonce they are for. */
const credentials: Credentials = (challenge, request) => {
  const name = challenge.status === 401 ? 'Authorization' : 'Proxy-Authorization'
  const wanted = challenge.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
  return [name, `${request.method} ${challenge.header(wanted)?.slice(-20)}`]
}

t.test(
  'RFC 3261 §22.2 a challenged INVITE goes again with credentials and the next CSeq',
  async (t) => {
    const { peer, address, invite, listener, usage } = await anOutgoingCall(t, {
      listener: { credentials },
    })
    peer.respond(invite, 401, address, { toTag: 'x', headers: [CHALLENGE] })
    await peer.request('ACK')
    const again = await peer.request('INVITE')
    t.equal(again.cseq.sequence, 2)
    t.equal(again.callId, invite.callId)
    t.equal(again.fromTag, invite.fromTag)
    t.equal(again.toTag, undefined)
    t.match(again.header('Authorization'), /^INVITE .*n1"/)
    peer.respond(again, 401, address, { toTag: 'x', headers: [STALE] })
    await peer.request('ACK')
    const third = await peer.request('INVITE')
    t.equal(third.headers('Authorization').length, 1)
    t.match(third.header('Authorization'), /stale=true/)
    const proxy = 'Proxy-Authenticate: Digest realm="proxy", nonce="p1"'
    peer.respond(third, 407, address, { toTag: 'x', headers: [proxy] })
    await peer.request('ACK')
    const fourth = await peer.request('INVITE')
    t.equal(fourth.headers('Authorization').length, 1)
    t.match(fourth.header('Proxy-Authorization'), /p1/)
    peer.respond(fourth, 200, address, { toTag: 'b', body: 'answer' })
    t.equal((await peer.request('ACK')).cseq.sequence, 4)
    t.strictSame(listener.told, ['accepted answer'])
    usage.bye()
    const bye = await peer.request('BYE')
    t.equal(bye.cseq.sequence, 5)
    peer.respond(bye, 401, address, { headers: [CHALLENGE] })
    const byeAgain = await peer.request('BYE')
    t.equal(byeAgain.cseq.sequence, 6)
    t.match(byeAgain.header('Authorization'), /^BYE/)
  },
)

t.test('RFC 3261 §22.1 the same challenge twice: the credentials are wrong', async (t) => {
  const { peer, address, invite, listener } = await anOutgoingCall(t, { listener: { credentials } })
  peer.respond(invite, 401, address, { toTag: 'x', headers: [CHALLENGE] })
  await peer.request('ACK')
  const again = await peer.request('INVITE')
  peer.respond(again, 401, address, { toTag: 'x', headers: [CHALLENGE.replace('n1', 'n3')] })
  await peer.request('ACK')
  await peer.quiet(address)
  t.strictSame(listener.told, ['rejected 401'])
})

t.test('SECURITY row 4: without credentials for it, a challenge is a refusal', async (t) => {
  for (const listener of [{}, { credentials: () => undefined }]) {
    const { peer, address, invite, listener: heard } = await anOutgoingCall(t, { listener })
    peer.respond(invite, 401, address, { toTag: 'x', headers: [CHALLENGE] })
    await peer.request('ACK')
    await peer.quiet(address)
    t.strictSame(heard.told, ['rejected 401'])
  }
})

t.test('RFC 3261 §22.2 a challenged re-INVITE, INFO and UPDATE go again', async (t) => {
  const { peer, address, usage } = await anAnsweredCall(t, { listener: { credentials } })
  const offered = usage.offer('offer 2')
  peer.respond(await peer.request('INVITE'), 401, address, { headers: [CHALLENGE] })
  await peer.request('ACK')
  const again = await peer.request('INVITE')
  t.equal(again.cseq.sequence, 3)
  t.equal(again.body, 'offer 2')
  peer.respond(again, 200, address, { body: 'x' })
  await peer.request('ACK')
  t.strictSame(await offered, { sdp: 'x' })
  const asked = usage.request('INFO', {})
  peer.respond(await peer.request('INFO'), 401, address, { headers: [CHALLENGE] })
  peer.respond(await peer.request('INFO'), 200, address)
  t.equal((await asked).status, 200)
})

t.test('RFC 6665 §4.4.1 NOTIFY says where we are, INFO need not', async (t) => {
  const { peer, usage } = await anAnsweredCall(t, {})
  void usage.request('NOTIFY', {})
  t.equal((await peer.request('NOTIFY')).contacts.length, 1)
  void usage.request('INFO', {})
  t.equal((await peer.request('INFO')).contacts.length, 0)
})

t.test('RFC 3261 §22.2 a challenged request outside dialogs goes again', async (t) => {
  const { agent, flowTo, address } = await anAgent(t)
  const peer = await aPeer(t)
  const who = { uri: 'sip:a@x' }
  const request = {
    method: 'REGISTER',
    target: 'sip:x',
    flow: flowTo(peer.address),
    from: who,
    to: who,
    credentials,
  }
  const asked = agent.request(request)
  const first = await peer.request('REGISTER')
  peer.respond(first, 401, address, { toTag: 'x', headers: [CHALLENGE] })
  const again = await peer.request('REGISTER')
  t.equal(again.callId, first.callId)
  t.equal(again.cseq.sequence, 2)
  peer.respond(again, 200, address, { toTag: 'x' })
  t.equal((await asked).status, 200)

  const stop = new AbortController()
  const stopped = agent.request(request, stop.signal)
  const late = await peer.request('REGISTER')
  stop.abort(new Error('no more'))
  await t.rejects(stopped, { message: 'no more' })
  peer.respond(late, 401, address, { toTag: 'x', headers: [CHALLENGE] })
  t.strictSame(await peer.quiet(address), [])
})

t.test('RFC 3261 §8.1.3.4 a redirection is followed where the listener says', async (t) => {
  const other = await aPeer(t)
  const seen: (readonly string[])[] = []
  const { peer, address, invite, listener, usage, flowTo } = await anOutgoingCall(t, {
    listener: {
      redirected: (_, contacts, { follow }) => {
        seen.push(contacts)
        follow(contacts[0] ?? '', flowTo(other.address))
      },
    },
  })
  const contact = '<sip:second@x>;q=0.5, <sip:first@x>, <sip:a@x>'
  peer.respond(invite, 302, address, { toTag: 'x', contact })
  await peer.request('ACK')
  t.strictSame(seen, [['sip:first@x', 'sip:second@x']], 'what was tried is left out')
  const again = await other.request('INVITE')
  t.equal(again.uri, 'sip:first@x')
  t.equal(again.callId, invite.callId)
  t.equal(again.cseq.sequence, 2)
  other.respond(again, 200, address, { toTag: 'b', body: 'answer' })
  await other.request('ACK')
  t.strictSame(listener.told, ['accepted answer'])
  t.equal(usage.flow.remote.port, other.address.port)
})

t.test(
  'RFC 3261 §8.1.3.4 redirections end: at five, in a circle, or when nobody wants them',
  async (t) => {
    let flow: Flow | undefined
    const call = await anOutgoingCall(t, {
      listener: { redirected: (_, [contact = ''], { follow }) => follow(contact, flow as Flow) },
    })
    const { peer, address, listener } = call
    flow = call.usage.flow
    let invite = call.invite
    for (let n = 1; n <= 6; n++) {
      peer.respond(invite, 302, address, { toTag: 'x', contact: `<sip:n${n}@x>` })
      await peer.request('ACK')
      if (n <= 5) invite = await peer.request('INVITE')
    }
    await peer.quiet(address)
    t.strictSame(listener.told, ['rejected 302'])

    const circle = await anOutgoingCall(t, {
      listener: { redirected: () => t.fail('there is nothing new') },
    })
    circle.peer.respond(circle.invite, 302, address, { toTag: 'x', contact: '<sip:a@x>' })
    await circle.peer.quiet(circle.address)

    const refused = await anOutgoingCall(t, {
      listener: { redirected: (_, __, go) => go.refuse() },
    })
    refused.peer.respond(refused.invite, 302, refused.address, { toTag: 'x' })
    await refused.peer.request('ACK')
    await refused.peer.quiet(refused.address)
    t.strictSame(refused.listener.told, ['rejected 302'])
  },
)

t.test('a call that waits for what a redirection becomes can be cancelled', async (t) => {
  let go: { follow(target: string, flow: Flow): void } | undefined
  const { peer, address, invite, listener, usage, agent } = await anOutgoingCall(t, {
    listener: {
      redirected: (_, __, later) => {
        go = later
      },
    },
  })
  peer.respond(invite, 302, address, { toTag: 'x', contact: '<sip:b@x>' })
  await peer.request('ACK')
  await peer.quiet(address)
  usage.cancel()
  go?.follow('sip:b@x', usage.flow)
  t.strictSame(await peer.quiet(address), [])
  t.strictSame(listener.told, ['rejected 487 by nobody'])
  t.equal(agent.counters.usages, 0)
})
