import t from 'tap'
import { HostBans } from '../../firmware/exchange/host-bans.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

t.test(
  'the host agent is told of bans one after the other, the latest of a source counts',
  async (t) => {
    const told: string[] = []
    let answer: (code: string | undefined) => void = () => {}
    const bans = new HostBans(({ source, seconds }) => {
      told.push(`${source} ${seconds}`)
      return new Promise((resolve) => {
        answer = resolve
      })
    })
    bans.add('192.0.2.1', 60_000)
    bans.add('2001:db8:0:1', 1500)
    bans.add('192.0.2.2', 60_000)
    bans.remove('192.0.2.2')
    for (let n = 0; n < 3; n++) {
      answer(n === 1 ? 'timeout' : undefined)
      await turn()
    }
    t.strictSame(told, ['192.0.2.1 60', '2001:db8:0:1::/64 2', '192.0.2.2 0'])
  },
)

t.test('on a laptop it answers that this is not here, and is left alone', async (t) => {
  let asked = 0
  const bans = new HostBans(async () => {
    asked++
    return 'not-here'
  })
  for (let n = 0; n < 10; n++) bans.add(`192.0.2.${n}`, 1000)
  await turn()
  bans.add('192.0.2.99', 1000)
  await turn()
  t.equal(asked, 1)
})

t.test('a flood of bans does not pile up', async (t) => {
  let asked = 0
  const bans = new HostBans(async () => {
    asked++
    await turn()
    return undefined
  })
  for (let n = 0; n < 5000; n++) bans.add(`source ${n}`, 1000)
  for (let n = 0; n < 1500; n++) await turn()
  t.equal(asked, 1001)
})
