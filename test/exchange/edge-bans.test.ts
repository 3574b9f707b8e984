import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { Journal } from '../../firmware/calls/journal.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { edgeBans } from '../../firmware/exchange/edge-bans.ts'
import type { KeptBan } from '../../firmware/sip/defence/kept-bans.ts'
import { openStore } from '../../firmware/store/store.ts'
import { MemoryStore } from '../calls/fakes.ts'

const HOUR = 3_600_000

function aBan(clock: VirtualClock, reason: KeptBan['reason']): KeptBan {
  return { reason, since: clock.now(), ms: HOUR, until: clock.uptime() + HOUR, times: 1 }
}

t.test('SECURITY row 7 bans survive the process; those made by hand a boot as well', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'strowger-bans-'))
  t.teardown(() => rmSync(data, { recursive: true }))
  const clock = new VirtualClock()
  const store = openStore({ data, clock })
  const durable = store.durable<KeptBan>('sip-bans')
  const hot = new MemoryStore()
  const journal = new Journal(hot, clock, () => t.fail('the journal works'))
  const bans = edgeBans(journal, durable, clock)
  const [own, machine] = [aBan(clock, 'manual'), aBan(clock, 'guessing')]
  bans.put('192.0.2.1', own)
  bans.put('192.0.2.2', machine)
  bans.put('192.0.2.3', own)
  bans.remove('192.0.2.3')
  journal.flush()

  const next = edgeBans(new Journal(hot, clock, () => {}), durable, clock)
  t.strictSame(next.entries(), [
    ['192.0.2.1', own],
    ['192.0.2.2', machine],
  ])

  const later = new VirtualClock(clock.now() + HOUR / 4) // a boot: uptime begins anew
  const booted = edgeBans(new Journal(new MemoryStore(), later, () => {}), durable, later)
  t.strictSame(booted.entries(), [['192.0.2.1', { ...own, until: (3 * HOUR) / 4 }]])

  const unset = new VirtualClock(0) // no battery behind the clock
  const unknown = edgeBans(new Journal(new MemoryStore(), unset, () => {}), durable, unset)
  t.equal(unknown.entries()[0]?.[1].until, HOUR, 'no longer than it was meant')
  await store.close()
})
