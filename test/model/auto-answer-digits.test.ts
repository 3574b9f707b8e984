import fc from 'fast-check'
import t from 'tap'
import {
  AUTO_ANSWER_DIGITS,
  type AutoAnswerStep,
  autoAnswerSteps,
} from '../../firmware/model/auto-answer-digits.ts'

const call = { extension: '4711', dnis: '5855550123' }

/** The steps as a person writes them: digits, and a dot for a pause. */
function shown(steps: readonly AutoAnswerStep[]): string {
  return steps.map((step) => (step.kind === 'digit' ? step.digit : '.')).join('')
}

t.test('ANLG-12 digits are sent for 100 ms each, with 100 ms between', async (t) => {
  t.strictSame(autoAnswerSteps('1P#', call), [
    { kind: 'digit', digit: '1', onMs: 100, gapMs: 100 },
    { kind: 'pause', ms: 1000 },
    { kind: 'digit', digit: '#', onMs: 100, gapMs: 100 },
  ])
  t.strictSame(autoAnswerSteps('', call), [])
  t.equal(shown(autoAnswerSteps('09AD*#', call)), '09AD*#')
})

t.test('ANLG-12 + and - lengthen and shorten all tones, wherever they stand', async (t) => {
  const times = (text: string) =>
    autoAnswerSteps(text, call).flatMap((step) => (step.kind === 'digit' ? [step.onMs] : []))
  t.strictSame(times('1+2'), [150, 150])
  t.strictSame(times('++12'), [200, 200])
  t.strictSame(times('12-'), [50, 50])
  t.strictSame(times('1---'), [50], 'no tone is too short to be heard')
  t.strictSame(times(`1${'+'.repeat(20)}`), [500])
  t.strictSame(times('+-1'), [100])
})

t.test('ANLG-12, CO-22 $x is the extension that was dialled, $n the DNIS', async (t) => {
  const sent = (text: string) => shown(autoAnswerSteps(text, call))
  t.equal(sent('$x0'), '4711')
  t.equal(sent('$x2'), '11')
  t.equal(sent('*$x9#'), '*4711#')
  t.equal(sent('$n4P$x32'), '0123.7112', 'one digit only says how many')
  t.equal(shown(autoAnswerSteps('$n0#', { extension: '101', dnis: '' })), '#')
  t.equal(shown(autoAnswerSteps('$n0', { extension: '', dnis: '+1 585' })), '1585')
})

t.test('ANLG-12 the model takes the grammar and nothing else', async (t) => {
  for (const right of ['', '0', 'P', '+-', '$x0$n9', 'ABCD', '1'.repeat(64)]) {
    t.ok(AUTO_ANSWER_DIGITS.test(right), right)
  }
  for (const wrong of ['E', 'a', 'p', '$', '$x', '$xx', '$z1', '1 2', '1\n', '1'.repeat(65)]) {
    t.notOk(AUTO_ANSWER_DIGITS.test(wrong), JSON.stringify(wrong))
  }
})

t.test('ANLG-12 every string of the grammar is sent whole, in order', async () => {
  const token = fc.oneof(
    fc.constantFrom(...'0123456789ABCD*#').map((one) => [one, one] as const),
    fc.constant(['P', '.'] as const),
    fc.constantFrom('+', '-').map((one) => [one, ''] as const),
    fc.integer({ min: 0, max: 9 }).map((n) => [`$x${n}`, call.extension.slice(-n)] as const),
    fc.integer({ min: 0, max: 9 }).map((n) => [`$n${n}`, call.dnis.slice(-n)] as const),
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 21 }), (tokens) => {
      const text = tokens.map(([written]) => written).join('')
      const sent = tokens.map(([, expected]) => expected).join('')
      return AUTO_ANSWER_DIGITS.test(text) && shown(autoAnswerSteps(text, call)) === sent
    }),
  )
})
