import { randomInt } from 'node:crypto'
import t, { test } from 'tap'
import { freePort } from '../../firmware/demo/free-ports.ts'
import { heardTone } from '../../firmware/demo/tone.ts'
import { until } from '../../firmware/demo/wait.ts'
import type { LiveTrunk } from '../../firmware/trunks/sip/live-trunk.ts'
import type { PhoneCall } from '../peers/phone-call.ts'
import { RtpPhone } from '../peers/rtp-phone.ts'
import { header, headersOf, parameter, statusOf } from '../peers/sip-text.ts'
import { Sipp } from '../peers/sipp.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(600_000)
const [ann, bob, cal] = [numberOf(0), numberOf(1), numberOf(2)]
const OUTSIDE = '95855550100' // with the digit for outside calls
const PASSWORD = 'not-a-word'

/** Everybody in the test has an address of his own, for trunks are known by theirs. */
const PHONES = '127.0.0.9'
const EAST = '127.0.0.2'
const WEST = '127.0.0.3'
const east = { address: EAST, port: await freePort(EAST) }
const west = { address: WEST, port: await freePort(WEST) }
const registrar = await freePort()

const TRUNKS = `
sipTrunks:
  - description: East
    order: 60
    server: ${EAST}
    serverPort: ${east.port}
    userId: '5855550188'
    loginId: east
    password: ${PASSWORD}
    realm: east.example
    callerName: Strowger Works
    e164: true
    userPhone: true
    identity: asserted
    anonymous: reject
    diversion: on-redirect
    redirect: true
    refer: true
    healthSeconds: 0
    maxCalls: 2
    codecs: [PCMA]
    route: { numbers: [{ number: '5855550142', extension: ${ann} }], extension: ${bob} }
  - description: West
    order: 61
    server: ${WEST}
    serverPort: ${west.port}
    earlyMedia: true
    healthSeconds: 0
  - description: Registered
    order: 90
    server: 127.0.0.1
    serverPort: ${registrar}
    userId: '5855550199'
    loginId: strowger
    password: ${PASSWORD}
    realm: provider.example
    registration: true
    healthSeconds: 0
`

/** Debian's sipp as a provider that checks every digest. */
const aSippProvider = (calls: number) =>
  Sipp.start({
    scenario: 'provider',
    port: registrar,
    rows: [['strowger', PASSWORD]],
    keys: { realm: 'provider.example' },
    calls,
  })
const registering = await aSippProvider(1)
const OFFICE = office(3, { lines: 2 }).replace(
  `{ number: ${cal}, `,
  `{ number: ${cal}, outsideCalls: international, `,
)
const server = await aServer(t, { office: OFFICE + TRUNKS, limitMs: 90_000 })

async function trunk(description: string): Promise<LiveTrunk> {
  const all = (await server.ask('exchange', 'trunks')) as readonly LiveTrunk[]
  const found = all.find((one) => one.description === description)
  if (!found) throw new Error(`there is no trunk ${description}`)
  return found
}

/** A provider's server: what a trunk sends arrives there, and calls come from there. */
async function aProvider(
  t: Parameters<typeof aPhone>[0],
  place: typeof east,
  user = `p${randomInt(1000)}`,
): Promise<RtpPhone> {
  const phone = await RtpPhone.open({
    user,
    server: server.sip,
    ...place,
    codecs: ['pcma', 'pcmu'],
    sends: { hz: 1000, level: -16 },
  })
  t.teardown(() => phone.close())
  return phone
}

const phone = (t: Parameters<typeof aPhone>[0], user: string) =>
  aPhone(t, server, user, { address: PHONES, sends: { hz: 440, level: -10 } })

test('SIPT-6 it registers with its provider by digest; a real registrar is content', async (t) => {
  await until('the registration', async () => (await trunk('Registered')).state === 'up')
  const result = await registering.finished()
  t.match(result, { successful: 1, failed: 0, errors: '' })
})

test('a call out: number, caller and identity as the trunk wants them, sound both ways', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  const back = await far.incoming()
  const { invite } = back
  t.equal(invite.start, `INVITE sip:+15855550100@${EAST}:${east.port};user=phone SIP/2.0`, 'SADV-6')
  t.match(header(invite, 'From'), /^"Strowger Works" <sip:\+15855550188@/, 'SIPT-7, SIPT-8')
  t.match(header(invite, 'P-Asserted-Identity'), /<sip:\+15855550188@/, 'SADV-11')
  t.equal(header(invite, 'Diversion'), '', 'SADV-12')
  t.match(invite.body, /m=audio \d+ RTP\/AVP 8 101/, 'SADV-1')
  t.match(header(invite, 'Via'), /;rport(;|$)/, 'SADV-8: always, RFC 3581')
  const phones = [near, far].map(({ sip }) => sip.local.address)
  t.notOk(
    phones.includes(back.session?.place.address ?? ''),
    'SADV-10, VOIP-10: the audio passes us, always',
  )
  back.ring()
  await out.status(180)
  back.answer()
  await out.answered()
  await until('sound', () => out.rtp.arrivals.length > 40 && back.rtp.arrivals.length > 40)
  t.ok(Math.abs(heardTone(back.rtp.heard(), 440).level + 10) < 0.5)
  t.ok(Math.abs(heardTone(out.rtp.heard(), 1000).level + 16) < 0.5)
  await out.bye()
  await back.over()
})

test('SADV-3 without early media the caller hears our ringing; with it, the far end', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const silenced = await near.call(OUTSIDE)
  const first = await far.incoming()
  first.progress()
  t.equal(statusOf(await silenced.status(180)), 180)
  await silenced.cancel()
  await first.over()

  const other = await aProvider(t, west)
  const heard = await near.call(OUTSIDE)
  const refused = await far.incoming()
  refused.refuse('503 Service Unavailable')
  const second = await other.incoming()
  second.progress()
  t.equal(statusOf(await heard.status(180)), 183, 'OUT-10: 503 leads to the next trunk')
  await heard.cancel()
  await second.over()
})

test('a called party that is busy is not called again over another trunk', async (t) => {
  const [far, other] = [await aProvider(t, east), await aProvider(t, west)]
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  const back = await far.incoming()
  back.ring()
  await out.status(180)
  back.refuse('486 Busy Here')
  t.equal(statusOf(await out.status(200)), 486)
  t.equal(other.calls.length, 0)
})

test('RFC 3261 §21 a caller is told in the words of who was called', async (t) => {
  const far = await aProvider(t, east)
  const [near, other] = [await phone(t, ann), await phone(t, bob)]
  const declined = await near.call(bob)
  const rung = await other.incoming()
  rung.ring()
  rung.refuse('603 Decline')
  const said = await declined.status(200)
  t.equal(statusOf(said), 603)
  t.match(header(said, 'Reason'), /^Q\.850;cause=21;/)
  for (const [line, status] of [
    ['600 Busy Everywhere', 600],
    ['433 Anonymity Disallowed', 433],
    ['403 Forbidden', 403],
  ] as const) {
    const call = await near.call(OUTSIDE)
    const back = await far.incoming()
    back.ring()
    await call.status(180)
    back.refuse(line)
    t.equal(statusOf(await call.status(200)), status, line)
  }
  const unlike = await near.call(bob)
  const asked = await other.incoming()
  other.sip.reply(asked.invite, '488 Not Acceptable Here', {
    tag: 'unlike',
    headers: [['Warning', '304 phone.example "Media type not available"']],
  })
  const final = await unlike.status(200)
  t.equal(statusOf(final), 488)
  t.equal(header(final, 'Warning'), '304 strowger "Media type not available"')
})

test('SECURITY row 4 a challenge of another realm or after a redirection is not answered', async (t) => {
  const [far, other] = [await aProvider(t, east), await aProvider(t, west)]
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  const asked = await far.incoming()
  const challenge = 'Digest realm="elsewhere.example", nonce="1", algorithm=MD5, qop="auth"'
  far.sip.reply(asked.invite, '407 Proxy Authentication Required', {
    tag: 'x',
    headers: [['Proxy-Authenticate', challenge]],
  })
  const next = await other.incoming() // OUT-10: the next trunk
  const answers = far.trace.flatMap(({ message }) => headersOf(message, 'Proxy-Authorization'))
  t.strictSame(answers, [])
  next.refuse('486 Busy Here')
  t.equal(statusOf(await out.status(200)), 486)

  const redirected = await near.call(OUTSIDE)
  const moved = await far.incoming()
  far.sip.reply(moved.invite, '302 Moved Temporarily', {
    tag: 'y',
    headers: [['Contact', `<sip:+19005550100@${PHONES}:${near.sip.local.port}>`]],
  })
  const then = await other.incoming()
  then.refuse('486 Busy Here')
  t.equal(statusOf(await redirected.status(200)), 486)
  t.equal(near.calls.length, 2, 'SADV-5: nobody is sent to strangers')
})

test('SECURITY row 4 the realm of the trunk is answered', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  const asked = await far.incoming()
  const challenge = 'Digest realm="east.example", nonce="7", algorithm=MD5, qop="auth"'
  far.sip.reply(asked.invite, '407 Proxy Authentication Required', {
    tag: 'x',
    headers: [['Proxy-Authenticate', challenge]],
  })
  const authorized = await until('the INVITE again', () =>
    far.trace.find(
      ({ way, message }) => way === 'in' && headersOf(message, 'Proxy-Authorization').length > 0,
    ),
  )
  t.match(
    header(authorized.message, 'Proxy-Authorization'),
    /username="east", realm="east.example"/,
  )
  await out.answered() // the scripted provider takes the second INVITE at once
  await out.bye()
  await asked.over()
})

test('DID-7, DID-8 a call in rings whom its number is for, else the extension of the trunk', async (t) => {
  const far = await aProvider(t, east)
  const [first, second] = [await phone(t, ann), await phone(t, bob)]
  const to = (number: string) => `sip:${number}@${server.sip.address}:${server.sip.port}`
  const asserted = [
    ['P-Asserted-Identity', '"Carol" <sip:+12125550123@east.example>'],
    ['Diversion', '<sip:+13105550177@east.example>;reason=no-answer'],
  ] as const
  const call = await far.call(to('+15855550142'), asserted)
  const rung = await first.incoming()
  t.match(header(rung.invite, 'From'), /^"Carol" <sip:12125550123@/)
  rung.answer()
  await call.answered()
  t.match((await call.status(200)).body, /m=audio \d+ RTP\/AVP 8 /, 'SADV-1')
  await call.bye()
  await rung.over()

  const other = await far.call(to('5855550100'))
  const default_ = await second.incoming()
  await other.cancel()
  await default_.over()
  const record = await until('the record', async () =>
    (await server.records(5)).find(({ dialled }) => dialled === '15855550142'),
  )
  t.match(record.caller, { digits: '12125550123', name: 'Carol' })
})

/** It answers that call with 302 to that number here, or there. */
function sendsOn(by: RtpPhone, call: PhoneCall, to: string, reason = ''): void {
  const diversion = [['Diversion', `<sip:x@y>;reason=${reason}`]] as const
  by.sip.reply(call.invite, '302 Moved Temporarily', {
    tag: 'moved',
    headers: [['Contact', `<${to}>`], ...(reason ? diversion : [])],
  })
}

test('SADV-12 a telephone sends a call on to an outside number: the trunk is told whose it was', async (t) => {
  const far = await aProvider(t, east)
  const [forwarder, near] = [await phone(t, ann), await phone(t, bob)]
  const out = await near.call(ann)
  const rung = await forwarder.incoming()
  rung.ring()
  sendsOn(forwarder, rung, forwarder.uriOf(OUTSIDE), 'no-answer')
  const back = await far.incoming()
  const own = `sip:\\+15855550142@${EAST}:${east.port};user=phone`
  t.match(header(back.invite, 'Diversion'), new RegExp(`^<${own}>;reason=no-answer$`))
  t.match(
    header(back.invite, 'History-Info'),
    new RegExp(
      `^<${own}\\?Reason=SIP%3Bcause%3D408>;index=1, <sip:\\+15855550100@.*;index=1.1;mp=1$`,
    ),
    'RFC 7044',
  )
  back.answer()
  await out.answered()
  await until('sound', () => out.rtp.arrivals.length > 20 && back.rtp.arrivals.length > 20)
  await out.bye()
  await back.over()
})

test('a telephone sends a call on to another, which is told; round and round it does not go', async (t) => {
  const [first, second] = [await phone(t, ann), await phone(t, bob)]
  const caller = await phone(t, cal)
  const out = await caller.call(bob)
  const rung = await second.incoming()
  sendsOn(second, rung, second.uriOf(ann))
  const back = await first.incoming()
  t.match(header(back.invite, 'Diversion'), new RegExp(`<sip:${bob}@.*>;reason=unconditional$`))
  sendsOn(first, back, first.uriOf(bob))
  t.equal(statusOf(await out.status(200)), 480)
  t.equal(second.calls.length, 1)
})

test('SADV-5 a call from the trunk that is sent on to an outside number is the trunk’s to make', async (t) => {
  const [far, other] = [await aProvider(t, east), await aProvider(t, west)]
  const forwarder = await phone(t, ann)
  const call = await far.call(`sip:5855550142@${server.sip.address}:${server.sip.port}`)
  const rung = await forwarder.incoming()
  sendsOn(forwarder, rung, forwarder.uriOf(OUTSIDE))
  const moved = await call.status(200)
  t.equal(statusOf(moved), 302)
  t.match(header(moved, 'Contact'), new RegExp(`^<sip:\\+15855550100@${EAST}:${east.port}`))
  t.equal(other.calls.length + far.calls.length, 1, 'SECURITY row 10: we call nobody')
})

test('SADV-4 a telephone transfers an outside party to an outside number: the trunk does it', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const call = await far.call(`sip:5855550142@${server.sip.address}:${server.sip.port}`)
  const talk = await near.incoming()
  talk.answer()
  await call.answered()
  t.equal(statusOf(await talk.refer(near.uriOf(OUTSIDE))), 202)
  const asked = (wanted: string) =>
    until(wanted, () => call.requests.find(({ start }) => start.startsWith(wanted)))
  const refer = await asked('REFER')
  t.match(header(refer, 'Refer-To'), new RegExp(`^<sip:\\+15855550100@${EAST}:${east.port}`))
  const notified = await call.inDialog('NOTIFY', 'SIP/2.0 200 OK\r\n', [
    ['Event', 'refer'],
    ['Subscription-State', 'terminated;reason=noresource'],
  ])
  t.equal(statusOf(notified), 200)
  await asked('BYE')
  await talk.over()
  t.equal(talk.referred.at(-1), 200)
})

test('SADV-4 attended: the trunk joins its two calls', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const first = await far.call(`sip:5855550142@${server.sip.address}:${server.sip.port}`)
  const talk = await near.incoming()
  talk.answer()
  await first.answered()
  const consulting = await near.call(OUTSIDE)
  const second = await far.incoming()
  second.answer()
  await consulting.answered()
  const name = encodeURIComponent(consulting.name)
  t.equal(statusOf(await talk.refer(`${near.uriOf(OUTSIDE)}?Replaces=${name}`)), 202)
  const refer = await until('REFER', () =>
    first.requests.find(({ start }) => start.startsWith('REFER')),
  )
  const replaces = decodeURIComponent(
    /Replaces=([^>]+)>/.exec(header(refer, 'Refer-To'))?.[1] ?? '',
  )
  const [callId] = replaces.split(';')
  t.equal(callId, header(second.invite, 'Call-ID'))
  t.match(replaces, `from-tag=${parameter(header(second.invite, 'From'), 'tag')}`)
  await first.inDialog('NOTIFY', 'SIP/2.0 200 OK\r\n', [
    ['Event', 'refer'],
    ['Subscription-State', 'terminated'],
  ])
  for (const each of [talk, consulting, first, second]) await each.over()
})

test('SECURITY row 10 a telephone sends nobody to other servers, nor to the emergency centre', async (t) => {
  const far = await aProvider(t, east)
  const [forwarder, near] = [await phone(t, ann), await phone(t, bob)]
  for (const to of ['sip:19005550100@198.51.100.7', forwarder.uriOf('911')]) {
    const out = await near.call(ann)
    const rung = await until('the call', () => forwarder.calls.find(({ ended }) => !ended))
    sendsOn(forwarder, rung, to)
    t.equal(statusOf(await out.status(200)), 480)
    rung.ended = true
  }
  t.equal(far.calls.length, 0)
})

test('SECURITY row 10 abroad is barred, by every way, but for who may call there', async (t) => {
  const far = await aProvider(t, east)
  const [first, second, third] = [await phone(t, ann), await phone(t, bob), await phone(t, cal)]
  const ABROAD = '9011442071234567'
  const refused = await (await first.call(ABROAD)).status(200)
  t.equal(statusOf(refused), 403)
  t.match(header(refused, 'Reason'), /^Q\.850;cause=52;/)

  const out = await second.call(ann)
  const rung = await first.incoming()
  sendsOn(first, rung, first.uriOf(ABROAD))
  t.equal(statusOf(await out.status(200)), 480, 'sent on by who may not call there')

  const talking = await second.call(cal)
  const talk = await third.incoming()
  talk.answer()
  await talking.answered()
  t.equal(statusOf(await talking.refer(second.uriOf(ABROAD))), 202)
  await until('the end of the transfer', () => talking.referred.at(-1) === 403)
  t.equal(far.calls.length, 0, 'nothing has gone out')
  await talking.bye()
  await talk.over()

  const may = await third.call(ABROAD)
  const back = await far.incoming()
  t.match(back.invite.start, /^INVITE sip:\+442071234567@/)
  back.refuse('486 Busy Here')
  t.equal(statusOf(await may.status(200)), 486)
  const explained = (await server.ask('exchange', 'explain', { digits: ABROAD })) as {
    explanation: readonly string[]
  }
  t.match(explained.explanation.at(-1), /only by extensions that are allowed to/)
  const record = await until('its record', async () =>
    (await server.records(9)).find(({ transfers }) => transfers?.[0]?.kind === 'barred'),
  )
  t.match(record.transfers, [{ kind: 'barred', to: { digits: '011442071234567' }, why: 'level' }])
})

test('INC-3 who withholds the number is refused with 433 where the trunk is set so', async (t) => {
  const far = await aProvider(t, east)
  const call = await far.call(`sip:5855550142@${server.sip.address}:${server.sip.port}`, [
    ['Privacy', 'id'],
    ['P-Asserted-Identity', '<sip:+12125550123@east.example>'],
  ])
  t.equal(statusOf(await call.status(200)), 433)
})

test('SIPT-9 beyond the maximum of active calls the trunk is busy', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const to = `sip:5855550142@${server.sip.address}:${server.sip.port}`
  const first = await far.call(to)
  await near.incoming()
  const second = await far.call(to)
  await near.incoming()
  const third = await far.call(to)
  t.equal(statusOf(await third.status(200)), 486)
  await first.cancel()
  await second.cancel()
  await until('both are over', () => near.calls.every(({ ended }) => ended))
})

test('SECURITY rows 1 and 10: strangers are challenged, and a trunk cannot dial out', async (t) => {
  const stranger = await aProvider(t, { address: '127.0.0.77', port: await freePort('127.0.0.77') })
  const at = `@${server.sip.address}:${server.sip.port}`
  const call = await stranger.call(`sip:5855550142${at}`)
  t.equal(statusOf(await call.status(200)), 401)
  const far = await aProvider(t, west) // has no route
  const out = await far.call(`sip:${OUTSIDE}${at}`)
  t.equal(statusOf(await out.status(200)), 404)
})

test('sipp as the provider: digest for the call, early audio, BYE with the next number', async (t) => {
  const provider = await aSippProvider(1)
  const [far, other] = [await aProvider(t, east), await aProvider(t, west)]
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  for (const one of [far, other]) (await one.incoming()).refuse('503 Service Unavailable')
  await out.answered()
  await out.bye()
  t.match(await provider.finished(), { successful: 1, failed: 0, errors: '' })
})

test('a killed exchange: the trunk call goes on, BYE has the right number', async (t) => {
  const far = await aProvider(t, east)
  const near = await phone(t, ann)
  const out = await near.call(OUTSIDE)
  const back = await far.incoming()
  back.answer()
  await out.answered()
  await until('sound', () => back.rtp.arrivals.length > 20)
  const pid = await server.pidOf('exchange')
  await server.kill9('exchange')
  await server.restarted('exchange', pid, 60_000)
  const before = back.rtp.arrivals.length
  await until('sound again', () => back.rtp.arrivals.length > before + 20)
  await out.bye()
  await back.over()
  const bye = back.requests.find(({ start }) => start.startsWith('BYE'))
  t.equal(bye && header(bye, 'CSeq'), '2 BYE')
})
