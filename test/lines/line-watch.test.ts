import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { LineTable } from '../../firmware/gateway/line-table.ts'
import { LineWatch } from '../../firmware/lines/line-watch.ts'
import { shownLine } from '../../firmware/lines/shown-lines.ts'
import { FAKE_LINES, FakeLinesLibrary } from '../gateway/fake-lines-library.ts'
import { settle } from '../gateway/settle.ts'
import { FakeBus } from './fake-bus.ts'

const REAL = FAKE_LINES.map((line) => ({ ...line, driver: 'dahdi' }))

function aWatch(lines = REAL) {
  const clock = new VirtualClock()
  const bus = new FakeBus()
  const raised = new Map<string, RaisedCondition>()
  const stop = new AbortController()
  let library!: FakeLinesLibrary
  const table = new LineTable({
    clock,
    report() {},
    keep() {},
    open: (onEvent) => {
      library = new FakeLinesLibrary((event) => {
        onEvent(event)
        watch.happened()
      }, lines)
      return library
    },
  })
  const watch = new LineWatch({
    clock,
    bus,
    read: () => table.lines.map(shownLine),
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
  })
  watch.start(stop.signal)
  return { clock, bus, raised, library, table, stop }
}

t.test('every line is on the bus, and again only when it has changed', async (t) => {
  const { clock, bus, library, table, stop } = aWatch()
  t.strictSame(
    bus.said.map(({ params }) => params),
    REAL.map(({ name }) => ({ site: 'local', line: name })),
  )
  library.becomes(0, { levelFrom: -12, slips: 3 })
  await clock.advance(5000)
  t.equal(bus.said.length, 4, 'levels are no state')
  library.lift(0)
  await settle()
  t.match(bus.said[4], { params: { line: 'fxs-1' }, payload: { hook: 'off', inUse: false } })
  table.perform({ op: 'context', context: 'c', orphan: { keep: false, afterSeconds: 1 } })
  table.perform({ op: 'add-line', context: 'c', termination: 'a', line: 'fxs-1' })
  await clock.advance(600)
  t.match(bus.said[5], { payload: { inUse: true, since: clock.now() - 100 } })
  library.layDown(0)
  stop.abort()
  library.close()
  await settle()
  t.equal(clock.waiting, 0, 'nobody asks a library that is closed')
})

t.test('a line of an earlier life that is no more is taken back', async (t) => {
  const { bus } = aWatch()
  bus.retained({ site: 'local', line: 'fxs-1' })
  bus.retained({ site: 'local', line: 'fxs-7' })
  t.strictSame(bus.cleared, [{ site: 'local', line: 'fxs-7' }])
})

const faults = [
  {
    what: 'an outside line without voltage',
    breaks: (library: FakeLinesLibrary) => library.becomes(2, { battery: false }),
    mends: (library: FakeLinesLibrary) => library.becomes(2, { battery: true }),
    condition: { id: 'fxo-1.battery', subject: 'line fxo-1', effect: /^fxo-1 has no voltage: / },
  },
  {
    what: 'a driver that delivers no audio',
    breaks: (library: FakeLinesLibrary) => library.becomes(1, { audio: false }),
    mends: (library: FakeLinesLibrary) => library.becomes(1, { audio: true }),
    condition: { id: 'fxs-2.audio', severity: 'critical', effect: /delivers no audio/ },
  },
  {
    what: 'a telephone with the dial tone of the lifeline',
    breaks: (library: FakeLinesLibrary) => library.lifeline(0, 'tone'),
    mends: (library: FakeLinesLibrary) => library.lifeline(0, 'off'),
    condition: { id: 'fxs-1.lifeline', effect: /reaches emergency numbers only/ },
  },
  {
    what: 'an emergency call of the lifeline',
    breaks: (library: FakeLinesLibrary) => library.lifeline(0, 'call', 2),
    mends: (library: FakeLinesLibrary) => library.lifeline(0, 'off', 2),
    condition: {
      id: 'fxs-1.lifeline',
      severity: 'critical',
      effect: /An emergency call is on fxs-1/,
    },
  },
] as const

for (const { what, breaks, mends, condition } of faults) {
  t.test(`UX ${what} is a condition within 5 s, and none when mended`, async (t) => {
    const { clock, raised, library } = aWatch()
    t.equal(raised.size, 0)
    breaks(library)
    await clock.advance(5000)
    t.match([...raised.values()], [{ ...condition, remedy: /\w/ }])
    mends(library)
    await clock.advance(5000)
    t.equal(raised.size, 0)
  })
}

t.test('simulated lines say that an emergency call reaches nobody', async (t) => {
  const { raised } = aWatch([...FAKE_LINES])
  t.match(raised.get('simulated'), {
    severity: 'notice',
    effect: 'These lines are simulated: an emergency call reaches nobody.',
  })
})
