import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { BanList } from '../../../firmware/sip/defence/ban-list.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const times = { firstBanMs: MINUTE, longestBanMs: 24 * HOUR }

t.test(
  'SECURITY row 7 a ban ends by itself, and the next one lasts twice as long, to a day',
  async (t) => {
    const clock = new VirtualClock()
    const bans = new BanList(clock, 10)
    t.notOk(bans.isBanned('192.0.2.1'))
    const lasted: number[] = []
    for (let n = 0; n < 13; n++) {
      lasted.push(bans.ban('192.0.2.1', 'guessing', times) / MINUTE)
      await clock.advance((lasted[n] ?? 0) * MINUTE - 1)
      t.ok(bans.isBanned('192.0.2.1'))
      await clock.advance(1)
      t.notOk(bans.isBanned('192.0.2.1'))
    }
    t.strictSame(lasted, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440])
    await clock.advance(24 * HOUR + 1)
    t.equal(bans.ban('192.0.2.1', 'flood', times), MINUTE, 'after a good day it begins anew')
  },
)

t.test('the list shows what is in force, the newest first, in UTC', async (t) => {
  const clock = new VirtualClock()
  const bans = new BanList(clock, 10)
  bans.ban('192.0.2.1', 'guessing', times)
  await clock.advance(MINUTE / 2)
  bans.ban('192.0.2.2', 'manual', { firstBanMs: HOUR, longestBanMs: HOUR })
  const now = clock.now()
  t.strictSame(bans.list(), [
    { source: '192.0.2.2', reason: 'manual', since: now, until: now + HOUR },
    { source: '192.0.2.1', reason: 'guessing', since: now - MINUTE / 2, until: now + MINUTE / 2 },
  ])
  await clock.advance(MINUTE)
  t.equal(bans.size, 1)
  t.ok(bans.unban('192.0.2.2'))
  t.notOk(bans.unban('192.0.2.2'))
  t.equal(bans.size, 0)
})

t.test('SECURITY row 7 the list is bounded, and whoever is below is told', async (t) => {
  const told: string[] = []
  const bans = new BanList(new VirtualClock(), 100, {
    add: (source, ms) => told.push(`+${source} ${ms}`),
    remove: (source) => told.push(`-${source}`),
  })
  for (let n = 0; n < 1000; n++) bans.ban(`192.0.2.${n}`, 'flood', times)
  t.equal(bans.size, 100)
  t.ok(bans.isBanned('192.0.2.999'))
  bans.unban('192.0.2.999')
  bans.unban('192.0.2.1')
  t.strictSame(told.slice(-2), ['+192.0.2.999 60000', '-192.0.2.999'])
})
