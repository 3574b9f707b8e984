import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Handset } from '../../firmware/model/handset.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'

function writer(
  data: string,
  name: string,
  count: number,
): { child: ChildProcess; told: number[] } {
  const child = fork(new URL('writer.ts', import.meta.url), [data, name, String(count)])
  const told: number[] = []
  child.on('message', (number) => told.push(Number(number)))
  return { child, told }
}

t.test(
  'two processes write at once: every revision once, and a third reads them all',
  async (t) => {
    const data = aDirectory(t)
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    const [a, b] = [writer(data, 'a', 60), writer(data, 'b', 60)]
    const ends = [once(a.child, 'exit'), once(b.child, 'exit')]
    let seen = 1
    while (seen < 121 && a.child.exitCode === null) {
      const now = store.revision()
      if (now < seen) t.fail(`revision ${now} after ${seen}`)
      // What is cached belongs to the revision that is shown.
      if (now > seen) {
        const [last] = store.revisions({ since: now - 1 })
        const created = last?.changes.find(({ entity }) => entity === 'handset')
        if (!store.get(Handset, created?.id ?? '')) t.fail(`${created?.name} of revision ${now}`)
      }
      seen = now
      await new Promise((resolve) => setImmediate(resolve))
    }
    t.strictSame(await Promise.all(ends), [
      [0, null],
      [0, null],
    ])
    t.strictSame(
      [...a.told, ...b.told].toSorted((x, y) => x - y),
      Array.from({ length: 120 }, (_, n) => n + 2),
    )
    t.equal(store.revision(), 121)
    t.equal(store.all(Handset).length, 120)
    t.equal(store.all(User).length, 40)
    t.strictSame(verifyConfig(data).damage, [])
  },
)

t.test(
  'kill -9 among many commits: nothing acknowledged is lost, nothing is half done',
  async (t) => {
    const data = aDirectory(t)
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    for (let round = 0; round < 6; round++) {
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
  for (let round = 0; round < 8; round++) {
    const data = aDirectory(t)
    const child = fork(new URL('writer.ts', import.meta.url), [data, 'x', '0'], { silent: true })
    const kill = setTimeout(() => child.kill('SIGKILL'), 60 + round * 25) // anywhere in or after the start
    await once(child, 'exit')
    clearTimeout(kill)
    const store = opened(t, data)
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    change(store, (edit) => edit.create(Handset, { sipUser: '101' }))
    t.strictSame(verifyConfig(data).damage, [])
    await store.close()
  }
})

t.test(
  'the files are for owner and group, so that processes of one group share them',
  async (t) => {
    const data = aDirectory(t)
    opened(t, data)
    for (const environment of ['config', 'records']) {
      for (const file of ['data.mdb', 'lock.mdb']) {
        t.equal(statSync(join(data, environment, '1', file)).mode & 0o777, 0o660)
      }
    }
  },
)
