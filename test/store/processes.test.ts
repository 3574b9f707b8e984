import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Handset } from '../../firmware/model/handset.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { User } from '../../firmware/model/user.ts'
import { verifyConfig } from '../../firmware/store/verify.ts'
import { aDirectory, change, opened } from './a-store.ts'
import { writer } from './writers.ts'

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
      await new Promise((resolve) => setTimeout(resolve, 5)) // leaves the processor to the writers
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
  'the files are for owner and group, so that processes of one group share them',
  async (t) => {
    const data = aDirectory(t)
    opened(t, data)
    for (const environment of [join('config', String(SCHEMA_VERSION)), join('records', '1')]) {
      for (const file of ['data.mdb', 'lock.mdb']) {
        t.equal(statSync(join(data, environment, file)).mode & 0o777, 0o660)
      }
    }
  },
)
