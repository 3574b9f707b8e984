import t from 'tap'
import { dialledNumber, internalNumber, sameNumber } from '../../firmware/model/party-number.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'
import type { NumberSpace } from '../../firmware/numbers/number-space.ts'
import { aSpace } from './a-space.ts'

const space = aSpace(['100', '101', '107'])

function reached(dialled: string, within: NumberSpace = space) {
  return route(dialledNumber(dialled), within).target
}

t.test('EXT-7 a dialled extension leads to it, and the explanation says so', async (t) => {
  const { target, explanation } = route(dialledNumber('101'), space)
  t.strictSame(target, { kind: 'extension', extension: 'e101' })
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

t.test(
  'EMER-2, EMER-4 the emergency number is reached with and without the digit for outside calls',
  async (t) => {
    const expected = { kind: 'emergency', number: { plan: 'emergency', digits: '911' } }
    for (const dialled of ['911', '9911', '9-1-1', '+911'])
      t.match(reached(dialled), expected, dialled)
    const indirect = aSpace(['101'], { emergencyDirect: false })
    t.match(reached('9911', indirect), expected)
    t.match(reached('911', indirect), { kind: 'nowhere' })
    const elsewhere = aSpace(['101'], { emergencyNumber: '112', outsideDigit: '8' })
    t.match(reached('112', elsewhere), { kind: 'emergency', number: { digits: '112' } })
    t.match(reached('8112', elsewhere), { kind: 'emergency' })
    t.match(reached('911', elsewhere), { kind: 'nowhere' })
  },
)

t.test(
  'EMER-6 the emergency number comes before an extension that has it nevertheless',
  async (t) => {
    t.match(reached('911', aSpace(['911', '9911'])), { kind: 'emergency' })
    t.match(reached('9911', aSpace(['911', '9911'])), { kind: 'emergency' })
  },
)

t.test('FC-21 0 is answered by the operator, where there is one', async (t) => {
  t.strictSame(reached('0'), { kind: 'extension', extension: 'e101' })
  t.strictSame(reached('0', aSpace(['101'], { operator: undefined })), {
    kind: 'nowhere',
    why: 'no-operator',
  })
  t.match(reached('0', aSpace(['100'], { operator: 'e100' })), { kind: 'test' })
})

t.test('DIAL-50 an outside number is told as far as its digits tell it', async (t) => {
  const numbers = {
    '95855550100': { plan: 'e164', digits: '15855550100', raw: '5855550100' },
    '915855550100': { plan: 'e164', digits: '15855550100', raw: '15855550100' },
    '95550100': { plan: 'unknown', digits: '5550100', raw: '5550100' },
    '901144123451234567': { plan: 'e164', digits: '44123451234567', raw: '01144123451234567' },
    '90': { plan: 'unknown', digits: '0' },
    '900': { plan: 'unknown', digits: '00' },
    '9004412345': { plan: 'unknown', digits: '004412345' },
    '9411': { plan: 'service', digits: '411' },
    '9988': { plan: 'service', digits: '988' },
  }
  for (const [dialled, number] of Object.entries(numbers)) {
    t.match(reached(dialled), { kind: 'outside', number }, dialled)
  }
})

t.test('DIAL-53 a number with + needs no digit for outside calls', async (t) => {
  t.match(reached('+15855550100'), {
    kind: 'outside',
    number: { plan: 'e164', digits: '15855550100', raw: '+15855550100' },
  })
  t.match(reached('+101'), { kind: 'nowhere' }, 'it is no extension either')
})

t.test('what is no number of the plan is not sent to the telephone company', async (t) => {
  for (const dialled of ['9', '9555', '9585555010', '91585555010', '9011441']) {
    t.match(reached(dialled), { kind: 'nowhere', why: 'incomplete' }, dialled)
  }
  const wrong = [
    '958555501001',
    '91155550100',
    '95851550100',
    '9585015010',
    '90110123456',
    '9*70',
    '9411555',
  ]
  for (const dialled of wrong) {
    t.match(reached(dialled), { kind: 'nowhere', why: 'no-such-number' }, dialled)
  }
  t.match(reached('9555', aSpace(['9555'])), { kind: 'extension' }, 'unless it is an extension')
})

t.test('every step of the way is explained', async (t) => {
  const explained = (dialled: string) => route(dialledNumber(dialled), space).explanation
  t.strictSame(explained('9911'), [
    'dialled 9911',
    '9 is for outside calls',
    '911 is the emergency number',
  ])
  t.strictSame(explained('0'), [
    'dialled 0',
    '0 calls the operator, who is 101',
    '101 is an extension: its call route decides',
  ])
  t.strictSame(explained('95855550100'), [
    'dialled 95855550100',
    '9 is for outside calls',
    '5855550100 is +15855550100, area 585',
  ])
  t.strictSame(explained('95550100').slice(2), ['5550100 is a number of this area'])
  t.strictSame(explained('9').slice(1), ['9 is for outside calls', 'no number follows'])
  t.strictSame(explained('199'), ['dialled 199', 'no extension is 199'])
})
