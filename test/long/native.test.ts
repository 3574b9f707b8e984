import t from 'tap'
import { makeNative } from '../scripts/native-tests.ts'

const FUZZ_SECONDS = 1800
const LOAD_SECONDS = 300

t.test('the tests of the media library pass under ASan, UBSan and TSan', async (t) => {
  const { status, tests, text } = await makeNative('native-test-sanitized')
  for (const { program, name, passed } of tests) t.ok(passed, `${program}: ${name}`)
  t.ok(tests.length > 0, 'there are some')
  if (status !== 0) t.comment(text)
  t.equal(status, 0)
})

t.test('two instances with all that they can at once, under ASan, UBSan and TSan', async (t) => {
  const { status, tests, text } = await makeNative('native-load', `LOAD_SECONDS=${LOAD_SECONDS}`)
  for (const { program, name, passed } of tests) t.ok(passed, `${program}: ${name}`)
  t.equal(tests.length, 2, 'under each sanitizer')
  t.comment(text.slice(-8000))
  t.equal(status, 0)
})

t.test('half an hour of made-up packets does not bring the media library down', async (t) => {
  const { status, text } = await makeNative('native-fuzz', `FUZZ_SECONDS=${FUZZ_SECONDS}`)
  if (status !== 0) t.comment(text.slice(-4000))
  t.equal(status, 0)
})
