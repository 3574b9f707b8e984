import type { Test } from 'tap'
import type { Baresip } from '../../../firmware/demo/baresip.ts'
import { heardTone } from '../../../firmware/demo/tone.ts'
import { until } from '../../../firmware/demo/wait.ts'
import { aBaresip } from '../an-office.ts'
import { NUMBERS } from './flows-office.ts'
import type { Stage } from './stage.ts'

const { dan, eve, far } = NUMBERS
const HZ = { dan: 440, eve: 1000, far: 700 } as const

/** The same with telephones that others made, and what they hear. baresip 1.0.0 sends REFER, but knows no Replaces. */
export async function baresipTransfer(t: Test, { server }: Stage): Promise<void> {
  await t.test('RFC 5589 §6.1 three baresips: who is left hears the third', async (t) => {
    const phone = (user: string, hz: number) =>
      aBaresip(t, server, user, { sends: { hz, level: -12 } })
    const [first, second, third] = [
      await phone(dan, HZ.dan),
      await phone(eve, HZ.eve),
      await phone(far, HZ.far),
    ]
    await first.dial(eve)
    await second.answer()
    await first.established()
    await hears(first, HZ.eve)
    await hears(second, HZ.dan)
    await second.command('transfer', `sip:${far}@${server.sip.address}:${server.sip.port}`)
    await third.answer()
    await third.established()
    await hears(first, HZ.far)
    await hears(third, HZ.dan)
    await second.closed()
    t.match(second.log, /REFER sip:/)
    t.match(second.log, /sipfrag[\s\S]*?\n\r?\nSIP\/2\.0 200 OK/, 'it was told the end')
    await third.hangup()
    await first.closed()
  })
}

/** The tone is in the last half second that the telephone has heard. */
async function hears(phone: Baresip, hz: number): Promise<void> {
  await until(`${phone.user} to hear ${hz} Hz`, () => {
    const { rate, samples } = phone.heard()
    return heardTone({ rate, samples: samples.slice(-rate / 2) }, hz).level > -16
  })
}
