import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { command } from '../firmware/bus/command.ts'
import { systemClock as clock } from '../firmware/clock/system-clock.ts'
import { commandSocket } from '../firmware/run-directory.ts'
import { VERSION } from '../firmware/version.ts'
import { talker, until } from './cli/run-instance.ts'

const main = fileURLToPath(new URL('fixtures/program.ts', import.meta.url))

function start(t: Test, mode: string, more: NodeJS.ProcessEnv = {}) {
  const run = mkdtempSync(join(tmpdir(), 'strowger-program-'))
  const env = { ...process.env, STROWGER_RUN: run, STROWGER_BIND: '127.0.0.1', MODE: mode, ...more }
  const program = talker([process.execPath, main], env)
  t.teardown(() => {
    program.child.kill('SIGKILL')
    rmSync(run, { recursive: true })
  })
  const ask = (verb: string) =>
    command(commandSocket(run, 'dummy'), verb, {}, { timeoutMs: 30_000, clock })
  const answering = () => until(async () => ((await ask('health')).ok ? true : undefined))
  return { program, run, ask, answering }
}

t.test('health tells who, since when, and whether it does its job', async (t) => {
  const { program, ask, answering } = start(t, 'waits')
  await answering()
  const before = await ask('health')
  t.match(before, {
    value: { name: 'dummy', pid: program.child.pid, ready: false, version: VERSION },
  })
  t.strictSame(await ask('go'), { ok: true, value: 'gone' })
  t.match(await ask('health'), {
    value: { ready: true, startedAt: Number, conditions: [{ id: 'dummy/x', since: Number }] },
  })
  await ask('mend')
  t.match(await ask('health'), { value: { conditions: [] } })
})

for (const how of ['SIGTERM', 'SIGINT', 'stop'] as const) {
  t.test(`${how} ends a program in order`, async (t) => {
    const { program, ask, answering } = start(t, 'steady')
    await answering()
    if (how === 'stop') t.strictSame(await ask('stop'), { ok: true, value: null })
    else program.child.kill(how)
    t.equal(await program.ended, 0)
    t.match(program.said, /signal fired.*last handed in.*first handed in.*stopped/s)
  })
}

t.test('a stop that hangs ends all the same', async (t) => {
  const { program, answering } = start(t, 'stubborn')
  await answering()
  program.child.kill('SIGTERM')
  t.equal(await program.ended, 1)
  t.match(program.said, 'did not stop within 4500 ms')
})

t.test('a defect ends the program with its stack', async (t) => {
  for (const mode of ['throws', 'rejects', 'throws-later', 'rejects-later']) {
    const { program } = start(t, mode)
    t.equal(await program.ended, 1, mode)
    t.match(program.said, /"level":"fatal".*"stack":"Error: a defect/, mode)
  }
})

t.test('what a person must mend ends it with 78 and a text', async (t) => {
  const inUse = start(t, 'port-in-use')
  t.equal(await inUse.program.ended, 78)
  t.match(inUse.program.said, /127\.0\.0\.1 port \d+ is in use by another program\./)

  const wrong = start(t, 'steady', { STROWGER_SIP_PORT: 'sixty', STROWGER_RTP_PORTS: '9' })
  t.equal(await wrong.program.ended, 78)
  t.match(wrong.program.said, /STROWGER_RTP_PORTS: '9'.*STROWGER_SIP_PORT: 'sixty'/)

  const long = start(t, 'steady', { STROWGER_RUN: join(tmpdir(), 'x'.repeat(110)) })
  t.equal(await long.program.ended, 78)
  t.match(long.program.said, /at most 107\. Set STROWGER_RUN/)
  rmSync(join(tmpdir(), 'x'.repeat(110)), { recursive: true })
})

t.test('SECURITY 16 a log line is one JSON line, inert, without secrets', async (t) => {
  const { program, answering, ask } = start(t, 'steady')
  await answering()
  await ask('evil')
  await ask('stop')
  await program.ended
  const line = program.said.split('\n').find((text) => text.includes('evil')) ?? ''
  for (const character of ['\x1b', '\x9b', '\u202e', '\u2028']) t.notMatch(line, character)
  t.match(JSON.parse(line), { userAgent: 'a\x1b[2J\x9b\u202e\u2028\r\nb', level: 'info' })
  t.notMatch(program.said, 'hunter2')
})
