import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import type { Leg, Phase } from '../../../firmware/calls/leg.ts'
import { internalNumber } from '../../../firmware/model/party-number.ts'
import { Bindings } from '../../../firmware/phones/bindings.ts'
import type { HandsetAccount } from '../../../firmware/phones/handset-directory.ts'
import type { LampsOptions } from '../../../firmware/phones/lamps/lamps.ts'
import { Lamps } from '../../../firmware/phones/lamps/lamps.ts'
import type { SipRequest, SipResponse } from '../../../firmware/sip/message/message.ts'
import { stackOf } from '../../../firmware/sip/user-agent.ts'
import type { Ending } from '../../sip/support/agent.ts'
import { anAgent } from '../../sip/support/agent.ts'
import type { RequestOptions } from '../../sip/support/peer.ts'
import { aPeer } from '../../sip/support/peer.ts'

const account = (user: string): HandsetAccount => ({
  id: `handset-${user}`,
  sipUser: `phone-${user}`,
  loginId: user,
  ha1: { MD5: '', 'SHA-256': '' },
  trust: 'registrations-and-invites',
  caller: { number: user, name: `Person ${user}` },
  description: '',
  lines: 2,
})

/** An office of 101 and 102, with an analog telephone 103, seen by 102. */
async function anOffice(t: Ending, options: Partial<LampsOptions> = {}) {
  const accounts = [account('101'), account('102')]
  const watcher = accounts[1] as HandsetAccount
  const { agent, clock, address } = await anAgent(t, {
    request: (request) =>
      request.message.method === 'PUBLISH'
        ? lamps.publish(request, watcher)
        : lamps.subscribe(request, watcher),
  })
  const bindings = new Bindings({
    clock,
    store: { put: () => {}, remove: () => {}, entries: () => [] },
    changed: (handset, gone) => lamps.bindingsChanged(handset, gone),
  })
  bindings.start()
  const office = {
    byId: (id: string) => accounts.find((one) => one.id === id),
    bySipUser: (user: string) => accounts.find((one) => one.sipUser === user),
    byLoginId: (login: string) => accounts.find((one) => one.loginId === login),
    all: () => accounts,
    analogPhones: [
      { id: 'analog-103', port: 'fxs-1', caller: { number: '103', name: 'Hall' } },
    ] as never,
    extension: (number: string) => (['101', '102', '103'].includes(number) ? {} : undefined),
  }
  const lamps = new Lamps({
    clock,
    stack: stackOf(agent),
    office,
    bindings,
    authenticator: { isOf: () => true },
    journal: { touch: () => {}, entries: () => [] },
    ...options,
  })
  t.teardown(() => {
    bindings.stop()
    lamps.stop()
  })
  const peer = await aPeer(t)
  let serial = 0
  return {
    accounts,
    clock,
    bindings,
    lamps,
    peer,
    address,
    async asks(event: string, user: string, more: readonly string[] = []): Promise<SipResponse> {
      const callId = `watch-${++serial}`
      const headers = [`Event: ${event}`, ...more]
      peer.send('SUBSCRIBE', address, { callId, uri: `sip:${user}@office.test`, headers })
      return (await peer.next()) as SipResponse
    },
    async told(): Promise<SipRequest> {
      const notify = await peer.request('NOTIFY')
      peer.respond(notify, 200, address)
      await peer.quiet(address)
      await clock.advance(1010) // what a package lets pass between two NOTIFYs
      return notify
    },
    async publishes(options: RequestOptions & { type?: string } = {}): Promise<SipResponse> {
      const { type = 'application/pidf+xml', body = '', headers = [], ...rest } = options
      const text = peer
        .write('PUBLISH', address, {
          uri: 'sip:102@office.test',
          headers: ['Event: presence', ...headers],
          body,
          ...rest,
        })
        .replace('application/sdp', type)
      peer.sendOctets(text, address)
      return (await peer.next()) as SipResponse
    },
  }
}

/** A call from 101 to 102, of which the telephone of 101 has the first leg. */
function aCall() {
  const leg = (id: string, device: string, number: string, direction: 'in' | 'out') => ({
    id,
    device,
    direction,
    party: internalNumber(number, `Person ${number} <&>`),
    phase: (direction === 'in' ? 'offered' : 'calling') as Phase,
    held: false,
    releasedBy: undefined as 'party' | 'exchange' | undefined,
  })
  const origin = leg('1-1-1.1', 'handset-101', '101', 'in')
  const called = leg('1-1-1.2', 'handset-102', '102', 'out')
  const call = {
    origin,
    legs: [origin, called],
    dialled: internalNumber('102'),
    partnerOf: () => undefined,
  }
  return { origin, called, call: call as unknown as Call }
}

const change = (lamps: Lamps, leg: unknown, call: Call) => lamps.legChanged(leg as Leg, call)

t.test('RFC 4235 a lamp follows a call from the first ring to its end', async (t) => {
  const office = await anOffice(t)
  const { call, origin, called } = aCall()
  t.equal((await office.asks('dialog', '102')).status, 200)
  t.notMatch((await office.told()).body, /<dialog /)
  change(office.lamps, called, call)
  t.match((await office.told()).body, /direction="recipient"><state>trying<\/state>/)
  called.phase = 'alerting'
  change(office.lamps, called, call)
  const ringing = (await office.told()).body
  t.match(ringing, /<state>early<\/state>/)
  t.match(
    ringing,
    /<remote><identity display="Person 101 &lt;&amp;&gt;">sip:101@office.test<\/identity>/,
  )
  called.phase = 'answered'
  change(office.lamps, called, call)
  t.match((await office.told()).body, /<state>confirmed<\/state>/)
  change(office.lamps, called, call) // nothing that shows
  t.strictSame(await office.peer.quiet(office.address), [])
  called.held = true
  change(office.lamps, called, call)
  t.match((await office.told()).body, /sip\.rendering/)
  called.phase = 'released'
  called.releasedBy = 'party'
  change(office.lamps, called, call)
  t.match((await office.told()).body, /<state event="local-bye">terminated<\/state>/)
  change(office.lamps, { ...called, id: '1-1-2.2', phase: 'alerting' }, call)
  const next = (await office.told()).body
  t.match(next, /id="1-1-2\.2"/)
  t.notMatch(next, /terminated/, 'what is over is shown once')
  t.ok(origin)
})

t.test(
  'RFC 3891 a call that another telephone has taken is its own, not the first one’s',
  async (t) => {
    const office = await anOffice(t)
    const { call, called } = aCall()
    t.equal((await office.asks('dialog', '102')).status, 200)
    await office.told()
    called.phase = 'alerting'
    change(office.lamps, called, call)
    t.match((await office.told()).body, /<state>early</)
    called.device = 'handset-101'
    called.phase = 'answered'
    change(office.lamps, called, call)
    t.match((await office.told()).body, /<state event="replaced">terminated<\/state>/)
    change(office.lamps, called, call)
    t.strictSame(await office.peer.quiet(office.address), [], 'and is not shown any more')
  },
)

t.test('who calls out is shown with the number that was dialled; by either name', async (t) => {
  const office = await anOffice(t)
  const { call, origin } = aCall()
  change(office.lamps, origin, call)
  for (const user of ['101', 'phone-101']) {
    await office.asks('dialog', user)
    const { body } = await office.told()
    t.match(body, /direction="initiator"><state>trying/)
    t.match(body, /<remote><identity>sip:102@office.test/)
    t.match(body, new RegExp(`entity="sip:${user}@office.test"`))
  }
})

t.test('a caller who hides is hidden from lamps too', async (t) => {
  const office = await anOffice(t)
  const { call, called, origin } = aCall()
  Object.assign(origin, { party: { ...origin.party, presentation: 'restricted' } })
  change(office.lamps, called, call)
  await office.asks('dialog', '102')
  const { body } = await office.told()
  t.match(body, /<remote><identity>sip:anonymous@office.test/)
  t.notMatch(body, /Person 101/)
})

t.test('a restarted exchange shows the calls that it has taken up', async (t) => {
  const office = await anOffice(t)
  const { call, called } = aCall()
  called.phase = 'answered'
  office.lamps.restore([call])
  await office.asks('dialog', '102')
  t.match((await office.told()).body, /<state>confirmed<\/state>/)
})

t.test('who may watch whom', async (t) => {
  const office = await anOffice(t)
  for (const [event, user, status] of [
    ['dialog', '101', 200],
    ['dialog', '103', 200],
    ['dialog', '999', 404],
    ['presence', '999', 404],
    ['message-summary', '102', 200],
    ['message-summary', 'phone-102', 200],
    ['message-summary', '101', 403],
    ['message-summary', '999', 403],
    ['reg', '101', 403],
    ['reg', '102', 200],
    ['ua-profile', 'phone-102', 200],
    ['ua-profile', 'MAC:00-D0-4B-00-00-01', 403],
    ['call-info', '102', 404],
    ['line-seize', '102', 404],
    ['conference', '102', 489],
  ] as const) {
    const answer = await office.asks(event, user)
    t.equal(answer.status, status, `${event} ${user}`)
    if (status === 200) await office.told()
    if (status === 489) {
      t.equal(
        answer.headers('Allow-Events').join(', '),
        'dialog, presence, message-summary, reg, ua-profile, call-info, line-seize',
      )
    }
  }
})

t.test('RFC 3842 waiting messages are told when they come', async (t) => {
  let fresh = 0
  const office = await anOffice(t, { mailbox: () => ({ fresh, old: 1 }) })
  await office.asks('message-summary', '102')
  t.match(
    (await office.told()).body,
    /^Messages-Waiting: no\r\n[\s\S]*Voice-Message: 0\/1 \(0\/0\)/,
  )
  fresh = 2
  office.lamps.mailboxChanged('102')
  t.match((await office.told()).body, /^Messages-Waiting: yes\r\n[\s\S]*Voice-Message: 2\/1/)
})

const binding = (contact: string) => ({
  handset: 'handset-102',
  contact,
  flow: {
    transport: 'udp',
    local: { address: '', port: 0 },
    remote: { address: '', port: 0 },
  } as const,
  expiresAt: 300_000,
  callId: 'c',
  cseq: 1,
  instance: undefined,
  userAgent: '',
  stale: false,
  registeredAt: 0,
})

t.test('RFC 3680 and RFC 3856 registrations are told, and presence with them', async (t) => {
  const office = await anOffice(t)
  await office.asks('reg', '102')
  t.match((await office.told()).body, /state="init"\/>/)
  await office.asks('presence', '102')
  t.match((await office.told()).body, /<basic>closed<\/basic>/)
  office.bindings.set(binding('sip:102@10.0.0.1'))
  const first = [(await office.told()).body, (await office.told()).body].join()
  t.match(first, /state="active" event="registered" expires="2\d\d" callid="c" cseq="1"/)
  t.match(first, /<basic>open<\/basic>/)
  office.bindings.removeAll('handset-102', 'unregistered')
  const last = [(await office.told()).body, (await office.told()).body].join()
  t.match(last, /state="terminated"><contact [^>]*state="terminated" event="unregistered"/)
  t.match(last, /<basic>closed<\/basic>/)
})

const PIDF = (basic: string) =>
  `<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:102@x"><tuple id="a"><status><basic>${basic}</basic></status><note>at lunch</note></tuple></presence>`

t.test('RFC 3903 a telephone publishes, keeps, changes and takes back its presence', async (t) => {
  const office = await anOffice(t)
  await office.asks('presence', '102')
  await office.told()
  const first = await office.publishes({ body: PIDF('open'), headers: ['Expires: 600'] })
  const etag = first.header('SIP-ETag')
  t.strictSame([first.status, first.header('Expires')], [200, '600'])
  t.match((await office.told()).body, /published-1[\s\S]*open[\s\S]*at lunch/)

  const kept = await office.publishes({ headers: [`SIP-If-Match: ${etag}`, 'Expires: 600'] })
  t.equal(kept.status, 200)
  t.not(kept.header('SIP-ETag'), etag)
  t.equal(
    (await office.publishes({ headers: [`SIP-If-Match: ${etag}`] })).status,
    412,
    'the old tag is used up',
  )

  const next = `SIP-If-Match: ${kept.header('SIP-ETag')}`
  const changed = await office.publishes({ body: PIDF('closed'), headers: [next] })
  t.match((await office.told()).body, /published-1[\s\S]*closed/)
  const last = `SIP-If-Match: ${changed.header('SIP-ETag')}`
  t.equal((await office.publishes({ headers: [last, 'Expires: 0'] })).status, 200)
  t.notMatch((await office.told()).body, /published/)
})

t.test('RFC 3903 §6 what cannot be published is refused', async (t) => {
  const office = await anOffice(t)
  const status = async (options: Parameters<typeof office.publishes>[0]) =>
    (await office.publishes(options)).status
  t.equal(await status({}), 400, 'nothing')
  t.equal(await status({ body: 'x', type: 'text/plain' }), 415)
  t.equal(await status({ body: '<!DOCTYPE a><a/>' }), 400)
  t.equal(await status({ body: PIDF('open').padEnd(17_000) }), 413)
  t.equal(await status({ body: PIDF('open'), headers: ['Expires: 5'] }), 423)
  t.equal(await status({ headers: ['Expires: 0'] }), 400)
  t.equal(await status({ body: PIDF('open'), uri: 'sip:101@office.test' }), 403, 'for another')
  for (let n = 0; n < 12; n++) await office.publishes({ body: PIDF('open') })
  await office.asks('presence', '102')
  t.equal((await office.told()).body.match(/published-/g)?.length, 10, 'the oldest went')
})

t.test('a publication ends with its time', async (t) => {
  const office = await anOffice(t)
  await office.publishes({ body: PIDF('open'), headers: ['Expires: 60'] })
  await office.clock.advance(61_100)
  await office.asks('presence', '102')
  t.notMatch((await office.told()).body, /published/)
})

t.test('RFC 4662 a list shows all lamps of a telephone with one subscription', async (t) => {
  const office = await anOffice(t, {
    list: (name) => (name === 'lamps' ? ['101', '103'] : undefined),
  })
  await office.asks('dialog', 'lamps', ['Supported: eventlist'])
  t.match((await office.told()).body, /uri="sip:101@office.test"[\s\S]*uri="sip:103@office.test"/)
  const { call, origin } = aCall()
  change(office.lamps, origin, call)
  t.match((await office.told()).body, /fullState="false"[\s\S]*entity="sip:101@office.test"/)
})

t.test('an extension that is deleted is watched no more', async (t) => {
  const office = await anOffice(t)
  await office.asks('dialog', 'phone-101')
  await office.told()
  office.accounts.shift()
  office.lamps.officeChanged()
  t.equal((await office.told()).header('Subscription-State'), 'terminated;reason=noresource')
})
