import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { aBaresip, aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob, cat] = [numberOf(0), numberOf(1), numberOf(2)]
/** Of these telephones, Bob's alone may be heard before it answers (GSIP-9). */
const text = office(4, { rings: 1, lines: 1 }).replace(
  `sipUser: ${bob},`,
  (user) => `${user} earlyMedia: true,`,
)
const server = await aServer(t, { office: text })

/** Two telephones in a call, the RTP of both running. */
async function aCall(t: Parameters<typeof aPhone>[0]) {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -16 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  await until(
    'sound both ways',
    () => out.rtp.arrivals.length > 10 && back.rtp.arrivals.length > 10,
  )
  return { caller, called, out, back }
}

/** The latest record, once it is closed. */
async function lastRecord() {
  return until('the record', async () => {
    const [record] = await server.records(1)
    return record?.endedAt !== undefined && record
  })
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`two baresip phones over ${transport} hear each other`, async (t) => {
    const caller = await aBaresip(t, server, ann, { transport, sends: { hz: 440, level: -10 } })
    const called = await aBaresip(t, server, bob, { transport, sends: { hz: 1000, level: -16 } })
    await caller.dial(bob)
    await caller.ringing()
    await called.answer()
    await Promise.all([caller.established(), called.established()])
    for (const [phone, hz, level] of [
      [called, 440, -10],
      [caller, 1000, -16],
    ] as const) {
      const tone = await until(`a second of ${hz} Hz`, () => {
        const heard = heardTone(phone.heard(), hz)
        return (heard.lastAt ?? 0) - (heard.firstAt ?? 0) >= 1000 && heard
      })
      t.ok(Math.abs(tone.level - level) < 0.5, `${hz} Hz at ${tone.level.toFixed(2)} dBm0`)
      t.strictSame(tone.gaps, [])
    }
    await caller.sendDigits('159#')
    await until('the digits', () => called.digits === '159#')
    await called.hangup()
    t.match((await caller.closed()).param, /reset by peer/)
    t.match(await lastRecord(), { caller: { digits: ann }, dialled: bob, cause: 16 })
  })
}

test('audio is relayed without loss, at the level and law that were sent', async (t) => {
  const { out, back } = await aCall(t)
  await until('a second of sound', () => back.rtp.arrivals.length > 60)
  const tone = heardTone(back.rtp.heard(), 440)
  t.ok(Math.abs(tone.level - -10) < 0.3, `${tone.level.toFixed(2)} dBm0`)
  t.equal(back.rtp.lost(), 0)
  t.strictSame(tone.gaps, [])
  await out.bye()
  await back.over()
})

test('phones with different laws understand each other', async (t) => {
  const caller = await aPhone(t, server, ann, { codecs: ['pcmu'], sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { codecs: ['pcma'], sends: { hz: 1000, level: -10 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.answer()
  await out.answered()
  await until('sound', () => heardTone(back.rtp.heard(), 440).level > -11)
  await until('sound', () => heardTone(out.rtp.heard(), 1000).level > -11)
  t.not(out.session?.place.port, back.rtp.port, 'VOIP-3: the audio passes us, always')
  t.not(back.session?.place.port, out.rtp.port)
  t.match(header(back.invite, 'Via'), /;rport(;|$)/, 'GSIP-10: always, RFC 3581')
  await out.bye()
  await back.over()
})

for (const side of ['caller', 'called'] as const) {
  test(`hang-up by the ${side} ends the call on the other side`, async (t) => {
    const { out, back } = await aCall(t)
    const [here, there] = side === 'caller' ? [out, back] : [back, out]
    t.equal(statusOf(await here.bye()), 200)
    await there.over()
    const record = await lastRecord()
    t.match(record, { caller: { digits: ann }, answeredBy: { digits: bob }, cause: 16 })
    t.equal(record.legs.length, 2)
    t.ok(record.legs.every((leg) => leg.endedAt !== undefined))
  })
}

test('hold stops the audio of both, resume brings it back', async (t) => {
  const { out, back } = await aCall(t)
  t.equal(statusOf(await out.hold()), 200)
  await until('silence at the holder', async () => {
    const before = out.rtp.arrivals.length
    await new Promise((resolve) => setTimeout(resolve, 300))
    return out.rtp.arrivals.length - before < 2
  })
  t.notOk(back.ended)
  t.equal(statusOf(await out.resume()), 200)
  const held = [out.rtp.arrivals.length, back.rtp.arrivals.length] as const
  await until('sound again', () => out.rtp.arrivals.length > held[0] + 25)
  await until('sound again', () => back.rtp.arrivals.length > held[1] + 25)
  await out.bye()
  await back.over()
})

test('baresip holds and resumes', async (t) => {
  const caller = await aBaresip(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  await caller.dial(bob)
  const back = await called.incoming()
  back.ring()
  back.answer()
  await caller.established()
  await until('sound', async () => (await caller.received()) > 10)
  await caller.hold()
  await until('the hold', () => /a=sendonly/.test(caller.log))
  await caller.resume()
  const held = await caller.received()
  await until('sound again', async () => (await caller.received()) > held + 25)
  await caller.hangup()
  await back.over()
})

test('telephone events go through both ways, digit for digit', async (t) => {
  const { out, back } = await aCall(t)
  out.rtp.sendDigits('0123456789*#')
  back.rtp.sendDigits('ABCD#')
  await until('digits at the called', () => back.rtp.digits() === '0123456789*#')
  await until('digits at the caller', () => out.rtp.digits() === 'ABCD#')
  await out.bye()
  await back.over()
})

test('a call that is given up while it rings is cancelled at the other phone', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  t.equal(statusOf(await out.cancel()), 200)
  t.equal(statusOf(await out.status(200)), 487)
  await back.over()
  t.match(back.requests[0]?.start, /^CANCEL /)
  const record = await lastRecord()
  t.equal(record.answeredAt, undefined)
})

test('a phone that says busy is busy to the caller', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  ;(await called.incoming()).refuse('486 Busy Here')
  t.equal(statusOf(await out.status(200)), 486)
  t.match(await lastRecord(), { cause: 17 })
})

test('GSIP-2 a phone with its only line in use is busy without ringing', async (t) => {
  const { out, back, called } = await aCall(t)
  const third = await aPhone(t, server, cat)
  t.equal(statusOf(await (await third.call(bob)).status(200)), 486)
  t.equal(called.calls.length, 1)
  await out.bye()
  await back.over()
})

test('a call that nobody answers ends after the rings of its route', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  const final = await out.status(200) // one ring is 6 s
  t.ok([408, 480].includes(statusOf(final)), final.start)
  await back.over()
  t.match(await lastRecord(), { cause: 19 })
})

test('a number that does not exist is refused as such', async (t) => {
  const caller = await aPhone(t, server, ann)
  const final = await (await caller.call('777')).status(200)
  t.equal(statusOf(final), 404)
  t.match(header(final, 'Reason'), /Q\.850;\s*cause=1\b/)
})

test('a phone that is not registered cannot be reached', async (t) => {
  const caller = await aPhone(t, server, ann)
  const final = await (await caller.call(numberOf(3))).status(200)
  t.equal(statusOf(final), 480)
})

test('GSIP-9 what the called phone sends before it answers is heard by the caller, where it is set so', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.progress()
  await until('early sound', () => heardTone(out.rtp.heard(), 1000).level > -11)
  t.equal(statusOf(await out.status(180)), 183)
  back.answer()
  await out.answered()
  await out.bye()
  await back.over()
})

test('GSIP-9 otherwise the caller hears ringing, whatever the called phone sends', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, cat, { sends: { hz: 1000, level: -10 } })
  const out = await caller.call(cat)
  const back = await called.incoming()
  back.progress()
  const ringing = await out.status(180)
  t.equal(statusOf(ringing), 180)
  t.equal(header(ringing, 'Content-Type'), '', 'its own telephone makes the tone')
  await until('sound of the called phone', () => back.rtp.sent > 10)
  t.equal(out.rtp.arrivals.length, 0)
  back.answer()
  await out.answered()
  await until('sound', () => heardTone(out.rtp.heard(), 1000).level > -11)
  await out.bye()
  await back.over()
})

test('the test extension gives back what it hears', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const out = await caller.call('100')
  await out.answered()
  await until('the echo', () => heardTone(out.rtp.heard(), 440).level > -12)
  await out.bye()
  t.match(await lastRecord(), { dialled: '100', cause: 16 })
})
