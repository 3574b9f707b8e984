import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { silentLog } from '../../firmware/log.ts'
import type { Probe } from '../../firmware/processes/backend.ts'
import { Unit } from '../../firmware/processes/unit.ts'
import { FakeBackend } from './fake-backend.ts'

function aUnit(backend = new FakeBackend()) {
  const clock = new VirtualClock()
  const unit = new Unit({
    spec: {
      name: 'dummy',
      command: ['dummy'],
      vital: true,
      stopTurn: 0,
      stopMs: 1000,
      probe: () => backend.probe(),
    },
    backend,
    clock,
    log: silentLog,
    changed: () => {},
  })
  unit.start()
  return { unit, backend, clock }
}

t.test('a process is ready when it says so, not before', async (t) => {
  const backend = new FakeBackend()
  let ready = false
  backend.probe = async () => ({ answered: true, ready })
  const { unit, clock } = aUnit(backend)
  clock.after(660, () => {
    ready = true
  })
  await clock.advance(600)
  t.match(unit.status, { state: 'starting', ready: false, pid: 1000 })
  await clock.advance(200)
  t.match(unit.status, { state: 'ready', ready: true, readyAfterMs: 700 })
})

t.test('a crash is mended at once and remembered with its reason', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(500)
  backend.newest.end({ code: 3, text: 'no such card' })
  await clock.advance(60)
  t.match(unit.status, {
    state: 'ready',
    pid: 1001,
    restarts: 1,
    lastExit: { code: 3, cause: 'crashed', text: 'no such card' },
  })
})

t.test(
  'a crash loop is trouble, goes on every 30 s, and is over when the process works',
  async (t) => {
    const { unit, backend, clock } = aUnit()
    backend.probe = async () => {
      backend.newest.end()
      return { answered: false }
    }
    await clock.advance(60_000)
    t.equal(unit.trouble, 'looping')
    const sofar = backend.started.length
    await clock.advance(30_000)
    t.equal(backend.started.length, sofar + 1)
    backend.probe = async () => ({ answered: true, ready: true })
    await clock.advance(31_000)
    t.equal(unit.trouble, 'none')
    t.equal(unit.status.state, 'ready')
  },
)

t.test('exit code 78 is trouble that a person must mend', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(10)
  backend.newest.end({ code: 78, text: 'port 5060 is in use' })
  await clock.advance(10)
  t.equal(unit.trouble, 'setup')
  t.match(unit.status, { state: 'waiting', lastExit: { text: 'port 5060 is in use' } })
  await clock.advance(5000)
  t.match(unit.status, { state: 'ready' })
  t.equal(unit.trouble, 'none')
})

t.test('a process that has not answered for 10 s is killed and started again', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(5000)
  let hung = true
  const silence = (): Promise<Probe> => clock.sleep(2000).then(() => ({ answered: false }))
  backend.probe = () => (hung ? silence() : Promise.resolve({ answered: true, ready: true }))
  await clock.advance(9000)
  t.strictSame(backend.newest.signals, [])
  await clock.advance(4000)
  t.strictSame(backend.started[0]?.signals, ['SIGKILL'])
  hung = false
  await clock.advance(3000)
  t.match(unit.status, { state: 'ready', pid: 1001, lastExit: { cause: 'hung' } })
})

t.test('a process that has not said a word 30 s after its start is killed', async (t) => {
  const backend = new FakeBackend()
  backend.probe = async () => ({ answered: false })
  const { unit, clock } = aUnit(backend)
  await clock.advance(29_900)
  t.equal(backend.started.length, 1)
  await clock.advance(200)
  t.equal(backend.started.length, 2)
  t.match(unit.status.lastExit, { cause: 'hung' })
})

t.test('a process that is slow to start is left alone as long as it answers', async (t) => {
  const { unit, backend, clock } = aUnit()
  backend.probe = async () => ({ answered: true, ready: false })
  await clock.advance(120_000)
  t.equal(backend.started.length, 1)
  t.equal(unit.status.state, 'starting')
})

t.test('a process that runs already is adopted, not started', async (t) => {
  const backend = new FakeBackend()
  backend.adoptable = backend.make(true)
  const { unit, clock } = aUnit(backend)
  await clock.advance(100)
  t.equal(backend.started.length, 0)
  t.match(unit.status, { state: 'ready', restarts: 0, readyAfterMs: null })
})

t.test('a stop is no crash, and SIGKILL comes after its time', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(100)
  backend.obeys = false
  const stopped = unit.stop()
  await clock.advance(999)
  t.strictSame(backend.newest.signals, ['SIGTERM'])
  t.equal(unit.status.state, 'stopping')
  await clock.advance(10)
  await stopped
  t.strictSame(backend.newest.signals, ['SIGTERM', 'SIGKILL'])
  t.match(unit.status, { state: 'stopped', restarts: 0, pid: null })
  await clock.advance(60_000)
  t.equal(backend.started.length, 1, 'it stays down')
  t.equal(clock.waiting, 0, 'no timer is left')
})

t.test('a stop during a pause before a restart ends the pause', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(10)
  backend.newest.end({ code: 78 })
  await clock.advance(10)
  await unit.stop()
  t.equal(clock.waiting, 0)
  t.equal(unit.status.state, 'stopped')
})

t.test('a restart that was asked for comes at once, out of a pause too', async (t) => {
  const { unit, backend, clock } = aUnit()
  await clock.advance(100)
  await unit.restart()
  await clock.advance(100)
  t.match(unit.status, { state: 'ready', pid: 1001, lastExit: { cause: 'asked' } })
  backend.newest.end({ code: 78 })
  await clock.advance(100)
  t.equal(unit.status.state, 'waiting')
  await unit.restart()
  await clock.advance(100)
  t.equal(unit.status.state, 'ready')
})
