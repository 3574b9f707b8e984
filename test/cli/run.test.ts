import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { identify } from '../../firmware/processes/process-identity.ts'
import { RunInstance, runCommand, talker, until } from './run-instance.ts'

function anInstance(t: Test, dummies: string): RunInstance {
  const instance = new RunInstance(dummies)
  t.teardown(() => instance.close())
  return instance
}

const ESC = '\x1b'
const readyLines = (text: string) => text.split('\n').filter((line) => line.startsWith('ready'))

t.test('run says ready once, when all are, and stops them all', async (t) => {
  const instance = anInstance(t, 'broker=real,one=steady,two=slow')
  const run = instance.startRun()
  await until(() => run.said.includes('two ready') || undefined)
  await until(() => readyLines(run.said)[0])
  t.strictSame(readyLines(run.said), ['ready https://127.0.0.1:8443/'])
  t.equal((await instance.cli('status')).code, 0)
  const status = await instance.shown()
  t.match(status, { ready: true, run: instance.run, data: join(instance.run, 'data') })
  t.strictSame(
    status.processes.map(({ name }) => name),
    ['supervisor', 'broker', 'one', 'two'],
  )

  run.child.kill('SIGTERM')
  t.equal(await run.ended, 0)
  for (const { pid } of status.processes) t.equal(identify(pid ?? 0), undefined)
  t.equal((await instance.cli('status')).code, 3)
  t.notMatch(run.said, ESC, 'plain lines where there is no terminal')
})

t.test('a second run on the same data directory names the first', async (t) => {
  const instance = anInstance(t, 'one=steady')
  const first = instance.startRun()
  await until(() => readyLines(first.said)[0])
  const second = instance.startRun()
  t.equal(await second.ended, 1)
  t.match(second.said, `process ${first.child.pid}`)
  t.ok((await instance.shown()).ready, 'and leaves it alone')

  const elsewhere = talker(runCommand, {
    ...instance.environment,
    STROWGER_RUN: `${instance.run}/other`,
  })
  t.equal(await elsewhere.ended, 1, 'though with another run directory')
})

t.test('a first start that a person must mend says why and leaves nothing', async (t) => {
  for (const [dummies, why] of [
    ['one=steady,two=setup', /two cannot start\. Port 5060 is in use by another program\./],
    ['one=steady,two=missing', /two cannot start\. no-such-program is not installed/],
  ] as const) {
    const instance = anInstance(t, dummies)
    const run = instance.startRun()
    t.equal(await run.ended, 1)
    t.match(run.said, why)
    t.strictSame(readyLines(run.said), [])
    t.equal((await instance.cli('status')).code, 3)
  }
})

t.test(
  'where telephones are on real lines their lifeline outlives a start that fails',
  async (t) => {
    // Slow: the other has failed before the lines are there.
    const instance = anInstance(t, 'lines=slow,two=setup')
    const run = talker(runCommand, { ...instance.environment, STROWGER_LINES: 'board:fxs=2' })
    await until(() => run.said.includes('emergency calls only') || undefined)
    t.match(run.said, /two cannot start\. Port 5060 is in use by another program\./)
    t.match(
      (await instance.shown()).processes.find(({ name }) => name === 'lines'),
      { ready: true },
    )
    t.equal(run.child.exitCode, null)
    t.equal((await instance.cli('stop')).code, 0)
  },
)

t.test(
  'DESIGN §4 where what is stored is damaged the others run, to have it restored',
  async (t) => {
    const instance = anInstance(t, 'web=slow,two=damaged')
    const run = instance.startRun()
    await until(() => run.said.includes('restore a snapshot') || undefined)
    t.match(run.said, /two cannot start\. A value is damaged\. Restore it\./)
    await until(async () => {
      const { processes } = await instance.shown()
      return processes.some(({ name, ready }) => name === 'web' && ready) || undefined
    })
    t.equal(run.child.exitCode, null)
    t.equal((await instance.cli('stop')).code, 0)
  },
)

t.test('two instances run side by side', async (t) => {
  const [one, two] = [anInstance(t, 'a=steady'), anInstance(t, 'b=steady')]
  const runs = [one.startRun(), two.startRun()]
  for (const run of runs) await until(() => readyLines(run.said)[0])
  const [first, second] = [await one.shown(), await two.shown()]
  t.not(first.instance, second.instance)
  t.equal((await one.cli('stop')).code, 0)
  t.ok((await two.shown()).ready)
})

t.test('a data directory that cannot be used is named', async (t) => {
  const instance = anInstance(t, 'one=steady')
  for (const data of [join(instance.run, 'a-file', 'data'), '/sys/kernel/strowger']) {
    writeFileSync(join(instance.run, 'a-file'), '')
    const run = talker(runCommand, {
      ...instance.environment,
      STROWGER_DATA: data,
    })
    t.equal(await run.ended, 1)
    t.match(run.said, `The data directory ${data} `)
  }
})

t.test('on a terminal the dots are drawn, and q stops', async (t) => {
  const instance = anInstance(t, 'one=steady,two=slow')
  const run = talker(['script', '-qfec', runCommand.join(' '), '/dev/null'], instance.environment)
  await until(() => run.said.includes('ready https://') || undefined)
  t.match(run.said, `\r${ESC}[K● one   ○ two`)
  t.match(run.said, /● one {3}● two +\d+\.\d s\r\n/)
  t.match(run.said, /keys {6}l log · q quit/)
  run.child.stdin?.write('q')
  t.equal(await run.ended, 0)
  t.equal((await instance.cli('status')).code, 3)
})
