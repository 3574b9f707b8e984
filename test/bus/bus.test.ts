import { createRequire } from 'node:module'
import t from 'tap'
import type { Bus } from '../../firmware/bus/bus.ts'
import type { Condition } from '../../firmware/bus/condition.ts'
import { HERE, topics } from '../../firmware/bus/topics.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { Conditions } from '../../firmware/conditions.ts'
import { Broker } from './broker.ts'

const site = HERE
const forever = new AbortController().signal
const registered = { state: 'registered', since: 1 } as const
const away = { state: 'away', since: 2 } as const
const condition = (id: string): Condition => ({
  id,
  severity: 'notice',
  subject: 's',
  since: 1,
  effect: 'e',
  remedy: 'r',
  link: '',
})

/** When it resolves, the broker has everything that was asked of it before over this connection. */
async function roundTrip(bus: Bus): Promise<void> {
  const heard = new AbortController()
  const revision = 1
  await new Promise<void>((resolve) => {
    bus.subscribe(topics.configChanged, () => resolve(), heard.signal)
    bus.publish(topics.configChanged, { site }, { revision })
  })
  heard.abort()
}

const present = (known: Map<string, unknown>) => [...known].filter(([, state]) => state)

async function until(holds: () => boolean): Promise<void> {
  const giveUp = clock.uptime() + 30_000
  while (!holds()) {
    if (clock.uptime() > giveUp) throw new Error('waited in vain')
    await clock.sleep(10)
  }
}

t.test('an event reaches those who listen, a state those who come late', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const exchange = await broker.connected(t, 'exchange')
  const cli = await broker.connected(t, 'cli')
  const events: unknown[] = []
  cli.subscribe(topics.callEvent, (params, payload) => void events.push([params, payload]), forever)
  const phones: unknown[] = []
  cli.subscribe(
    topics.phoneState,
    (params, payload) => void phones.push([params, payload]),
    forever,
  )
  await roundTrip(cli)

  exchange.publish(topics.phoneState, { site, handset: 'h1' }, registered)
  exchange.publish(topics.callEvent, { site, call: 'a-1' }, { at: 7, event: 'answered' })
  await until(() => events.length > 0)
  t.strictSame(events, [
    [
      { site, call: 'a-1' },
      { at: 7, event: 'answered' },
    ],
  ])
  t.strictSame(phones, [[{ site, handset: 'h1' }, registered]])

  const late = await broker.connected(t, 'cli')
  const seen: unknown[] = []
  late.subscribe(topics.phoneState, (_, payload) => void seen.push(payload), forever)
  late.subscribe(topics.callEvent, (_, payload) => void seen.push(payload), forever)
  await until(() => seen.length > 0)
  t.strictSame(seen, [registered], 'the state, and not the event')

  exchange.clear(topics.phoneState, { site, handset: 'h1' })
  await until(() => seen.length > 1)
  t.strictSame(seen, [registered, undefined])
  const later = await broker.connected(t, 'cli')
  later.subscribe(topics.phoneState, () => t.fail('a state that was taken back'), forever)
  await clock.sleep(200)
})

t.test('SECURITY 18 a process may not publish what is another’s', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const cli = await broker.connected(t, 'cli')
  const seen: string[] = []
  cli.subscribe(topics.phoneState, ({ handset }) => void seen.push(handset), forever)
  cli.subscribe(topics.condition, ({ owner, id }) => void seen.push(`${owner}/${id}`), forever)
  cli.subscribe(topics.processState, ({ name }) => void seen.push(name), forever)
  await roundTrip(cli)
  cli.subscribe(topics.configChanged, () => void seen.push('config'), forever)

  const media = await broker.connected(t, 'media')
  media.publish(topics.phoneState, { site, handset: 'forged' }, away)
  media.publish(
    topics.condition,
    { site, owner: 'exchange', id: 'forged' },
    condition('exchange/forged'),
  )
  media.publish(
    topics.processState,
    { site, name: 'forged' },
    { state: 'ready', since: 1, restarts: 0 },
  )
  media.publish(topics.configChanged, { site }, { revision: 666 })
  const overhears: unknown[] = []
  media.subscribe(topics.phoneState, (_, payload) => void overhears.push(payload), forever)

  const exchange = await broker.connected(t, 'exchange')
  exchange.publish(topics.phoneState, { site, handset: 'real' }, registered)
  media.publish(topics.condition, { site, owner: 'media', id: 'real' }, condition('media/real'))
  await until(() => seen.length >= 2)
  await clock.sleep(200)
  t.strictSame(seen.sort(), ['media/real', 'real'])
  t.strictSame(overhears, [], 'nor hear what is none of its business')
})

t.test('SECURITY 18 a wrong password, another’s name and no name are refused', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const right = broker.account('media')?.password ?? ''
  const strangers = [
    broker.connect(t, 'media', () => ({ username: 'media', password: `${right}x` })),
    broker.connect(t, 'media', () => ({ username: 'exchange', password: right })),
    broker.connect(t, 'nobody', () => undefined),
  ]
  await clock.sleep(1000)
  for (const stranger of strangers) t.notOk(stranger.connected)
  await broker.connected(t, 'media')
})

t.test('a killed broker stops nobody, and state is there again after it', async (t) => {
  const broker = new Broker(t)
  const exchange = broker.connect(t, 'exchange') // before there is any
  exchange.publish(topics.phoneState, { site, handset: 'h1' }, away)
  exchange.publish(topics.phoneState, { site, handset: 'h1' }, registered)
  exchange.publish(topics.phoneState, { site, handset: 'h2' }, away)
  exchange.clear(topics.phoneState, { site, handset: 'h2' })
  t.notOk(exchange.connected)
  await broker.start()

  const cli = broker.connect(t, 'cli')
  const known = new Map<string, unknown>()
  let times = 0
  cli.subscribe(
    topics.phoneState,
    ({ handset }, payload) => void known.set(handset, payload),
    forever,
  )
  cli.whenConnected(() => void times++, forever)
  await until(() => known.size > 0)
  t.strictSame(present(known), [['h1', registered]], 'the last state, none that was taken back')

  await broker.kill()
  await until(() => !exchange.connected)
  exchange.publish(topics.phoneState, { site, handset: 'h1' }, away)
  known.clear()
  await broker.start()
  await until(() => known.size > 0)
  t.strictSame(present(known), [['h1', away]])
  t.equal(times, 2, 'told of every connection')

  const late = await broker.connected(t, 'cli')
  const remembered: unknown[] = []
  late.subscribe(topics.phoneState, (_, payload) => void remembered.push(payload), forever)
  await until(() => remembered.length > 0)
  t.strictSame(remembered, [away])
})

t.test('events wait for the broker up to a bound, the oldest lost first', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const cli = await broker.connected(t, 'cli')
  const calls: string[] = []
  cli.subscribe(topics.callEvent, ({ call }) => void calls.push(call), forever)
  await roundTrip(cli)

  let known = false // until then the broker refuses it
  const exchange = broker.connect(t, 'exchange', () =>
    known ? broker.account('exchange') : undefined,
  )
  for (let i = 0; i < 1200; i++) {
    exchange.publish(topics.callEvent, { site, call: `a-${i}` }, { at: i, event: 'dialled' })
  }
  known = true
  await until(() => calls.includes('a-1199'))
  t.equal(calls.length, 1000)
  t.equal(calls[0], 'a-200')
})

t.test('a subscription ends with its signal, and hears only what is wanted', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const exchange = await broker.connected(t, 'exchange')
  const cli = await broker.connected(t, 'cli')
  const stop = new AbortController()
  const [stopped, narrow, all] = [[] as string[], [] as string[], [] as string[]]
  cli.subscribe(topics.phoneState, ({ handset }) => void stopped.push(handset), stop.signal)
  cli.subscribe(topics.phoneState, ({ handset }) => void narrow.push(handset), forever, {
    handset: 'b',
  })
  cli.subscribe(topics.phoneState, ({ handset }) => void all.push(handset), forever)
  await roundTrip(cli)
  exchange.publish(topics.phoneState, { site, handset: 'a' }, away)
  await until(() => all.length === 1)
  stop.abort()
  exchange.publish(topics.phoneState, { site, handset: 'b' }, away)
  await until(() => all.length === 2)
  t.strictSame([stopped, narrow, all], [['a'], ['b'], ['a', 'b']])
})

t.test('SECURITY 16 what does not fit its schema is dropped where it enters', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const exchange = await broker.connected(t, 'exchange')
  const cli = await broker.connected(t, 'cli')
  const seen: unknown[] = []
  cli.subscribe(topics.phoneState, (_, payload) => void seen.push(payload), forever)
  await roundTrip(cli)
  const params = { site, handset: 'h1' }
  for (const wrong of ['', 'x', { state: 'melted', since: 1 }, { state: 'away' }, null]) {
    exchange.publish(topics.phoneState, params, wrong as never)
  }
  exchange.publish(topics.phoneState, params, away)
  await until(() => seen.length > 0)
  t.strictSame(seen, [away])
  for (const handset of ['', 'a/b', '+', '#', 'a b', 'x'.repeat(200)]) {
    t.throws(() => exchange.publish(topics.phoneState, { site, handset }, away), handset)
  }
})

t.test('a process takes back the conditions of its former life', async (t) => {
  const broker = new Broker(t)
  await broker.start()
  const cli = await broker.connected(t, 'cli')
  const known = new Map<string, boolean>()
  const hear = ({ id }: { id: string }, payload: unknown) =>
    void known.set(id, payload !== undefined)
  cli.subscribe(topics.condition, hear, forever)
  const raised = { severity: 'warning', subject: 's', effect: 'e', remedy: 'r', link: '' } as const

  const before = await broker.connected(t, 'media')
  const old = new Conditions('media', before, clock)
  old.tidy(forever)
  for (const id of ['stale', 'still']) old.raise({ ...raised, id })
  await until(() => known.size === 2)
  await before.close()

  const after = new Conditions('media', await broker.connected(t, 'media'), clock)
  after.raise({ ...raised, id: 'still' })
  after.tidy(forever)
  await until(() => known.get('stale') === false)
  await clock.sleep(200)
  t.strictSame([...known].sort(), [
    ['stale', false],
    ['still', true],
  ])
  t.match(after.all, [{ id: 'media/still', since: Number }])
  after.clear('still')
  await until(() => known.get('still') === false)
  t.strictSame(after.all, [])
})

t.test(
  'a connection makes no buffers ahead for all numbers that a packet could have',
  async (t) => {
    const broker = new Broker(t)
    await broker.start()
    await roundTrip(await broker.connected(t, 'cli'))
    const numbers = createRequire(import.meta.url)('mqtt-packet/numbers') as { cache: object }
    t.equal(Object.keys(numbers.cache).length, 0, '7 MB in every process')
  },
)
