import t from 'tap'
import type { Call } from '../../../firmware/calls/call.ts'
import type { Leg, Phase } from '../../../firmware/calls/leg.ts'
import { internalNumber } from '../../../firmware/model/party-number.ts'
import { Bindings } from '../../../firmware/phones/bindings.ts'
import type { HandsetAccount } from '../../../firmware/phones/handset-directory.ts'
import { Lamps } from '../../../firmware/phones/lamps/lamps.ts'
import type { SipRequest, SipResponse } from '../../../firmware/sip/message/message.ts'
import { stackOf } from '../../../firmware/sip/user-agent.ts'
import type { Ending } from '../../sip/support/agent.ts'
import { anAgent } from '../../sip/support/agent.ts'
import { aPeer } from '../../sip/support/peer.ts'

const handset = (name: string, number: string): HandsetAccount => ({
  id: `handset-${name}`,
  sipUser: name,
  loginId: name,
  ha1: { MD5: '', 'SHA-256': '' },
  trust: 'registrations-and-invites',
  caller: { number, name: 'Sales' },
  description: '',
  lines: 2,
})

/** Handsets `left` and `right` share extension 300; `alone` has 301. Each asks from a peer of its own. */
async function anOffice(t: Ending, kept = new Map<string, unknown>()) {
  const accounts = [handset('left', '300'), handset('right', '300'), handset('alone', '301')]
  const { agent, clock, address } = await anAgent(t, {
    request: (request) => {
      const user = request.message.header('From')?.match(/sip:(\w+)@/)?.[1]
      const sender = accounts.find(({ sipUser }) => sipUser === user)
      if (sender) lamps.subscribe(request, sender)
      else request.respond(200) // a peer that asks whether all has come
    },
  })
  const bindings = new Bindings({
    clock,
    store: { put: () => {}, remove: () => {}, entries: () => [] },
    changed: () => {},
  })
  const waiting = new Set<{ readonly journalKey: string; snapshot(): unknown }>()
  const office = {
    byId: (id: string) => accounts.find((one) => one.id === id),
    bySipUser: (user: string) => accounts.find((one) => one.sipUser === user),
    byLoginId: () => undefined,
    all: () => accounts,
    analogPhones: [],
    extension: () => ({}),
  }
  const lamps: Lamps = new Lamps({
    clock,
    stack: stackOf(agent),
    office,
    bindings,
    authenticator: { isOf: () => true },
    journal: {
      touch: (entry) => void waiting.add(entry),
      entries: (prefix) => [...kept].filter(([key]) => key.startsWith(prefix)),
    },
  })
  t.teardown(() => lamps.stop())
  let serial = 0
  const phone = async (name: string) => {
    const peer = await aPeer(t)
    return {
      peer,
      async asks(event: string, more: readonly string[] = [], user = '300') {
        const callId = `${name}-${++serial}`
        const headers = [`Event: ${event}`, ...more]
        const text = peer.write('SUBSCRIBE', address, {
          callId,
          uri: `sip:${user}@h.test`,
          headers,
        })
        peer.sendOctets(
          text.replace(/^From: .*$/m, `From: <sip:${name}@h.test>;tag=${callId}`),
          address,
        )
        return (await peer.next()) as SipResponse
      },
      async told(): Promise<SipRequest> {
        const notify = await peer.request('NOTIFY')
        peer.respond(notify, 200, address)
        await peer.quiet(address)
        await clock.advance(30)
        return notify
      },
    }
  }
  const [left, right] = [await phone('left'), await phone('right')]
  return {
    lamps,
    clock,
    left,
    right,
    alone: await phone('alone'),
    /** What another process would find. */
    journal(): Map<string, unknown> {
      for (const { journalKey, snapshot } of waiting) {
        const value = snapshot()
        if (value === undefined) kept.delete(journalKey)
        else kept.set(journalKey, structuredClone(value))
      }
      return kept
    },
  }
}

const IDLE = '<sip:h.test>;appearance-index=*;appearance-state=idle'
const shows = (notify: SipRequest) => notify.headers('Call-Info').join(', ')
const key = (index: number) => [`Call-Info: <sip:h.test>;appearance-index=${index}`]

function aLeg(id: string, device: string, direction: 'in' | 'out', other: string) {
  const party = internalNumber(other)
  return { id, device, direction, party, phase: 'offered' as Phase, held: false }
}

function aCall(legs: readonly unknown[], caller = '200') {
  const call = { legs, dialled: internalNumber('9'), origin: { party: internalNumber(caller) } }
  return { ...call, partnerOf: () => undefined } as unknown as Call
}

t.test('SCA-2 a key that one phone takes is shown as taken on the other', async (t) => {
  const { left, right } = await anOffice(t)
  t.equal((await right.asks('call-info')).status, 200)
  t.equal(shows(await right.told()), IDLE)
  const answer = await left.asks('line-seize', key(1))
  t.equal(answer.header('Expires'), '15')
  const seized = await left.told()
  t.match(seized.header('Subscription-State'), /^active;expires=15/)
  t.equal(shows(seized), '<sip:h.test>;appearance-index=1')
  t.equal(
    shows(await right.told()),
    `<sip:h.test>;appearance-index=1;appearance-state=seized, ${IDLE}`,
  )
})

t.test('of two that want the same key one wins, the other hears 480', async (t) => {
  const { left, right, alone } = await anOffice(t)
  await left.asks('line-seize', key(1))
  await left.told()
  t.equal((await right.asks('line-seize', key(1))).status, 480)
  t.equal((await right.asks('line-seize', key(3))).status, 480, 'there is no third key')
  await right.asks('line-seize')
  t.equal(shows(await right.told()), '<sip:h.test>;appearance-index=2', 'any that is free')
  t.equal((await alone.asks('line-seize', key(1))).status, 404, 'it is not shared with this one')
})

t.test('a key that is taken and not used is free after 15 s', async (t) => {
  const { left, right, clock } = await anOffice(t)
  await left.asks('line-seize', key(1))
  await left.told()
  await clock.advance(15_100)
  t.match((await left.told()).header('Subscription-State'), /terminated;reason=timeout/)
  t.equal((await right.asks('line-seize', key(1))).status, 200)
})

t.test('a call is followed on its key: progressing, active, held, idle', async (t) => {
  const { left, right, lamps } = await anOffice(t)
  await right.asks('call-info', [], 'right')
  await right.told()
  await left.asks('line-seize')
  await left.told()
  await right.told()
  const leg = aLeg('1-1-1.1', 'handset-left', 'in', '300')
  const call = aCall([leg])
  const change = () => lamps.legChanged(leg as never, call)
  change()
  const shown = shows(await right.told())
  t.match(shown, /appearance-index=2;appearance-state=progressing;appearance-uri="<sip:9@h.test>"/)
  t.match(shown, /appearance-index=1;appearance-state=seized/, 'its INVITE named no key')
  leg.phase = 'answered'
  change()
  t.match(shows(await right.told()), /index=2;appearance-state=active/)
  leg.held = true
  change()
  t.match(shows(await right.told()), /index=2;appearance-state=held/)
  leg.phase = 'released'
  change()
  t.notMatch(shows(await right.told()), /index=2/)
})

t.test('SCA-3 a call that comes rings on one key of all phones', async (t) => {
  const { left, lamps } = await anOffice(t)
  await left.asks('call-info')
  await left.told()
  const legs = [
    aLeg('1-1-1.2', 'handset-left', 'out', '300'),
    aLeg('1-1-1.3', 'handset-right', 'out', '300'),
  ] as const
  const call = aCall(legs)
  for (const { device } of legs) {
    t.strictSame(lamps.appearance(device, call, '10.0.0.1'), [
      ['Call-Info', '<sip:10.0.0.1>;appearance-index=1'],
    ])
  }
  t.strictSame(lamps.appearance('handset-alone', call, '10.0.0.1'), [])
  for (const leg of legs) {
    leg.phase = 'alerting'
    lamps.legChanged(leg as unknown as Leg, call)
  }
  t.match(shows(await left.told()), /index=1;appearance-state=alerting;appearance-uri="<sip:200@/)
  legs[0].phase = 'released'
  legs[1].phase = 'answered'
  for (const leg of legs) lamps.legChanged(leg as unknown as Leg, call)
  t.match(shows(await left.told()), /index=1;appearance-state=active/)
})

t.test('a seizure outlives a restart, and the other phone still cannot have the key', async (t) => {
  const first = await anOffice(t)
  await first.left.asks('line-seize', key(2))
  await first.left.told()
  const second = await anOffice(t, first.journal())
  second.lamps.restore([])
  t.equal((await second.right.asks('line-seize', key(2))).status, 480)
  t.equal((await second.right.asks('line-seize', key(1))).status, 200)
})
