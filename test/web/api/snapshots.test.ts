import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../../firmware/demo/wait.ts'
import { Extension } from '../../../firmware/model/extension.ts'
import { ok } from '../../../firmware/result.ts'
import { goodSnapshots } from '../../../firmware/store/snapshots.ts'
import type { ShownSnapshot } from '../../../firmware/web/contract.ts'
import { change } from '../../store/a-store.ts'
import { OWN_PASSWORD } from '../server/a-server.ts'
import { anApi } from './an-api.ts'

t.test(
  'the last good snapshot is offered, and restored by a person who knows the password',
  async (t) => {
    const asked: unknown[] = []
    const ask = async (process: string, verb: string, args: unknown) => {
      if (verb !== 'restore-snapshot') return ok({ processes: [] })
      asked.push([process, verb, args])
      return ok(null)
    }
    const { admin, as, clock, data, store } = await anApi(t, { ask } as never)
    const write = async () => {
      const before = snapshotsIn(data).length
      for (let n = 0; n < 10; n++) {
        change(store, (edit) => edit.create(Extension, { number: String(300 + n + 10 * before) }))
      }
      await until('a snapshot', async () => {
        await clock.advance(1000)
        return snapshotsIn(data).length > before
      })
    }
    await write()
    await write()
    const { status, body } = await admin.get<ShownSnapshot[]>('snapshots')
    t.equal(status, 200)
    t.equal(body.length, 2)
    t.ok((body[0]?.revision ?? 0) > (body[1]?.revision ?? 0), 'the latest comes first')
    t.ok((body[0]?.revision ?? 0) <= store.revision())

    const [latest, older] = body
    const path = join(data, 'rescue', latest?.file ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"300"', '"399"'))
    t.strictSame(
      (await admin.get<ShownSnapshot[]>('snapshots')).body,
      [older],
      'a damaged one is not offered',
    )

    const restore = (page: typeof admin, what: object) =>
      page.ask('POST', 'snapshots/restore', what)
    const password = OWN_PASSWORD
    t.equal(
      (await restore(await as('phone', 'phone-admin'), { file: older?.file, password })).status,
      403,
    )
    t.equal((await restore(admin, { file: latest?.file, password })).status, 404)
    t.equal((await restore(admin, { file: '../../etc/passwd', password })).status, 404)
    t.equal((await restore(admin, { file: older?.file, password: 'x' })).status, 401)
    t.equal((await restore(admin, { file: older?.file })).status, 400)
    t.strictSame(asked, [])
    t.equal((await restore(admin, { file: older?.file, password })).status, 200)
    const args = { by: 'admin', from: 'address 192.0.2.7', file: older?.file }
    t.strictSame(asked, [['supervisor', 'restore-snapshot', args]])
  },
)

t.test('where no snapshot was ever written, none is offered', async (t) => {
  t.strictSame(goodSnapshots(join(t.testdir({}), 'nowhere')), [])
})

function snapshotsIn(data: string): string[] {
  try {
    return readdirSync(join(data, 'rescue')).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}
