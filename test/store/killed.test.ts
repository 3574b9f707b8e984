import { fork } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { Handset } from '../../firmware/model/handset.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'
import { writer } from './writers.ts'

t.test(
  'kill -9 among many commits: nothing acknowledged is lost, nothing is half done',
  async (t) => {
    const data = aDirectory(t)
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    for (let round = 0; round < 4; round++) {
      const { child, told } = writer(data, `r${round}`, 10_000)
      child.on('message', () => {
        if (told.length === 10 + round) setTimeout(() => child.kill('SIGKILL'), round * 3)
      })
      const [, signal] = await once(child, 'exit')
      t.equal(signal, 'SIGKILL')
      const last = told.at(-1) ?? 0
      t.ok(store.revision() >= last, `${store.revision()}, acknowledged ${last}`)
      t.strictSame(verifyConfig(data).damage, [])
      t.ok(
        change(store, (edit) =>
          edit.create(User, { login: `after-${round}`, lastName: `${round}` }),
        ),
      )
      for (const user of store.all(User).filter(({ login }) => login.startsWith(`r${round}-`))) {
        if (!store.find(Handset, 'sipUser', user.login)) t.fail(`half a change: ${user.login}`)
      }
    }
  },
)

t.test('kill -9 during the very first opening leaves a directory that opens', async (t) => {
  for (let round = 0; round < 5; round++) {
    const data = aDirectory(t)
    const child = fork(new URL('writer.ts', import.meta.url), [data, 'x', '0'], { silent: true })
    const kill = setTimeout(() => child.kill('SIGKILL'), 60 + round * 40) // anywhere in or after the start
    await once(child, 'exit')
    clearTimeout(kill)
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    change(store, (edit) => edit.create(Handset, { sipUser: '101' }))
    t.strictSame(verifyConfig(data).damage, [])
    await store.close()
  }
})
