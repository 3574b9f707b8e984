import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { serveCommands } from '../../firmware/bus/command-socket.ts'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { systemClock as clock } from '../../firmware/clock/system-clock.ts'
import { silentLog as log } from '../../firmware/log.ts'
import { commandSocket } from '../../firmware/run-directory.ts'
import { fingerprintLines } from '../../firmware/shown-certificate.ts'

const SHOWN = {
  names: ['box.local', '192.0.2.20'],
  notAfter: Date.UTC(2027, 11, 15),
  caFingerprint: Array.from({ length: 32 }, (_, n) => (n + 16).toString(16).toUpperCase()).join(
    ':',
  ),
}

t.test('trust shows the fingerprint to compare, or that nobody serves pages', async (t) => {
  const run = mkdtempSync(join(tmpdir(), 'strowger-trust-'))
  t.teardown(() => rmSync(run, { recursive: true }))
  const shell = async (...words: string[]) => {
    let said = ''
    const hear = (text: string) => {
      said += text
    }
    const variables = { STROWGER_RUN: run, STROWGER_DATA: run, STROWGER_BIND: '127.0.0.1' }
    const code = await runCli(words, { stdout: hear, stderr: hear, variables, clock })
    return { code, said }
  }
  t.match(await shell('trust'), { code: 3, said: /web process does not answer/ })
  const verbs = { certificate: () => SHOWN }
  const server = await serveCommands({
    path: commandSocket(run, 'web'),
    name: 'web',
    verbs,
    log,
    clock,
  })
  t.teardown(() => server.close())
  const { code, said } = await shell('trust')
  t.equal(code, 0)
  t.ok(
    said.includes(SHOWN.caFingerprint) && said.includes('box.local') && said.includes('2027-12-15'),
  )
  t.strictSame(JSON.parse((await shell('trust', '--json')).said), SHOWN)
})

t.test('a fingerprint is two lines of a terminal', async (t) => {
  const lines = fingerprintLines(SHOWN.caFingerprint)
  t.ok(lines.every((line) => line.length === 47))
  t.equal(lines.join(':'), SHOWN.caFingerprint)
})
