import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { rotateOnce } from '../../firmware/supervisor/log-rotation.ts'

t.test('a log that has grown begins anew, and its writer need not know', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'strowger-rotate-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'media.log')
  const writer = openSync(path, 'a')
  t.teardown(() => closeSync(writer))
  writeSync(writer, 'x'.repeat(99))
  rotateOnce(folder, 100)
  t.equal(readFileSync(path, 'utf8').length, 99)
  writeSync(writer, 'y')
  rotateOnce(folder, 100)
  writeSync(writer, 'after')
  t.equal(readFileSync(path, 'utf8'), 'after')
  t.equal(readFileSync(`${path}.1`, 'utf8'), `${'x'.repeat(99)}y`)
})
