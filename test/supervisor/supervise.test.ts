import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { identify } from '../../firmware/processes/process-identity.ts'
import { ended, Instance, processOf } from './instance.ts'

function anInstance(t: Test, dummies: string): Instance {
  const instance = new Instance(dummies)
  t.teardown(() => instance.close())
  instance.start()
  return instance
}

t.test('processes start, and pid files name them', async (t) => {
  const instance = anInstance(t, 'one=steady,two=slow')
  const status = await instance.ready()
  for (const { name, pid, readyAfterMs } of status.processes) {
    t.equal(readFileSync(join(instance.run, `${name}.pid`), 'utf8').split('\n')[0], `${pid}`)
    t.ok(readyAfterMs !== null && readyAfterMs > 0)
  }
  t.ok((processOf(status, 'two').readyAfterMs ?? 0) >= 1500, 'a slow one is waited for')
})

t.test('a crash loop raises a condition with the last words', async (t) => {
  const instance = anInstance(t, 'one=steady,two=crash')
  const status = await instance.until((status) =>
    status.conditions.some(({ id }) => id === 'supervisor/two-looping'),
  )
  t.match(status.conditions, [{ severity: 'critical', subject: 'two', effect: /a wheel came off/ }])
  t.match(processOf(status, 'two').lastExit, { code: 1, cause: 'crashed' })
  t.equal(processOf(status, 'one').restarts, 0)
})

t.test('exit code 78 raises a condition with what must be mended', async (t) => {
  const instance = anInstance(t, 'one=setup,two=missing')
  const status = await instance.until((status) => status.conditions.length === 2)
  const about = (name: string) => status.conditions.find(({ subject }) => subject === name)
  t.match(about('one'), {
    id: 'supervisor/one-setup',
    effect: /Port 5060 is in use by another program\./,
  })
  t.match(about('two'), { id: 'supervisor/two-setup', effect: /no-such-program is not installed/ })
  t.match(processOf(status, 'two').lastExit, { code: 78, cause: 'setup' })
})

t.test('a second supervisor refuses', async (t) => {
  const instance = anInstance(t, 'one=steady')
  await instance.ready()
  const first = instance.supervisor
  const second = instance.start()
  t.strictSame(await ended(second), { code: 78 })
  instance.supervisor = first
  t.ok((await instance.status())?.ready)
})

t.test('all stop in their order within 5 s, a stubborn one too', async (t) => {
  const instance = anInstance(t, 'one=stubborn,two=steady,broker=real')
  const before = await instance.ready()
  const supervisor = instance.supervisor
  supervisor?.kill('SIGTERM')
  t.strictSame(supervisor && (await ended(supervisor)), { code: 0 }, 'it would be 1 after 4.5 s')
  for (const { pid } of before.processes) t.equal(identify(pid ?? 0), undefined)
  const log = readFileSync(join(instance.run, 'log', 'supervisor.log'), 'utf8')
  t.match(log, /did not stop, is killed/)
})
