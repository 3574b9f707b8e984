import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { fullnessOf, watchDisks } from '../../firmware/supervisor/disk-watch.ts'
import { aLog } from './a-log.ts'

const MB = 1_000_000
const TOTAL = 10_000 * MB

/** A unit with two disks of 10 GB that a test fills. */
function aUnit(t: Test) {
  const clock = new VirtualClock()
  const free: Record<string, number> = { '/data': TOTAL, '/run': TOTAL }
  const raised = new Map<string, RaisedCondition>()
  const stop = new AbortController()
  const ended = watchDisks({
    disks: { data: '/data', run: '/run' },
    clock,
    log: aLog(),
    signal: stop.signal,
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
    spaceOf: (path) => {
      if (free[path] === undefined) throw new Error('it is gone')
      return { free: free[path], total: TOTAL }
    },
  })
  t.teardown(async () => {
    stop.abort()
    await ended
    if (clock.waiting > 0) throw new Error('a timer was left')
  })
  const at = async (path: string, megabytes: number) => {
    free[path] = megabytes * MB
    await clock.advance(5000)
    return raised.get(`disk-${path.slice(1)}`)
  }
  return { at, free, raised, clock }
}

t.test('UX a disk that fills is shown within 5 s, and no longer once there is room', async (t) => {
  const { at } = aUnit(t)
  t.equal(await at('/data', 1001), undefined)
  t.match(await at('/data', 999), {
    severity: 'warning',
    kind: 'disk-nearly-full',
    subject: 'the disk',
    effect: /^Only 1000 MB of 10000 MB are free on \/data\./,
  })
  t.match(await at('/data', 199), { severity: 'critical', kind: 'disk-full' })
  t.match(await at('/data', 0), { effect: /\/data is full: 0 MB of 10000 MB are free/ })
  t.match(await at('/data', 5000), undefined)
})

t.test('a disk at its bound does not come and go', async (t) => {
  const { at } = aUnit(t)
  await at('/data', 190)
  t.match(await at('/data', 210), { severity: 'critical' })
  t.match(await at('/data', 241), { severity: 'warning' })
  t.match(await at('/data', 1100), { severity: 'warning' })
  t.equal(await at('/data', 1201), undefined)
  t.equal(await at('/data', 1001), undefined)
})

t.test('the run directory is memory, and told as such', async (t) => {
  const { at, raised } = aUnit(t)
  t.match(await at('/run', 500), { subject: 'the run directory', remedy: /Restart the unit/ })
  t.equal(raised.size, 1)
})

t.test('a disk that nobody can ask stays as it was known, and the watch goes on', async (t) => {
  const { at, free, clock, raised } = aUnit(t)
  await at('/data', 100)
  delete free['/data']
  await clock.advance(60_000)
  t.equal(raised.size, 1)
  t.equal(await at('/data', 9000), undefined)
})

t.test('under 200 MB or 10 %, whichever is more; of a small one the share alone', async (t) => {
  const fullness = (free: number, total: number) =>
    fullnessOf({ free: free * MB, total: total * MB }, 'free')
  t.equal(fullness(199, 1000), 'nearly-full')
  t.equal(fullness(201, 1000), 'free')
  t.equal(fullness(49, 1000), 'full')
  t.equal(fullness(30, 64), 'free')
  t.equal(fullness(6, 64), 'nearly-full')
  t.equal(fullness(1, 64), 'full')
  t.equal(fullness(0, 0), 'free', 'a file system that tells no size')
})
