import type { Test } from 'tap'
import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'
import { faxOf, portOf, Terminal, videoOf } from './terminal.ts'

const LIMIT_MS = 60_000

t.setTimeout(600_000)
const server = await aServer(t, { office: office(3) })
const NUMBERS = { ann: numberOf(0), bob: numberOf(1), cal: numberOf(2) } as const
const HZ = { ann: 440, bob: 1000, cal: 700 } as const

type Name = keyof typeof NUMBERS
type Says = (usual: string, theirs: string, at: Terminal, who: Name) => string

/** Three telephones; Ann has called Bob. */
async function aTalk(t: Test, says: Says) {
  const one = async (who: Name) => {
    const at = await Terminal.open(t)
    const phone = await aPhone(t, server, NUMBERS[who], {
      sends: { hz: HZ[who], level: -12 },
      describes: (usual, theirs) => says(usual, theirs, at, who),
    })
    return { at, phone }
  }
  const three = { ann: await one('ann'), bob: await one('bob'), cal: await one('cal') }
  const annCall = await three.ann.phone.call(NUMBERS.bob)
  const bobCall = await three.bob.phone.incoming()
  bobCall.ring()
  bobCall.answer()
  await annCall.answered()
  return { ...three, annCall, bobCall }
}

type Talk = Awaited<ReturnType<typeof aTalk>>

/** Bob brings Ann to Cal, who is called for it. */
async function blindTransfer({ bob, cal, bobCall }: Talk): Promise<PhoneCall> {
  t.equal(statusOf(await bobCall.refer(bob.phone.uriOf(NUMBERS.cal))), 202)
  const calCall = await cal.phone.incoming()
  calCall.ring()
  calCall.answer()
  return calCall
}

/** Bob has called Cal, and brings Ann to him. */
async function attendedTransfer(talk: Talk): Promise<PhoneCall> {
  const { bob, cal, bobCall } = talk
  const consulting = await bob.phone.call(NUMBERS.cal)
  const calCall = await cal.phone.incoming()
  calCall.ring()
  calCall.answer()
  await consulting.answered()
  const target = `${bob.phone.uriOf(NUMBERS.cal)}?Replaces=${encodeURIComponent(consulting.name)}`
  t.equal(statusOf(await bobCall.refer(target)), 202)
  await Promise.all([bobCall.over(), consulting.over()])
  return calCall
}

async function hears(call: PhoneCall, hz: number): Promise<void> {
  const from = call.rtp.arrivals.length
  const isHeard = () => {
    if (call.rtp.arrivals.length < from + 25) return false
    const { rate, samples } = call.rtp.heard()
    return heardTone({ rate, samples: samples.slice(-3200) }, hz).level > -22
  }
  await until(`${hz} Hz`, isHeard, LIMIT_MS)
}

/** Both offers of the exchange have been answered, and each end knows where the other's datagrams go. */
async function pass(
  t: Test,
  type: 'video' | 'image',
  { ann, cal, annCall }: Talk,
  calCall: PhoneCall,
): Promise<void> {
  const pairs = [
    [annCall, ann.at],
    [calCall, cal.at],
  ] as const
  for (const [call, at] of pairs) {
    const port = () => portOf(call.described, type) > 0
    await until(`an offer of ${type}`, port, LIMIT_MS)
    at.towards = portOf(call.described, type)
  }
  const goes = (from: Terminal, to: Terminal) =>
    type === 'video' ? from.shows(to) : from.faxes(to)
  t.ok(await goes(ann.at, cal.at), 'from Ann to Cal')
  t.ok(await goes(cal.at, ann.at), 'and back')
}

async function end(annCall: PhoneCall, calCall: PhoneCall): Promise<void> {
  t.equal(statusOf(await annCall.bye()), 200)
  await calCall.over()
}

const withVideo: Says = (usual, _, at) => videoOf(usual, at)

for (const [how, transfer] of [
  ['RFC 5589 §6.1 a blind transfer', blindTransfer],
  ['RFC 5589 §7.3 an attended transfer', attendedTransfer],
] as const) {
  test(`${how}: video goes on, and so does audio`, async (t) => {
    const talk = await aTalk(t, withVideo)
    const calCall = await transfer(talk)
    await pass(t, 'video', talk, calCall)
    await Promise.all([hears(talk.annCall, HZ.cal), hears(calCall, HZ.ann)])
    t.notMatch(calCall.described, new RegExp(`m=video ${talk.ann.at.port} `), 'by ports of ours')
    await end(talk.annCall, calCall)
  })
}

test('a transfer to who has no video: it ends, and audio goes on', async (t) => {
  const talk = await aTalk(t, (usual, theirs, at, who) => {
    if (who !== 'cal') return videoOf(usual, at)
    return /^m=video/m.test(theirs) ? `${usual}m=video 0 RTP/AVP 97\r\n` : usual
  })
  t.ok(portOf(talk.annCall.described, 'video') > 0)
  const calCall = await blindTransfer(talk)
  await until('the end of video', () => portOf(talk.annCall.described, 'video') === 0, LIMIT_MS)
  await Promise.all([hears(talk.annCall, HZ.cal), hears(calCall, HZ.ann)])
  await end(talk.annCall, calCall)
})

/** Ann and Bob fax; `cal` says what Cal makes of an offer of it. */
async function faxing(t: Test, cal: Says): Promise<Talk> {
  let faxes = false
  const talk = await aTalk(t, (usual, theirs, at, who) => {
    if (who === 'cal') return cal(usual, theirs, at, who)
    const isAsked = /^m=image [1-9]/m.test(theirs)
    return (faxes && who === 'bob') || isAsked ? faxOf(usual, at) : usual
  })
  faxes = true
  t.equal(statusOf(await talk.bobCall.reinvite('sendrecv')), 200)
  talk.ann.at.towards = portOf(talk.annCall.described, 'image')
  talk.bob.at.towards = portOf(talk.bobCall.described, 'image')
  t.ok(await talk.ann.at.faxes(talk.bob.at))
  return talk
}

test('a transfer of who faxes: T.38 is offered to the new party, and goes on', async (t) => {
  const talk = await faxing(t, (usual, theirs, at) =>
    /^m=image [1-9]/m.test(theirs) ? faxOf(usual, at) : usual,
  )
  const calCall = await blindTransfer(talk)
  await pass(t, 'image', talk, calCall)
  await end(talk.annCall, calCall)
})

test('a transfer of who faxes to who cannot: both talk', async (t) => {
  const talk = await faxing(t, (usual, theirs, at) =>
    /^m=image [1-9]/m.test(theirs) ? faxOf(usual, at).replace(/^m=image \d+/m, 'm=image 0') : usual,
  )
  const calCall = await blindTransfer(talk)
  await until('an offer of audio', () => /^m=audio [1-9]/m.test(talk.annCall.described), LIMIT_MS)
  await Promise.all([hears(talk.annCall, HZ.cal), hears(calCall, HZ.ann)])
  await end(talk.annCall, calCall)
})
