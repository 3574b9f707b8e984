import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { identify } from '../../firmware/processes/process-identity.ts'
import { commandSocket } from '../../firmware/run-directory.ts'
import { beginReset, finishReset, resetIsPending } from '../../firmware/supervisor/factory-reset.ts'
import { Instance } from './instance.ts'

const BY = { by: 'ada', from: 'console' }

/** A supervisor of two dummies, over a data directory with something in it. */
async function anInstance(t: Test) {
  const instance = new Instance('one=steady,two=steady')
  t.teardown(() => instance.close())
  const data = join(instance.run, 'data')
  fill(data)
  mkdirSync(join(instance.run, 'hot'))
  return { instance, data }
}

function fill(data: string): void {
  for (const folder of ['config', 'records', 'rescue']) {
    mkdirSync(join(data, folder, '1'), { recursive: true })
    writeFileSync(join(data, folder, '1', 'data.mdb'), 'secret')
  }
  writeFileSync(join(data, 'unit.key'), 'key')
  writeFileSync(join(data, 'holiday.jpg'), 'not ours')
}

function ask(instance: Instance, verb: string, args: object = BY) {
  const socket = commandSocket(instance.run, 'supervisor')
  return command(socket, verb, args, { timeoutMs: 30_000, clock })
}

const pidsOf = (status: Awaited<ReturnType<Instance['ready']>>) =>
  status.processes.map(({ pid }) => pid)

t.test('FDEF-3: a factory reset stops all, erases what is ours, and starts anew', async (t) => {
  const { instance, data } = await anInstance(t)
  instance.start()
  const before = pidsOf(await instance.ready())
  t.ok((await ask(instance, 'factory-reset')).ok)
  t.match(await ask(instance, 'factory-reset'), { ok: false, error: { code: 'busy' } })
  await instance.until((status) => {
    return (
      status.ready &&
      !resetIsPending({ data, run: instance.run }) &&
      !pidsOf(status).some((pid) => before.includes(pid))
    )
  })
  for (const pid of before) t.equal(identify(pid ?? 0), undefined, 'none of before is left')
  t.strictSame(readdirSync(data).sort(), ['holiday.jpg', 'resets.jsonl'])
  t.notOk(existsSync(join(instance.run, 'hot')))
  t.match(JSON.parse(readFileSync(join(data, 'resets.jsonl'), 'utf8')), { ...BY, at: Number })
  const log = readFileSync(join(instance.run, 'log', 'supervisor.log'), 'utf8')
  t.match(log, /"by":"ada","from":"console","msg":"factory reset asked for"/)
  t.match(log, /factory reset done/)
})

t.test('a reset that was interrupted goes on at the next start', async (t) => {
  const { instance, data } = await anInstance(t)
  beginReset({ data, run: instance.run }, { ...BY, at: 7 })
  instance.start()
  await instance.until(({ ready }) => ready && !existsSync(join(data, 'reset.pending')))
  t.strictSame(readdirSync(data).sort(), ['holiday.jpg', 'resets.jsonl'])
  t.equal((await instance.ready()).conditions.length, 0)
})

t.test(
  'power may fail at any step: what is left is a reset that goes on, or is over',
  async (t) => {
    const { instance, data } = await anInstance(t)
    const directories = { data, run: instance.run }
    t.notOk(resetIsPending(directories))
    beginReset(directories, { ...BY, at: 7 })
    t.ok(existsSync(join(data, 'unit.key')), 'nothing is erased before it is sure to go on')
    finishReset(directories)
    t.notOk(resetIsPending(directories))
    fill(data)
    writeFileSync(join(data, 'reset.pending'), '{"at":')
    t.strictSame(finishReset(directories), { at: 0, by: 'unknown', from: 'unknown' })
    t.equal(readFileSync(join(data, 'resets.jsonl'), 'utf8').trim().split('\n').length, 2)
  },
)

t.test('everything can be restarted without touching the data', async (t) => {
  const { instance, data } = await anInstance(t)
  instance.start()
  const before = pidsOf(await instance.ready())
  t.ok((await ask(instance, 'restart-all')).ok)
  await instance.until(
    (status) => status.ready && !pidsOf(status).some((pid) => before.includes(pid)),
  )
  t.ok(existsSync(join(data, 'unit.key')))
  t.match(await ask(instance, 'restart', { name: 'three' }), { error: { code: 'unknown-process' } })
  t.match(await ask(instance, 'restart', {}), { error: { code: 'unknown-process' } })
})
