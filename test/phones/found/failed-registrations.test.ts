import t from 'tap'
import { FailedRegistrations } from '../../../firmware/phones/found/failed-registrations.ts'
import { FoundPhones } from '../../../firmware/phones/found/found-phones.ts'
import { NearNetworks } from '../../../firmware/phones/found/near-networks.ts'
import { aRegistrar, register } from '../fakes.ts'

const NONE = new NearNetworks({})

function anOffice() {
  let found: FoundPhones | undefined
  let registrations: FailedRegistrations | undefined
  const office = aRegistrar({
    hears: (clock, directory) => {
      found = new FoundPhones({ clock, changed: () => {} })
      const heard = new FailedRegistrations({ clock, directory, found, near: NONE })
      registrations = heard
      return {
        failed: (request) => heard.failed(request),
        succeeded: (account, request) => heard.succeeded(account, request),
      }
    },
  })
  if (!found || !registrations) throw new Error('nobody hears')
  return { ...office, found, registrations }
}

const more = ['User-Agent: Yealink SIP-T46G 28.81.0.110']

t.test('a first challenge and one wrong password are no finding, the second one is', async (t) => {
  const { found, registers, sends } = anOffice()
  sends(register({ user: 'stranger', more }))
  registers({ user: '101' })
  t.strictSame(found.list(), [])
  registers({ user: 'stranger', password: 'x', more })
  t.strictSame(found.list(), [])
  registers({ user: 'stranger', password: 'x', more })
  t.match(found.list(), [
    {
      how: 'unknown-user',
      user: 'stranger',
      vendor: 'Yealink',
      model: 'SIP-T46G',
      version: '28.81.0.110',
      address: '10.1.1.1',
      transport: 'udp',
      tries: 2,
    },
  ])
  registers({ user: 'stranger', password: 'x', more })
  t.match(found.list(), [{ tries: 3 }])
})

t.test('a handset of ours with an old password is found as itself, until it gets in', async (t) => {
  const { found, registers } = anOffice()
  for (let n = 0; n < 3; n++) registers({ user: '101', password: 'old', more })
  t.match(found.list(), [{ how: 'wrong-password', user: '101', handset: 'handset-101' }])
  registers({ user: '101', address: '10.1.1.9' })
  t.equal(found.list().length, 1, 'another telephone of that handset settles nothing')
  registers({ user: '101', more })
  t.strictSame(found.list(), [])
  registers({ user: '101', password: 'old', more })
  t.strictSame(found.list(), [], 'and it begins anew')
})

t.test('an answer to the same challenge again is not a second failure', async (t) => {
  const { found, sends } = anOffice()
  const authorization =
    'Digest username="stranger", realm="unit.test", nonce="n", uri="sip:127.0.0.1", response="0", qop=auth, nc=00000001, cnonce="c"'
  for (let n = 0; n < 5; n++) sends(register({ user: 'stranger', authorization, more }))
  t.strictSame(found.list(), [])
})

t.test(
  'who is challenged again and again and has no password to answer with is found',
  async (t) => {
    const { found, sends } = anOffice()
    for (let n = 0; n < 2; n++) sends(register({ user: 'stranger', more }))
    t.strictSame(found.list(), [])
    sends(register({ user: 'stranger', more }))
    t.match(found.list(), [{ how: 'unknown-user', user: 'stranger' }])
  },
)

t.test(
  'the MAC address is taken from the User-Agent, a header of its own or the instance',
  async (t) => {
    const ways = [
      { more: ['User-Agent: Yealink SIP-T54W 96.85.0.5 001565aabbcc'] },
      { more: [...more, 'Mac: 00:15:65:AA:BB:CC'] },
      { more, instance: '"<urn:uuid:00000000-0000-1000-8000-001565AABBCC>"' },
    ]
    for (const way of ways) {
      const { found, registers } = anOffice()
      for (let n = 0; n < 2; n++) registers({ user: 'stranger', password: 'x', ...way })
      t.equal(found.list()[0]?.mac, '001565aabbcc')
    }
  },
)

t.test(
  'unknown names from the Internet are not on your network; a handset of ours is told of anyway',
  async (t) => {
    const { found, registers } = anOffice()
    for (let n = 0; n < 4; n++) {
      registers({ user: 'stranger', password: 'x', address: '203.0.113.9' })
      registers({ user: '101', password: 'old', address: '203.0.113.9' })
    }
    t.strictSame(
      found.list().map(({ how }) => how),
      ['wrong-password'],
    )
  },
)

t.test('what somebody sets up goes away, by name or by MAC address', async (t) => {
  const { found, registers, registrations, accounts } = anOffice()
  for (let n = 0; n < 2; n++) {
    registers({ user: 'one', password: 'x', more: ['User-Agent: Yealink T 1 001565aabbcc'] })
    registers({ user: 'two', password: 'x', more })
    registers({ user: 'three', password: 'x', more })
  }
  const [known] = accounts
  if (!known) return
  accounts.push({ ...known, id: 'new', sipUser: 'two', loginId: 'two' })
  accounts[0] = { ...known, mac: '001565aabbcc' }
  registrations.reconsider()
  t.strictSame(
    found.list().map(({ user }) => user),
    ['three'],
  )
  for (let n = 0; n < 2; n++) {
    registers({ user: 'one', password: 'x', more: ['User-Agent: Yealink T 1 001565aabbcc'] })
  }
  t.match(
    found.list()[0],
    { user: 'one', how: 'wrong-password', handset: 'handset-101' },
    'it is that handset, and fails',
  )
  accounts.splice(0)
  registrations.reconsider()
  t.strictSame(
    found.list().map(({ user }) => user),
    ['three'],
  )
})

t.test(
  'SECURITY row 1 answers are the same for known and unknown users while failures are counted',
  async (t) => {
    const { sends, registers, found } = anOffice()
    const strip = (answer: unknown) => JSON.stringify(answer).replace(/nonce=\\"[^"]*"/, '')
    for (let n = 0; n < 5; n++) {
      const [known, unknown] = ['101', 'nobody'].map((user) =>
        strip(sends(register({ user, more }))),
      )
      t.equal(known, unknown)
      const refusals = ['101', 'nobody'].map((user) =>
        strip(registers({ user, password: 'x', more })),
      )
      t.equal(refusals[0], refusals[1])
    }
    t.equal(found.list().length, 2)
  },
)

t.test('SECURITY row 16 hostile names and User-Agents are cut short and inert', async (t) => {
  const { found, registers } = anOffice()
  const hostile = [`User-Agent: <img src=x>\u202e${'A'.repeat(3000)}`]
  for (let n = 0; n < 2; n++) registers({ user: 'x'.repeat(500), password: 'x', more: hostile })
  const [phone] = found.list()
  t.equal(phone?.user?.length, 64)
  t.equal(phone?.userAgent.length, 128)
  t.notMatch(phone?.userAgent, /\u202e/)
})

t.test('a flood of names costs a bounded memory', async (t) => {
  const { found, registers } = anOffice()
  for (let n = 0; n < 1500; n++) registers({ user: `u${n}`, password: 'x' })
  for (let n = 0; n < 500; n++) registers({ user: `u${n}`, password: 'x' })
  t.strictSame(found.list(), [], 'the first try of each was forgotten when its second came')
})
