import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { systemClock } from '../../../firmware/clock/system-clock.ts'
import {
  readPhotoApart,
  readTableApart,
  readTreeApart,
} from '../../../firmware/web/cage/answers.ts'
import { Cages, TOO_MUCH } from '../../../firmware/web/cage/cage.ts'
import { aDirectory } from '../../store/a-store.ts'

const PRISONER = new URL('prisoner.ts', import.meta.url).pathname
const asks = (what: object) => Buffer.from(JSON.stringify(what))

t.test(
  'SECURITY 13: who reads a file from outside can open, start, send and see nothing',
  async (t) => {
    const server = createServer().listen(0, '127.0.0.1')
    t.teardown(() => server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const secret = join(aDirectory(t), 'unit.key')
    writeFileSync(secret, 'the key', { mode: 0o644 })
    const cages = new Cages(systemClock, PRISONER)
    const read = await cages.read('office', asks({ kind: 'try', port, secret }))
    t.ok(read.ok)
    const seen = read.ok ? (read.value as Record<string, unknown>) : {}
    const { environment, user, readsCode, ...done } = seen
    t.strictSame(environment, [])
    t.equal(readsCode, 'EMFILE', 'no file is opened, not even what its permissions allow')
    t.strictSame(
      Object.entries(done).filter(([, what]) => what === 'done'),
      [],
      JSON.stringify(done),
    )
    t.match(done, {
      readsSecret: 'ERR_ACCESS_DENIED',
      writes: 'ERR_ACCESS_DENIED',
      starts: 'ERR_ACCESS_DENIED',
      thread: 'ERR_ACCESS_DENIED',
      native: /ERR_(DLOPEN_DISABLED|ACCESS_DENIED)/,
      connects: 'EMFILE',
      listens: 'EMFILE',
      sends: 'EMFILE',
    })
    if (process.geteuid?.() === 0) t.not(user, 0)
  },
)

t.test('SECURITY 13: a reader that wants all memory, or talks without end, is ended', async (t) => {
  const cages = new Cages(systemClock, PRISONER)
  for (const kind of ['memory', 'talk']) {
    t.match(await cages.read('office', asks({ kind })), { ok: false, error: TOO_MUCH }, kind)
  }
})

t.test('SECURITY 13: bombs end in a refusal or in plain data, within bounds', async (t) => {
  const cages = new Cages(systemClock)
  const aliases = Array.from(
    { length: 20 },
    (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`,
  )
  const laughs = `a0: &a0 [x]\n${aliases.join('\n')}\n`
  const bombs: Record<string, string> = {
    'aliases of aliases': laughs,
    'a million brackets': '['.repeat(400_000),
    'dashes within dashes': '- '.repeat(400_000),
    'an endless line': 'x'.repeat(1_400_000),
    'an open quotation': `extensions: "${'x'.repeat(1_400_000)}`,
    'a deep map': Array.from({ length: 900 }, (_, n) => `${' '.repeat(n)}k:`).join('\n'),
  }
  for (const [name, bomb] of Object.entries(bombs)) {
    const read = await readTreeApart(cages, bomb)
    t.ok(!read.ok || read.value.problems.length > 0 || read.value.root !== undefined, name)
    if (read.ok)
      t.ok(JSON.stringify(read.value).length < 3 * bomb.length + 1000, `${name} stays small`)
  }
  t.match(await readTableApart(cages, `${'x'.repeat(1_400_000)}\n`), {
    value: { problems: [{ line: 1 }] },
  })
  const zip = await readPhotoApart(cages, gzipSync(Buffer.alloc(10_000_000)))
  t.match(zip, { ok: false, error: /neither a JPEG nor a PNG/ })
})

t.test('what a broken reader answers is not believed', async (t) => {
  const answering = (value: unknown) =>
    ({ read: async () => ({ ok: true, value }) }) as unknown as Cages
  const trees = [
    undefined,
    {},
    { root: 1, problems: [] },
    { root: [1, 1, 'list', [[1, 1, 'plain', {}]]], problems: [] },
    { root: [1, 1, 'group', [[null, null]]], problems: [] },
    { root: [1, 1, 'group', 'abc'], problems: [] },
    { root: null, problems: [{ code: 'other', what: '', line: 1, column: 1 }] },
  ]
  for (const tree of trees) t.match(await readTreeApart(answering(tree), ''), { ok: false })
  const tables = [
    null,
    { rows: [{ line: 1, cells: [1] }], problems: [] },
    { rows: [], problems: [{}] },
  ]
  for (const table of tables) t.match(await readTableApart(answering(table), ''), { ok: false })
  const html = Buffer.from('<script>').toString('base64')
  const photos = [{ type: 'text/html', bytes: html }, { type: 'image/png', bytes: html }, 'x']
  for (const photo of photos)
    t.match(await readPhotoApart(answering(photo), Buffer.from('')), { ok: false })
})

t.test('SECURITY 13: only a few files are read at a time, and some wait', async (t) => {
  const cages = new Cages(systemClock)
  const reads = await Promise.all(Array.from({ length: 12 }, () => readTreeApart(cages, 'a: 1\n')))
  t.equal(reads.filter(({ ok }) => ok).length, 10)
  t.match(
    reads.filter(({ ok }) => !ok),
    [{ error: /Other files/ }, { error: /Other files/ }],
  )
  t.ok((await readTreeApart(cages, 'a: 1\n')).ok, 'afterwards there is room again')
})
