import t from 'tap'
import { dialledNumber, type PartyNumber } from '../../firmware/model/party-number.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'
import { outward } from '../../firmware/numbers/outward.ts'
import { aSpace } from './a-space.ts'

const bare = { sendAsDialed: false, prefixDigits: '' }

function number(dialled: string): PartyNumber {
  const { target } = route(dialledNumber(dialled), aSpace([]))
  if (target.kind !== 'outside' && target.kind !== 'emergency') throw new Error(target.kind)
  return target.number
}

t.test('CO-12 what was dialled behind the digit for outside calls is sent', async (t) => {
  t.equal(outward(number('95550100'), bare), '5550100')
  t.equal(outward(number('95855550100'), bare), '5855550100')
  t.equal(outward(number('915855550100'), bare), '15855550100')
  t.equal(outward(number('9411'), bare), '411')
  t.equal(outward(number('900'), bare), '00')
})

t.test(
  'CO-12, DIAL-53 a number with + takes the form of North America, unless digits go as dialed',
  async (t) => {
    t.equal(outward(number('+15855550100'), bare), '15855550100')
    t.equal(outward(number('+441234567890'), bare), '011441234567890')
    t.equal(outward(number('+441234567890'), { ...bare, sendAsDialed: true }), '441234567890')
  },
)

t.test(
  'CO-13 the prefix of the line comes first, but never before an emergency number',
  async (t) => {
    const line = { ...bare, prefixDigits: '*709' }
    t.equal(outward(number('95550100'), line), '*7095550100')
    t.equal(outward(number('911'), line), '911')
    t.equal(outward(number('9911'), line), '911')
  },
)
