import t from 'tap'
import type { Address, IncomingRequest } from '../../../firmware/sip/contract.ts'
import type {
  Admission,
  EventPackage,
  Opening,
} from '../../../firmware/sip/events/event-package.ts'
import { documentOf, VERSION } from '../../../firmware/sip/events/event-package.ts'
import type { NotifierOptions } from '../../../firmware/sip/events/notifier.ts'
import { Notifier } from '../../../firmware/sip/events/notifier.ts'
import type { SipRequest, SipResponse } from '../../../firmware/sip/message/message.ts'
import { stackOf } from '../../../firmware/sip/user-agent.ts'
import type { Ending } from '../support/agent.ts'
import { anAgent } from '../support/agent.ts'
import type { RequestOptions } from '../support/peer.ts'
import { aPeer } from '../support/peer.ts'

/** Where subscriptions stay when the process goes. */
function aJournal(kept = new Map<string, unknown>()) {
  const waiting = new Set<{ journalKey: string; snapshot(): unknown }>()
  return {
    kept,
    writes: 0,
    touch(entry: { journalKey: string; snapshot(): unknown }) {
      waiting.add(entry)
    },
    entries: (prefix: string) => [...kept].filter(([key]) => key.startsWith(prefix)),
    flush() {
      for (const { journalKey, snapshot } of waiting) {
        const value = snapshot()
        this.writes++
        if (value === undefined) kept.delete(journalKey)
        else kept.set(journalKey, structuredClone(value))
      }
      waiting.clear()
    },
  }
}

/** A server with a package `door` whose documents say what `state` holds for the user, and the rooms of a house as a list. */
async function aServer(
  t: Ending,
  overrides: Partial<EventPackage> = {},
  options: Partial<NotifierOptions> = {},
  journal = aJournal(),
  listen?: Address,
) {
  const state = new Map<string, string>()
  const rules = new Map<string, Admission>()
  let written = 0
  const door: EventPackage = {
    name: 'door',
    types: ['text/door', 'text/plain'],
    expires: { least: 60, usual: 600, most: 3600 },
    spacingMs: 0,
    admit: (account, { user }) => rules.get(user) ?? rules.get(account) ?? 'active',
    document: ({ user }, type) => {
      written++
      return documentOf(type, `${VERSION} ${user} ${state.get(user) ?? 'shut'}`)
    },
    members: ({ user, host }) =>
      user === 'house'
        ? ['kitchen', 'cellar'].map((room) => ({
            subject: { user: room, host },
            name: `The ${room}`,
          }))
        : undefined,
    ...overrides,
  }
  const { agent, clock, address } = await anAgent(
    t,
    { request: (request: IncomingRequest) => notifier.subscribe(request, 'phone') },
    listen ? { listen: [listen] } : {},
  )
  const notifier = new Notifier(stackOf(agent), {
    packages: [door],
    journal,
    isFrom: () => true,
    ...options,
  })
  const peer = await aPeer(t)
  return {
    agent,
    clock,
    address,
    notifier,
    peer,
    journal,
    rules,
    get written() {
      return written
    },
    set(user: string, now: string) {
      state.set(user, now)
      notifier.changed('door', user)
    },
    /** Watches and reads the first NOTIFY. */
    async watches(user: string, options: RequestOptions = {}): Promise<Watching> {
      peer.send('SUBSCRIBE', address, subscribe(user, options))
      const accepted = await peer.response(200, 'SUBSCRIBE')
      const notify = await peer.request('NOTIFY')
      peer.respond(notify, 200, address)
      return { accepted, notify }
    },
    /** Lets time go by, after what is on its way has arrived. */
    async advance(ms: number): Promise<void> {
      await peer.quiet(address)
      await clock.advance(ms)
    },
    async next(status = 200): Promise<SipRequest> {
      const notify = await peer.request('NOTIFY')
      peer.respond(notify, status, address)
      return notify
    },
  }
}

interface Watching {
  readonly accepted: SipResponse
  readonly notify: SipRequest
}

function subscribe(user: string, options: RequestOptions = {}): RequestOptions {
  const headers = options.headers ?? ['Event: door', 'Expires: 600']
  return {
    callId: `watch-${user}`,
    fromTag: 'w',
    uri: `sip:${user}@office.test`,
    ...options,
    headers,
  }
}

/** A SUBSCRIBE in the dialog of an earlier one. */
function again(user: string, { accepted }: Watching, sequence: number, headers: readonly string[]) {
  return subscribe(user, { toTag: accepted.toTag, sequence, headers })
}

const state = (notify: SipRequest) => notify.header('Subscription-State')

t.test('RFC 6665 §4.2 a watcher gets the state at once and at every change', async (t) => {
  const server = await aServer(t)
  const { accepted, notify } = await server.watches('front', {
    headers: ['Event: door;id=7', 'Expires: 600', 'Record-Route: <sip:proxy.test;lr>'],
  })
  t.equal(accepted.header('Expires'), '600')
  t.match(accepted.header('Contact'), /^<sip:front@127\.0\.0\.1:\d+>$/)
  t.strictSame(accepted.headers('Record-Route'), ['<sip:proxy.test;lr>'])
  t.equal(notify.header('Event'), 'door;id=7')
  t.equal(state(notify), 'active;expires=600')
  t.match(notify.header('Contact'), /^<sip:front@/)
  t.strictSame(notify.headers('Route'), ['<sip:proxy.test;lr>'])
  t.equal(notify.body, '0 front shut')
  server.set('front', 'open')
  const changed = await server.next()
  t.equal(changed.body, '1 front open')
  t.equal(changed.cseq.sequence, notify.cseq.sequence + 1)
  t.equal(changed.callId, notify.callId)
})

t.test('one body is written for all who watch, each with a version of its own', async (t) => {
  const server = await aServer(t)
  for (let n = 0; n < 5; n++) await server.watches('front', { callId: `watch-${n}` })
  t.equal(server.written, 1)
  server.set('front', 'open')
  const bodies: string[] = []
  for (let n = 0; n < 5; n++) bodies.push((await server.next()).body)
  t.strictSame([...new Set(bodies)], ['1 front open'])
  t.equal(server.written, 2)
})

t.test(
  'one NOTIFY is on its way at a time; what changes meanwhile is told in the next',
  async (t) => {
    const server = await aServer(t)
    await server.watches('front')
    server.set('front', 'ajar')
    const first = await server.peer.request('NOTIFY')
    server.set('front', 'open')
    server.set('front', 'wide open')
    server.peer.respond(first, 200, server.address)
    t.equal((await server.next()).body, '2 front wide open')
    t.strictSame(await server.peer.quiet(server.address), [])
  },
)

t.test('a package limits how often its watchers are told', async (t) => {
  const server = await aServer(t, { spacingMs: 1000 })
  await server.watches('front')
  server.set('front', 'ajar')
  server.set('front', 'open')
  t.strictSame(await server.peer.quiet(server.address), [])
  await server.clock.advance(1010)
  t.equal((await server.next()).body, '1 front open')
})

t.test('RFC 6665 §4.2.1 a fetch gets the state once', async (t) => {
  const server = await aServer(t)
  const { accepted, notify } = await server.watches('front', {
    headers: ['Event: door', 'Expires: 0'],
  })
  t.equal(accepted.header('Expires'), '0')
  t.equal(state(notify), 'terminated;reason=timeout')
  t.equal(notify.body, '0 front shut')
  server.set('front', 'open')
  t.strictSame(await server.peer.quiet(server.address), [])
  t.match(server.notifier.counters, { subscriptions: 0, topics: 0 })
})

t.test('a refresh extends the subscription and brings the full state', async (t) => {
  const server = await aServer(t)
  const watching = await server.watches('front')
  await server.advance(500_000)
  server.peer.send(
    'SUBSCRIBE',
    server.address,
    again('front', watching, 2, ['Event: door', 'Expires: 900']),
  )
  t.equal((await server.peer.response(200)).header('Expires'), '900')
  const notify = await server.next()
  t.equal(state(notify), 'active;expires=900')
  t.equal(notify.body, '1 front shut')
  await server.advance(800_000)
  t.strictSame(await server.peer.quiet(server.address), [])
})

t.test('RFC 6665 §4.1.2.3 Expires 0 ends it with a last NOTIFY', async (t) => {
  const server = await aServer(t)
  const watching = await server.watches('front')
  server.peer.send(
    'SUBSCRIBE',
    server.address,
    again('front', watching, 2, ['Event: door', 'Expires: 0']),
  )
  await server.peer.response(200)
  t.equal(state(await server.next()), 'terminated;reason=timeout')
  server.peer.send('SUBSCRIBE', server.address, again('front', watching, 3, ['Event: door']))
  await server.peer.response(481)
})

t.test('a subscription that is not refreshed ends with its time', async (t) => {
  const server = await aServer(t)
  await server.watches('front')
  await server.advance(600_010)
  t.equal(state(await server.next()), 'terminated;reason=timeout')
  await server.peer.quiet(server.address)
  t.equal(server.notifier.counters.subscriptions, 0)
})

for (const [what, request, status, header] of [
  [
    'an unknown event is 489 with those that are known',
    { headers: ['Event: window'] },
    489,
    ['Allow-Events', 'door'],
  ],
  ['no event is 489', { headers: [] }, 489, ['Allow-Events', 'door']],
  [
    'a malformed event is 489',
    { headers: ['Event: door;id="a b"'] },
    489,
    ['Allow-Events', 'door'],
  ],
  ['too short is 423', { headers: ['Event: door', 'Expires: 59'] }, 423, ['Min-Expires', '60']],
  [
    'a body that we cannot write is 406',
    { headers: ['Event: door', 'Accept: text/html'] },
    406,
    ['Accept', 'text/door, text/plain'],
  ],
  [
    'a body that is not wanted is 406',
    { headers: ['Event: door', 'Accept: text/door;q=0'] },
    406,
    ['Accept', 'text/door, text/plain'],
  ],
  [
    'a list for somebody without eventlist is 421',
    { uri: 'sip:house@office.test' },
    421,
    ['Require', 'eventlist'],
  ],
  ['who may not watch is refused', { uri: 'sip:vault@office.test' }, 403, undefined],
] as const) {
  t.test(`RFC 6665 §4.2.1 ${what}`, async (t) => {
    const server = await aServer(t)
    server.rules.set('vault', 403)
    server.peer.send('SUBSCRIBE', server.address, subscribe('front', request))
    const answer = await server.peer.response(status)
    if (header) t.equal(answer.headers(header[0]).join(', '), header[1])
    t.strictSame(await server.peer.quiet(server.address), [])
    t.equal(server.notifier.counters.subscriptions, 0)
  })
}

t.test('RFC 6665 §4.1.2.1 the watcher chooses the body', async (t) => {
  const server = await aServer(t)
  const { notify } = await server.watches('front', {
    headers: ['Event: door', 'Accept: text/html, text/plain;q=0.5'],
  })
  t.equal(notify.contentType, 'text/plain')
})

t.test('too long an expiry is shortened, none is the usual one', async (t) => {
  const server = await aServer(t)
  const long = await server.watches('a', { headers: ['Event: door', 'Expires: 4294967295'] })
  t.equal(long.accepted.header('Expires'), '3600')
  const usual = await server.watches('b', { headers: ['Event: door'] })
  t.equal(usual.accepted.header('Expires'), '600')
})

for (const status of [481, 404, 489]) {
  t.test(`RFC 6665 §4.2.2 a NOTIFY answered with ${status} ends the subscription`, async (t) => {
    const server = await aServer(t)
    await server.watches('front')
    server.set('front', 'open')
    await server.next(status)
    await server.peer.quiet(server.address)
    t.equal(server.notifier.counters.subscriptions, 0)
  })
}

t.test('RFC 5057 a NOTIFY answered with 500 leaves the subscription as it is', async (t) => {
  const server = await aServer(t)
  await server.watches('front')
  server.set('front', 'open')
  await server.next(500)
  await server.peer.quiet(server.address)
  t.equal(server.notifier.counters.subscriptions, 1)
})

t.test('a watcher that does not answer is given up after 32 s', async (t) => {
  const server = await aServer(t)
  await server.watches('front')
  server.set('front', 'open')
  await server.clock.advance(33_000)
  t.match(server.notifier.counters, { subscriptions: 0, topics: 0 })
  server.journal.flush()
  t.equal(server.journal.kept.size, 0)
})

t.test('a request out of order in the dialog changes nothing', async (t) => {
  const server = await aServer(t)
  const watching = await server.watches('front', { sequence: 5 })
  server.peer.send(
    'SUBSCRIBE',
    server.address,
    again('front', watching, 4, ['Event: door', 'Expires: 0']),
  )
  await server.peer.response(500)
  t.equal(server.notifier.counters.subscriptions, 1)
  server.peer.send('MESSAGE', server.address, again('front', watching, 6, []))
  await server.peer.response(405)
  server.peer.send('SUBSCRIBE', server.address, again('front', watching, 7, ['Event: window']))
  await server.peer.response(489)
})

t.test('SECURITY row 3 a request on a new flow is taken after it proved itself', async (t) => {
  let asked = 0
  const server = await aServer(
    t,
    {},
    {
      isFrom: (request) => {
        asked++
        if (asked === 1) request.respond(401)
        return asked > 1
      },
    },
  )
  const watching = await server.watches('front')
  const moved = await aPeer(t)
  moved.send('SUBSCRIBE', server.address, again('front', watching, 2, ['Event: door']))
  await moved.response(401)
  moved.send('SUBSCRIBE', server.address, again('front', watching, 3, ['Event: door']))
  await moved.response(200)
  const notify = await moved.request('NOTIFY')
  moved.respond(notify, 200, server.address)
  t.equal(asked, 2)
})

t.test('subscriptions are bounded for an account and in all', async (t) => {
  const server = await aServer(t, {}, { limits: { all: 100, account: 2 } })
  await server.watches('a')
  await server.watches('b')
  server.peer.send('SUBSCRIBE', server.address, subscribe('c'))
  t.ok((await server.peer.response(480)).header('Retry-After'))
  t.equal(server.notifier.counters.subscriptions, 2)
})

t.test('a rule that changes ends subscriptions, or begins to tell', async (t) => {
  const server = await aServer(t)
  server.rules.set('front', 'pending')
  const { notify } = await server.watches('front')
  t.equal(state(notify), 'pending;expires=600')
  t.equal(notify.body, '')
  server.set('front', 'open')
  t.strictSame(await server.peer.quiet(server.address), [])
  server.rules.set('front', 'active')
  server.notifier.review()
  const told = await server.next()
  t.equal(told.body, '1 front open')
  server.rules.set('front', 404)
  server.notifier.review()
  const last = await server.next()
  t.equal(state(last), 'terminated;reason=noresource')
  t.equal(last.body, '')
  await server.peer.quiet(server.address)
  t.equal(server.notifier.counters.subscriptions, 0)
})

t.test('an account that is deleted watches nothing any more', async (t) => {
  const server = await aServer(t)
  await server.watches('front')
  server.notifier.endOf('phone', 'deactivated')
  t.equal(state(await server.next()), 'terminated;reason=deactivated')
})

t.test('after a restart every watcher gets the full state, with higher numbers', async (t) => {
  const before = await aServer(t)
  const watching = await before.watches('front')
  before.set('front', 'open')
  const last = await before.next()
  before.journal.flush()
  const { peer } = before
  await before.agent.stop()

  const after = await aServer(t, {}, {}, aJournal(before.journal.kept), before.address)
  t.equal(after.notifier.restore(), 1)
  await after.clock.advance(100)
  const notify = await peer.request('NOTIFY')
  t.ok(notify.cseq.sequence > last.cseq.sequence)
  t.ok(Number(notify.body.split(' ')[0]) > 1, 'and a higher version')
  t.match(notify.body, / front shut$/, 'as it is now')
  t.equal(notify.fromTag, watching.accepted.toTag)
  t.equal(notify.toTag, 'w')
})

t.test('a restart writes little: numbers are reserved in blocks', async (t) => {
  const server = await aServer(t)
  await server.watches('front')
  server.journal.flush()
  const before = server.journal.writes
  for (let n = 0; n < 50; n++) {
    server.set('front', String(n))
    await server.next()
    server.journal.flush()
  }
  t.equal(server.journal.writes, before)
})

t.test('RFC 4662 a list tells of all its members, then of those that change', async (t) => {
  const server = await aServer(t)
  const { accepted, notify } = await server.watches('house', {
    headers: ['Event: door', 'Supported: eventlist', 'Accept: */*'],
  })
  t.equal(accepted.header('Require'), 'eventlist')
  t.equal(notify.header('Require'), 'eventlist')
  t.match(
    notify.header('Content-Type'),
    /^multipart\/related;type="application\/rlmi\+xml";start="</,
  )
  t.match(notify.body, /fullState="true"[\s\S]*The kitchen[\s\S]*The cellar/)
  t.match(notify.body, /0 kitchen shut\r\n--[\s\S]*0 cellar shut\r\n--/)
  server.set('cellar', 'open')
  const { body } = await server.next()
  t.match(body, /version="1" fullState="false"/)
  t.match(body, /1 cellar open/)
  t.notMatch(body, /kitchen/)
})

t.test('RFC 4662 a member that may not be watched is named as rejected', async (t) => {
  const server = await aServer(t)
  server.rules.set('cellar', 403)
  const { notify } = await server.watches('house', {
    headers: ['Event: door', 'Supported: eventlist'],
  })
  t.match(notify.body, /The cellar<\/name><instance id="1" state="terminated" reason="rejected"\/>/)
  t.notMatch(notify.body, /cellar shut/)
})

t.test('a package in which watching is doing hears of beginning and end', async (t) => {
  const told: string[] = []
  const server = await aServer(t, {
    types: [],
    document: () => ({ headers: [['Call-Info', '<sip:x>;appearance-index=1']] }),
    opened: ({ callInfo }: Opening) => {
      told.push(`opened ${callInfo}`)
      return told.length > 1 ? 403 : undefined
    },
    closed: () => void told.push('closed'),
  })
  const { notify } = await server.watches('front', {
    headers: ['Event: door', 'Call-Info: <sip:x>;appearance-index=1'],
  })
  t.equal(notify.header('Call-Info'), '<sip:x>;appearance-index=1')
  t.equal(notify.body, '')
  server.peer.send('SUBSCRIBE', server.address, subscribe('front', { callId: 'other' }))
  await server.peer.response(403)
  server.notifier.endOf('phone', 'giveup')
  await server.next()
  await server.peer.quiet(server.address)
  t.strictSame(told, ['opened <sip:x>;appearance-index=1', 'opened undefined', 'closed', 'closed'])
})

t.test(
  'RFC 6665 §4.2.2 watchers that vanish at any point of any order leave nothing behind',
  async (t) => {
    const server = await aServer(t)
    let state = 7 // xorshift: the same in every run
    const roll = () => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) / 2 ** 32
    }
    for (let step = 0; step < 60; step++) {
      const user = `room-${Math.floor(roll() * 10)}`
      const callId = `vanishes-${step}`
      const expires = roll() < 0.1 ? 0 : 60 + Math.floor(roll() * 600)
      const headers = ['Event: door', `Expires: ${expires}`]
      const fate = roll()
      if (fate < 0.4)
        server.peer.send('SUBSCRIBE', server.address, subscribe(user, { callId, headers }))
      else if (fate < 0.6) {
        await server.peer.quiet(server.address) // what others were told is not looked at
        await server.watches(user, { callId, headers })
      } else if (fate < 0.8) server.set(user, `state ${step}`)
      else await server.advance(roll() * 60_000)
    }
    await server.peer.quiet(server.address)
    t.ok(server.notifier.counters.subscriptions > 3, 'there are some')
    for (let minute = 0; minute < 20; minute++) await server.advance(60_000)
    server.journal.flush()
    t.strictSame(server.notifier.counters, { subscriptions: 0, topics: 0 })
    t.equal(server.agent.counters.transactions, 0)
    t.equal(server.journal.kept.size, 0)
  },
)
