import type { Test } from 'tap'
import t, { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { RtpGap } from '../peers/rtp-stream.ts'
import { RtpStream } from '../peers/rtp-stream.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aBaresip, aPhone, aServer, numberOf, office } from './an-office.ts'

const AFTER_MS = 3000 // how long the audio is watched after a kill
const LIMIT_MS = 60_000 // for what ought to take a second at most, on a machine that does ten things at once
const JITTER_MS = 100 // a pause beyond that of the control stream which is still no gap

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2) })
const [ann, bob] = [numberOf(0), numberOf(1)]

async function aCall(t: Test) {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -16 } })
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  await until('sound both ways', () => {
    return out.rtp.arrivals.length > 50 && back.rtp.arrivals.length > 50
  })
  return { caller, called, out, back }
}

/** A stream from this process to itself: its pauses are the machine's, not the server's. */
async function control(t: Test): Promise<RtpStream> {
  const [from, to] = [await RtpStream.open(), await RtpStream.open()]
  from.sendTo({ address: '127.0.0.1', port: to.port })
  from.start({ hz: 440, level: -10 })
  t.teardown(() => {
    from.close()
    to.close()
  })
  return to
}

function longest(gaps: readonly RtpGap[]): number {
  return Math.max(0, ...gaps.map(({ ms }) => ms))
}

async function lastRecord() {
  return until('the record', async () => {
    const [record] = await server.records(1)
    return record?.endedAt !== undefined && record
  })
}

for (const side of ['caller', 'called'] as const) {
  test(`a killed exchange leaves the audio alone, and the ${side} can hang up`, async (t) => {
    const reference = await control(t)
    const { out, back } = await aCall(t)
    const pid = await server.pidOf('exchange')
    const killedAt = systemClock.uptime()
    await server.kill9('exchange')
    await server.restarted('exchange', pid)
    t.comment(`the exchange was ready after ${Math.round(systemClock.uptime() - killedAt)} ms`)
    await systemClock.sleep(AFTER_MS)
    const watchedTo = systemClock.uptime()

    const usual = longest(reference.gaps(0, killedAt - 500, watchedTo))
    for (const [name, { rtp }, hz] of [
      ['caller', out, 1000],
      ['called', back, 440],
    ] as const) {
      const pause = longest(rtp.gaps(0, killedAt - 500, watchedTo))
      t.ok(
        pause < usual + JITTER_MS,
        `at the ${name} ${pause.toFixed(1)} ms, usual ${usual.toFixed(1)} ms`,
      )
      t.equal(rtp.lost(), 0)
      const sources = new Set(rtp.arrivals.map(({ from, ssrc }) => `${from.port}/${ssrc}`))
      t.equal(sources.size, 1, `one source: ${[...sources].join(', ')}`)
      t.strictSame(heardTone(rtp.heard(), hz).gaps, [])
    }

    const [here, there] = side === 'caller' ? [out, back] : [back, out]
    t.equal(statusOf(await here.bye()), 200)
    await there.over()
    const record = await lastRecord()
    t.match(record, { caller: { digits: ann }, answeredBy: { digits: bob }, cause: 16, adopted: 1 })
    t.equal(record.legs.filter(({ endedAt }) => endedAt !== undefined).length, 2)
  })
}

test('a phone that hangs up while the exchange is dead is heard when it is back', async (t) => {
  const { out, back } = await aCall(t)
  await server.kill9('exchange')
  const hungUpAt = systemClock.uptime()
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
  t.comment(`the far end knew after ${Math.round(systemClock.uptime() - hungUpAt)} ms`)
  t.match(await lastRecord(), { cause: 16, adopted: 1 })
})

test('a call that rings when the exchange is killed can be answered', async (t) => {
  const caller = await aPhone(t, server, ann, { sends: { hz: 440, level: -10 } })
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob)
  const back = await called.incoming()
  back.ring()
  await out.status(180)
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  back.answer()
  await out.answered()
  await until('sound', () => heardTone(back.rtp.heard(), 440).level > -11)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})

test('a phone that has just registered when the exchange is killed can be reached', async (t) => {
  const caller = await aPhone(t, server, ann)
  const pid = await server.pidOf('exchange')
  const called = await aPhone(t, server, bob)
  process.kill(pid, 'SIGKILL')
  await server.restarted('exchange', pid)
  const out = await caller.call(bob)
  const back = await called.incoming(8000).catch(() => undefined)
  t.ok(back, 'it is called')
  back?.refuse('486 Busy Here')
  await out.status(200)
})

test('hold and telephone events work in a call that was adopted', async (t) => {
  const { out, back } = await aCall(t)
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  t.equal(statusOf(await out.hold()), 200)
  t.equal(statusOf(await out.resume()), 200)
  const held = back.rtp.arrivals.length
  await until('sound again', () => back.rtp.arrivals.length > held + 25)
  out.rtp.sendDigits('42#')
  await until('digits', () => back.rtp.digits() === '42#')
  await back.bye()
  await out.over()
})

for (const side of ['baresip', 'the other phone'] as const) {
  test(`RFC 5626 after a kill of the exchange ${side} can hang up a call of baresip over TCP`, async (t) => {
    const options = {
      transport: 'tcp',
      sends: { hz: 440, level: -10 },
      registersEvery: 60,
    } as const
    const caller = await aBaresip(t, server, ann, options)
    const called = await aPhone(t, server, bob, { sends: { hz: 1000, level: -16 } })
    await caller.dial(bob)
    const back = await called.incoming()
    back.answer()
    await caller.established()
    const pid = await server.pidOf('exchange')
    await server.kill9('exchange')
    await server.restarted('exchange', pid)
    if (side === 'baresip') {
      await caller.hangup()
      await back.over()
    } else {
      t.equal(statusOf(await back.bye()), 200)
      await caller.closed(90_000) // when it has registered anew
    }
    t.match(await lastRecord(), { cause: 16, adopted: 1 })
  })
}

test('a killed media gateway is rebuilt on the same ports', async (t) => {
  const { out, back } = await aCall(t)
  const places = [out, back].map((call) => call.session?.place)
  const pid = await server.pidOf('media')
  const killedAt = systemClock.uptime()
  await server.kill9('media')
  await server.restarted('media', pid)
  for (const call of [out, back]) {
    await until('sound again', () => (call.rtp.arrivals.at(-1)?.at ?? 0) > killedAt + 1000)
    const pause = longest(call.rtp.gaps(0, killedAt - 100, systemClock.uptime()))
    t.comment(`audio was away for ${Math.round(pause)} ms`) // a second is asked for; a busy machine takes longer
    t.ok(pause < LIMIT_MS)
    t.equal(call.rtp.arrivals.at(-1)?.from.port, call.session?.place.port)
  }
  t.strictSame(
    [out, back].map((call) => call.session?.place),
    places,
  )
  const heard = out.rtp.arrivals.length
  await until('sound that goes on', () => out.rtp.arrivals.length > heard + 50)
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
  t.match(await lastRecord(), { cause: 16 })
})

for (const name of ['supervisor', 'broker', 'host']) {
  test(`a killed ${name} touches no call and comes back`, async (t) => {
    const { out, back } = await aCall(t)
    const pid = await server.pidOf(name)
    await server.kill9(name)
    const killedAt = back.rtp.arrivals.length
    await server.restarted(name, pid)
    await until('sound', () => back.rtp.arrivals.length > killedAt + 50)
    t.equal(back.rtp.lost(), 0)
    t.equal(statusOf(await out.bye()), 200)
    await back.over()
    t.match(await lastRecord(), { cause: 16, adopted: 0 })
  })
}
