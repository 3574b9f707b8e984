import type { Test } from 'tap'
import { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Baresip } from '../../firmware/demo/baresip.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { RtpPhoneOptions } from './rtp-phone.ts'
import { RtpPhone } from './rtp-phone.ts'
import { header, statusOf } from './sip-text.ts'

const NOBODY = { address: '127.0.0.1', port: 9 }

async function aPhone(t: Test, options: Partial<RtpPhoneOptions> = {}): Promise<RtpPhone> {
  const phone = await RtpPhone.open({ user: 'rose', server: NOBODY, ...options })
  t.teardown(() => phone.close())
  return phone
}

/** Two phones in a call, without a server between them. */
async function aCall(t: Test) {
  const bob = await aPhone(t, { user: 'bob', sends: { hz: 1000, level: -16 } })
  const rose = await aPhone(t, { server: bob.sip.local, sends: { hz: 440, level: -10 } })
  const out = await rose.call('bob')
  const back = await bob.incoming()
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  return { out, back }
}

test('two scripted phones hear each other without a gap', async (t) => {
  const { out, back } = await aCall(t)
  await until('half a second of sound', () => out.rtp.arrivals.length >= 25)
  await until('half a second of sound', () => back.rtp.arrivals.length >= 25)
  const tone = heardTone(back.rtp.heard(), 440)
  t.ok(Math.abs(tone.level - -10) < 0.3, `440 Hz at ${tone.level} dBm0`)
  t.strictSame(tone.gaps, [])
  t.equal(back.rtp.lost(), 0)
  out.rtp.sendDigits('19#')
  await until('the digits', () => back.rtp.digits() === '19#')
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('a pause in sending is seen as a gap in time', async (t) => {
  const { out, back } = await aCall(t)
  await until('sound', () => back.rtp.arrivals.length >= 10)
  out.rtp.pause()
  await systemClock.sleep(400)
  const before = back.rtp.arrivals.length
  out.rtp.start({ hz: 440, level: -10 })
  await until('sound again', () => back.rtp.arrivals.length >= before + 10)
  const [gap, ...more] = back.rtp.gaps(200, back.rtp.firstAt, back.rtp.arrivals.at(-1)?.at)
  t.ok(gap && gap.ms >= 380, `a gap of ${gap?.ms} ms`)
  t.strictSame(more, [])
})

test('hold stops the sound towards the holder, resume brings it back', async (t) => {
  const { out, back } = await aCall(t)
  await until('sound', () => out.rtp.arrivals.length >= 10)
  t.match((await out.hold()).body, /a=recvonly/)
  const held = out.rtp.arrivals.length
  await systemClock.sleep(200)
  t.ok(out.rtp.arrivals.length <= held + 2)
  await out.resume()
  await until('sound again', () => out.rtp.arrivals.length >= held + 10)
  await back.bye()
  await out.over()
})

test('a cancelled call ends as 487, a refused one as it was refused', async (t) => {
  const bob = await aPhone(t, { user: 'bob' })
  const rose = await aPhone(t, { server: bob.sip.local })
  const given = await rose.call('bob')
  const first = await bob.incoming()
  first.ring()
  await given.status(180)
  await given.cancel()
  await first.over()
  t.equal(statusOf(await given.status(200)), 487)

  const refused = await rose.call('bob')
  const second = await bob.incoming()
  second.refuse('486 Busy Here')
  t.equal(statusOf(await refused.status(200)), 486)
  await until('its ACK', () => second.requests.length === 1)
})

test('a lost request is sent again', async (t) => {
  const bob = await aPhone(t, { user: 'bob' })
  const rose = await aPhone(t, { server: { address: '127.0.0.1', port: 9 } })
  const request = rose.sip.build('OPTIONS', 'sip:bob@127.0.0.1', {
    callId: 'x',
    from: '<sip:rose@127.0.0.1>;tag=1',
    to: '<sip:bob@127.0.0.1>',
    cseq: 1,
  })
  rose.sip.send(request)
  await until('a second time', () => rose.trace.length === 2)
  t.equal(rose.trace[1]?.message, request)
  t.equal(bob.trace.length, 0)
})

for (const caller of ['baresip', 'scripted phone'] as const) {
  test(`a call with baresip, from the ${caller}, works both ways`, async (t) => {
    const baresip = await Baresip.start({ user: 'bob', sends: { hz: 1000, level: -16 } })
    t.teardown(() => baresip.stop())
    const server = { address: '127.0.0.1', port: baresip.sipPort }
    const rose = await aPhone(t, { server, sends: { hz: 440, level: -10 }, codecs: ['pcma'] })
    const call = await callBetween(caller, baresip, rose)
    await baresip.established()
    await until('sound at the scripted phone', () => call.rtp.arrivals.length >= 50)
    const tone = heardTone(call.rtp.heard(), 1000)
    t.ok(Math.abs(tone.level - -16) < 0.3, `1000 Hz at ${tone.level} dBm0`)
    await until('sound at baresip', () => (heardTone(baresip.heard(), 440).lastAt ?? 0) > 500)
    t.ok(Math.abs(heardTone(baresip.heard(), 440).level - -10) < 0.3)

    call.rtp.sendDigits('42*')
    await until('digits at baresip', () => baresip.digits === '42*')
    await baresip.sendDigits('70')
    await until('digits at the scripted phone', () => call.rtp.digits() === '70')

    t.match((await call.hold()).body, /a=recvonly/)
    await call.resume()
    t.equal(statusOf(await call.bye()), 200)
    await baresip.closed()
    t.match(header(call.invite, 'CSeq'), / INVITE$/)
  })
}

async function callBetween(caller: 'baresip' | 'scripted phone', baresip: Baresip, rose: RtpPhone) {
  if (caller === 'scripted phone') {
    const call = await rose.call('bob')
    await baresip.answer()
    await call.answered()
    return call
  }
  await baresip.dial(`sip:rose@127.0.0.1:${rose.sip.local.port}`)
  const call = await rose.incoming()
  call.ring()
  await baresip.ringing()
  call.answer()
  return call
}
