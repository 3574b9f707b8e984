import type { Test } from 'tap'
import { test } from 'tap'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { Baresip } from '../../firmware/demo/baresip.ts'
import type { BaresipOptions } from '../../firmware/demo/baresip-config.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'

async function aPhone(t: Test, options: BaresipOptions): Promise<Baresip> {
  const phone = await Baresip.start(options)
  t.teardown(() => phone.stop())
  return phone
}

async function hears(phone: Baresip, hz: number, ms: number): Promise<number> {
  await until(`${ms} ms of ${hz} Hz at ${phone.user}`, () => {
    const { firstAt = 0, lastAt = 0 } = heardTone(phone.heard(), hz)
    return lastAt - firstAt >= ms
  })
  return heardTone(phone.heard(), hz).level
}

test('two phones hear the tone of each other at the level that was sent', async (t) => {
  const alice = await aPhone(t, { user: 'alice', sends: { hz: 440, level: -10 } })
  const bob = await aPhone(t, { user: 'bob', sends: { hz: 1000, level: -16 }, codecs: ['pcma'] })
  await alice.dial(bob.uri)
  await alice.ringing()
  await bob.answer()
  await Promise.all([alice.established(), bob.established()])
  const atBob = await hears(bob, 440, 800)
  const atAlice = await hears(alice, 1000, 800)
  t.ok(Math.abs(atBob - -10) < 0.5, `bob hears 440 Hz at ${atBob.toFixed(2)} dBm0`)
  t.ok(Math.abs(atAlice - -16) < 0.5, `alice hears 1000 Hz at ${atAlice.toFixed(2)} dBm0`)
  t.equal(heardTone(bob.heard(), 1000).firstAt, undefined, 'nobody hears himself')

  await alice.sendDigits('5#')
  await until('both digits', () => bob.digits === '5#')

  await bob.hangup()
  t.match((await alice.closed()).param, /reset by peer/)
})

test('a phone that is busy refuses, and one that is held gets no packets', async (t) => {
  const alice = await aPhone(t, { user: 'alice', sends: { hz: 440, level: -10 } })
  const bob = await aPhone(t, { user: 'bob', sends: { hz: 1000, level: -10 } })
  await alice.dial(bob.uri)
  await bob.incoming()
  await bob.hangup()
  t.match((await alice.closed()).param, /^4\d\d|^6\d\d/)

  await alice.dial(bob.uri)
  await bob.answer()
  await alice.established()
  await until('sound', async () => (await bob.received()) > 20)
  await alice.hold()
  await until('silence', async () => {
    const before = await bob.received()
    await systemClock.sleep(300)
    return (await bob.received()) - before < 3
  })
  await alice.resume()
  const held = await bob.received()
  await until('sound again', async () => (await bob.received()) > held + 20)
  await alice.hangup()
  await bob.closed()
})

test('a caller who gives up cancels the call', async (t) => {
  const alice = await aPhone(t, { user: 'alice' })
  const bob = await aPhone(t, { user: 'bob' })
  await alice.dial(bob.uri)
  await bob.incoming()
  await alice.ringing()
  await alice.hangup()
  await bob.closed()
  t.match(bob.log, /CANCEL sip:/)
})

test('a wait in vain ends and shows the log of the phone', async (t) => {
  const alice = await aPhone(t, { user: 'alice' })
  await t.rejects(
    alice.incoming(50),
    /phone alice: waited 50 ms in vain .*\n(.*\n)*.*baresip is ready/,
  )
})
