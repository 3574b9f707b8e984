import t from 'tap'
import { makeNative } from './native-tests.ts'

t.test('the tests of the media library in C pass', async (t) => {
  const { status, tests, skipped, text } = await makeNative('native-test')
  for (const { program, name, passed } of tests) t.ok(passed, `${program}: ${name}`)
  for (const program of skipped) t.pass(program, { skip: true })
  t.ok(tests.length > 0, 'there are some')
  if (status !== 0) t.comment(text)
  t.equal(status, 0)
})
