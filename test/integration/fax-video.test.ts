import type { Test } from 'tap'
import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'
import { faxOf, portOf, Terminal, videoOf } from './terminal.ts'

const LIMIT_MS = 60_000

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2) })
const [ann, bob] = [numberOf(0), numberOf(1)]

/** Two telephones that say, beside or instead of audio, what `says` makes of their description. */
async function theTwo(
  t: Test,
  says: (usual: string, theirs: string, at: Terminal, who: 'ann' | 'bob') => string,
) {
  const at = { ann: await Terminal.open(t), bob: await Terminal.open(t) }
  const describing = (who: 'ann' | 'bob') => ({
    sends: who === 'ann' ? { hz: 440, level: -10 } : { hz: 1000, level: -16 },
    describes: (usual: string, theirs: string) => says(usual, theirs, at[who], who),
  })
  const caller = await aPhone(t, server, ann, describing('ann'))
  const called = await aPhone(t, server, bob, describing('bob'))
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  back.answer()
  await out.answered()
  return { at, out, back }
}

test('T.38 passes after a re-INVITE, over a killed exchange, and gives way to audio again', async (t) => {
  let faxing = false
  const { at, out, back } = await theTwo(t, (usual, theirs, terminal) =>
    faxing || /^m=image/m.test(theirs) ? faxOf(usual, terminal) : usual,
  )
  await until(
    'sound both ways',
    () => out.rtp.arrivals.length > 10 && back.rtp.arrivals.length > 10,
  )
  faxing = true
  t.equal(statusOf(await back.reinvite('sendrecv')), 200, 'the fax machine that was called')
  t.match(out.described, /^m=image \d+ udptl t38\r\n(?:.*\r\n)*a=T38MaxBitRate:14400/m)
  t.notMatch(out.described, /secret|m=audio/, 'what is not on the list stays out')
  t.not(portOf(out.described, 'image'), at.bob.port, 'our own address')
  at.ann.towards = portOf(out.described, 'image')
  at.bob.towards = portOf(back.described, 'image')
  t.ok(await at.ann.faxes(at.bob))
  t.ok(await at.bob.faxes(at.ann))

  const stranger = await Terminal.open(t)
  stranger.towards = at.ann.towards
  t.ok(await stranger.isUnheard(at.bob, '00'), 'a stranger')

  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  t.ok(await at.ann.faxes(at.bob), 'while it is away')
  await server.restarted('exchange', pid)
  t.ok(await at.ann.faxes(at.bob), 'when it is back')
  const media = await server.pidOf('media')
  await server.kill9('media')
  await server.restarted('media', media)
  t.ok(await at.ann.faxes(at.bob), 'on the ports of before')
  t.ok(await at.bob.faxes(at.ann))
  t.notOk(out.ended || back.ended)

  faxing = false
  back.described = ''
  const sounds = out.rtp.arrivals.length
  t.equal(statusOf(await back.reinvite('sendrecv')), 200)
  t.match(out.described, /^m=audio [1-9]/m)
  await until('sound again', () => out.rtp.arrivals.length > sounds + 10, LIMIT_MS)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('T.38 Annex D an INVITE that offers fax alone is taken, passes, and may go over to audio', async (t) => {
  let talking = false
  const { at, out, back } = await theTwo(t, (usual, theirs, terminal) =>
    talking || /^m=audio [1-9]/m.test(theirs) ? usual : faxOf(usual, terminal),
  )
  t.match(back.described, /^m=image \d+ udptl t38\r\n(?:.*\r\n)*a=T38MaxBitRate:14400/m)
  t.notMatch(`${back.described}${out.described}`, /m=audio/)
  at.ann.towards = portOf(out.described, 'image')
  at.bob.towards = portOf(back.described, 'image')
  t.ok(await at.ann.faxes(at.bob))
  t.ok(await at.bob.faxes(at.ann))
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  t.ok(await at.ann.faxes(at.bob), 'over a killed exchange')

  talking = true
  t.equal(statusOf(await out.reinvite('sendrecv')), 200)
  t.match(back.described, /^m=audio [1-9]/m)
  await until(
    'sound both ways',
    () => out.rtp.arrivals.length > 10 && back.rtp.arrivals.length > 10,
    LIMIT_MS,
  )
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('RFC 3261 §21.4.26 fax alone to who takes none, and to an announcement, is refused with 488', async (t) => {
  const terminal = await Terminal.open(t)
  const fax = { describes: (usual: string) => faxOf(usual, terminal) }
  const caller = await aPhone(t, server, ann, fax)
  const described = { '488 Not Acceptable Here': undefined, answers: 'm=image 0' }
  for (const [how, line] of Object.entries(described)) {
    const called = await aPhone(t, server, bob, {
      describes: (usual) => faxOf(usual, terminal).replace(/^m=image \d+/m, line ?? 'm=image 9'),
    })
    const out = await caller.call(bob)
    const back = await called.incoming()
    if (line === undefined) back.refuse(how)
    else back.answer()
    t.equal(statusOf(await out.status(200)), 488, how)
    await back.over()
    await called.register(0)
  }
  t.equal(statusOf(await (await caller.call('100')).status(200)), 488)
})

test('T.38 that the other party refuses leaves the call with its audio', async (t) => {
  let faxing = false
  const { at, out, back } = await theTwo(t, (usual, _, terminal, who) =>
    faxing && who === 'ann' ? faxOf(usual, terminal) : usual,
  )
  back.refusesOffers = '488 Not Acceptable Here'
  faxing = true
  t.equal(statusOf(await out.reinvite('sendrecv')), 488)
  t.match(back.requests.map(({ start }) => start).join(), /INVITE/, 'it was asked')
  faxing = false
  back.refusesOffers = undefined
  const sounds = back.rtp.arrivals.length
  await until('sound', () => back.rtp.arrivals.length > sounds + 10, LIMIT_MS)
  t.equal(at.bob.came.length, 0)
  t.equal(statusOf(await out.reinvite('sendrecv')), 200, 'and audio is renewed as ever')
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('RFC 3264 §6 T.38 that is answered with port 0 is refused, and both are asked for audio again', async (t) => {
  let faxing = false
  const { out, back } = await theTwo(t, (usual, theirs, terminal, who) => {
    if (who === 'ann') return faxing ? faxOf(usual, terminal) : usual
    return /^m=image/m.test(theirs)
      ? faxOf(usual, terminal).replace(/^m=image \d+/m, 'm=image 0')
      : usual
  })
  faxing = true
  t.equal(statusOf(await out.reinvite('sendrecv')), 488)
  await until('an offer of audio', () => /^m=audio [1-9]/m.test(back.described), LIMIT_MS)
  const sounds = [out.rtp.arrivals.length, back.rtp.arrivals.length] as const
  await until('sound both ways', () => {
    const now = [out.rtp.arrivals.length, back.rtp.arrivals.length] as const
    return now[0] > sounds[0] + 10 && now[1] > sounds[1] + 10
  })
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('RFC 3261 §14.2 of two who begin to fax at once the one is told to wait', async (t) => {
  let faxing = false
  const { at, out, back } = await theTwo(t, (usual, theirs, terminal) =>
    faxing || /^m=image/m.test(theirs) ? faxOf(usual, terminal) : usual,
  )
  faxing = true
  const answers = await Promise.all([out.reinvite('sendrecv'), back.reinvite('sendrecv')])
  t.strictSame(answers.map(statusOf).sort(), [200, 491])
  at.ann.towards = portOf(out.described, 'image')
  at.bob.towards = portOf(back.described, 'image')
  t.ok(await at.ann.faxes(at.bob))
  t.ok(await at.bob.faxes(at.ann))
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('video passes both ways, waits on hold, and the other address is not told', async (t) => {
  const { at, out, back } = await theTwo(t, (usual, _, terminal) =>
    videoOf(usual, terminal, /^a=(send\w*|recvonly|inactive)/m.exec(usual)?.[1]),
  )
  t.match(back.described, /^m=video \d+ RTP\/AVP 97\r\n(?:.*\r\n)*a=rtcp-fb:97 nack pli/m)
  t.notMatch(`${back.described}${out.described}`, /extmap/)
  for (const [call, own] of [
    [out, at.ann],
    [back, at.bob],
  ] as const) {
    own.towards = portOf(call.described, 'video')
    t.ok(own.towards > 0)
  }
  t.ok(await at.ann.shows(at.bob))
  t.ok(await at.bob.shows(at.ann))
  const report = Buffer.from('80c9000100000001', 'hex')
  const reports = () => {
    at.ann.send(report)
    return at.bob.came.some((came) => came.equals(report))
  }
  await until('RTCP', reports, LIMIT_MS)

  const asked = back.requests.length
  t.equal(statusOf(await out.hold()), 200)
  t.equal(back.requests.length, asked, 'hold is between us and who holds')
  t.ok(await at.bob.isUnheard(at.ann), 'on hold nothing is shown')
  t.equal(statusOf(await out.resume()), 200)
  t.ok(await at.bob.shows(at.ann))
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('RFC 3264 §6 video that the other party refuses is refused in its place', async (t) => {
  const { out, back } = await theTwo(t, (usual, theirs, terminal, who) =>
    who === 'ann'
      ? videoOf(usual, terminal)
      : /^m=video/m.test(theirs)
        ? `${usual}m=video 0 RTP/AVP 97\r\n`
        : usual,
  )
  t.equal(portOf(out.described, 'video'), 0)
  t.match(out.described, /^m=audio [1-9].*(?:\r\n.*)*\r\nm=video 0 /m)
  await until('sound', () => out.rtp.arrivals.length > 5 && back.rtp.arrivals.length > 5, LIMIT_MS)
  await out.bye()
  await back.over()
})

test('protected video, and video to who is no telephone, is refused in its place', async (t) => {
  const secure = await theTwo(t, (usual, _, terminal, who) =>
    who === 'ann' ? videoOf(usual, terminal, 'sendrecv', 'RTP/SAVP') : usual,
  )
  t.notMatch(secure.back.described, /m=video/, 'it is not offered on')
  t.equal(portOf(secure.out.described, 'video'), 0)
  await secure.out.bye()
  await secure.back.over()

  const terminal = await Terminal.open(t)
  const describes = (usual: string) => videoOf(usual, terminal)
  const caller = await aPhone(t, server, ann, { describes })
  const test = await caller.call('100')
  await test.answered()
  t.equal(portOf(test.described, 'video'), 0)
  await test.bye()
})
