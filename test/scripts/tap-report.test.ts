import t from 'tap'
import { readTap } from '../../scripts/tap-report.ts'

async function report(text: string) {
  const shown: string[] = []
  const lines = (async function* () {
    yield* text.split('\n')
  })()
  const summary = await readTap(lines, (line) => shown.push(line))
  return { ...summary, shown }
}

const GOOD = `TAP version 14
# Subtest: test/a.test.ts
    # Subtest: it works
        ok 1 - should be equal
        1..1
    ok 1 - it works # time=3.1ms

    ok 2 - it needs hardware # SKIP no card in this machine
    1..2
ok 1 - test/a.test.ts # time=12.7ms
`

t.test('a file that passes is one line', async (t) => {
  const { shown } = await report(GOOD)
  t.strictSame(shown, ['ok     test/a.test.ts  12.7ms'])
})

t.test('a skipped test is told with its reason', async (t) => {
  const { skipped } = await report(GOOD)
  t.strictSame(skipped, ['it needs hardware (test/a.test.ts): no card in this machine'])
})

t.test('a failed file shows what failed and leaves out what passed', async (t) => {
  const { shown } = await report(`# Subtest: test/b.test.ts
    ok 1 - fine # time=1ms
    # Subtest: all well
        ok 1 - good
    ok 2 - all well
    # Subtest: broken
        not ok 1 - one is two
          ---
          diff: |
            -2
            +1
          ...
        1..1
    not ok 3 - broken # time=2ms
    1..2
not ok 2 - test/b.test.ts # time=4ms
`)
  t.equal(shown[0], 'FAILED test/b.test.ts  4ms')
  t.match(shown.join('\n'), /# Subtest: broken\n +not ok 1 - one is two\n[\s\S]*\+1/)
  t.notMatch(shown.join('\n'), /fine|all well/)
})

t.test("the counts are tap's own", async (t) => {
  t.match(await report(`${GOOD}\n# { total: 10, pass: 5, fail: 3, todo: 1, skip: 1 }\n`), {
    passed: 5,
    failed: 3,
  })
  t.match(await report(`${GOOD}\n# { total: 35, pass: 35 }\n`), { passed: 35, failed: 0 })
})

t.test('a tap that dies before its totals is a failure, whatever passed before', async (t) => {
  t.match(await report(GOOD), { passed: 0, failed: 1 })
  t.match(await report(''), { passed: 0, failed: 1 })
})
