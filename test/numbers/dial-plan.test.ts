import t from 'tap'
import { dialledNumber, internalNumber, sameNumber } from '../../firmware/model/party-number.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'

const space = {
  extension: (number: string) =>
    ({ 101: { id: 'e1', kind: 'user' }, 100: { id: 'e0', kind: 'test' } })[number],
}

t.test('EXT-7 a dialled extension leads to it, and the explanation says so', async (t) => {
  const { target, explanation } = route(dialledNumber('101'), space)
  t.strictSame(target, { kind: 'extension', extension: 'e1' })
  t.strictSame(explanation, ['dialled 101', '101 is an extension: its call route decides'])
})

t.test('the test extension, a number that nobody has, and what is no number', async (t) => {
  t.equal(route(dialledNumber('100'), space).target.kind, 'test')
  t.match(route(dialledNumber('199'), space).target, { kind: 'nowhere', why: 'no-such-number' })
  t.match(route(dialledNumber('bob'), space).target, { kind: 'nowhere', why: 'not-a-number' })
  t.match(route(dialledNumber('9'.repeat(40)), space).target, { why: 'not-a-number' })
})

t.test(
  'RFC 3966 §5.1.1 visual separators do not count, + makes a number international',
  async (t) => {
    t.match(dialledNumber('+1 (585) 555-0100'), { digits: '15855550100', plan: 'e164' })
    t.match(dialledNumber('1-0-1'), { digits: '101', plan: 'unknown' })
    t.match(dialledNumber('+x'), { digits: '', plan: 'unknown', raw: '+x' })
  },
)

t.test('numbers are compared by plan and digits, never as raw text', async (t) => {
  t.ok(sameNumber(internalNumber('101', 'Ada'), internalNumber('101')))
  t.notOk(sameNumber(internalNumber('101'), dialledNumber('101')))
  t.notOk(sameNumber(dialledNumber('bob'), dialledNumber('bob')))
})
