import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { makeRunDirectory } from '../firmware/run-directory.ts'

const home = mkdtempSync(join(tmpdir(), 'strowger-rundir-'))
t.teardown(() => rmSync(home, { recursive: true }))

t.test('the run directory is for this user alone', async (t) => {
  const run = join(home, 'run')
  makeRunDirectory(run)
  makeRunDirectory(run)
  t.equal(lstatSync(run).mode & 0o777, 0o700)
})

t.test('one that somebody else prepared is refused', async (t) => {
  const other = join(home, 'other')
  mkdirSync(other)
  symlinkSync(other, join(home, 'link'))
  t.throws(() => makeRunDirectory(join(home, 'link')), { name: 'SetupError' }, 'a link')

  const open = join(home, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  t.throws(() => makeRunDirectory(open), { name: 'SetupError' }, 'one open to all')

  writeFileSync(join(home, 'file'), '')
  t.throws(() => makeRunDirectory(join(home, 'file')), 'a file')
})
