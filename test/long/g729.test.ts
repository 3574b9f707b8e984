import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { openMedia } from '../../hal/ffi/media.ts'
import { makeNative } from '../scripts/native-tests.ts'

const BUILD = 'build/with-g729'
const FUZZ_SECONDS = 120
const MISSING = !existsSync('/usr/include/bcg729/encoder.h') && 'libbcg729-dev is not installed'

/** What the loader will look for. */
function needed(library: string): string[] {
  const { stdout } = spawnSync('readelf', ['-d', library], { encoding: 'utf8' })
  return [...stdout.matchAll(/\(NEEDED\).*\[(.*?)\]/g)].map(([, name = '']) => name)
}

t.test('G.729 is built on demand, in libmedia alone', { skip: MISSING }, async (t) => {
  const { status, tests, text } = await makeNative(
    'native-test-g729',
    'STROWGER_G729=1',
    `BUILD=${BUILD}`,
    `FUZZ_SECONDS=${FUZZ_SECONDS}`,
  )
  for (const { program, name, passed } of tests) t.ok(passed, `${program}: ${name}`)
  t.ok(tests.some(({ program }) => program.endsWith('/g729')))
  if (status !== 0) t.comment(text.slice(-4000))
  t.equal(status, 0)

  const bcg729 = /bcg729/
  t.ok(needed(`${BUILD}/libmedia.so`).some((name) => bcg729.test(name)))
  t.notOk(
    needed(`${BUILD}/libhal.so`).some((name) => bcg729.test(name)),
    'libpri is GPL-2 only',
  )

  const options = {
    maxTerminations: 4,
    ports: { low: 20_000, high: 60_000 },
    dscp: 46,
    rtpLostMs: 0,
  }
  const media = openMedia({ ...options, library: resolve(BUILD, 'libmedia.so') }, () => {})
  t.teardown(() => media.close())
  t.ok(media.has('G729'))
  t.ok(media.has('PCMU'))
})
