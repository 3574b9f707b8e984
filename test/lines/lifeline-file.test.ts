import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import type { RaisedCondition } from '../../firmware/conditions.ts'
import { LifelineFile } from '../../firmware/lines/lifeline-file.ts'
import { silentLog } from '../../firmware/log.ts'

const PROVISION = {
  lines: [{ line: 'fxs-1', disconnectMs: 500, flashMinMs: 200, flashMaxMs: 900 }],
  emergency: { numbers: ['911'], sent: '911', lines: ['fxo-2'], preDialMs: 700 },
} as const
const OTHER = { ...PROVISION, lines: [] }

function aFile(t: Test, folder = mkdtempSync(join(tmpdir(), 'lifeline-'))) {
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const clock = new VirtualClock()
  const raised = new Map<string, RaisedCondition>()
  const path = join(folder, 'data', 'lifeline.json')
  const file = new LifelineFile({
    path,
    clock,
    log: silentLog,
    raise: (condition) => void raised.set(condition.id, condition),
    clear: (id) => void raised.delete(id),
  })
  return { folder, path, clock, raised, file }
}

t.test('DESIGN §1 the emergency table is there after a start without a controller', async (t) => {
  const { folder, path, raised, file } = aFile(t)
  t.equal(file.load(), undefined, 'there is none at first')
  file.keep(PROVISION)
  t.strictSame(aFile(t, folder).file.load(), PROVISION)
  t.strictSame(readdirSync(join(folder, 'data')), ['lifeline.json'], 'no draft is left')
  t.equal(statSync(path).mode & 0o007, 0)
  t.equal(raised.size, 0)
})

t.test('what has not changed is not written: flash wears out', async (t) => {
  const { path, file } = aFile(t)
  file.keep(PROVISION)
  const { ino } = statSync(path)
  file.keep(structuredClone(PROVISION))
  t.equal(statSync(path).ino, ino)
  file.keep(OTHER)
  t.match(JSON.parse(readFileSync(path, 'utf8')), OTHER)
})

t.test(
  'a disk that cannot be written is a condition, and is tried again until it can',
  async (t) => {
    const { folder, path, clock, raised, file } = aFile(t)
    writeFileSync(join(folder, 'data'), 'a file where the directory should be')
    file.keep(PROVISION)
    t.match(raised.get('lifeline-not-stored'), { severity: 'warning', remedy: /Make room/ })
    await clock.advance(6000)
    t.equal(raised.size, 1)
    rmSync(join(folder, 'data'))
    await clock.advance(5000)
    t.equal(raised.size, 0, 'mended by itself')
    t.match(JSON.parse(readFileSync(path, 'utf8')), PROVISION)
    t.equal(clock.waiting, 0)
  },
)

t.test('a draft that cannot be put in place leaves what was there', async (t) => {
  const { folder, path, clock, raised, file } = aFile(t)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'x'), '')
  file.keep(PROVISION)
  t.equal(raised.size, 1)
  t.strictSame(readdirSync(join(folder, 'data')), ['lifeline.json'])
  file.stop()
  t.equal(clock.waiting, 0)
})

t.test('a damaged table is a condition until a controller says it anew', async (t) => {
  const damaged = [
    'no JSON',
    'null',
    '{"lines": []}',
    JSON.stringify({ ...PROVISION, emergency: { ...PROVISION.emergency, sent: '; reboot' } }),
    ' '.repeat(300_000),
  ]
  for (const text of damaged) {
    const { folder, path, raised, file } = aFile(t)
    mkdirSync(join(folder, 'data'))
    writeFileSync(path, text)
    t.equal(file.load(), undefined)
    t.match(raised.get('lifeline-unreadable'), { effect: /911 goes over any outside line/ })
    file.keep(PROVISION)
    t.equal(raised.size, 0)
  }
})

t.test(
  'a table that may not be read is one that is damaged',
  { skip: process.getuid?.() === 0 && 'root reads all' },
  async (t) => {
    const { path, raised, file } = aFile(t)
    file.keep(PROVISION)
    chmodSync(path, 0)
    t.equal(file.load(), undefined)
    t.ok(existsSync(path) && raised.has('lifeline-unreadable'))
  },
)
