import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readCredentials } from '../../firmware/bus/credentials.ts'
import { topics } from '../../firmware/bus/topics.ts'
import { busCredentials } from '../../firmware/run-directory.ts'
import { RIGHTS, renderAcl, writeBrokerConfig } from '../../firmware/supervisor/broker-config.ts'

function aRun(t: Test): string {
  const run = mkdtempSync(join(tmpdir(), 'strowger-broker-'))
  t.teardown(() => rmSync(run, { recursive: true }))
  return run
}

const password = (run: string, name: string) =>
  readCredentials(busCredentials(run, name))?.password ?? ''

t.test('SECURITY 2 each process has a random password that only this user can read', async (t) => {
  const run = aRun(t)
  writeBrokerConfig(run)
  const all = Object.keys(RIGHTS).map((name) => password(run, name))
  t.equal(new Set(all).size, Object.keys(RIGHTS).length)
  t.ok(all.every((text) => text.length >= 32))
  for (const folder of ['credentials', 'broker']) {
    t.equal(statSync(join(run, folder)).mode & 0o777, 0o700)
    for (const file of readdirSync(join(run, folder))) {
      t.equal(statSync(join(run, folder, file)).mode & 0o777, 0o600, file)
    }
  }
  const kept = readFileSync(join(run, 'broker', 'passwords'), 'utf8')
  t.notOk(
    all.some((text) => kept.includes(text)),
    'hashed for the broker',
  )
})

t.test('passwords stay over a restart of the supervisor and change with the boot', async (t) => {
  const run = aRun(t)
  writeBrokerConfig(run)
  const first = password(run, 'media')
  writeBrokerConfig(run)
  t.equal(password(run, 'media'), first)
  writeFileSync(join(run, 'credentials', 'boot'), 'an earlier one')
  writeBrokerConfig(run)
  t.not(password(run, 'media'), first)
})

t.test(
  'SECURITY 18 rights name topics of the table, and the supervisor alone tells of processes',
  async (t) => {
    const known = Object.values(topics).map(({ path }) => path.replaceAll(/\{\w+\}/g, '+'))
    const lines = renderAcl(RIGHTS).split('\n')
    for (const line of lines) {
      const [, right, topic = ''] = /^topic (\w+) (.*)$/.exec(line) ?? []
      if (right === undefined) continue
      const plainTopic = topic.replace(/\/condition\/[a-z]+\/\+$/, '/condition/+/+')
      t.ok(known.includes(plainTopic) || topic === 'site/#', line)
      t.notMatch(line, /write .*#/)
    }
    const [processState] = lines.filter((line) => line.includes('write site/+/process/'))
    t.equal(lines.filter((line) => line === processState).length, 1)
  },
)
