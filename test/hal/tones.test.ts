import t from 'tap'
import { levelAt } from './audio.ts'
import { Office } from './office.ts'
import { until } from './phone.ts'

const steady = { cadenceMs: [], totalMs: 0 }

t.test('a tone to a party is heard by it alone, at its level, and ends in an event', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  const tone = office.media.playTone(alice.termination, 'to', {
    hz: [350, 440],
    levelDbm0: -13,
    ...steady,
  })
  await alice.phone.hears(350, -13)
  await alice.phone.hears(440, -13)
  t.equal(bob.phone.packets.length, 0)
  office.media.stop(tone)
  t.match(await office.event('played'), { attachment: tone, error: 0 })
  t.throws(() => office.media.stop(tone), { code: 'ENOENT' })
})

t.test('a tone from a party is heard by the others, over what the party says', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  alice.phone.talk(1000, -20)
  office.media.playTone(alice.termination, 'from', { hz: [440], levelDbm0: -13, ...steady })
  await bob.phone.hears(440, -13)
  await bob.phone.hears(1000, -20)
  t.equal(alice.phone.packets.length, 0)
})

t.test('a tone over a call: both are heard, and after it the call alone', async (t) => {
  const office = new Office(t)
  const [alice, bob] = await office.call(2)
  bob.phone.talk(1000)
  await alice.phone.hears(1000)
  const tone = office.media.playTone(alice.termination, 'to', {
    hz: [440],
    levelDbm0: -20,
    ...steady,
  })
  await alice.phone.hears(440, -20)
  await alice.phone.hears(1000)
  office.media.stop(tone)
  await until(() => alice.phone.level(440) < -40)
  await alice.phone.hears(1000)
  const { packets } = alice.phone
  packets.slice(1).forEach((packet, i) => {
    t.equal(
      packet.sequence,
      ((packets[i]?.sequence ?? 0) + 1) & 0xffff,
      'no gap when the feed changes',
    )
  })
})

t.test('a tone has its cadence and its length', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  office.media.playTone(alice.termination, 'to', {
    hz: [480, 620],
    levelDbm0: -24,
    cadenceMs: [100, 100],
    totalMs: 1000,
  })
  await office.event('played')
  await until(() => alice.phone.heard.length >= 7200)
  for (let ms = 0; ms < 900; ms += 100) {
    const level = levelAt(alice.phone.heard.slice(ms * 8, ms * 8 + 800), 480)
    t.ok(ms % 200 === 0 ? Math.abs(level + 24) < 1.5 : level < -50, `${ms} ms: ${level}`)
  }
})

t.test('what no tone can be is refused', async (t) => {
  const office = new Office(t)
  const [alice] = await office.call(1)
  const tone = { hz: [440], levelDbm0: -13, ...steady }
  const play = (changes: object) => () =>
    office.media.playTone(alice.termination, 'to', { ...tone, ...changes })
  t.throws(play({ hz: [] }), { code: 'EINVAL' })
  t.throws(play({ hz: [1, 2, 3, 4, 5] }), { code: 'EINVAL' })
  t.throws(play({ hz: [4001] }), { code: 'EINVAL' })
  t.throws(play({ levelDbm0: 3 }), { code: 'EINVAL' })
})
