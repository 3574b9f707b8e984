/** Telephones that others made, with their own SRTP and DTLS, through the whole server to each other and to an analog one. */
import type { Test } from 'tap'
import t, { test } from 'tap'
import type { Baresip } from '../../firmware/demo/baresip.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { aBaresip } from './an-office.ts'
import { aLinesServer, analogNumber, ann, bob } from './lines-office.ts'

t.setTimeout(600_000)
const handsets = { [ann]: 'encryption: required', [bob]: 'encryption: required' }
const lines = await aLinesServer(t, { fxs: 1, fxo: 0, handsets })
const { server } = lines
const [SDES, DTLS] = ['srtp-mand', 'dtls_srtp'] as const

/** Whose descriptions ask for that encryption, and who takes no other. */
async function aSecurePhone(t: Test, user: string, encryption: string, hz: number, isTls: boolean) {
  const phone = await aBaresip(t, server, user, {
    ...(isTls ? { transport: 'tls', server: server.secure.sips } : {}),
    sends: { hz, level: -10 },
    account: `;mediaenc=${encryption}`,
    config: [`module ${encryption === DTLS ? 'dtls_srtp' : 'srtp'}.so`],
  })
  t.teardown(() => {
    if (!t.passing()) t.comment(phone.log)
  })
  return phone
}

function lastHeard(phone: Baresip, hz: number): number {
  return heardTone(phone.heard(), hz).lastAt ?? 0
}

/** 500 ms more of the tone than at `after`. */
async function hears(t: Test, phone: Baresip, hz: number, after = 0): Promise<void> {
  await until(`${hz} Hz at ${phone.user}`, () => lastHeard(phone, hz) >= after + 500)
  const { level } = heardTone(phone.heard(), hz)
  t.ok(Math.abs(level + 10) < 2, `${phone.user} hears ${hz} Hz at ${level.toFixed(1)} dBm0`)
}

async function bothHear(t: Test, one: Baresip, other: Baresip): Promise<void> {
  const before = [lastHeard(one, 1000), lastHeard(other, 440)] as const
  await hears(t, one, 1000, before[0])
  await hears(t, other, 440, before[1])
}

async function killed(name: string): Promise<void> {
  const pid = await server.pidOf(name)
  await server.kill9(name)
  await server.restarted(name, pid)
}

for (const [one, other] of [
  [SDES, SDES],
  [SDES, DTLS],
] as const) {
  test(`${one} and ${other} hear each other, also after exchange and media have been killed`, async (t) => {
    const caller = await aSecurePhone(t, ann, one, 440, one === SDES)
    const called = await aSecurePhone(t, bob, other, 1000, other === SDES)
    await caller.dial(bob)
    await caller.ringing()
    await called.answer()
    await Promise.all([caller.established(), called.established()])
    await bothHear(t, caller, called)
    await killed('exchange')
    await bothHear(t, caller, called)
    await killed('media')
    await bothHear(t, caller, called)
    // A TLS connection dies with the exchange, and whoever made it makes the next one: nobody can be told before.
    await called.hangup()
    await caller.hangup()
    await lines.allIdle()
  })
}

for (const [encryption, isTls] of [
  [SDES, true],
  [DTLS, false],
] as const) {
  test(`${encryption} and an analog telephone hear each other`, async (t) => {
    const phone = await aSecurePhone(t, ann, encryption, 440, isTls)
    const analog = lines.phone(1)
    await phone.dial(analogNumber(0))
    await phone.ringing()
    await analog.lift()
    await phone.established()
    await analog.says(1000)
    await hears(t, phone, 1000, 1500) // long enough for a score
    await analog.hears(440)
    await phone.hangup()
    await analog.hangUp()
    await lines.allIdle()
    const { legs } = await lines.record(analogNumber(0))
    t.match(legs[0]?.quality, { encryption: /^A/, mos: Number, packetsLost: 0 })
  })
}
