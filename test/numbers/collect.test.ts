import fc from 'fast-check'
import t from 'tap'
import { dialledNumber } from '../../firmware/model/party-number.ts'
import { collect } from '../../firmware/numbers/collect.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'
import { emergencyNumbers, type NumberSpace } from '../../firmware/numbers/number-space.ts'
import { aSpace } from './a-space.ts'

const office = aSpace(['100', '101', '107', '1070', '200'])

/** What the telephone is told after each digit: + wait, ? perhaps, ! now, x impossible. */
function told(dialled: string, space: NumberSpace = office): string {
  const marks = { more: '+', 'may-be-complete': '?', complete: '!', impossible: 'x' }
  return [...dialled].map((_, at) => marks[collect(dialled.slice(0, at + 1), space).state]).join('')
}

t.test(
  'FC-20 an extension is complete with its last digit, unless a longer one begins so',
  async (t) => {
    t.equal(told('101'), '++!')
    t.equal(told('1070'), '++?!')
    t.equal(told('300'), 'xxx')
    t.equal(told('199'), '+xx')
    t.equal(collect('', office).state, 'more')
  },
)

t.test('FC-21 0 is complete at once, unless extensions begin with it', async (t) => {
  t.equal(told('0'), '!')
  t.equal(told('007', aSpace(['007'])), '?+!')
})

t.test('EMER-4, FC-23 an emergency number is complete with its last digit', async (t) => {
  t.equal(told('911'), '++!')
  t.equal(told('9911'), '+++!')
  t.strictSame(collect('9115', office), { state: 'complete', number: '911' }, 'whatever follows')
  t.equal(told('911', aSpace(['101'], { emergencyDirect: false })), '++x')
})

t.test('DIAL-50 an outside number goes as soon as it cannot be longer', async (t) => {
  t.equal(told('915855550100'), '+++++++++++!')
  t.equal(told('95855550100'), '+++++++?++!')
  t.equal(told('95550100'), '+++++++!', 'no exchange begins with 0: this is no area code')
  t.equal(told('95552100'), '+++++++?')
  t.equal(told('9411'), '+++!')
  t.equal(told('9988'), '+++?')
  t.equal(told('90'), '+?')
  t.equal(told('910'), '++x')
  t.equal(told('9011441234567890123'), '+?++++++++????????!')
  t.equal(told('90115'), '+?+++')
})

t.test('# ends a number at once', async (t) => {
  t.strictSame(collect('107#', office), { state: 'complete', number: '107' })
  t.strictSame(collect('95552100#', office), { state: 'complete', number: '95552100' })
  t.strictSame(collect('901144123456789#', office).state, 'complete')
  for (const early of ['#', '10#', '9#', '9555#', '3#']) {
    t.equal(collect(early, office).state, 'impossible', early)
  }
})

t.test('what no plan has is impossible', async (t) => {
  for (const wrong of ['*', '*70', '9*', 'A', '1*', '901101', '9'.repeat(40)]) {
    t.equal(collect(wrong, office).state, 'impossible', wrong)
  }
})

const digitString = (min: number, max: number, of = '0123456789') =>
  fc.array(fc.constantFrom(...of), { minLength: min, maxLength: max }).map((all) => all.join(''))

/** Any plan, and extensions that the model lets stand in it. */
const anySpace: fc.Arbitrary<NumberSpace> = fc
  .record({
    numbers: fc.array(digitString(3, 6), { maxLength: 12 }),
    outsideDigit: fc.constantFrom(...'123456789'),
    emergencyNumber: fc.oneof(fc.constantFrom('911', '112', '999', '000'), digitString(3, 6)),
    emergencyDirect: fc.boolean(),
  })
  .map(({ numbers, ...plan }) => {
    const emergency = [plan.emergencyNumber, plan.outsideDigit + plan.emergencyNumber]
    const allowed = numbers.filter((number) => !emergency.some((one) => number.startsWith(one)))
    return aSpace(
      [...allowed, '101'].filter((one) => !emergency.includes(one)),
      plan,
    )
  })

/** Dials digit by digit, as long as the plan lets it: where the call goes, or undefined when it refused on the way. */
function dial(digits: string, space: NumberSpace): string | undefined {
  for (let length = 1; length <= digits.length; length++) {
    const { state, number } = collect(digits.slice(0, length), space)
    if (state === 'impossible') return undefined
    if (state === 'complete') return number
  }
  return digits // and then a pause
}

t.test('EXT-7 every configured number is reached digit by digit', async () => {
  fc.assert(
    fc.property(anySpace, (space) => {
      for (const number of space.numbers()) {
        if (dial(number, space) !== number) return false
        const { state } = collect(number, space)
        if (state !== 'complete' && state !== 'may-be-complete') return false
        if (route(dialledNumber(number), space).target.kind === 'nowhere') return false
      }
      return true
    }),
    { numRuns: 500 },
  )
})

t.test('EMER-6 nothing ever stands before an emergency number', async () => {
  fc.assert(
    fc.property(anySpace, digitString(0, 4), (space, more) => {
      return emergencyNumbers(space.plan).every((number) => {
        const dialled = dial(number + more, space) ?? ''
        return (
          number.startsWith(dialled) && // 0 000 is 000 already after its third 0
          collect(dialled, space).state === 'complete' &&
          route(dialledNumber(dialled), space).target.kind === 'emergency'
        )
      })
    }),
    { numRuns: 500 },
  )
})

t.test('digit by digit and as a whole, a number means the same', async () => {
  const likely = fc
    .tuple(fc.constantFrom('9', '91', '9011', '90', '9911', '', '10'), digitString(0, 12))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      fc.oneof(anySpace, fc.constant(office)),
      fc.oneof(likely, digitString(1, 20, '0123456789*')),
      (space, digits) => {
        fc.pre(digits !== '')
        const { state, number } = collect(digits, space)
        const { target } = route(dialledNumber(number), space)
        const leads = target.kind !== 'nowhere' || target.why === 'no-operator'
        return leads === (state === 'complete' || state === 'may-be-complete')
      },
    ),
    { numRuns: 3000 },
  )
})

t.test('a number that is impossible stays so, whatever follows', async () => {
  fc.assert(
    fc.property(
      anySpace,
      digitString(1, 8, '0123456789#'),
      digitString(1, 12),
      (space, digits, more) => {
        fc.pre(collect(digits, space).state === 'impossible')
        return collect(digits + more, space).state === 'impossible'
      },
    ),
    { numRuns: 1000 },
  )
})
