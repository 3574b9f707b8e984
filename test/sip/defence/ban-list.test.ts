import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import { BanList } from '../../../firmware/sip/defence/ban-list.ts'
import type { KeptBan, KeptBans } from '../../../firmware/sip/defence/kept-bans.ts'

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

/** Bans as they are kept, in memory. */
class Kept implements KeptBans {
  readonly all = new Map<string, KeptBan>()
  put = (source: string, ban: KeptBan) => void this.all.set(source, ban)
  remove = (source: string) => void this.all.delete(source)
  entries = () => [...this.all]
}

t.test('SECURITY row 7 bans outlive the process, and still end when they should', async (t) => {
  const clock = new VirtualClock()
  const kept = new Kept()
  const first = new BanList(clock, 10, undefined, kept)
  first.ban('192.0.2.1', 'guessing', times)
  first.ban('192.0.2.2', 'manual', { firstBanMs: HOUR, longestBanMs: HOUR })
  first.ban('192.0.2.3', 'flood', times)
  first.unban('192.0.2.3')
  await clock.advance(MINUTE / 2)

  const told: string[] = []
  const sink = { add: (source: string, ms: number) => told.push(`${source} ${ms}`), remove() {} }
  const second = new BanList(clock, 10, sink, kept)
  second.restore()
  t.strictSame(second.list(), first.list())
  t.strictSame(told, [`192.0.2.1 ${MINUTE / 2}`, `192.0.2.2 ${HOUR - MINUTE / 2}`])
  await clock.advance(MINUTE / 2)
  t.notOk(second.isBanned('192.0.2.1'))
  t.equal(second.ban('192.0.2.1', 'guessing', times), 2 * MINUTE, 'the second lasts longer')

  await clock.advance(26 * HOUR)
  const third = new BanList(clock, 10, undefined, kept)
  third.restore()
  t.strictSame(third.list(), [])
  t.equal(kept.all.size, 0, 'what is long over is not kept')
})

t.test('what is kept is bounded as the list is', async (t) => {
  const kept = new Kept()
  const bans = new BanList(new VirtualClock(), 100, undefined, kept)
  for (let n = 0; n < 1000; n++) bans.ban(`192.0.2.${n}`, 'flood', times)
  t.equal(kept.all.size, 100)
})
