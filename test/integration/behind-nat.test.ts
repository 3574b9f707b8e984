import type { Test } from 'tap'
import t, { test } from 'tap'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { statusOf } from '../peers/sip-text.ts'
import { aServer, numberOf, office, passwordOf } from './an-office.ts'

t.setTimeout(300_000)
const server = await aServer(t, { office: office(2) })
const INSIDE = '10.98.76.54' // nobody is there

/** A telephone that knows itself only by its address behind a router. */
async function aHiddenPhone(t: Test, user: string, hz: number): Promise<RtpPhone> {
  const phone = await RtpPhone.open({
    user,
    password: passwordOf(user),
    server: server.sip,
    sends: { hz, level: -12 },
    describes: (usual) => usual.replaceAll('127.0.0.1', INSIDE),
  })
  Object.defineProperty(phone, 'contact', { value: `<sip:${user}@${INSIDE}:5060>` })
  t.teardown(() => phone.close())
  t.equal(statusOf(await phone.register()), 200)
  return phone
}

async function hears(call: PhoneCall, hz: number): Promise<void> {
  await until(
    `${hz} Hz`,
    () => {
      const { rate, samples } = call.rtp.heard()
      return (
        samples.length > 6400 && heardTone({ rate, samples: samples.slice(-3200) }, hz).level > -22
      )
    },
    60_000,
  )
}

test('GSIP-7 telephones behind a router are rung, heard and hear, without a setting', async (t) => {
  const [ann, bob] = [numberOf(0), numberOf(1)]
  const caller = await aHiddenPhone(t, ann, 440)
  const called = await aHiddenPhone(t, bob, 1000)
  const out = await caller.call(bob)
  const back = await called.incoming()
  t.match(back.invite.start, INSIDE, 'named as it has named itself, sent to where it is')
  back.ring()
  back.answer()
  await out.answered()
  await Promise.all([hears(out, 1000), hears(back, 440)])
  t.equal(statusOf(await out.bye()), 200)
  await back.over()
})
