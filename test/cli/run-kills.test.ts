import t, { type Test } from 'tap'
import { identify } from '../../firmware/processes/process-identity.ts'
import { pids, RunInstance, until } from './run-instance.ts'

function anInstance(t: Test, dummies: string): RunInstance {
  const instance = new RunInstance(dummies)
  t.teardown(() => instance.close())
  return instance
}

const readyLines = (text: string) => text.split('\n').filter((line) => line.startsWith('ready'))

t.test('run killed: all goes on, and a later run shows it again', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady')
  const first = instance.startRun()
  await until(() => readyLines(first.said)[0])
  const before = await instance.shown()
  first.child.kill('SIGKILL')
  await first.ended
  t.strictSame(await instance.shown(), before)

  const second = instance.startRun()
  await until(() => readyLines(second.said)[0])
  t.strictSame(pids(await instance.shown()), pids(before))
  t.equal((await instance.cli('stop')).code, 0)
  t.equal(await second.ended, 0)
  t.equal((await instance.cli('status')).code, 3)
})

t.test('a killed supervisor is back, and the others never noticed', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady')
  const run = instance.startRun()
  await until(() => readyLines(run.said)[0])
  const before = await instance.shown()
  const [supervisor] = before.processes
  process.kill(supervisor?.pid ?? 0, 'SIGKILL')
  const after = await instance.untilShown(
    (status) => status.ready && status.processes[0]?.pid !== supervisor?.pid,
  )
  t.strictSame(pids(after), pids(before))
})

t.test('the whole tree killed: the next run starts anew', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady')
  const first = instance.startRun()
  await until(() => readyLines(first.said)[0])
  const before = await instance.shown()
  first.child.kill('SIGKILL')
  for (const { pid } of before.processes) process.kill(pid ?? 0, 'SIGKILL')
  await first.ended
  await instance.untilShown((status) => status.processes.length === 0)

  const second = instance.startRun()
  await until(() => readyLines(second.said)[0])
  const after = await instance.shown()
  t.notOk(pids(after).some((pid) => pids(before).includes(pid)))
})

t.test('stop ends what a dead supervisor left behind', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady')
  const run = instance.startRun()
  await until(() => readyLines(run.said)[0])
  const before = await instance.shown()
  run.child.kill('SIGKILL')
  await run.ended
  process.kill(before.processes[0]?.pid ?? 0, 'SIGKILL')
  const alone = await instance.untilShown(({ processes }) =>
    processes.some(({ state }) => state === 'unsupervised'),
  )
  t.equal(alone.ready, false)
  t.strictSame(pids(alone).sort(), pids(before).sort())
  t.equal((await instance.cli('status')).code, 1)
  t.equal((await instance.cli('stop')).code, 0)
  for (const pid of pids(before)) t.equal(identify(pid ?? 0), undefined)
})

t.test('a supervisor that hangs when all is to stop keeps nothing alive', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady')
  const run = instance.startRun()
  await until(() => readyLines(run.said)[0])
  const { processes } = await instance.shown()
  process.kill(processes[0]?.pid ?? 0, 'SIGSTOP')
  run.child.kill('SIGINT')
  t.equal(await run.ended, 0)
  for (const { pid } of processes) t.equal(identify(pid ?? 0), undefined)
})

t.test('a terminal that closes stops nothing', async (t) => {
  const instance = anInstance(t, 'one=steady')
  const run = instance.startRun()
  await until(() => readyLines(run.said)[0])
  run.child.stdout?.destroy()
  run.child.kill('SIGHUP')
  const before = await instance.shown()
  for (const pid of pids(before)) process.kill(pid ?? 0, 'SIGKILL') // it has something to say now
  await instance.untilShown(
    (status) => status.ready && !pids(status).includes(pids(before)[0] ?? 0),
  )
  process.kill((await instance.shown()).processes[0]?.pid ?? 0, 'SIGKILL')
  await instance.untilShown((status) => status.ready)
  t.equal((await instance.cli('stop')).code, 0)
  t.equal(await run.ended, 0)
})
