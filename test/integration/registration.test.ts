import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { until } from '../../firmware/demo/wait.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import type { SipText } from '../peers/sip-text.ts'
import { header, statusOf } from '../peers/sip-text.ts'
import { credentials, sipp } from '../peers/sipp.ts'
import { aBaresip, aPhone, aServer, numberOf, office, passwordOf } from './an-office.ts'

const PHONES = 100

t.setTimeout(600_000)
const server = await aServer(t, { office: office(PHONES) })
const [known, unknown] = [numberOf(0), '999999']

interface ShownPhone {
  readonly sipUser: string
  readonly contacts: readonly { readonly address: string; readonly stale: boolean }[]
}

async function registeredPhones(): Promise<ShownPhone[]> {
  const phones = (await server.json('phones')) as ShownPhone[]
  return phones.filter(({ contacts }) => contacts.length > 0)
}

test('sipp registers 100 phones and takes them off again', async (t) => {
  const rows = Array.from({ length: PHONES }, (_, index) => {
    const user = numberOf(index)
    return [user, credentials(user, passwordOf(user))]
  })
  const run = {
    scenario: 'register',
    remote: server.sip,
    rows,
    calls: PHONES,
    rate: 50,
    passesOver: true,
  }
  const port = String(await freePort())
  const on = await sipp({ ...run, keys: { contact_port: port, expires: '300' } })
  t.match(on, { successful: PHONES, failed: 0, errors: '' })
  t.equal((await registeredPhones()).length, PHONES)
  const off = await sipp({ ...run, keys: { contact_port: port, expires: '0' } })
  t.match(off, { successful: PHONES, failed: 0, errors: '' })
  t.strictSame(await registeredPhones(), [])
})

for (const transport of ['udp', 'tcp'] as const) {
  test(`baresip registers over ${transport} and is shown with its address`, async (t) => {
    const phone = await aBaresip(t, server, known, { transport })
    const [shown] = await registeredPhones()
    t.match(shown, { sipUser: known, contacts: [{ transport, stale: false }] })
    await phone.stop()
    await until('its registration to end', async () => (await registeredPhones()).length === 0)
  })
}

test('RFC 3261 §10.2.1 a phone that asks for a short registration is told the shortest', async (t) => {
  const phone = await aPhone(t, server, known)
  const response = await phone.register(5)
  t.equal(statusOf(response), 423)
  t.equal(header(response, 'Min-Expires'), '60')
  await phone.register(0)
})

// SECURITY row 1: nobody can find out which names exist.
for (const method of [
  'REGISTER',
  'INVITE',
  'OPTIONS',
  'SUBSCRIBE',
  'PUBLISH',
  'MESSAGE',
  'NOTIFY',
  'REFER',
]) {
  for (const password of [undefined, 'a wrong password']) {
    const how = password === undefined ? 'without credentials' : 'with a wrong password'
    test(`SECURITY 1 ${method} ${how} is refused alike for known and unknown users`, async (t) => {
      const asKnown = await attempt(known, method, password)
      const asUnknown = await attempt(unknown, method, password)
      t.ok(statusOf(asKnown) >= 400, asKnown.start)
      t.strictSame(comparable(asKnown, known), comparable(asUnknown, unknown))
    })
  }
}

async function attempt(user: string, method: string, password?: string): Promise<SipText> {
  const phone = await RtpPhone.open({
    user,
    server: server.sip,
    ...(password === undefined ? {} : { password }),
  })
  try {
    if (method === 'REGISTER') return await phone.register()
    if (method === 'INVITE') return await (await phone.call(numberOf(1))).status(200)
    return await phone.request(method, phone.uriOf(numberOf(1)))
  } finally {
    phone.close()
  }
}

/** A response with all that must differ put in the same words. */
function comparable(response: SipText, user: string): unknown {
  const headers = response.headers.map(([name, value]) => [
    name,
    value
      .replaceAll(user, 'USER')
      .replace(/branch=\w+/, 'branch=B')
      .replace(/tag=[^;]+/g, 'tag=T')
      .replace(/127\.0\.0\.1:(?!\d+>$)\d+|port=\d+/g, 'PORT')
      .replace(/nonce="[^"]*"/, 'nonce=N')
      .replace(/^[0-9a-f]{16}$/, 'CALL-ID'),
  ])
  return { start: response.start, headers, body: response.body }
}
