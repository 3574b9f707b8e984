import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'

type Test = { teardown(end: () => void): unknown }

/** Runs `make test` over these files instead of ours. */
function runTests(test: Test, files: Readonly<Record<string, string>>, ...args: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'strowger-run-tests-'))
  test.teardown(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, 'test', name, '..'), { recursive: true })
    writeFileSync(join(root, 'test', name), `import t from 'tap'\n${text}\n`)
  }
  for (const own of ['package.json', '.taprc']) cpSync(own, join(root, own))
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  const others = Object.entries(process.env).filter(([name]) => !/^_?TAP/.test(name))
  const path = `${resolve('node_modules/.bin')}:${process.env.PATH}`
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve('scripts/run-tests.ts'), ...args],
    { cwd: root, encoding: 'utf8', env: { ...Object.fromEntries(others), PATH: path } },
  )
  return { status, said: stdout, last: stdout.trimEnd().split('\n').at(-1) }
}

const GOOD = "t.test('good', async (t) => { t.ok(1); t.equal(2, 2) })"
const BAD = "t.test('bad', async (t) => { t.equal(1, 2) })"

t.test('the last line says how many passed and failed', async (t) => {
  const { status, last } = runTests(t, { 'a.test.ts': GOOD })
  t.equal(last, '2 passed, 0 failed')
  t.equal(status, 0)
})

t.test('one failure fails all of it', async (t) => {
  const { status, last } = runTests(t, { 'a.test.ts': GOOD, 'b.test.ts': BAD })
  t.equal(last, '2 passed, 1 failed')
  t.equal(status, 1)
})

t.test('a file that does not even load is a failure', async (t) => {
  const { status, last } = runTests(t, { 'a.test.ts': GOOD, 'b.test.ts': "throw new Error('no')" })
  t.match(last, /^2 passed, [1-9]\d* failed$/)
  t.not(status, 0)
})

t.test('no tests are no success', async (t) => {
  t.match(runTests(t, {}), { status: 1, last: '0 passed, 0 failed' })
  t.match(runTests(t, { 'a.test.ts': GOOD }, '--long'), { status: 1, last: '0 passed, 0 failed' })
  t.not(runTests(t, { 'a.test.ts': '' }).status, 0)
})

t.test('what is skipped is told', async (t) => {
  const skip = "t.test('on a card', { skip: 'no card here' }, async () => {})"
  const { said, status } = runTests(t, { 'a.test.ts': `${GOOD}\n${skip}` })
  t.match(said, 'skipped: on a card (test/a.test.ts): no card here')
  t.equal(status, 0)
})

t.test('long tests run only when asked for, and then alone', async (t) => {
  const files = { 'a.test.ts': GOOD, 'long/b.test.ts': BAD, 'fixtures/c.test.ts': BAD }
  t.equal(runTests(t, files).last, '2 passed, 0 failed')
  t.equal(runTests(t, files, '--long').last, '0 passed, 1 failed')
})

t.test('what fails in real time has another chance, alone, and is named', async (t) => {
  const onceBad = `import { existsSync, writeFileSync } from 'node:fs'
t.test('late', async (t) => {
  const seen = existsSync('seen')
  writeFileSync('seen', '')
  t.ok(seen)
})`
  const mended = runTests(t, { 'a.test.ts': GOOD, 'integration/b.test.ts': onceBad })
  t.match(mended, { status: 0, last: '2 passed, 0 failed' })
  t.match(mended.said, 'passed only alone, look into it: test/integration/b.test.ts')
  t.match(runTests(t, { 'integration/b.test.ts': BAD, 'a.test.ts': GOOD }), {
    status: 1,
    last: '2 passed, 1 failed',
  })
  t.equal(runTests(t, { 'b.test.ts': onceBad }).status, 1, 'what needs no real time has none')
})
