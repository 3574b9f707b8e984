import type { Test } from 'tap'
import t, { test } from 'tap'
import type { Rung } from '../../firmware/demo/draw-ladder.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import type { RtpPhone } from '../peers/rtp-phone.ts'
import { header, parameter, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(3, { rings: 8 }) })
const [ann, bob, cal] = [numberOf(0), numberOf(1), numberOf(2)]
const HZ = { ann: 440, bob: 1000, cal: 700 } as const

/** Ann has called Bob, and they hear each other. Cal is there too. */
async function aTalk(t: Test) {
  const phone = (user: string, hz: number) => aPhone(t, server, user, { sends: { hz, level: -12 } })
  const phones = [
    await phone(ann, HZ.ann),
    await phone(bob, HZ.bob),
    await phone(cal, HZ.cal),
  ] as const
  const annCall = await phones[0].call(bob)
  const bobCall = await answers(phones[1])
  await annCall.answered()
  await hearEachOther([annCall, HZ.ann], [bobCall, HZ.bob])
  return { phones, annCall, bobCall }
}

async function answers(phone: RtpPhone): Promise<PhoneCall> {
  const call = await phone.incoming()
  call.ring()
  call.answer()
  return call
}

async function hears(call: PhoneCall, hz: number): Promise<void> {
  const from = call.rtp.arrivals.length
  await until(`${hz} Hz`, () => {
    if (call.rtp.arrivals.length < from + 25) return false
    const { rate, samples } = call.rtp.heard()
    return heardTone({ rate, samples: samples.slice(-3200) }, hz).level > -22
  })
}

async function hearEachOther(
  [one, hz]: readonly [PhoneCall, number],
  [other, otherHz]: readonly [PhoneCall, number],
): Promise<void> {
  await Promise.all([hears(one, otherHz), hears(other, hz)])
}

/** All hang up; the records of the last calls. */
async function theRecord(call: PhoneCall, other: PhoneCall) {
  t.equal(statusOf(await call.bye()), 200)
  await other.over()
  return allOver()
}

/** No call is on any more. */
async function allOver() {
  return until('the records', async () => {
    const records = await server.records(4)
    return records.every(({ endedAt }) => endedAt !== undefined) && records
  })
}

test('GSIP-11 RFC 5589 §6.1 blind transfer', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  t.equal(statusOf(await bobCall.hold()), 200)
  t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 202)
  const calCall = await phones[2].incoming()
  t.match(header(calCall.invite, 'From'), new RegExp(`<sip:${ann}@`), 'Ann is shown')
  t.match(header(calCall.invite, 'Referred-By'), new RegExp(`^<sip:${bob}@`), 'RFC 3892')
  calCall.ring()
  await hears(annCall, 480) // of the ringback
  calCall.answer()
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  await bobCall.over()
  t.strictSame(bobCall.referred, [100, 180, 200])
  const [record] = await theRecord(calCall, annCall)
  t.match(record, {
    caller: { digits: ann },
    cause: 16,
    transfers: [
      { kind: 'transferred', party: { digits: ann }, by: { digits: bob }, to: { digits: cal } },
    ],
  })
})

test('RFC 5589 §7.3 attended transfer', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  t.equal(statusOf(await bobCall.hold()), 200)
  const consulting = await phones[1].call(cal)
  const calCall = await answers(phones[2])
  await consulting.answered()
  await hearEachOther([consulting, HZ.bob], [calCall, HZ.cal])
  const target = `${phones[1].uriOf(cal)}?Replaces=${encodeURIComponent(consulting.name)}`
  t.equal(statusOf(await bobCall.refer(target)), 202)
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  await Promise.all([bobCall.over(), consulting.over()])
  t.strictSame(bobCall.referred, [100, 200])
  const records = await theRecord(annCall, calCall)
  const record = records.find(({ caller }) => caller?.digits === ann)
  t.match(record, { transfers: [{ by: { digits: bob }, to: { digits: cal } }], cause: 16 })
  const rungs = (await server.ask('exchange', 'ladder', { call: record?.call })) as Rung[]
  const calls = new Set(rungs.flatMap(({ from, to }) => [from, to]))
  t.equal(calls.size, 4, 'all three are in the ladder of the call that goes on')
  const told = rungs.map(({ text }) => text)
  for (const text of [`REFER → ${cal} (Replaces)`, 'NOTIFY (100)', 'NOTIFY (200)']) {
    t.ok(told.includes(text), text)
  }
})

test('RFC 5589 §7.3 attended transfer, REFER in the second call', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  const consulting = await phones[1].call(cal)
  const calCall = await answers(phones[2])
  await consulting.answered()
  const target = `${phones[1].uriOf(ann)}?Replaces=${encodeURIComponent(bobCall.name)}&Require=replaces`
  t.equal(statusOf(await consulting.refer(target)), 202)
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  await Promise.all([bobCall.over(), consulting.over()])
  await calCall.bye()
  await annCall.over()
})

test('RFC 5589 §7.6 semi-attended transfer', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  const consulting = await phones[1].call(cal)
  const calCall = await phones[2].incoming()
  calCall.ring()
  const ringing = await consulting.status(180)
  const tag = parameter(header(ringing, 'To'), 'tag')
  const name = consulting.name.replace('to-tag=', `to-tag=${tag}`)
  const target = `${phones[1].uriOf(cal)}?Replaces=${encodeURIComponent(name)}`
  t.equal(statusOf(await bobCall.refer(target)), 202)
  await hears(annCall, 480)
  calCall.answer()
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  t.ok(statusOf(await consulting.status(200)) >= 300, 'the second call is refused')
  await bobCall.over()
  t.strictSame(bobCall.referred, [100, 180, 200])
  await annCall.bye()
  await calCall.over()
})

test('the transferor hangs up as soon as REFER is accepted', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 202)
  t.equal(statusOf(await bobCall.bye()), 200)
  const calCall = await answers(phones[2])
  await until('the end, after BYE (RFC 5057 §4.1)', () => bobCall.referred.at(-1) === 200)
  t.strictSame(bobCall.referred, [100, 180, 200])
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  await annCall.bye()
  await calCall.over()
})

test('nobody answers after the transferor has hung up: he is called back', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 202)
  t.equal(statusOf(await bobCall.bye()), 200)
  const calCall = await phones[2].incoming()
  calCall.refuse('486 Busy Here')
  await until('the end', () => bobCall.referred.at(-1) === 486)
  const again = await answers(phones[1])
  await hearEachOther([annCall, HZ.ann], [again, HZ.bob])
  await annCall.bye()
  await again.over()
})

for (const [what, number, status] of [
  ['is busy', cal, 486],
  ['does not exist', '299', 404],
] as const) {
  test(`RFC 5589 §6.2 the target ${what}: the call goes on`, async (t) => {
    const { phones, annCall, bobCall } = await aTalk(t)
    t.equal(statusOf(await bobCall.refer(phones[1].uriOf(number))), 202)
    if (number === cal) (await phones[2].incoming()).refuse('486 Busy Here')
    await until('the end of the transfer', () => bobCall.referred.at(-1) === status)
    await hearEachOther([annCall, HZ.ann], [bobCall, HZ.bob])
    t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 202, 'once more')
    const calCall = await answers(phones[2])
    await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
    await annCall.bye()
    await calCall.over()
  })
}

test('RFC 4488 a transferor who wants to hear nothing', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  const quiet = [
    ['Supported', 'norefersub'],
    ['Refer-Sub', 'false'],
  ] as const
  const accepted = await bobCall.refer(phones[1].uriOf(cal), quiet)
  t.equal(statusOf(accepted), 202)
  t.equal(header(accepted, 'Refer-Sub'), 'false')
  const calCall = await answers(phones[2])
  await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
  await bobCall.over()
  t.strictSame(bobCall.referred, [])
  await annCall.bye()
  await calCall.over()
})

test('SECURITY rows 3, 5, 10 what is refused', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  const uri = phones[1].uriOf(cal)
  for (const [what, target, status] of [
    ['another method', `${uri};method=BYE`, 603],
    ['headers of somebody else', `${uri}?Route=%3Csip%3A192.0.2.1%3Blr%3E`, 603],
    ['another server', `sip:${cal}@192.0.2.1`, 603],
    ['another name', `sip:${cal}@example.com`, 603],
    ['himself', phones[1].uriOf(bob), 603],
    ['the other party', phones[1].uriOf(ann), 603],
    ['a call that is none', `${uri}?Replaces=none%3Bto-tag%3D1%3Bfrom-tag%3D2`, 603],
    ['this very call', `${uri}?Replaces=${encodeURIComponent(bobCall.name)}`, 603],
    ['no URI', '', 400],
    ['a web page', 'http://example.com/', 603],
  ] as const) {
    t.equal(statusOf(await bobCall.refer(target)), status, what)
  }
  await hearEachOther([annCall, HZ.ann], [bobCall, HZ.bob])
  t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 202)
  t.equal(statusOf(await bobCall.refer(phones[1].uriOf(cal))), 491, 'two at a time')
  const ringing = await phones[2].incoming()
  await annCall.bye()
  await Promise.all([bobCall.over(), ringing.over()])
})

test('REFER and BYE cross: nothing is left behind', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  const [ended] = await Promise.all([annCall.bye(), bobCall.refer(phones[1].uriOf(cal))])
  t.equal(statusOf(ended), 200)
  await bobCall.over()
  await allOver()
})

test('RFC 5359 §2.1 a party on hold gets packets, and hears nothing', async (t) => {
  const { annCall, bobCall } = await aTalk(t)
  t.equal(statusOf(await bobCall.reinvite('inactive')), 200) // its own music would be passed on
  await until('packets without a sound', () => {
    const { rate, samples } = annCall.rtp.heard()
    return heardTone({ rate, samples: samples.slice(-8000) }, HZ.bob).level < -60
  })
  const held = annCall.rtp.arrivals.length
  await until('more of them', () => annCall.rtp.arrivals.length > held + 50)
  t.equal(statusOf(await bobCall.resume()), 200)
  await hearEachOther([annCall, HZ.ann], [bobCall, HZ.bob])
  await annCall.bye()
  await bobCall.over()
})

test('RFC 3891 §4 a talk of others is not taken over, nor joined (RFC 3911)', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  for (const [name, status] of [
    ['Replaces', 403],
    ['Join', 403],
  ] as const) {
    const taken = await phones[2].call(bob, [[name, bobCall.name]])
    t.equal(statusOf(await taken.status(200)), status)
  }
  await hearEachOther([annCall, HZ.ann], [bobCall, HZ.bob])
  await annCall.bye()
  await bobCall.over()
})

test('RFC 3891 a third telephone picks up what rings at another', async (t) => {
  const { phones, annCall, bobCall } = await aTalk(t)
  await annCall.bye()
  await bobCall.over()
  const calling = await phones[0].call(bob)
  const ringing = await phones[1].incoming()
  ringing.ring()
  await calling.status(180)
  const taken = await phones[2].call(bob, [['Replaces', ringing.name]])
  await Promise.all([taken.answered(), calling.answered()])
  await ringing.over()
  await hearEachOther([calling, HZ.ann], [taken, HZ.cal])
  const [record] = await theRecord(calling, taken)
  t.match(record, { transfers: [{ kind: 'replaced', to: { digits: cal } }] })
})

for (const kind of ['blind', 'attended'] as const) {
  test(`DESIGN §5 the exchange is killed in a ${kind} transfer`, async (t) => {
    const { phones, annCall, bobCall } = await aTalk(t)
    const consulting = kind === 'attended' ? await phones[1].call(cal) : undefined
    let calCall = consulting && (await answers(phones[2]))
    await consulting?.answered()
    const replaces = consulting ? `?Replaces=${encodeURIComponent(consulting.name)}` : ''
    t.equal(statusOf(await bobCall.refer(`${phones[1].uriOf(cal)}${replaces}`)), 202)
    if (!calCall) {
      calCall = await phones[2].incoming()
      calCall.ring()
    }
    const pid = await server.pidOf('exchange')
    await server.kill9('exchange')
    await server.restarted('exchange', pid)
    if (kind === 'blind') calCall.answer()
    await hearEachOther([annCall, HZ.ann], [calCall, HZ.cal])
    await bobCall.over()
    t.equal(bobCall.referred.at(-1), 200)
    await annCall.bye()
    await calCall.over()
    await allOver()
  })
}
