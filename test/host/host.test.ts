import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { answerHostVerbs } from '../../firmware/host/answer.ts'
import { silentLog } from '../../firmware/log.ts'
import { commandSocket } from '../../firmware/run-directory.ts'

const allowed: Record<string, unknown> = {
  'network-set': {
    interfaces: [{ name: 'eth0', method: 'static', addresses: ['192.0.2.7/24'] }],
    nameServers: ['192.0.2.1'],
    hostname: 'strowger',
  },
  'firewall-set': { allow: [{ protocol: 'udp', low: 5060, high: 5060, from: '192.0.2.0/24' }] },
  'source-ban': { source: '192.0.2.66', seconds: 60 },
  'time-set': { zone: 'America/New_York', servers: ['pool.example'] },
  'update-install': { sha256: 'a'.repeat(64) },
  'update-mark': { slot: 'good' },
  power: { action: 'restart' },
  'low-port-open': { protocol: 'udp', address: '0.0.0.0', port: 69 },
}

t.test('on a laptop every verb is answered politely', async (t) => {
  const verbs = answerHostVerbs({}, silentLog)
  t.strictSame(Object.keys(verbs), Object.keys(allowed))
  for (const [verb, answer] of Object.entries(verbs)) {
    await t.rejects(answer(allowed[verb]), { code: 'not-here', message: /appliance image/ })
  }
})

t.test('wrong arguments do nothing', async (t) => {
  const done: unknown[] = []
  const verbs = answerHostVerbs(
    { power: (args) => void done.push(args), 'network-set': (args) => void done.push(args) },
    silentLog,
  )
  const network = allowed['network-set'] as object
  for (const args of [
    undefined,
    null,
    {},
    { action: 'reboot; rm -rf /' },
    { action: 'off', force: true },
    { ...network, hostname: 'a\nb' },
    { ...network, interfaces: [{ name: '../x', method: 'off', addresses: [] }] },
  ]) {
    const refused = { code: 'bad-arguments' }
    await t.rejects(verbs.power(args), refused)
    await t.rejects(verbs['network-set'](args), refused)
  }
  t.strictSame(done, [])
  await verbs.power({ action: 'off' })
  t.strictSame(done, [{ action: 'off' }])
})

t.test('SECURITY 18 the list is closed, and every request is logged', async (t: Test) => {
  const run = mkdtempSync(join(tmpdir(), 'strowger-host-'))
  const main = fileURLToPath(new URL('../../firmware/host/main.ts', import.meta.url))
  const env = { ...process.env, STROWGER_RUN: run, STROWGER_BIND: '127.0.0.1' }
  const agent = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let log = ''
  agent.stdout.on('data', (chunk) => {
    log += chunk
  })
  t.teardown(() => {
    agent.kill('SIGKILL')
    rmSync(run, { recursive: true })
  })
  const ask = (verb: string, args: unknown) =>
    command(commandSocket(run, 'host'), verb, args, { timeoutMs: 10_000, clock })
  while (!(await ask('health', {})).ok) await clock.sleep(50)

  for (const verb of ['exec', 'constructor', '__proto__', 'toString']) {
    t.match(await ask(verb, { command: 'id' }), { ok: false, error: { code: 'unknown-verb' } })
  }
  const power = await ask('power', { action: 'off' })
  t.match(power, { ok: false, error: { code: 'not-here' } })
  t.match(log, /"verb":"exec".*an unknown command was refused/)
  t.match(log, /"verb":"power","args":\{"action":"off"\},"msg":"asked"/)
})
