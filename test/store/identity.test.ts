import t from 'tap'
import { VirtualClock } from '../../firmware/clock/virtual-clock.ts'
import { identities } from '../../firmware/store/identity.ts'

t.test('RFC 9562 §5.7 an identity is a UUID of version 7 with the time in front', async (t) => {
  const clock = new VirtualClock(0x0123456789ab)
  const id = identities(clock)()
  t.match(id, /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

t.test(
  'RFC 9562 §6.2 identities ascend within a millisecond and when the clock is set back',
  async (t) => {
    const clock = new VirtualClock(1_000_000)
    const next = identities(clock)
    const made: string[] = []
    for (let n = 0; n < 10_000; n++) made.push(next())
    clock.setUtc(500)
    for (let n = 0; n < 10_000; n++) made.push(next())
    clock.setUtc(2_000_000)
    made.push(next())
    t.equal(
      made.findIndex((id, index) => index > 0 && id <= (made[index - 1] ?? '')),
      -1,
      'each is after the one before it',
    )
    t.equal(new Set(made).size, made.length)
  },
)
