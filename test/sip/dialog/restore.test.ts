import { Packr } from 'msgpackr'
import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import type {
  InviteSnapshot,
  InviteUsage,
  UserAgent,
  UserAgentHandler,
} from '../../../firmware/sip/contract.ts'
import { createUserAgent } from '../../../firmware/sip/user-agent.ts'
import type { Ending } from '../support/agent.ts'
import { silent } from '../support/agent.ts'
import type { Recorder } from '../support/listener.ts'
import { aListener } from '../support/listener.ts'
import type { Peer } from '../support/peer.ts'
import { aPeer, aTcpPeer } from '../support/peer.ts'

const packr = new Packr()

/** A server that can be killed at any moment and come back with what it last wrote down. */
class Server {
  readonly clock = new VirtualClock()
  readonly peer: Peer
  agent: UserAgent
  usage: InviteUsage | undefined
  listener: Recorder
  address = { address: '127.0.0.1', port: 0 }
  readonly #overrides: Parameters<typeof aListener>[0]
  #journal: Buffer | undefined

  constructor(peer: Peer, overrides: Parameters<typeof aListener>[0]) {
    this.peer = peer
    this.#overrides = overrides
    this.listener = this.#listen()
    this.agent = this.#create()
  }

  async start(): Promise<void> {
    await this.agent.start()
    this.address = this.agent.local[0] ?? this.address
  }

  call(transport: 'udp' | 'tcp' = 'udp', text = 'offer'): InviteUsage {
    const to = { uri: 'sip:101@office.example' }
    const flow = { transport, local: this.address, remote: this.peer.address }
    const body = { type: 'application/sdp', text }
    const invite = { target: 'sip:a@x', flow, from: to, to, contactUser: 'a', body }
    this.usage = this.agent.invite(invite, 'leg-1', this.listener)
    return this.usage
  }

  /** What is in the journal is all that the new process knows. */
  async kill(): Promise<InviteUsage> {
    await this.agent.stop()
    this.listener = this.#listen()
    this.agent = this.#create()
    await this.agent.start()
    if (!this.#journal) throw new Error('nothing was written down')
    this.usage = this.agent.restore(packr.unpack(this.#journal) as InviteSnapshot, this.listener)
    return this.usage
  }

  #listen(): Recorder {
    const write = () => {
      if (this.usage) this.#journal = packr.pack(this.usage.snapshot())
    }
    const listener = aListener(this.#overrides)
    const changed = () => {
      listener.changes++
      if (this.usage) write()
      else queueMicrotask(write) // within `invite` itself, whose usage its owner does not have yet
    }
    return Object.assign(listener, { changed })
  }

  #create(): UserAgent {
    const handler: UserAgentHandler = {
      request: (request) => request.respond(404),
      invite: (request) => {
        this.usage = this.agent.adopt(request, 'leg-1', this.listener)
        this.usage.provisional(180)
      },
      newFlow: () => true,
    }
    return createUserAgent({
      clock: this.clock,
      outbox: (send) => send(),
      handler,
      listen: [this.address],
      product: 'Strowger test',
      log: silent,
    })
  }
}

async function aServer(
  t: Ending,
  overrides: Parameters<typeof aListener>[0] = {},
  peer?: Peer,
): Promise<Server> {
  const server = new Server(peer ?? (await aPeer(t)), overrides)
  await server.start()
  t.teardown(() => server.agent.stop())
  return server
}

const IDS = { callId: 'in-1', fromTag: 'theirs' }
const INVITE = { ...IDS, branch: 'z9hG4bKin1', body: 'offer' }

/** A peer's INVITE rings, and the server is killed. */
async function killedRinging(t: Ending) {
  const server = await aServer(t)
  const { peer, address } = server
  peer.send('INVITE', address, INVITE)
  await peer.response(100)
  const { toTag, text } = await peer.response(180)
  const usage = await server.kill()
  return { server, peer, usage, address, dialog: { ...IDS, toTag }, ringing: text }
}

t.test(
  'RFC 3261 §17.2.1 killed while it rings: a repeated INVITE gets the last response',
  async (t) => {
    const { peer, address, ringing, server } = await killedRinging(t)
    t.strictSame(await peer.quiet(address), [], 'nothing is sent by itself')
    peer.send('INVITE', address, INVITE)
    t.equal((await peer.response(180)).text, ringing)
    t.strictSame(server.listener.told, [])
  },
)

t.test('killed while it rings: the call is answered, with the same tag', async (t) => {
  const { peer, address, usage, dialog, server } = await killedRinging(t)
  t.equal(usage.state, 'proceeding')
  usage.accept('answer')
  t.equal((await peer.response(200)).toTag, dialog.toTag)
  peer.send('ACK', address, dialog)
  await peer.quiet(address)
  t.strictSame(server.listener.told, ['acknowledged'])
})

t.test('killed while it rings: the call is cancelled', async (t) => {
  const { peer, address, server } = await killedRinging(t)
  peer.send('CANCEL', address, { ...IDS, branch: INVITE.branch })
  await peer.response(200, 'CANCEL')
  await peer.response(487, 'INVITE')
  t.strictSame(server.listener.told, ['cancelled'])
})

t.test('killed while it waits for the ACK: the 2xx is repeated, then BYE', async (t) => {
  for (const acknowledges of [true, false]) {
    const server = await aServer(t)
    const { peer, address } = server
    peer.send('INVITE', address, INVITE)
    await peer.response(100)
    await peer.response(180)
    server.usage?.accept('answer')
    const ok = await peer.response(200)
    const usage = await server.kill()
    t.equal(usage.state, 'accepted')
    await server.clock.advance(510)
    t.equal((await peer.response(200)).text, ok.text)
    peer.send('INVITE', address, INVITE)
    t.strictSame(await peer.quiet(address), [])
    if (acknowledges) {
      peer.send('ACK', address, { ...IDS, toTag: ok.toTag })
      await peer.quiet(address)
      t.equal(usage.state, 'confirmed')
    } else {
      await server.clock.advance(40_000)
      t.ok((await peer.quiet(address)).includes('BYE'))
      t.strictSame(server.listener.told, ['ended by timeout'])
    }
  }
})

t.test('killed in a call that we answered: either side can hang up', async (t) => {
  for (const ours of [true, false]) {
    const server = await aServer(t)
    const { peer, address } = server
    peer.send('INVITE', address, INVITE)
    await peer.response(100)
    await peer.response(180)
    server.usage?.accept('answer')
    const dialog = { ...IDS, toTag: (await peer.response(200)).toTag }
    peer.send('ACK', address, dialog)
    await peer.quiet(address)
    const usage = await server.kill()
    t.equal(usage.state, 'confirmed')
    if (ours) {
      usage.bye()
      const bye = await peer.request('BYE')
      t.equal(bye.fromTag, dialog.toTag)
      t.equal(bye.cseq.sequence, 1)
    } else {
      peer.send('BYE', address, { ...dialog, sequence: 2 })
      await peer.response(200)
      t.strictSame(server.listener.told, ['ended by peer'])
    }
  }
})

t.test('killed with a BYE that waits for the ACK: the BYE still goes out', async (t) => {
  const server = await aServer(t)
  const { peer, address } = server
  peer.send('INVITE', address, INVITE)
  await peer.response(100)
  await peer.response(180)
  server.usage?.accept('answer')
  const dialog = { ...IDS, toTag: (await peer.response(200)).toTag }
  server.usage?.bye([['Reason', 'Q.850;cause=16']])
  await server.kill()
  peer.send('ACK', address, dialog)
  t.equal((await peer.request('BYE')).header('Reason'), 'Q.850;cause=16')
  t.strictSame(server.listener.told, [])
})

t.test('killed while calling: the INVITE is repeated on its branch when it is time', async (t) => {
  const server = await aServer(t)
  const { peer } = server
  server.call()
  const first = await peer.request('INVITE')
  const usage = await server.kill()
  t.equal(usage.state, 'calling')
  t.strictSame(await peer.quiet(server.address), [])
  await server.clock.advance(510)
  t.equal((await peer.request('INVITE')).text, first.text)
  peer.respond(first, 200, server.address, { toTag: 'b', body: 'answer' })
  t.equal((await peer.request('ACK')).toTag, 'b')
  t.strictSame(server.listener.told, ['accepted answer'])
})

t.test(
  'killed while it rings at the callee: the answer is taken, acknowledged once more, ended',
  async (t) => {
    const server = await aServer(t)
    const { peer, address } = server
    server.call()
    const invite = await peer.request('INVITE')
    peer.respond(invite, 180, address, { toTag: 'b' })
    await peer.quiet(address)
    let usage = await server.kill()
    t.equal(usage.state, 'proceeding')
    await server.clock.advance(5000)
    t.strictSame(await peer.quiet(address), [], 'no INVITE again')
    peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
    await peer.request('ACK')
    usage = await server.kill()
    t.equal(usage.state, 'confirmed')
    peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
    await peer.request('ACK')
    usage.bye()
    t.equal((await peer.request('BYE')).cseq.sequence, 2)
  },
)

t.test('killed while it rings at the callee: CANCEL finds the INVITE', async (t) => {
  const server = await aServer(t)
  const { peer, address } = server
  server.call()
  const invite = await peer.request('INVITE')
  peer.respond(invite, 180, address, { toTag: 'b' })
  await peer.quiet(address)
  const usage = await server.kill()
  usage.cancel()
  const cancel = await peer.request('CANCEL')
  t.equal(cancel.vias[0]?.branch, invite.vias[0]?.branch)
  peer.respond(cancel, 200, address)
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(server.listener.told, ['rejected 487'])
})

t.test('killed after CANCEL: it goes out once more, and the 487 ends the call', async (t) => {
  const server = await aServer(t)
  const { peer, address } = server
  server.call()
  const invite = await peer.request('INVITE')
  peer.respond(invite, 180, address, { toTag: 'b' })
  await peer.quiet(address)
  server.usage?.cancel()
  await peer.request('CANCEL')
  await server.kill()
  await server.clock.advance(10)
  await peer.request('CANCEL')
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  t.strictSame(server.listener.told, ['rejected 487'])
})

/** A call of ours that is up. */
async function talking(t: Ending, overrides: Parameters<typeof aListener>[0] = {}) {
  const server = await aServer(t, overrides)
  const { peer, address } = server
  server.call()
  const invite = await peer.request('INVITE')
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer' })
  await peer.request('ACK')
  const dialog = { callId: invite.callId, fromTag: 'b', toTag: invite.fromTag }
  return { server, peer, address, dialog }
}

t.test(
  'killed with a re-INVITE of ours open: its 2xx is acknowledged, the next offer waits for it',
  async (t) => {
    const { server, peer, address } = await talking(t)
    void server.usage?.offer('mine')
    const invite = await peer.request('INVITE')
    const usage = await server.kill()
    const next = usage.offer('mine again')
    t.strictSame(await peer.quiet(address), [])
    peer.respond(invite, 200, address, { body: 'x' })
    t.equal((await peer.request('ACK')).cseq.sequence, 2)
    const again = await peer.request('INVITE')
    t.equal(again.cseq.sequence, 3)
    peer.respond(again, 200, address, { body: 'y' })
    t.strictSame(await next, { sdp: 'y' })
  },
)

t.test('killed with a re-INVITE of the peer unanswered: it is offered again', async (t) => {
  let deaf = true
  const { server, peer, address, dialog } = await talking(t, {
    offered: (_, answer) => {
      if (!deaf) answer.accept('late answer')
    },
  })
  peer.send('INVITE', address, { ...dialog, sequence: 1, body: 'theirs' })
  await peer.response(100)
  deaf = false
  await server.kill()
  await server.clock.advance(10)
  t.equal((await peer.response(200)).body, 'late answer')
  await server.kill()
  await server.clock.advance(510)
  await peer.response(200)
  peer.send('ACK', address, { ...dialog, sequence: 1 })
  await peer.quiet(address)
  await server.clock.advance(5000)
  t.strictSame(await peer.quiet(address), [])
})

t.test('a restored call takes and gives requests with CSeq numbers that go on', async (t) => {
  const { server, peer, address, dialog } = await talking(t)
  const first = server.usage?.request('INFO', {})
  const info = await peer.request('INFO')
  peer.respond(info, 200, address)
  await first
  const usage = await server.kill()
  void usage.request('INFO', {})
  t.equal((await peer.request('INFO')).cseq.sequence, info.cseq.sequence + 1)
  peer.send('INFO', address, { ...dialog, sequence: 5 })
  await peer.response(200)
})

t.test(
  'killed while calling over TCP: nothing is repeated, and the phone answers over a new connection',
  async (t) => {
    const phone = await aTcpPeer(t)
    const { peer } = phone
    const server = await aServer(t, {}, peer)
    server.call('tcp')
    const invite = await peer.request('INVITE')
    const usage = await server.kill()
    await phone.connect(server.address)
    await server.clock.advance(5000)
    t.strictSame(await peer.quiet(server.address), [])
    peer.respond(invite, 200, server.address, { toTag: 'b', body: 'answer' })
    await peer.request('ACK')
    t.strictSame(server.listener.told, ['accepted answer'])
    t.equal(usage.state, 'confirmed')
  },
)

const RELIABLE = { ...INVITE, headers: ['Require: 100rel', 'Allow: INVITE, ACK, UPDATE, PRACK'] }
const ANSWER = { body: { type: 'application/sdp', text: 'answer' } }

/** A peer's INVITE that has been answered reliably; the server is killed before the PRACK. */
async function killedUnacknowledged(t: Ending) {
  const server = await aServer(t)
  const { peer, address } = server
  peer.send('INVITE', address, RELIABLE)
  await peer.response(100)
  const ringing = await peer.response(180)
  const dialog = { ...IDS, toTag: ringing.toTag }
  const rack = (response: typeof ringing) => `RAck: ${response.header('RSeq')} 1 INVITE`
  const prack = (response: typeof ringing, sequence: number) =>
    peer.send('PRACK', address, { ...dialog, sequence, headers: [rack(response)] })
  return { server, peer, address, ringing, dialog, prack }
}

t.test(
  'RFC 3262 killed before the PRACK: the response is repeated, the queue goes on',
  async (t) => {
    const { server, peer, address, ringing, prack } = await killedUnacknowledged(t)
    server.usage?.provisional(183, ANSWER)
    server.usage?.accept('answer')
    await server.kill()
    t.strictSame(await peer.quiet(address), [], 'nothing is sent by itself')
    await server.clock.advance(510)
    t.equal((await peer.response(180)).text, ringing.text)
    prack(ringing, 2)
    await peer.response(200, 'PRACK')
    const next = await peer.response(183)
    t.equal(Number(next.header('RSeq')), Number(ringing.header('RSeq')) + 1)
    await server.kill()
    prack(next, 3)
    await peer.response(200, 'PRACK')
    t.equal((await peer.response(200, 'INVITE')).body, '', 'what was accepted before')
  },
)

t.test('RFC 3262 killed while the 2xx waits for a PRACK: it still goes out', async (t) => {
  const { server, peer, ringing, prack, address } = await killedUnacknowledged(t)
  prack(ringing, 2)
  await peer.response(200, 'PRACK')
  server.usage?.provisional(183, ANSWER)
  const progress = await peer.response(183)
  server.usage?.accept('answer')
  const usage = await server.kill()
  t.equal(usage.state, 'proceeding')
  prack(progress, 3)
  await peer.response(200, 'PRACK')
  t.equal((await peer.response(200, 'INVITE')).body, '')
  t.equal(usage.state, 'accepted')
  t.strictSame(await peer.quiet(address), [])
})

t.test(
  'RFC 3262 killed with a PRACK unanswered: it goes again when the response does',
  async (t) => {
    const server = await aServer(t)
    const { peer, address } = server
    server.call()
    const invite = await peer.request('INVITE')
    const headers = ['Require: 100rel', 'RSeq: 5', 'Allow: UPDATE']
    const progress = () =>
      peer.respond(invite, 183, address, { toTag: 'b', headers, body: 'answer' })
    progress()
    await peer.request('PRACK')
    const usage = await server.kill()
    t.equal(usage.state, 'proceeding')
    t.strictSame(await peer.quiet(address), [])
    progress()
    const prack = await peer.request('PRACK')
    t.equal(prack.header('RAck'), '5 1 INVITE')
    t.equal(prack.cseq.sequence, 3)
    peer.respond(prack, 200, address)
    await peer.quiet(address)
    const early = await server.kill()
    progress()
    t.strictSame(await peer.quiet(address), [], 'it is over')
    void early.offer('offer 2')
    const update = await peer.request('UPDATE')
    t.equal(update.cseq.sequence, 4)
    peer.respond(update, 200, address, { body: 'x' })
    peer.respond(invite, 200, address, { toTag: 'b' })
    await peer.request('ACK')
    early.bye()
    t.equal((await peer.request('BYE')).cseq.sequence, 5)
    t.strictSame(server.listener.told, ['accepted '])
  },
)

t.test('RFC 4028 killed in a call with a session timer: it runs on', async (t) => {
  for (const ours of [true, false]) {
    const server = await aServer(t, { accepted: () => {}, ended: () => {} })
    const { peer, address } = server
    server.call()
    const invite = await peer.request('INVITE')
    const expires = `Session-Expires: 200;refresher=${ours ? 'uac' : 'uas'}`
    const headers = [expires, 'Allow: UPDATE']
    peer.respond(invite, 200, address, { toTag: 'b', body: 'answer', headers })
    await peer.request('ACK')
    await server.clock.advance(60_000)
    await server.kill()
    t.strictSame(await peer.quiet(address), [])
    await server.clock.advance(ours ? 40_100 : 108_100)
    const request = await peer.request(ours ? 'UPDATE' : 'BYE')
    if (ours) t.equal(request.header('Session-Expires'), '200;refresher=uac')
  }
})

t.test('RFC 4028 killed for longer than the session lasts: BYE soon, not at once', async (t) => {
  const server = await aServer(t)
  const { peer, address } = server
  server.call()
  const invite = await peer.request('INVITE')
  const headers = ['Session-Expires: 200;refresher=uas']
  peer.respond(invite, 200, address, { toTag: 'b', body: 'answer', headers })
  await peer.request('ACK')
  await server.agent.stop()
  await server.clock.advance(300_000)
  await server.kill()
  t.strictSame(await peer.quiet(address), [])
  await server.clock.advance(20)
  await peer.request('BYE')
  t.strictSame(server.listener.told, ['ended by timeout'])
})

t.test(
  'RFC 3261 §8.1.3.4 killed while a redirection waits to be decided: it is refused',
  async (t) => {
    const server = await aServer(t, { redirected: () => {} })
    const { peer, address } = server
    server.call()
    const invite = await peer.request('INVITE')
    peer.respond(invite, 302, address, { toTag: 'x', contact: '<sip:other@x>' })
    await peer.request('ACK')
    await server.kill()
    await server.clock.advance(20)
    t.strictSame(await peer.quiet(address), [])
    t.strictSame(server.listener.told, ['rejected 480 by nobody'])
    t.equal(server.agent.counters.usages, 0)
  },
)

t.test('RFC 3261 §22.2 killed after a repetition: the CSeq of the new INVITE counts', async (t) => {
  const server = await aServer(t, { credentials: () => ['Authorization', 'Digest x'] })
  const { peer, address } = server
  server.call()
  const headers = ['WWW-Authenticate: Digest realm="x", nonce="y"']
  peer.respond(await peer.request('INVITE'), 401, address, { toTag: 'x', headers })
  await peer.request('ACK')
  const again = await peer.request('INVITE')
  const usage = await server.kill()
  peer.respond(again, 200, address, { toTag: 'b', body: 'answer' })
  t.equal((await peer.request('ACK')).cseq.sequence, 2)
  usage.bye()
  t.equal((await peer.request('BYE')).cseq.sequence, 3)
})

t.test('killed between a 2xx with an offer and our answer: it is offered again', async (t) => {
  let deaf = true
  const server = await aServer(t, {
    offered: (_, answer) => {
      if (!deaf) answer.accept('our answer')
    },
  })
  const { peer, address } = server
  server.call('udp', '')
  const invite = await peer.request('INVITE')
  const ok = { toTag: 'b', body: 'their offer' }
  peer.respond(invite, 200, address, ok)
  await peer.quiet(address)
  deaf = false
  await server.kill()
  t.strictSame(await peer.quiet(address), [])
  peer.respond(invite, 200, address, ok)
  t.equal((await peer.request('ACK')).body, 'our answer')
  await server.kill()
  peer.respond(invite, 200, address, ok)
  t.equal((await peer.request('ACK')).body, 'our answer')
})
