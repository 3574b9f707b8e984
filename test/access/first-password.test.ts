import { join } from 'node:path'
import t from 'tap'
import { prepareAccess } from '../../firmware/access/set-up.ts'
import { SignIn } from '../../firmware/access/sign-in.ts'
import { firstPassword } from '../../firmware/cli/first-password.ts'
import { runCli } from '../../firmware/cli/run-cli.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { aDirectory, opened } from '../store/a-store.ts'

t.test('spec decision 3: the command line shows how to sign in, until somebody has', async (t) => {
  const clock = new VirtualClock()
  const data = join(aDirectory(t), 'data')
  const run = async (...words: string[]) => {
    const said = { code: 0, out: '', err: '' }
    said.code = await runCli([firstPassword.name, ...words], {
      stdout: (text) => {
        said.out += text
      },
      stderr: (text) => {
        said.err += text
      },
      variables: { STROWGER_DATA: data, STROWGER_BIND: '127.0.0.1' },
      clock,
    })
    return said
  }
  t.match(await run(), { code: 1, out: '', err: /Start the server once/ })

  const store = opened(t, data, clock)
  await prepareAccess(store)
  t.match(await run(), {
    code: 0,
    out: /^login +admin\nfirst password +[a-z]+-[a-z]+-[a-z]+-\d{4}\nset-up code +\d{6}\n$/,
  })
  const told = JSON.parse((await run('--json')).out)
  t.match(told, { claimed: false, login: 'admin', code: /^\d{6}$/ })

  const attempt = { login: 'admin', password: told.firstPassword, source: 'console' } as const
  await new SignIn(store, clock).changePassword(attempt, 'a password of my own')
  t.match(await run(), { code: 1, out: '', err: /sign in as admin with that one/ })
  t.strictSame(JSON.parse((await run('--json')).out), { claimed: true, login: 'admin' })
})
