import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { Guesses } from '../../firmware/phones/guesses.ts'
import { sourceOf } from '../../firmware/sip/defence/source.ts'
import { aRegistrar, register } from './fakes.ts'

const guess = (
  office: ReturnType<typeof aRegistrar>,
  user: string,
  address?: string,
  port = 50_000,
) => office.registers({ user, password: 'guess', port, ...(address && { address }) }).status

t.test('SECURITY row 9 after five wrong passwords even the right one has to wait', async (t) => {
  const office = aRegistrar()
  for (let n = 0; n < 5; n++) t.equal(guess(office, '101'), 403)
  t.equal(office.registers({ user: '101' }).status, 403)
  t.equal(office.outcomes.at(-1), 'locked')
  await office.clock.advance(1001)
  t.equal(office.registers({ user: '101' }).status, 200)
})

t.test('SECURITY row 9 each further guess waits twice as long', async (t) => {
  const clock = new VirtualClock()
  const guesses = new Guesses(clock)
  let open = 0
  for (let second = 0; second < 3600; second++) {
    if (!guesses.isLocked('203.0.113.9', '101')) {
      open++
      guesses.wrong('203.0.113.9', '101')
    }
    await clock.advance(1000)
  }
  t.ok(open < 30, `${open} guesses in an hour`)
})

t.test(
  'SECURITY row 9 a registered telephone goes on, whoever guesses from its address',
  async (t) => {
    const office = aRegistrar()
    t.equal(office.registers({ user: '101', port: 40_000 }).status, 200)
    for (let n = 0; n < 100; n++) guess(office, '101')
    t.equal(office.registers({ user: '101', port: 40_000 }).status, 200)
  },
)

t.test('SECURITY row 9 guesses from everywhere do not lock the owner out at home', async (t) => {
  const office = aRegistrar()
  t.equal(office.registers({ user: '101', address: '10.1.1.1' }).status, 200)
  for (let n = 0; n < 200; n++) guess(office, '101', `203.0.113.${n}`)
  t.equal(office.registers({ user: '101', address: '10.1.1.1', port: 41_000 }).status, 200)
  t.equal(
    office.registers({ user: '101', address: '203.0.113.250' }).status,
    403,
    'from a new place',
  )
})

t.test('SECURITY row 9 one address that tries many names is slowed down', async (t) => {
  const office = aRegistrar()
  for (let n = 0; n < 20; n++) t.equal(guess(office, `9${n}`, '203.0.113.9'), 403)
  t.equal(office.registers({ user: '101', address: '203.0.113.9' }).status, 403)
  t.equal(office.registers({ user: '101', address: '203.0.113.10' }).status, 200)
})

t.test('SECURITY row 1 locked or not, known or unknown: the same answer', async (t) => {
  const office = aRegistrar()
  const answers = ['101', 'nobody'].flatMap((user) =>
    Array.from({ length: 8 }, () =>
      office.registers({ user, password: 'guess', address: '203.0.113.9' }),
    ),
  )
  t.strictSame(
    [...new Set(answers.map((answer) => JSON.stringify(answer)))],
    ['{"status":403,"headers":[]}'],
  )
  const challenge = office.sends(register({ user: '101' }), 50_000, '203.0.113.9')
  t.equal(challenge.status, 401, 'a question is still answered')
})

t.test('one IPv6 network is one guesser', async (t) => {
  t.equal(sourceOf('2001:db8:1:2:3:4:5:6'), sourceOf('2001:db8:1:2::9'))
  t.not(sourceOf('2001:db8:1:2::9'), sourceOf('2001:db8:1:3::9'))
  t.equal(sourceOf('fe80::1%eth0'), 'fe80:0:0:0')
  t.equal(sourceOf('::1'), '0:0:0:0')
  t.equal(sourceOf('192.0.2.1'), '192.0.2.1')
})
