import t from 'tap'
import { Cause } from '../../firmware/calls/cause.ts'
import { keyOfInfo } from '../../firmware/calls/info-digit.ts'
import type { LegOwner } from '../../firmware/calls/leg.ts'
import { MediaContext } from '../../firmware/calls/media-context.ts'
import type { EncryptionSettings } from '../../firmware/calls/protection/policy.ts'
import type { Refer, SipLegSnapshot, SipLegWorld } from '../../firmware/calls/sip-leg/contract.ts'
import { SipLeg } from '../../firmware/calls/sip-leg.ts'
import { internalNumber } from '../../firmware/model/party-number.ts'
import type { IncomingRequest, NamedCall } from '../../firmware/sip/contract.ts'
import { sessionDescription } from '../../firmware/sip/message/multipart.ts'
import { parseSdp } from '../../firmware/sip/sdp/sdp.ts'
import type { Ending } from '../sip/support/agent.ts'
import { anAgent } from '../sip/support/agent.ts'
import { reliably } from '../sip/support/call.ts'
import type { Peer } from '../sip/support/peer.ts'
import { aPeer } from '../sip/support/peer.ts'
import { FakeGateway } from './fakes.ts'

/** What a telephone at `port` says; `more` are further m-lines. */
function description(port: number, more = ''): string {
  return `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n${more}`
}

const party = internalNumber('201', 'Ann')
const who = { party, device: 'phone-1' }

/** A user agent, a gateway of lies, and legs between them. */
async function aWorld(t: Ending, more: Partial<SipLegWorld<SipLeg>> = {}) {
  const asked: { request: IncomingRequest; named: NamedCall | undefined }[] = []
  let came = () => {}
  const server = await anAgent(t, {
    invite: (request, named) => {
      asked.push({ request, named })
      came()
    },
  })
  const media = { changed: () => {}, failed: (error: unknown) => t.teardown(() => error) }
  const gateway = new FakeGateway()
  const context = new MediaContext('1-1-1', gateway, media)
  const owner: LegOwner = { changed: () => {}, digit: () => {} }
  const world: SipLegWorld<SipLeg> = {
    userAgent: server.agent,
    context,
    owner,
    capabilities: { codecs: ['PCMU', 'PCMA'], eventPayloadType: 96 },
    began: () => {},
    failed: (error) => {
      throw error
    },
    ...more,
  }
  const peer = await aPeer(t)
  const invited = async () => {
    while (asked.length === 0)
      await new Promise<void>((resolve) => {
        came = resolve
      })
    return asked.shift() as (typeof asked)[number]
  }
  const dial = (to: Peer) => {
    const flow = server.flowTo(to.address)
    const address = { uri: 'sip:201@x' }
    return SipLeg.outgoing(world, '1-1-1.2', who, {
      target: 'sip:a@x',
      flow,
      to: address,
      from: address,
      contactUser: 'a',
      headers: [],
    })
  }
  /** A telephone calls; the leg is answered. */
  const answered = async (body = description(4000), headers: readonly string[] = []) => {
    const ids = { callId: 'first', fromTag: 'first' }
    peer.send('INVITE', server.address, { ...ids, body, headers })
    const leg = SipLeg.incoming(world, '1-1-1.1', who, (await invited()).request)
    await peer.response(100)
    await leg.answer()
    const ok = await peer.response(200)
    const dialog = { ...ids, toTag: ok.toTag }
    peer.send('ACK', server.address, { ...dialog, body: body ? '' : description(4000) })
    await peer.quiet(server.address)
    return { leg, ok, dialog }
  }
  return { ...server, world, context, gateway, peer, invited, dial, answered }
}

t.test('DESIGN §5 early audio passes only while one branch of a forked leg exists', async (t) => {
  const { peer, dial, context, address } = await aWorld(t)
  const leg = dial(peer)
  const invite = await peer.request('INVITE')
  const early = (toTag: string, port: number) =>
    peer.respond(invite, 183, address, { toTag, body: description(port) })
  early('b', 4000)
  await peer.quiet(address)
  t.ok(leg.earlyMedia)
  t.match(context.stream(leg.id), { remote: { port: 4000 } })
  early('c', 5000)
  await peer.quiet(address)
  t.notOk(leg.earlyMedia, 'two would be heard mixed')
  peer.respond(invite, 199, address, { toTag: 'b' })
  await peer.quiet(address)
  t.ok(leg.earlyMedia)
  t.match(context.stream(leg.id), { remote: { port: 5000 } })
  peer.respond(invite, 200, address, { toTag: 'c', body: description(5000) })
  await peer.request('ACK')
  t.equal(leg.phase, 'answered')
})

t.test('RFC 6337 §3.1.1 an answer that came reliably counts, whatever the 2xx says', async (t) => {
  const { peer, dial, context, address } = await aWorld(t)
  const leg = dial(peer)
  const invite = await peer.request('INVITE')
  const headers = reliably(1)
  peer.respond(invite, 183, address, { toTag: 'b', headers, body: description(4000) })
  peer.respond(await peer.request('PRACK'), 200, address)
  peer.respond(invite, 200, address, { toTag: 'b', body: description(9999) })
  await peer.request('ACK')
  t.equal(leg.phase, 'answered')
  t.match(context.stream(leg.id), { remote: { port: 4000 } })
})

t.test(
  'RFC 3262 §5 a caller without offer who must be reliable hears it ring with our offer',
  async (t) => {
    const { peer, world, invited, address, context } = await aWorld(t)
    const ids = { callId: 'c', fromTag: 'f' }
    peer.send('INVITE', address, { ...ids, headers: ['Require: 100rel'] })
    const leg = SipLeg.incoming(world, '1-1-1.1', who, (await invited()).request)
    await peer.response(100)
    leg.alert()
    const ringing = await peer.response(180)
    t.match(ringing.body, /m=audio \d+ RTP\/AVP 0 8 96/)
    const rack = `RAck: ${ringing.header('RSeq')} 1 INVITE`
    const prack = { ...ids, toTag: ringing.toTag, sequence: 2, headers: [rack] }
    peer.send('PRACK', address, { ...prack, body: description(4000) })
    await peer.response(200, 'PRACK')
    t.match(context.stream(leg.id), { remote: { port: 4000 } })
    await leg.answer()
    t.equal((await peer.response(200, 'INVITE')).body, '')
    peer.send('ACK', address, { ...ids, toTag: ringing.toTag })
    await peer.quiet(address)
    t.equal(leg.phase, 'answered')
  },
)

t.test(
  'RFC 3262 §5 who answers while its ringing is described: one offer, one answer',
  async (t) => {
    const { peer, invited, address, world, gateway } = await aWorld(t)
    const ids = { callId: 'first', fromTag: 'first' }
    peer.send('INVITE', address, { ...ids, headers: ['Require: 100rel'] })
    const leg = SipLeg.incoming(world, '1-1-1.1', who, (await invited()).request)
    await peer.response(100)
    leg.alert()
    const answering = leg.answer()
    const ringing = await peer.response(180)
    const rack = `RAck: ${ringing.header('RSeq')} 1 INVITE`
    const prack = { ...ids, toTag: ringing.toTag, sequence: 2, headers: [rack] }
    peer.send('PRACK', address, { ...prack, body: description(4000) })
    await peer.response(200, 'PRACK')
    await answering
    await peer.response(200, 'INVITE')
    peer.send('ACK', address, { ...ids, toTag: ringing.toTag })
    await peer.quiet(address)
    t.equal(leg.phase, 'answered')
    t.equal(gateway.of('add').length, 1, 'its audio is made once')
  },
)

t.test('RFC 6337 §5.2.5 a re-INVITE without offer gets one of what is in use', async (t) => {
  const video = 'm=video 4002 RTP/AVP 31\r\n'
  const { peer, answered, address } = await aWorld(t)
  const { dialog } = await answered(description(4000, video))
  peer.send('INVITE', address, { ...dialog, sequence: 2 })
  const offer = parseSdp(sessionDescription(await peer.response(200)) ?? '')
  if (!offer.ok) throw new Error('no offer')
  t.match(offer.value.media, [
    { type: 'audio', formats: ['8', '0', '101'] },
    { type: 'video', port: 0 },
  ])
  t.equal(offer.value.media.length, 2, 'RFC 3264 §8: no m-line goes')
  peer.send('ACK', address, { ...dialog, sequence: 2, body: description(4004) })
  await peer.quiet(address)
})

t.test('RFC 3261 §14.1 a re-INVITE that we refuse leaves the session as it was', async (t) => {
  const { peer, answered, address, context } = await aWorld(t)
  const { leg, dialog } = await answered()
  const before = context.stream(leg.id)
  peer.send('INVITE', address, {
    ...dialog,
    sequence: 2,
    body: description(4000).replace('8 101', '18'),
  })
  await peer.response(488)
  t.equal(leg.phase, 'answered')
  t.strictSame(context.stream(leg.id), before)
})

t.test('RFC 3261 §16.6 Max-Forwards of the call, less one', async (t) => {
  const { answered } = await aWorld(t)
  t.equal((await answered()).leg.hops, 69)
})

t.test(
  'RFC 3515 §2.4 REFER goes to who transfers, 603 without; 400 without Refer-To',
  async (t) => {
    for (const isHeard of [true, false]) {
      const heard: Refer[] = []
      const referred = (_: SipLeg, refer: Refer) => {
        heard.push(refer)
        refer.request.respond(202)
      }
      const { peer, answered, address } = await aWorld(t, isHeard ? { referred } : {})
      const { dialog } = await answered()
      const headers = ['Refer-To: <sip:202@x>', 'Referred-By: <sip:201@x>']
      peer.send('REFER', address, { ...dialog, sequence: 2, headers })
      await peer.response(isHeard ? 202 : 603)
      peer.send('REFER', address, { ...dialog, sequence: 3 })
      await peer.response(400)
      if (isHeard) t.match(heard, [{ referTo: '<sip:202@x>', referredBy: '<sip:201@x>' }])
    }
  },
)

/** A telephone asks for a transfer and hangs up before it is told the end. */
async function transferorHasLeft(t: Ending) {
  const referral = { dialled: internalNumber('203', '') }
  const made = await aWorld(t, {
    referred: (leg, { request }) => leg.refer(request, referral),
  })
  const { peer, answered, address } = made
  const { leg, dialog } = await answered()
  peer.send('REFER', address, { ...dialog, sequence: 2, headers: ['Refer-To: <sip:203@x>'] })
  await peer.response(202)
  const trying = await peer.request('NOTIFY')
  peer.respond(trying, 200, address)
  peer.send('BYE', address, { ...dialog, sequence: 3 })
  await peer.response(200, 'BYE')
  return { ...made, leg, dialog, trying }
}

t.test(
  'RFC 3515 §2.4, RFC 5057 §4.1 the end of a transfer is told after BYE as well',
  async (t) => {
    for (const restarts of [false, true]) {
      const { peer, address, agent, world, leg: first, trying } = await transferorHasLeft(t)
      t.match(first, { phase: 'released', releasedBy: 'party', referral: {} })
      const leg = restarts ? SipLeg.restore(world, structuredClone(first.snapshot())) : first
      t.match(leg, { phase: 'released', referral: {} })
      leg.tellReferral(180)
      const ringing = await peer.request('NOTIFY')
      peer.respond(ringing, 200, address)
      leg.tellReferral(200)
      const end = await peer.request('NOTIFY')
      peer.respond(end, 200, address)
      t.match(ringing.body, 'SIP/2.0 180')
      t.match(end.body, 'SIP/2.0 200')
      t.match(end.header('Subscription-State'), /^terminated/)
      t.equal(end.toTag, trying.toTag)
      t.equal(end.cseq.sequence, trying.cseq.sequence + 2)
      t.strictSame(await peer.quiet(address), [])
      t.equal(agent.counters.usages, 0)
      t.match(leg.snapshot(), { usage: undefined })
    }
  },
)

t.test(
  'RFC 6665 §4.2.2 a telephone that has forgotten the dialog is told nothing more',
  async (t) => {
    for (const method of ['INFO', 'NOTIFY']) {
      const { peer, address, agent, leg, dialog } = await transferorHasLeft(t)
      peer.send(method, address, { ...dialog, sequence: 4 })
      await peer.response(481, method)
      leg.tellReferral(180)
      peer.respond(await peer.request('NOTIFY'), 481, address)
      await peer.quiet(address)
      leg.tellReferral(486)
      t.strictSame(await peer.quiet(address), [])
      t.equal(leg.referral, undefined)
      t.equal(agent.counters.usages, 0)
    }
  },
)

t.test(
  'SADV-4 RFC 3515 we ask the far end to call somebody else, and hear how it went',
  async (t) => {
    for (const [frag, state, status] of [
      ['SIP/2.0 200 OK', 'terminated;reason=noresource', 200],
      ['SIP/2.0 486 Busy Here', 'active', 486],
      ['SIP/2.0 180 Ringing', 'terminated', 487],
      ['SIP/2.0 180 Ringing', 'active;expires=60', undefined],
    ] as const) {
      const { peer, answered, address, world } = await aWorld(t)
      const { leg, dialog } = await answered()
      leg.handOver('<sip:3@x>')
      leg.handOver('<sip:4@x>')
      const refer = await peer.request('REFER')
      t.equal(refer.header('Refer-To'), '<sip:3@x>')
      peer.respond(refer, 202, address)
      const notify = (event: string, sequence: number) =>
        peer.send('NOTIFY', address, {
          ...dialog,
          sequence,
          headers: [`Event: ${event}`, `Subscription-State: ${state}`],
          body: `${frag}\r\n`,
        })
      notify('message-summary', 2)
      await peer.response(481, 'NOTIFY')
      notify('refer', 3)
      await peer.response(200, 'NOTIFY')
      t.equal(leg.handedOver, status)
      t.equal(SipLeg.restore(world, structuredClone(leg.snapshot())).handedOver, status)
    }
    const { peer, answered, address } = await aWorld(t)
    const { leg } = await answered()
    leg.handOver('<sip:3@x>')
    peer.respond(await peer.request('REFER'), 603, address)
    await peer.quiet(address)
    t.equal(leg.handedOver, 603)
    leg.forgetHandOver()
    t.equal(leg.handedOver, undefined)
  },
)

for (const keys of ['events', 'in-band', 'info'] as const) {
  t.test(`RFC 4733 keys go as the line is set: ${keys}`, async (t) => {
    const codecs = ['PCMU', 'PCMA'] as const
    const capabilities = { codecs, eventPayloadType: 96, keys }
    const { peer, dial, answered, address, context } = await aWorld(t, { capabilities })
    const out = dial(peer)
    const invite = await peer.request('INVITE')
    t.equal(/telephone-event/.test(invite.body), keys === 'events', 'our offer')
    const before = { toTag: 'b', body: description(4000) }
    peer.respond(invite, 200, address, before)
    await peer.request('ACK')
    const { leg, ok } = await answered()
    t.equal(/telephone-event/.test(ok.body), keys === 'events', 'our answer')
    const payload = { events: 101, 'in-band': undefined, info: 96 }[keys]
    t.equal(context.stream(leg.id)?.eventPayloadType, payload, 'what the gateway sends')
    t.equal(context.stream(out.id)?.eventPayloadType, payload)
    t.equal(leg.sendKey('#'), keys === 'info')
    if (keys !== 'info') return
    const info = await peer.request('INFO')
    t.equal(info.header('Content-Type'), 'application/dtmf-relay')
    t.equal(info.body, 'Signal=#\r\nDuration=160\r\n')
    t.equal(keyOfInfo(info.header('Content-Type'), info.body), '#', 'as we would read it')
  })
}

t.test('RFC 3891 §3 another telephone takes the place of one in a call', async (t) => {
  const { peer, answered, address, invited, context, agent, world } = await aWorld(t)
  const { leg, dialog } = await answered()
  const other = await aPeer(t)
  const replaces = `Replaces: ${dialog.callId};to-tag=${dialog.toTag};from-tag=${dialog.fromTag}`
  const ids = { callId: 'second', fromTag: 'second' }
  other.send('INVITE', address, { ...ids, headers: [replaces], body: description(6000) })
  const { request, named } = await invited()
  t.match(named, { how: 'replace', refusal: undefined, usage: { id: leg.id } })
  const newcomer = { party: internalNumber('202', 'Bob'), device: 'phone-2' }
  t.ok(leg.replace(request, newcomer))
  const bye = await peer.request('BYE')
  peer.respond(bye, 200, address)
  await other.response(100)
  const ok = await other.response(200)
  other.send('ACK', address, { ...ids, toTag: ok.toTag })
  await other.quiet(address)
  t.match(context.stream(leg.id), { remote: { port: 6000 } })
  t.match(leg, { phase: 'answered', party: { digits: '202' }, device: 'phone-2' })
  t.equal(agent.counters.usages, 1)

  const snapshot = structuredClone(leg.snapshot()) as SipLegSnapshot
  const restored = SipLeg.restore(world, snapshot)
  t.match(restored, { phase: 'answered', party: { digits: '202' }, direction: 'in' })
  restored.release(Cause.normalClearing)
  t.equal((await other.request('BYE')).fromTag, ok.toTag)
})

t.test('RFC 3891 §3 another telephone takes a call that rings', async (t) => {
  const { peer, dial, address, invited } = await aWorld(t)
  const leg = dial(peer)
  const invite = await peer.request('INVITE')
  peer.respond(invite, 180, address, { toTag: 'b' })
  await peer.quiet(address)
  t.equal(leg.phase, 'alerting')
  const other = await aPeer(t)
  const replaces = `Replaces: ${invite.callId};to-tag=${invite.fromTag};from-tag=b;early-only`
  const ids = { callId: 'second', fromTag: 'second' }
  other.send('INVITE', address, { ...ids, headers: [replaces], body: description(6000) })
  const { request, named } = await invited()
  t.match(named, { refusal: undefined })
  t.ok(leg.replace(request, who))
  peer.respond(await peer.request('CANCEL'), 200, address)
  peer.respond(invite, 487, address, { toTag: 'b' })
  await peer.request('ACK')
  await other.response(100)
  const ok = await other.response(200)
  other.send('ACK', address, { ...ids, toTag: ok.toTag })
  await other.quiet(address)
  t.equal(leg.phase, 'answered')
  leg.release(Cause.normalClearing)
  await other.request('BYE')
})

t.test('RFC 3891 §3 who cannot be understood replaces nobody', async (t) => {
  const { peer, answered, address, invited } = await aWorld(t)
  const { leg, dialog } = await answered()
  const other = await aPeer(t)
  const replaces = `Replaces: ${dialog.callId};to-tag=${dialog.toTag};from-tag=${dialog.fromTag}`
  const body = description(6000).replace('8 101', '18')
  other.send('INVITE', address, { headers: [replaces], body })
  t.notOk(leg.replace((await invited()).request, who))
  await other.response(100)
  await other.response(488)
  t.equal(leg.phase, 'answered')
  t.strictSame(await peer.quiet(address), [])
})

t.test(
  'RFC 3264 §6 video is refused in its place; T.38 by itself, and the call goes on',
  async (t) => {
    const video = 'm=video 5000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n'
    const { peer, answered, address } = await aWorld(t)
    const { leg, ok, dialog } = await answered(description(4000, video))
    t.match(ok.body, /m=audio [1-9]\d* .*[\s\S]*m=video 0 RTP\/AVP 96/)
    const fax = description(4000).replace(/m=audio[\s\S]*/, 'm=image 5002 udptl t38\r\n')
    peer.send('INVITE', address, { ...dialog, sequence: 2, body: fax })
    await peer.response(488) // so the fax machine goes on over the audio as it is
    peer.send('ACK', address, { ...dialog, sequence: 2 })
    t.equal(leg.phase, 'answered')
    const both = description(4000, 'm=image 5002 udptl t38\r\n')
    peer.send('INVITE', address, { ...dialog, sequence: 3, body: both })
    t.match((await peer.response(200)).body, /m=audio [1-9]\d* .*[\s\S]*m=image 0 udptl t38/)
    peer.send('ACK', address, { ...dialog, sequence: 3 })
  },
)

/** An INVITE of ours to a telephone that may be told keys, and what it says to each. */
async function refusing(t: Ending, encryption: EncryptionSettings, status = 488) {
  const world = await aWorld(t, {
    capabilities: { codecs: ['PCMU'], eventPayloadType: 96, encryption },
  })
  const leg = world.dial(world.peer)
  const invite = await world.peer.request('INVITE')
  world.peer.respond(invite, status, world.address, { toTag: 'b' })
  await world.peer.request('ACK')
  return { ...world, leg, invite }
}
const optional = { encryption: 'optional', encryptionOffer: 'avp', keysInClear: true } as const

t.test(
  'a telephone that takes protected audio alone is asked once more, by RTP/SAVP',
  async (t) => {
    const { peer, leg, invite, address, world, context } = await refusing(t, optional)
    t.match(invite.body, /m=audio \d+ RTP\/AVP/)
    const again = await peer.request('INVITE')
    t.match(again.body, /m=audio \d+ RTP\/SAVP/)
    t.not(again.header('Call-ID'), invite.header('Call-ID'))
    t.match(leg, { phase: 'calling' })
    const snapshot = structuredClone(leg.snapshot())
    t.match(snapshot, { insists: true })
    const [, suite] = /a=crypto:1 (\S+) inline/.exec(again.body) ?? []
    const crypto = `a=crypto:1 ${suite} inline:${Buffer.alloc(30, 7).toString('base64')}`
    const body = `${description(4000).replace('RTP/AVP 8 101', 'RTP/SAVP 0')}${crypto}\r\n`
    peer.respond(again, 200, address, { toTag: 'c', body })
    await peer.request('ACK')
    t.match(leg, { phase: 'answered' })
    t.match(context.stream(leg.id), { transport: { keying: 'sdes' } })
    t.ok(world)
  },
)

t.test('it is asked no third time, and nobody whose keys must not be told', async (t) => {
  const twice = await refusing(t, optional)
  twice.peer.respond(await twice.peer.request('INVITE'), 488, twice.address, { toTag: 'c' })
  await twice.peer.request('ACK')
  t.match(twice.leg, { phase: 'released', refusal: { status: 488 } })
  t.match((await refusing(t, { ...optional, keysInClear: false })).leg, { phase: 'released' })
  t.match((await refusing(t, optional, 486)).leg, { phase: 'released' }, 'busy')
})
