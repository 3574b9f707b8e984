import t from 'tap'
import { VirtualClock } from '../../../firmware/clock/virtual-clock.ts'
import {
  FoundPhones,
  MOST_FOUND,
  type Sighting,
} from '../../../firmware/phones/found/found-phones.ts'

const HOUR = 3_600_000

function aList() {
  const clock = new VirtualClock()
  const told: number[] = []
  const found = new FoundPhones({ clock, changed: (count) => void told.push(count) })
  let attempt = 0
  const see = (more: Partial<Sighting> = {}) =>
    found.see({
      how: 'announced',
      userAgent: 'Desk 1.0',
      address: '192.0.2.10',
      transport: 'udp',
      attempt: String(++attempt),
      ...more,
    })
  return { clock, told, found, see }
}

t.test(
  'a telephone is listed once by its MAC address, the newest first, with how often it tried',
  async (t) => {
    const { clock, found, see } = aList()
    see({ mac: '001565aabbcc' })
    await clock.advance(1000)
    see({ mac: '001565aabbdd', address: '192.0.2.11' })
    await clock.advance(1000)
    see({ mac: '001565aabbcc', address: '192.0.2.12', version: '2.0' })
    see({ mac: '001565aabbcc', address: '192.0.2.12', attempt: 'same' })
    see({ mac: '001565aabbcc', address: '192.0.2.12', attempt: 'same' })
    const [first, second, third] = found.list()
    t.match(first, { mac: '001565aabbcc', address: '192.0.2.12', version: '2.0', tries: 3 })
    t.equal((first?.lastSeen ?? 0) - (first?.firstSeen ?? 0), 2000)
    t.match(second, { mac: '001565aabbdd', tries: 1 })
    t.equal(third, undefined)
    t.match(first?.id, /^[0-9a-f]{16}$/)
  },
)

t.test('what fails to register and then announces itself stays a failure', async (t) => {
  const { found, see } = aList()
  const mac = '001565aabbcc'
  see({ mac })
  see({ mac, how: 'wrong-password', user: '101', handset: 'h' })
  see({ mac })
  t.match(found.list(), [{ how: 'wrong-password', user: '101', handset: 'h', tries: 3 }])
  see({ mac, how: 'unknown-user', user: '999' })
  t.match(found.list(), [{ how: 'unknown-user', user: '999' }])
  t.notOk(found.list()[0]?.handset)
})

t.test('without a MAC address it is told by address and user, until it tells one', async (t) => {
  const { found, see } = aList()
  see({ how: 'unknown-user', user: 'a' })
  see({ how: 'unknown-user', user: 'b' })
  see({ how: 'unknown-user', user: 'a' })
  t.strictSame(
    found.list().map(({ user, tries }) => [user, tries]),
    [
      ['a', 2],
      ['b', 1],
    ],
  )
  see({ how: 'unknown-user', user: 'a', mac: '001565aabbcc' })
  t.equal(found.list().length, 2)
})

t.test('after a day without a sign it is forgotten', async (t) => {
  const { clock, found, see } = aList()
  see({ mac: '001565aabbcc' })
  await clock.advance(23 * HOUR)
  see({ mac: '001565aabbdd' })
  await clock.advance(2 * HOUR)
  t.strictSame(
    found.list().map(({ mac }) => mac),
    ['001565aabbdd'],
  )
  clock.setUtc(Date.UTC(2030, 1, 1))
  t.equal(found.list().length, 1, 'whatever NTP does to the date')
  await clock.advance(24 * HOUR)
  t.strictSame(found.list(), [])
})

t.test('SECURITY row 7 a scanner displaces only itself', async (t) => {
  const { found, see } = aList()
  for (let n = 0; n < 79; n++)
    see({ mac: `001565aabb${String(n).padStart(2, '0')}`, address: `192.0.2.${n}` })
  for (let n = 0; n < 5000; n++) see({ how: 'unknown-user', user: `u${n}`, address: '203.0.113.7' })
  const list = found.list()
  t.equal(list.filter(({ address }) => address === '203.0.113.7').length, 20)
  t.equal(list.length, 99, 'and everybody else is still there')
  for (let n = 0; n < 500; n++) see({ how: 'unknown-user', user: 'u', address: `198.51.100.${n}` })
  t.equal(found.list().length, MOST_FOUND)
})

t.test('dismissed, it is hidden until there is something new to say of it', async (t) => {
  const { found, see } = aList()
  const mac = '001565aabbcc'
  see({ mac, version: '1' })
  t.equal(found.dismiss(found.list()[0]?.id ?? ''), true)
  see({ mac, version: '1' })
  t.strictSame(found.list(), [])
  see({ mac, version: '2' })
  t.equal(found.list().length, 1)
  t.equal(found.dismiss('0000000000000000'), false)
})

t.test('it is told when the list changes, four times a second at most', async (t) => {
  const { clock, told, found, see } = aList()
  for (let n = 0; n < 50; n++)
    see({ mac: `001565aabb${String(n).padStart(2, '0')}`, address: `192.0.2.${n}` })
  t.strictSame(told, [])
  await clock.advance(250)
  t.strictSame(told, [50])
  found.forget(({ address }) => address === '192.0.2.1')
  found.forget(({ address }) => address === 'nobody')
  await clock.advance(1000)
  t.strictSame(told, [50, 49])
  see()
  found.stop()
  t.equal(clock.waiting, 0, 'no timer is left')
})
