import t from 'tap'
import type { AnalogPhone } from '../../../firmware/phones/analog-phones.ts'
import type { HandsetAccount } from '../../../firmware/phones/handset-directory.ts'
import { WatchedNames } from '../../../firmware/phones/lamps/watched-names.ts'

const handset = (id: string, sipUser: string, number?: string, mac?: string) =>
  ({
    id,
    sipUser,
    caller: number === undefined ? undefined : { number, name: '' },
    ...(mac && { mac }),
  }) as HandsetAccount
const analog = (id: string, number: string) =>
  ({ id, caller: { number, name: '' } }) as unknown as AnalogPhone

t.test(
  'RFC 4235 a number means every telephone that has it, and each is known by all its names',
  async (t) => {
    const names = new WatchedNames({
      all: () => [handset('a', 'desk', '2001', '001122334455'), handset('b', '2001', '2001')],
      analogPhones: [analog('c', '2001')],
    })
    t.strictSame(names.devicesOf('2001'), ['a', 'b', 'c'])
    t.strictSame(
      names.accountsOf('2001').map(({ id }) => id),
      ['a', 'b'],
      'an analog telephone does not register',
    )
    t.strictSame(names.devicesOf('desk'), ['a'])
    t.strictSame(names.namesOf('a'), ['desk', '2001'])
    t.strictSame(names.namesOf('b'), ['2001'], 'one name, once')
    t.strictSame(names.namesOf('c'), ['2001'])
    t.equal(names.byMac('001122334455')?.id, 'a')
    t.strictSame(names.namesOf('nobody'), [])
  },
)

t.test('the configuration is read once, and again when it is another', async (t) => {
  let phones = [handset('a', 'desk', '2001')]
  let reads = 0
  const names = new WatchedNames({
    all: () => {
      reads++
      return phones
    },
    analogPhones: [],
  })
  for (let asked = 0; asked < 100; asked++) names.devicesOf('2001')
  t.equal(reads, 1)

  phones = [handset('a', 'desk', '2002')]
  names.refresh()
  t.strictSame(names.devicesOf('2001'), [])
  t.strictSame(names.devicesOf('2002'), ['a'])
  t.strictSame(names.namesOf('a'), ['desk', '2002'])
})
