import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { makeDirectories } from '../firmware/make-directories.ts'

const folder = mkdtempSync(join(tmpdir(), 'make-directories-'))
t.teardown(() => rmSync(folder, { recursive: true }))

t.test('all that is missing is made, with its mode; what is there stays as it is', async (t) => {
  chmodSync(folder, 0o755)
  makeDirectories(join(folder, 'a/b'), 0o700)
  makeDirectories(join(folder, 'a/b'), 0o777)
  t.equal(statSync(join(folder, 'a/b')).mode & 0o777, 0o700)
  t.equal(statSync(folder).mode & 0o777, 0o755)
})

t.test(
  'a file in the way, and a file system that takes no directory, are errors and end',
  async (t) => {
    writeFileSync(join(folder, 'file'), '')
    t.throws(() => makeDirectories(join(folder, 'file'), 0o700), { code: 'EEXIST' })
    t.throws(() => makeDirectories(join(folder, 'file/below'), 0o700), { code: 'EEXIST' })
    t.throws(() => makeDirectories('/proc/no-such/place', 0o700), { code: 'ENOENT' })
  },
)
