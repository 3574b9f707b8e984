import type { Test } from 'tap'
import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob, cal] = [numberOf(0), numberOf(1), numberOf(2)]
/** Another telephone of Ann's. */
const desk = '211'
const own = `  - { sipUser: ${desk}, extension: ${ann}, secret: ${passwordOf(desk)}, lines: 2 }\n`
const server = await aServer(t, { office: `${office(3)}${own}` })
const HZ = { [ann]: 440, [bob]: 1000, [cal]: 700, [desk]: 1500 }

async function phone(t: Test, user: string) {
  return aPhone(t, server, user, { sends: { hz: HZ[user] ?? 440, level: -16 } })
}

/** Ann and Bob talk; her other telephone, and Cal's, stand by. */
async function aTalk(t: Test) {
  const [first, second] = [await phone(t, ann), await phone(t, bob)]
  const others = { desk: await phone(t, desk), cal: await phone(t, cal) }
  const annCall = await first.call(bob)
  const bobCall = await second.incoming()
  bobCall.ring()
  bobCall.answer()
  await annCall.answered()
  await hears(annCall, bob)
  await hears(bobCall, ann)
  return { annCall, bobCall, bobPhone: second, ...others }
}

async function hears(call: PhoneCall, who: string): Promise<void> {
  const from = call.rtp.arrivals.length
  await until(`the tone of ${who}`, () => {
    if (call.rtp.arrivals.length < from + 25) return false
    const { rate, samples } = call.rtp.heard()
    return heardTone({ rate, samples: samples.slice(-3200) }, HZ[who] ?? 0).level > -25
  })
}

test('RFC 3911 a third telephone of the same person joins; whoever leaves, the others go on', async (t) => {
  const { annCall, bobCall, desk: other } = await aTalk(t)
  const third = await other.call(bob, [
    ['Join', annCall.name],
    ['Require', 'join'],
  ])
  await third.answered()
  t.match(header(third.responses.at(-1) ?? third.invite, 'Supported'), /\bjoin\b/)
  await Promise.all([hears(third, ann), hears(third, bob)])
  await Promise.all([hears(annCall, desk), hears(bobCall, desk), hears(annCall, bob)])

  const fourth = await other.call(bob, [['Join', annCall.name]])
  t.equal(statusOf(await fourth.status(200)), 501, 'three are no talk of two')
  t.equal(statusOf(await annCall.refer(`sip:${cal}@x`)), 603, 'nor is one of them sent on')

  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  await Promise.all([hears(third, bob), hears(bobCall, ann)])

  t.equal(statusOf(await annCall.bye()), 200)
  await Promise.all([hears(third, bob), hears(bobCall, desk)])
  t.equal(statusOf(await third.bye()), 200)
  await bobCall.over()
})

test('RFC 3911 §4 nobody joins a talk of others, a call that is none, or one that rings', async (t) => {
  const { annCall, bobCall, bobPhone, desk: other, cal: stranger } = await aTalk(t)
  const asked = async (from: typeof other, name: string) =>
    statusOf(await (await from.call(bob, [['Join', name]])).status(200))
  t.equal(await asked(stranger, annCall.name), 403)
  t.equal(await asked(other, 'none;to-tag=1;from-tag=2'), 481)
  t.equal(await asked(other, 'none'), 400)
  await annCall.bye()
  await bobCall.over()
  const calling = await stranger.call(bob)
  const ringing = await bobPhone.incoming()
  ringing.ring()
  await calling.status(180)
  t.equal(await asked(other, ringing.name), 481, 'it rings')
  await calling.cancel()
  await ringing.over()
  t.match(String(await asked(other, annCall.name)), /481|603/, 'it is over')

  const test = await other.call('100')
  await test.answered()
  t.equal(await asked(other, test.name), 501, 'an announcement is nobody')
  await test.bye()
})
