import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import {
  claimPidFile,
  identify,
  isAlive,
  readPidFile,
  writePidFile,
} from '../../firmware/processes/process-identity.ts'

const home = mkdtempSync(join(tmpdir(), 'strowger-pid-'))
t.teardown(() => rmSync(home, { recursive: true }))

async function aProcess() {
  const child = spawn('sleep', ['60'])
  const identity = identify(child.pid ?? 0)
  if (!identity) throw new Error('sleep did not start')
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const end = () => {
    child.kill('SIGKILL')
    return exited
  }
  return { identity, end }
}

t.test('a pid file names a process as long as that lives', async (t) => {
  const path = join(home, 'one.pid')
  const { identity, end } = await aProcess()
  t.teardown(end)
  writePidFile(path, identity)
  t.equal(readFileSync(path, 'utf8').split('\n')[0], `${identity.pid}`)
  t.strictSame(readPidFile(path), identity)
  await end()
  t.equal(readPidFile(path), undefined)
  t.notOk(isAlive(identity))
})

t.test('a number that was given to another process is not mistaken', async (t) => {
  const path = join(home, 'two.pid')
  const { identity, end } = await aProcess()
  t.teardown(end)
  const [ticks, boot] = identity.start.split('@')
  for (const start of [`${Number(ticks) - 1}@${boot}`, `${ticks}@another-boot`, `${ticks}`, '']) {
    writePidFile(path, { pid: identity.pid, start })
    t.equal(readPidFile(path), undefined, start)
  }
  for (const text of ['', 'x', '0\n0\n', '-1\n1\n', '99999999\n1\n']) {
    writeFileSync(path, text)
    t.equal(readPidFile(path), undefined, JSON.stringify(text))
  }
})

t.test('a zombie is dead', async (t) => {
  // The shell, replaced by sleep before its child ends, never asks for it.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'])
  t.teardown(() => parent.kill('SIGKILL'))
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (text) => resolve(Number(text))),
  )
  const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2]
  while (state() !== 'Z') await new Promise((resolve) => setImmediate(resolve))
  t.equal(identify(pid), undefined)
})

t.test('one process at a time has a claim', async (t) => {
  const path = join(home, 'claim.pid')
  const { identity, end } = await aProcess()
  t.teardown(end)
  writePidFile(path, identity)
  t.strictSame(claimPidFile(path), identity)
  await end()
  t.equal(claimPidFile(path), undefined, 'the dead have none')
  t.equal(readPidFile(path)?.pid, process.pid)
  t.equal(claimPidFile(path), undefined, 'and it may be claimed again')
})
