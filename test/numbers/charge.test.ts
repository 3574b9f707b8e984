import t from 'tap'
import { dialledNumber } from '../../firmware/model/party-number.ts'
import { chargeOf, isWithin } from '../../firmware/numbers/charge.ts'
import { route } from '../../firmware/numbers/dial-plan.ts'
import { aSpace } from './a-space.ts'

/** The charge of what is dialled as a telephone dials it. */
function charged(dialled: string): string {
  const { target } = route(dialledNumber(dialled), aSpace([]))
  return target.kind === 'outside' ? chargeOf(target.number) : target.kind
}

t.test(
  'SECURITY row 10 what a number costs is read from its digits, however it is dialled',
  async (t) => {
    const all = {
      '95855550100': 'national',
      '915855550100': 'national',
      '+15855550100': 'national',
      '95550100': 'national',
      '9411': 'national',
      '918005550100': 'free',
      '98335550100': 'free',
      '9011442071234567': 'international',
      '+442071234567': 'international',
      '918095550100': 'international', // dialled like the next town
      '98765550100': 'international',
      '900': 'international', // the carrier's operator gets whatever is asked of him
      '901442071234567': 'international',
      '919005550100': 'premium',
      '99005550100': 'premium',
      '+19005550100': 'premium',
      '915859765555': 'premium',
      '99765555': 'premium',
      '917005550100': 'premium',
      '9011979123456789': 'premium',
      '+88213001234567': 'premium',
      '911': 'emergency',
      '9911': 'emergency',
    }
    for (const [dialled, charge] of Object.entries(all)) t.equal(charged(dialled), charge, dialled)
  },
)

t.test('a level has all that stands before it', async (t) => {
  const may = (level: Parameters<typeof isWithin>[0]) =>
    (['free', 'national', 'international', 'premium'] as const).filter((one) =>
      isWithin(level, one),
    )
  t.strictSame(may('none'), [])
  t.strictSame(may('national'), ['free', 'national'])
  t.strictSame(may('international'), ['free', 'national', 'international'])
  t.strictSame(may('premium'), ['free', 'national', 'international', 'premium'])
})
