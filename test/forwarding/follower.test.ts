import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import {
  Follower,
  type Limits,
  MOST_WAITING,
  type Place,
} from '../../firmware/forwarding/follower.ts'
import { ok, refuse } from '../../firmware/result.ts'
import { AdminEvents, type NumberedEvent } from '../../firmware/store/admin-events.ts'
import type { Text } from '../../firmware/words/message.ts'
import { aDirectory, opened } from '../store/a-store.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 86_400 * SECOND

/** A way out to a peer that a test makes answer or not, over the event log of a store of its own. */
function aWay(
  t: Test,
  given: Partial<Limits> = {},
  data = aDirectory(t),
  clock = new VirtualClock(),
) {
  const store = opened(t, data, clock)
  const events = new AdminEvents(store.records, clock)
  const peer = { answers: true, isOn: true, hangs: false }
  const sent: { readonly texts: readonly string[]; readonly leftOut: number }[] = []
  const failures: (Text | undefined)[] = []
  const limits = { atOnce: 10, gatherMs: 0, pauseMs: 0, ...given }
  const deliver = async (all: readonly NumberedEvent[], leftOut: number) => {
    if (peer.hangs) await new Promise(() => {})
    if (!peer.answers) return refuse<Text>('It is dead.')
    sent.push({ texts: all.map(({ text }) => text), leftOut })
    return ok(undefined)
  }
  const follower = new Follower(
    {
      clock,
      events,
      places: store.durable<Place>('forwarding'),
      failed: (_way, why) => void failures.push(why),
    },
    {
      name: 'syslog',
      enabled: () => peer.isOn,
      wants: ({ text }) => !text.startsWith('Unwanted'),
      limits: () => limits,
      deliver,
    },
  )
  const happen = (...texts: string[]) => {
    for (const text of texts) events.add({ by: 'ada', from: 'console', text })
  }
  /** As the forwarder does: a look every two seconds. */
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 2 * SECOND) {
      await clock.advance(2 * SECOND)
      await follower.look()
    }
  }
  return { store, clock, data, peer, sent, failures, follower, happen, pass }
}

t.test(
  'EVT-8: what happens from now on is sent once, in order, without what nobody wants',
  async (t) => {
    const { happen, pass, sent } = aWay(t)
    happen('Before it was switched on.')
    await pass(2 * SECOND)
    happen('One.', 'Unwanted.', 'Two.')
    await pass(10 * SECOND)
    happen('Three.')
    await pass(10 * SECOND)
    t.strictSame(sent, [
      { texts: ['One.', 'Two.'], leftOut: 0 },
      { texts: ['Three.'], leftOut: 0 },
    ])
  },
)

t.test(
  'a peer that is dead is tried again ever more seldom, and gets all of it when it is back',
  async (t) => {
    const { happen, pass, sent, peer, failures, follower } = aWay(t)
    await pass(2 * SECOND)
    peer.answers = false
    happen('One.')
    await pass(20 * MINUTE)
    const tries = failures.filter((why) => why !== undefined).length
    t.ok(tries >= 7 && tries <= 11, `${tries} tries in 20 minutes`)
    t.match(follower.state, { waiting: 1, lastFailure: { why: 'It is dead.' } })
    happen('Two.')
    peer.answers = true
    await pass(5 * MINUTE + 2 * SECOND)
    t.strictSame(sent, [{ texts: ['One.', 'Two.'], leftOut: 0 }])
    t.equal(failures.at(-1), undefined, 'the condition is cleared')
    t.strictSame(follower.state.waiting, 0)
  },
)

t.test('what waits survives a restart, and is not sent twice', async (t) => {
  const first = aWay(t)
  await first.pass(2 * SECOND)
  first.happen('Sent.')
  await first.pass(4 * SECOND)
  first.peer.answers = false
  first.happen('Waits.')
  await first.pass(4 * SECOND)
  await first.store.close()
  const second = aWay(t, {}, first.data, first.clock)
  await second.pass(2 * SECOND)
  t.strictSame(
    [...first.sent, ...second.sent],
    [
      { texts: ['Sent.'], leftOut: 0 },
      { texts: ['Waits.'], leftOut: 0 },
    ],
  )
})

t.test(
  'the queue has a bound: the oldest are left out, and the next delivery says how many',
  async (t) => {
    const { happen, pass, sent, peer, follower } = aWay(t, { atOnce: MOST_WAITING })
    await pass(2 * SECOND)
    peer.answers = false
    happen(...Array.from({ length: MOST_WAITING + 30 }, (_, index) => `Event ${index}.`))
    await pass(4 * SECOND)
    t.match(follower.state, { waiting: MOST_WAITING, leftOut: 30 })
    peer.answers = true
    await pass(6 * MINUTE)
    t.equal(sent.length, 1)
    t.equal(sent[0]?.leftOut, 30)
    t.equal(sent[0]?.texts[0], 'Event 30.')
    happen('Later.')
    await pass(4 * SECOND)
    t.strictSame(sent[1], { texts: ['Later.'], leftOut: 0 }, 'told once')
  },
)

t.test(
  'NOTIF-6 NOTIF-7 NOTIF-8: events are gathered, a mail has so many, a day has so many mails',
  async (t) => {
    const { happen, pass, sent, follower } = aWay(t, { atOnce: 3, gatherMs: 5 * MINUTE, perDay: 2 })
    await pass(2 * SECOND)
    happen('1.')
    await pass(MINUTE)
    happen('2.')
    await pass(3 * MINUTE)
    t.strictSame(sent, [], 'gathered')
    await pass(2 * MINUTE)
    happen('3.', '4.', '5.', '6.')
    await pass(4 * SECOND)
    t.strictSame(
      sent.map(({ texts }) => texts.join(' ')),
      ['1. 2.', '3. 4. 5.'],
      'a full one does not wait',
    )
    happen('7.', '8.')
    await pass(10 * MINUTE)
    t.equal(sent.length, 2, 'the day has had its mails')
    t.match(follower.state, { waiting: 0, leftOut: 3 })
    await pass(DAY)
    happen('9.')
    await pass(6 * MINUTE)
    t.strictSame(sent[2], { texts: ['9.'], leftOut: 3 })
  },
)

t.test(
  'NOTIF-10: what waits can be discarded; switched off and on it begins with what comes then',
  async (t) => {
    const { happen, pass, sent, peer, follower } = aWay(t)
    await pass(2 * SECOND)
    peer.answers = false
    happen('Discarded.')
    await pass(2 * SECOND)
    follower.flush()
    peer.answers = true
    peer.isOn = false
    await pass(2 * SECOND)
    happen('While it was off.')
    await pass(2 * SECOND)
    peer.isOn = true
    await pass(2 * SECOND)
    happen('New.')
    await pass(2 * SECOND)
    t.strictSame(
      sent.map(({ texts }) => texts),
      [['New.']],
    )
  },
)

t.test('a peer that never answers holds nobody up', async (t) => {
  const { happen, clock, peer, follower } = aWay(t)
  await follower.look()
  peer.hangs = true
  happen('One.')
  void follower.look()
  await clock.advance(2 * SECOND)
  await follower.look() // resolves: one delivery at a time
  t.equal(follower.state.waiting, 1)
})
