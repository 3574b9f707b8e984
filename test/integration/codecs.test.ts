/** Telephones that others made, in Opus and G.722, through the whole server. */
import type { Test } from 'tap'
import t, { test } from 'tap'
import type { Baresip } from '../../firmware/demo/baresip.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aBaresip, aServer, office } from './an-office.ts'

t.setTimeout(600_000)

const OPUS = 'opus/48000/2'
const G722 = 'G722/16000/1'

/** 500 ms of the tone. Answers its level. */
async function hears(phone: Baresip, hz: number, after = 0): Promise<number> {
  await until(`500 ms of ${hz} Hz at ${phone.user}`, () => {
    const { lastAt = 0 } = heardTone(phone.heard(), hz)
    return lastAt - after >= 500
  })
  return heardTone(phone.heard(), hz).level
}

function lastHeard(phone: Baresip, hz: number): number {
  return heardTone(phone.heard(), hz).lastAt ?? 0
}

async function aCall(t: Test, caller: Baresip, called: Baresip) {
  await caller.dial('202')
  await called.answer()
  await Promise.all([caller.established(), called.established()])
  for (const [ear, hz] of [
    [caller, 1000],
    [called, 440],
  ] as const) {
    const level = await hears(ear, hz)
    t.ok(Math.abs(level + 10) < 2, `${ear.user} hears ${hz} Hz at ${level.toFixed(1)} dBm0`)
  }
}

const pairs = [
  [OPUS, OPUS],
  [G722, G722],
  [OPUS, 'pcmu'],
  [G722, OPUS],
] as const

test('calls between codecs are heard both ways, and again after the media gateway is killed', async (t) => {
  const server = await aServer(t, { office: office(2) })
  for (const [one, other] of pairs) {
    await t.test(`${one} and ${other}`, async (t) => {
      const alice = await aBaresip(t, server, '201', {
        sends: { hz: 440, level: -10 },
        codecs: [one],
      })
      const bob = await aBaresip(t, server, '202', {
        sends: { hz: 1000, level: -10 },
        codecs: [other],
      })
      await aCall(t, alice, bob)
      const before = [lastHeard(alice, 1000), lastHeard(bob, 440)] as const
      const pid = await server.pidOf('media')
      await server.kill9('media')
      await server.restarted('media', pid)
      await hears(alice, 1000, before[0] + 1000)
      await hears(bob, 440, before[1] + 1000)
      await alice.hangup()
      await bob.closed()
    })
  }
})
