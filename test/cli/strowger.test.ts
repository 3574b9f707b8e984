import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { talker } from './run-instance.ts'

const strowger = fileURLToPath(new URL('../../bin/strowger', import.meta.url))

t.test('bin/strowger passes words and exit codes through, from any folder', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'strowger-bin-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const env = {
    ...process.env,
    STROWGER_DATA: home,
    STROWGER_RUN: join(home, 'run'),
    STROWGER_BIND: '127.0.0.1',
  }
  const link = join(home, 'strowger')
  symlinkSync(strowger, link)

  const status = talker([link, 'status', '--json'], env)
  t.equal(await status.ended, 3)
  t.match(JSON.parse(status.said), { data: home, ready: false, processes: [], conditions: [] })

  const unknown = talker([strowger, 'statsu'], env)
  t.equal(await unknown.ended, 2)
  t.match(unknown.said, /no command 'statsu'/)

  const help = talker([strowger, '--help'], env)
  t.equal(await help.ended, 0)
  for (const name of ['run', 'stop', 'status', 'log', 'support-bundle']) t.match(help.said, name)
  const helpOne = talker([strowger, 'log', '--help'], env)
  t.equal(await helpOne.ended, 0)
  t.match(helpOne.said, 'usage: strowger log [PROCESS…] [-f]')

  const wrong = talker([strowger, 'status'], { ...env, STROWGER_SIP_PORT: '99999' })
  t.equal(await wrong.ended, 2)
  t.match(wrong.said, /STROWGER_SIP_PORT: '99999' is not a port/)
})

t.test('before make has been run it says so', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'strowger-bin-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  mkdirSync(join(home, 'bin'))
  cpSync(strowger, join(home, 'bin', 'strowger'))
  const bare = talker([join(home, 'bin', 'strowger'), 'status'], process.env)
  t.equal(await bare.ended, 1)
  t.match(bare.said, /nothing is installed yet\. Run 'make run' in /)
})
