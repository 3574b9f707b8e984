import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Edge } from '../../firmware/exchange/edge.ts'
import { edgeVerbs } from '../../firmware/exchange/edge-verbs.ts'
import type { Office } from '../../firmware/exchange/office.ts'
import { silentLog } from '../../firmware/log.ts'
import type { UserAgent } from '../../firmware/sip/contract.ts'
import { answer, ask, flowFrom, OUTSIDE } from '../sip/defence/a-defence.ts'

const flow = flowFrom(OUTSIDE)

function anEdge(settings: object = {}, trusted: readonly string[] = []) {
  const clock = new VirtualClock()
  const conditions = new Map<string, unknown>()
  const bindings = new Map<string, object[]>()
  const office = { settings: { sipAllowed: [], sipBans: true, ...settings } }
  const edge = new Edge({
    clock,
    log: silentLog,
    office: office as unknown as Office,
    bindings: {
      of: (handset) => (bindings.get(handset) ?? []) as never,
      handsets: () => bindings.keys(),
    },
    userAgent: () => ({ counters: { received: 0 }, listening: [] }) as unknown as UserAgent,
    conditions: {
      raise: (condition) => void conditions.set(condition.id, condition),
      clear: (id) => void conditions.delete(id),
    },
    trusted: () => trusted,
  })
  t.teardown(() => edge.stop())
  const guess = (times: number) => {
    for (let n = 0; n < times; n++) edge.defence.sends(flow, answer(403, 'REGISTER', 0))
  }
  return { clock, conditions, bindings, edge, guess, verbs: edgeVerbs(edge), office }
}

t.test(
  'an attack is a condition with the latest address, until it has been quiet for ten minutes',
  async (t) => {
    const { clock, conditions, edge, guess } = anEdge()
    edge.start()
    await clock.advance(60_000)
    t.equal(conditions.size, 0)
    guess(10)
    await clock.advance(5000)
    t.match(conditions.get('sip-attack'), {
      severity: 'notice',
      effect: /203\.0\.113\.5 among them\. One is banned|203\.0\.113\.5 among them\. 1 is banned/,
    })
    await clock.advance(10 * 60_000)
    t.notOk(conditions.has('sip-attack'))
  },
)

t.test('settings and trunks keep networks from being banned, a flag everybody', async (t) => {
  for (const [settings, trusted] of [
    [{ sipAllowed: ['203.0.113.0/24'] }, []],
    [{ sipBans: false }, []],
    [{}, [OUTSIDE]],
  ] as const) {
    const { edge, guess } = anEdge(settings, trusted)
    edge.start()
    guess(100)
    t.strictSame(edge.defence.list(), [])
    edge.stop()
  }
})

t.test(
  'README decision 9 telephones of an earlier process are devices from the first moment',
  async (t) => {
    const { edge, bindings, guess } = anEdge()
    bindings.set('handset', [{ flow, stale: true }])
    edge.start()
    guess(100)
    t.strictSame(edge.defence.list(), [])
    t.equal(
      edge.defence.admits(ask('INVITE'), flow, () => false),
      'take',
    )
    bindings.delete('handset')
    edge.bindingsChanged('handset')
    guess(10)
    t.equal(edge.defence.list().length, 1)
  },
)

t.test('bans by hand: shown, ended, checked', async (t) => {
  const { verbs, clock } = anEdge()
  t.strictSame(verbs.bans?.(undefined, undefined as never), [])
  verbs.ban?.({ address: '2001:db8:1:2::9', minutes: 2 }, undefined as never)
  t.match(verbs.bans?.(undefined, undefined as never), [
    { source: '2001:db8:1:2::/64', reason: 'manual', until: clock.now() + 120_000 },
  ])
  verbs.unban?.({ address: '2001:db8:1:2::/64' }, undefined as never)
  t.strictSame(verbs.bans?.(undefined, undefined as never), [])
  for (const args of [{}, { address: 'x' }, { address: '192.0.2.1', minutes: 0 }, { address: 1 }]) {
    t.throws(() => verbs.ban?.(args, undefined as never), { code: 'bad-arguments' })
  }
})
