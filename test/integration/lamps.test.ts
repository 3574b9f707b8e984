import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import type { RtpPhone } from '../peers/rtp-phone.ts'
import type { SipText } from '../peers/sip-text.ts'
import { header, methodOf, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const server = await aServer(t, { office: office(3) })
const [watched, watching, third] = [numberOf(0), numberOf(1), numberOf(2)]

/** What has come as NOTIFY, the latest last. */
function notified({ trace }: RtpPhone): readonly SipText[] {
  return trace.flatMap(({ way, message }) =>
    way === 'in' && !message.start.startsWith('SIP/') && methodOf(message) === 'NOTIFY'
      ? [message]
      : [],
  )
}

async function shows(phone: RtpPhone, what: RegExp): Promise<SipText> {
  return until(`a lamp that shows ${what}`, () => {
    const last = notified(phone).at(-1)
    return last && what.test(last.body) ? last : undefined
  })
}

const subscribe = (phone: RtpPhone, event: string, user: string) =>
  phone.request('SUBSCRIBE', phone.uriOf(user), {
    headers: [
      ['Contact', phone.contact],
      ['Event', event],
      ['Expires', '600'],
    ],
  })

test('RFC 4235 a lamp follows a real call, over a crash of the exchange too', async (t) => {
  const watcher = await aPhone(t, server, watching)
  t.equal(statusOf(await subscribe(watcher, 'dialog', watched)), 200)
  await shows(watcher, /state="full" entity="sip:201@127\.0\.0\.1"\/>/)

  const phone = await aPhone(t, server, watched)
  const call = await phone.call('100')
  await call.answered()
  const talking = await shows(watcher, /direction="initiator"><state>confirmed</)
  t.match(talking.body, /call-id="[^"]+" local-tag="[^"]+" remote-tag="[^"]+"/)

  const pid = await server.pidOf('exchange')
  const before = notified(watcher).length
  await server.kill9('exchange')
  await server.restarted('exchange', pid)
  await until('the full state from its successor', () => notified(watcher).length > before)
  const again = await shows(watcher, /<state>confirmed</)
  t.ok(numberIn(again, 'CSeq') > numberIn(talking, 'CSeq'))
  t.equal(header(again, 'Call-ID'), header(talking, 'Call-ID'))
  t.match(again.body, /state="full"/)

  await call.bye()
  await shows(watcher, /<state event="local-bye">terminated</)
})

test('SECURITY row 3 nobody watches without proving who he is, nor what is not his', async (t) => {
  const phone = await aPhone(t, server, third)
  t.equal(statusOf(await subscribe(phone, 'message-summary', third)), 200)
  await until('its mailbox', () =>
    notified(phone).some(({ body }) => /^Messages-Waiting: no/.test(body)),
  )
  t.equal(statusOf(await subscribe(phone, 'message-summary', watched)), 403)
  t.equal(statusOf(await subscribe(phone, 'weather', third)), 489)
})

function numberIn(message: SipText, name: string): number {
  return Number.parseInt(header(message, name), 10)
}
