import t from 'tap'
import type { KeptBinding } from '../../firmware/phones/bindings.ts'
import { aRegistrar, register } from './fakes.ts'

t.test(
  'RFC 3261 §10.3 a telephone that proves itself is bound to the flow it came over',
  async (t) => {
    const office = aRegistrar()
    const answer = office.registers({ user: '101', contact: 'sip:101@10.1.1.1:5062' })
    t.equal(answer.status, 200)
    const [binding] = office.bindings.of('handset-101')
    t.match(binding, { contact: 'sip:101@10.1.1.1:5062', flow: { remote: { port: 40000 } } })
    t.match(answer.headers, [['Contact', '<sip:101@10.1.1.1:5062>;expires=300']])
  },
)

t.test(
  'SECURITY row 1 known and unknown users get the same challenge and the same refusal',
  async (t) => {
    const office = aRegistrar()
    const challenges = ['101', 'nobody'].map((user) => office.sends(register({ user })))
    t.strictSame(
      challenges.map(({ status }) => status),
      [401, 401],
    )
    const strip = (answer: { headers: unknown }) =>
      JSON.stringify(answer.headers).replace(/nonce=\\"[^"]*"/, '')
    t.equal(strip(challenges[0] as never), strip(challenges[1] as never))
    const wrong = office.registers({ user: '101', password: 'guess' })
    const nobody = office.registers({ user: 'nobody', password: 'guess' })
    t.strictSame([wrong.status, wrong.headers], [403, nobody.headers])
    t.equal(nobody.status, 403)
  },
)

t.test("a telephone cannot register another's address", async (t) => {
  const office = aRegistrar()
  const answer = office.registers({ user: '101', to: '102' })
  t.equal(answer.status, 403)
  t.equal(office.bindings.of('handset-102').length, 0)
})

t.test(
  'RFC 3261 §10.3 too short an expiry is 423 with the least that is granted, too long is shortened',
  async (t) => {
    const office = aRegistrar()
    const short = office.registers({ user: '101', expires: 10 })
    t.strictSame([short.status, short.headers], [423, [['Min-Expires', '60']]])
    const long = office.registers({ user: '101', expires: 999_999 })
    t.match(long.headers[0]?.[1], /expires=3600$/)
  },
)

t.test(
  'RFC 3261 §10.2.2 expiry 0 and * take bindings away; * without expiry 0 is refused',
  async (t) => {
    const office = aRegistrar()
    office.registers({ user: '101', contact: 'sip:101@10.1.1.1' })
    t.equal(office.registers({ user: '101', contact: 'sip:101@10.1.1.1', expires: 0 }).status, 200)
    t.equal(office.bindings.of('handset-101').length, 0)
    office.registers({ user: '101', contact: 'sip:101@10.1.1.1' })
    t.equal(office.registers({ user: '101', contact: '*' }).status, 400)
    t.equal(office.bindings.of('handset-101').length, 1)
    t.equal(office.registers({ user: '101', contact: '*', expires: 0 }).status, 200)
    t.equal(office.bindings.of('handset-101').length, 0)
  },
)

t.test('RFC 3261 §10.3 step 7 a late duplicate with an old CSeq changes nothing', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101', callId: 'one', cseq: 5 })
  t.equal(office.registers({ user: '101', callId: 'one', cseq: 4, expires: 0 }).status, 500)
  t.equal(office.bindings.of('handset-101').length, 1)
})

t.test('RFC 5626 the same telephone on a new port replaces itself', async (t) => {
  const office = aRegistrar()
  const instance = '"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>"'
  office.registers({ user: '101', contact: 'sip:101@10.1.1.1:1111', instance })
  office.registers({ user: '101', contact: 'sip:101@10.1.1.1:2222', instance })
  t.strictSame(
    office.bindings.of('handset-101').map(({ contact }) => contact),
    ['sip:101@10.1.1.1:2222'],
  )
})

t.test('a binding ends with its time', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101', expires: 60 })
  await office.clock.advance(59_000)
  t.equal(office.bindings.of('handset-101').length, 1)
  await office.clock.advance(1_001)
  t.equal(office.bindings.of('handset-101').length, 0)
  await office.clock.advance(1000)
  t.equal(office.kept.size, 0, 'and is forgotten on the disk')
})

t.test('DESIGN §4 a refresh writes nothing to the disk, a new contact does', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101' })
  const writes = office.writes
  for (let n = 0; n < 10; n++) office.registers({ user: '101' })
  t.equal(office.writes, writes)
  office.registers({ user: '101', contact: 'sip:101@10.9.9.9' })
  t.equal(office.writes, writes + 1)
})

t.test(
  'after a restart a known telephone is tried as stale, and no longer after five minutes',
  async (t) => {
    const office = aRegistrar()
    office.registers({ user: '101' })
    const kept = new Map<string, readonly KeptBinding[]>(structuredClone([...office.kept]))
    const again = aRegistrar({ kept })
    t.match(again.bindings.of('handset-101'), [{ stale: true, flow: { remote: { port: 40000 } } }])
    again.registers({ user: '101' })
    t.match(again.bindings.of('handset-101'), [{ stale: false }])
    const silent = aRegistrar({ kept })
    await silent.clock.advance(300_001)
    t.equal(silent.bindings.of('handset-101').length, 0)
  },
)

t.test('an account holds at most ten contacts, the oldest goes', async (t) => {
  const office = aRegistrar()
  for (let n = 0; n < 12; n++) office.registers({ user: '101', contact: `sip:101@10.0.0.${n}` })
  const contacts = office.bindings.of('handset-101').map(({ contact }) => contact)
  t.equal(contacts.length, 10)
  t.notOk(contacts.includes('sip:101@10.0.0.0'))
})

t.test(
  'GSIP-6 trust by registration: an INVITE over the registered flow is not challenged, another is',
  async (t) => {
    const office = aRegistrar()
    office.registers({ user: '102' })
    t.equal(office.calls({ user: '102' }), 'handset-102')
    t.equal(office.calls({ user: '102', port: 40001 }), 401)
    office.registers({ user: '101' })
    t.equal(office.calls({ user: '101' }), 401, '101 is to be challenged always')
  },
)

t.test(
  'GSIP-6 trust by registration does not outlive a restart: a stale flow is challenged',
  async (t) => {
    const office = aRegistrar()
    office.registers({ user: '102' })
    const again = aRegistrar({ kept: new Map(office.kept) })
    t.equal(again.calls({ user: '102' }), 401)
  },
)

t.test(
  "SECURITY row 3 a request on a new flow is taken from the dialog's own telephone only",
  async (t) => {
    const office = aRegistrar()
    t.equal(office.takesOver('101', 'handset-101'), true)
    t.equal(office.takesOver('102', 'handset-101'), 403)
  },
)

t.test(
  'SECURITY row 22 a registered telephone is not challenged for an emergency call',
  async (t) => {
    const office = aRegistrar()
    office.registers({ user: '101' })
    t.equal(office.callsEmergency({ user: '101' }, { strangers: false }), 'handset-101')
  },
)

t.test(
  'SECURITY row 22 a stranger calls emergency from the local network only, and where that is allowed',
  async (t) => {
    const office = aRegistrar()
    for (const user of ['101', 'nobody']) {
      t.equal(office.callsEmergency({ user }), 'a stranger')
      t.equal(office.callsEmergency({ user }, { strangers: false }), 401)
      t.equal(office.callsEmergency({ user }, { address: '203.0.113.9' }), 401, 'from the internet')
    }
  },
)
