import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { identify } from '../../firmware/processes/process-identity.ts'
import { commandSocket } from '../../firmware/run-directory.ts'
import { ended, Instance, processOf } from './instance.ts'

const hang = (instance: Instance, name: string) =>
  command(commandSocket(instance.run, name), 'hang', {}, { timeoutMs: 30_000, clock })

function anInstance(t: Test, dummies: string): Instance {
  const instance = new Instance(dummies)
  t.teardown(() => instance.close())
  instance.start()
  return instance
}

t.test('a killed process is back, again and again, with its reason', async (t) => {
  const instance = anInstance(t, 'one=steady,two=steady')
  for (let restarts = 1; restarts <= 4; restarts++) {
    const before = processOf(await instance.ready(), 'one')
    process.kill(before.pid ?? 0, 'SIGKILL')
    const status = await instance.until(
      (status) => status.ready && processOf(status, 'one').pid !== before.pid,
    )
    t.match(processOf(status, 'one'), {
      restarts,
      lastExit: { signal: 'SIGKILL', cause: 'killed' },
    })
    t.match(processOf(status, 'two'), { restarts: 0 })
  }
})

t.test('a hung process is killed and started again, the broker too', async (t) => {
  const instance = anInstance(t, 'one=steady,broker=real')
  const before = await instance.ready()
  await hang(instance, 'one')
  process.kill(processOf(before, 'broker').pid ?? 0, 'SIGSTOP') // the kernel still accepts for it
  const status = await instance.until(({ processes }) =>
    processes.every(({ restarts }) => restarts === 1),
  )
  for (const { lastExit } of status.processes) t.match(lastExit, { cause: 'hung' })
  for (const { pid } of before.processes) t.equal(identify(pid ?? 0), undefined)
  await instance.ready()
})

t.test('a killed supervisor breaks nobody, and the next one adopts all', async (t) => {
  const instance = anInstance(t, 'one=steady,two=steady,broker=real')
  const before = await instance.ready()
  process.kill(processOf(before, 'two').pid ?? 0, 'SIGKILL')
  await instance.until((status) => status.ready && processOf(status, 'two').restarts === 1)
  const pids = (await instance.ready()).processes.map(({ pid }) => pid)

  const old = instance.supervisor
  old?.kill('SIGKILL')
  if (old) await ended(old)
  for (const pid of pids) t.ok(identify(pid ?? 0), 'goes on')
  instance.start()
  const after = await instance.ready()
  t.strictSame(
    after.processes.map(({ pid }) => pid),
    pids,
  )
  t.match(processOf(after, 'two'), { restarts: 1, lastExit: { signal: 'SIGKILL' } }, 'remembered')

  for (const pid of pids) process.kill(pid ?? 0, 'SIGKILL')
  const mended = await instance.until(
    (status) => status.ready && status.processes.every(({ pid }) => !pids.includes(pid)),
  )
  t.strictSame(
    mended.processes.map(({ restarts }) => restarts),
    [1, 2, 1],
    'adopted ones too',
  )
})

t.test('a process whose pid file is lost is adopted by its marks', async (t) => {
  const instance = anInstance(t, 'one=steady,broker=real')
  const before = await instance.ready()
  const old = instance.supervisor
  old?.kill('SIGKILL')
  if (old) await ended(old)
  rmSync(join(instance.run, 'one.pid'))
  writeFileSync(join(instance.run, 'broker.pid'), `${process.pid}\n1\n`) // a number used again
  instance.start()
  const after = await instance.ready()
  t.strictSame(
    after.processes.map(({ pid }) => pid),
    before.processes.map(({ pid }) => pid),
  )
})
