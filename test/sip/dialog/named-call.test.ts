import t from 'tap'
import type { InviteUsage, NamedCall } from '../../../firmware/sip/contract.ts'
import { parseNamedDialog } from '../../../firmware/sip/dialog/named-call.ts'
import type { Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import { aListener } from '../support/listener.ts'
import { aPeer } from '../support/peer.ts'

t.test('RFC 3891 §6.1 a dialog by its Call-ID and tags', async (t) => {
  const whole = parseNamedDialog(
    '98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff;early-only',
  )
  t.match(whole, { callId: '98732@sip.example.com', localTag: 'ff87ff', remoteTag: 'r33th4x0r' })
  t.ok(whole?.earlyOnly)
  for (const text of [
    '',
    'x',
    'x;to-tag=1',
    'x;from-tag=1',
    ';to-tag=1;from-tag=2',
    'x y;to-tag=1;from-tag=2',
  ]) {
    t.equal(parseNamedDialog(text), undefined, text)
  }
})

/** Calls both ways, up and not, and what the handler is told of an INVITE with these headers. */
async function anOffice(t: Ending) {
  let named: NamedCall | undefined
  const usages: InviteUsage[] = []
  const server = await anAgent(t, {
    invite: (request, other) => {
      named = other
      if (request.message.callId.startsWith('naming')) request.respond(404)
      else usages.push(server.agent.adopt(request, `in-${usages.length}`, aListener()))
    },
  })
  const peer = await aPeer(t)
  const { address } = server
  const who = { uri: 'sip:a@x' }
  const body = { type: 'application/sdp', text: 'offer' }
  const invite = {
    target: 'sip:b@x',
    flow: server.flowTo(peer.address),
    from: who,
    to: who,
    contactUser: '',
    body,
  }
  let serial = 0
  const ask = async (headers: readonly string[]) => {
    named = undefined
    peer.send('INVITE', address, { callId: `naming-${++serial}`, headers })
    await peer.response(404)
    return named as NamedCall | undefined
  }
  return { ...server, peer, usages, invite, ask }
}

t.test('RFC 3891 §3 which call is named, and which must not be', async (t) => {
  const { agent, peer, address, usages, invite, ask } = await anOffice(t)
  const replaces = (usage: InviteUsage, tag: string, more = '') =>
    `Replaces: ${usage.callId};to-tag=${usage.localTag};from-tag=${tag}${more}`

  peer.send('INVITE', address, { callId: 'up', fromTag: 'f', body: 'x' })
  await peer.response(100)
  const [ringsHere] = usages
  if (!ringsHere) throw new Error('no call')
  t.match(await ask([replaces(ringsHere, 'f')]), { refusal: 481 }, 'it rings here by their doing')
  ringsHere.accept('x')
  const ok = await peer.response(200)
  peer.send('ACK', address, { callId: 'up', fromTag: 'f', toTag: ok.toTag })
  t.match(await ask([replaces(ringsHere, 'f')]), {
    usage: ringsHere,
    how: 'replace',
    refusal: undefined,
  })
  t.match(await ask([replaces(ringsHere, 'f', ';early-only')]), { refusal: 486 })
  t.match(await ask([replaces(ringsHere, 'g')]), { refusal: 481 })
  t.match(await ask([replaces(ringsHere, 'f').replace('Replaces', 'Join')]), {
    how: 'join',
    usage: ringsHere,
  })
  t.match(await ask([replaces(ringsHere, 'f'), replaces(ringsHere, 'f')]), { refusal: 400 })
  t.match(await ask([replaces(ringsHere, 'f'), 'Join: x;to-tag=1;from-tag=2']), { refusal: 400 })
  t.match(await ask(['Replaces: nonsense']), { refusal: 400 })
  t.equal(await ask([]), undefined)

  const ringsThere = agent.invite(invite, 'out', aListener())
  const theirs = await peer.request('INVITE')
  peer.respond(theirs, 180, address, { toTag: 'early' })
  await peer.quiet(address)
  t.match(await ask([replaces(ringsThere, 'early', ';early-only')]), {
    usage: ringsThere,
    refusal: undefined,
  })
  t.match(await ask([replaces(ringsThere, 'other')]), { refusal: 481 })
  t.equal(agent.find(ringsThere.callId, ringsThere.localTag, 'early'), ringsThere)

  ringsHere.bye()
  await peer.request('BYE')
  t.match(await ask([replaces(ringsHere, 'f')]), { refusal: 603 }, 'it is ending')
})
