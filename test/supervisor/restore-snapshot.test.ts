import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { command } from '../../firmware/bus/command.ts'
import { systemClock } from '../../firmware/clock/system-clock.ts'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Extension } from '../../firmware/model/extension.ts'
import { SCHEMA_VERSION } from '../../firmware/model/registry.ts'
import { Site } from '../../firmware/model/site.ts'
import { commandSocket } from '../../firmware/run-directory.ts'
import { checkStore } from '../../firmware/store/check-store.ts'
import { goodSnapshots } from '../../firmware/store/snapshots.ts'
import { openStore } from '../../firmware/store/store.ts'
import { change } from '../store/a-store.ts'
import { Instance } from './instance.ts'

const COMMAND = { timeoutMs: 60_000, clock: systemClock }

t.test(
  'a flipped bit is found, and the supervisor puts the last good snapshot in its place',
  async (t) => {
    const instance = new Instance('one=steady,two=steady')
    t.teardown(() => instance.close())
    const data = join(instance.run, 'data')
    mkdirSync(data, { recursive: true })
    const store = openStore({ data, clock: new VirtualClock() })
    change(store, (edit) => edit.create(Site, { name: 'Main', number: 1 }))
    for (let n = 0; n < 10; n++) {
      change(store, (edit) =>
        edit.create(Extension, { number: `10${n}`, description: 'needle-here' }),
      )
    }
    await store.close()
    flip(join(data, 'config', String(SCHEMA_VERSION), 'data.mdb'), 'needle-here')
    const { damage } = await checkStore(data)
    t.match(damage[0], /^config: the value under .* is damaged/)
    const [snapshot] = goodSnapshots(data)
    t.match(snapshot, { revision: 11, objects: Number })

    instance.start()
    const before = await instance.until(({ ready }) => ready)
    const ask = (args: object) =>
      command(commandSocket(instance.run, 'supervisor'), 'restore-snapshot', args, COMMAND)
    t.match(await ask({ by: 'ada', file: '../../etc/passwd' }), {
      ok: false,
      error: { code: 'bad-arguments' },
    })
    t.match(await ask({ by: 'ada', from: 'console', file: snapshot?.file }), { ok: true })
    await instance.until(
      ({ ready, processes }) =>
        ready &&
        processes.every(({ pid }, n) => pid !== undefined && pid !== before.processes[n]?.pid),
    )
    t.strictSame((await checkStore(data)).damage, [])
    const again = openStore({ data, clock: new VirtualClock() })
    t.equal(again.all(Extension).length, 10)
    t.equal(again.revision(), 12)
    await again.close()
    t.ok(
      readdirSync(join(data, 'config')).some((name) => name.includes('.damaged-')),
      'what it replaced is kept',
    )
  },
)

t.test('a snapshot that is damaged itself is not restored, and says why', async (t) => {
  const data = t.testdir({ rescue: { 'revision-00000010.json': '{}' } })
  const program = new URL('../../firmware/store/restore-main.ts', import.meta.url).pathname
  for (const [file, why] of [
    ['revision-00000010.json', /it is no rescue file/],
    ['revision-00000020.json', /ENOENT|revision-00000020/],
    ['../unit.key', /is no rescue file/],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, [program, data, file], {
      encoding: 'utf8',
    })
    t.equal(status, 1)
    t.match(stderr, why)
  }
})

/** One bit in every copy of the text that the file holds: LMDB keeps old pages. */
function flip(file: string, text: string): void {
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes[at] = (bytes[at] ?? 0) ^ 1
  }
  writeFileSync(file, bytes)
}
