import t, { test } from 'tap'
import { heardTone, levelOf } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'
import { Linphone } from './other-stacks-linphone.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(2), limitMs: 90_000 })
const [ann, bob] = [numberOf(0), numberOf(1)]

/** Whether anybody holds the only call. */
async function holds(): Promise<boolean> {
  const [call] = (await server.ask('exchange', 'calls')) as { legs: { held: boolean }[] }[]
  return call?.legs.some(({ held }) => held) ?? false
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`linphonec over ${transport} registers, calls, holds, sends digits and is called`, async (t) => {
    const phone = await Linphone.start({
      user: ann,
      password: passwordOf(ann),
      server: server.sip,
      transport,
      sends: { hz: 440, level: -10 },
    })
    t.teardown(() => phone.stop())
    const other = await aPhone(t, server, bob, { sends: { hz: 1000, level: -10 } })

    phone.dial(bob)
    const call = await other.incoming()
    call.ring()
    await phone.prints(/ringing|Remote ring/i)
    call.answer()
    await phone.prints(/connected|answered|Media streams established/i)
    await phone.plays()
    await until('its tone', () => heardTone(call.rtp.heard(), 440).level > -13)

    phone.say('pause')
    await phone.prints(/paused/i)
    await until('its hold', () => holds()) // the other hears its music: it sends only
    phone.say('resume')
    await until('its return', async () => !(await holds()))
    await until('its tone again', () => {
      const { samples } = call.rtp.heard()
      return levelOf(samples.slice(-4000), 440) > -13
    })

    for (const digit of '159#') {
      phone.say(digit)
      await until(`the digit ${digit}`, () => call.rtp.digits().endsWith(digit))
    }
    t.equal(call.rtp.digits(), '159#')
    phone.say('terminate')
    await call.over()
    const heard = heardTone(phone.heard(), 1000)
    t.ok(heard.level > -13, `it has heard 1000 Hz with ${heard.level.toFixed(1)} dBm0`)

    const out = await other.call(ann)
    await phone.prints(/Receiving new incoming call|contacting you/i)
    t.equal(statusOf(await out.status(180)), 180)
    phone.say('answer')
    await out.answered()
    await until('its sound', () => out.rtp.arrivals.length > 20)
    await out.bye()
    await phone.prints(/Call \d+ .*(ended|terminated)/i)
  })
}
