import t from 'tap'
import { handsetDestinations } from '../../firmware/phones/handset-destination.ts'
import type { Flow } from '../../firmware/sip/contract.ts'
import type { Answer } from './fakes.ts'
import { aRegistrar } from './fakes.ts'

const INSTANCE = '"<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"'
const all = ({ headers }: Answer, name: string) =>
  headers.filter(([given]) => given === name).map(([, value]) => value)
const OUTBOUND = ['Supported: path, outbound, gruu']

t.test('RFC 5626 §6 a telephone with two flows has two bindings, and rings once', async (t) => {
  const office = aRegistrar()
  const flow = (regId: number, port: number) =>
    office.registers({
      user: '101',
      port,
      contact: `sip:101@10.1.1.1:${port};ob`,
      instance: INSTANCE,
      contactParams: `;reg-id=${regId}`,
      more: OUTBOUND,
    })
  const answer = flow(1, 40_001)
  t.strictSame(all(answer, 'Require'), ['outbound'])
  t.match(Number(all(answer, 'Flow-Timer')[0]), 120)
  t.match(all(answer, 'Contact')[0], /;\+sip\.instance="<urn:uuid:[^"]+>";reg-id=1/)
  flow(2, 40_002)
  t.equal(office.bindings.of('handset-101').length, 2)
  flow(2, 40_003)
  t.strictSame(
    office.bindings.of('handset-101').map(({ flow: { remote } }) => remote.port),
    [40_003, 40_001],
    'a flow that moved replaces itself',
  )
  const account = { id: 'handset-101', sipUser: '101' } as never
  const rung = handsetDestinations(account, office.bindings.of('handset-101'), 20, () => 1 as never)
  t.equal(rung.length, 1)
})

t.test('RFC 5626 §6 reg-id counts only from a telephone that says outbound', async (t) => {
  const office = aRegistrar()
  const answer = office.registers({ user: '101', instance: INSTANCE, contactParams: ';reg-id=1' })
  t.strictSame([answer.status, all(answer, 'Require')], [200, []])
  t.equal(office.bindings.of('handset-101')[0]?.regId, undefined)
})

t.test('RFC 5626 §6 a proxy that does not keep flows is 439', async (t) => {
  const office = aRegistrar()
  const through = (path: string) =>
    office.registers({
      user: '101',
      instance: INSTANCE,
      contactParams: ';reg-id=1',
      more: [...OUTBOUND, 'Via: SIP/2.0/UDP 10.2.2.2;branch=z9hG4bKproxy', `Path: ${path}`],
    })
  t.equal(through('<sip:proxy.test;lr>').status, 439)
  t.equal(through('<sip:edge@proxy.test;lr;ob>').status, 200)
})

t.test('RFC 3327 Path is kept, survives a restart, and is shown to the telephone', async (t) => {
  const office = aRegistrar()
  const more = ['Path: <sip:p1.test;lr>, <sip:p2.test;lr>']
  const answer = office.registers({ user: '101', more })
  t.strictSame(all(answer, 'Path'), ['<sip:p1.test;lr>', '<sip:p2.test;lr>'])
  const again = aRegistrar({ kept: new Map(structuredClone([...office.kept])) })
  t.strictSame(again.bindings.of('handset-101')[0]?.path, ['<sip:p1.test;lr>', '<sip:p2.test;lr>'])
  const bad = office.registers({ user: '101', more: ['Path: nonsense'] })
  t.equal(bad.status, 400)
  const many = Array.from({ length: 11 }, (_, n) => `<sip:p${n}.test;lr>`).join(',')
  t.equal(office.registers({ user: '101', more: [`Path: ${many}`] }).status, 400)
})

t.test('RFC 5627 §5.1 a telephone that knows GRUU is told its public one', async (t) => {
  const office = aRegistrar()
  const answer = office.registers({ user: '101', instance: INSTANCE, more: OUTBOUND })
  t.match(
    all(answer, 'Contact')[0],
    /;pub-gruu="sip:101@127\.0\.0\.1;gr=urn:uuid:00000000-0000-1000-8000-000a95a0e128"$/,
  )
  const plain = office.registers({ user: '101', instance: INSTANCE })
  t.notMatch(all(plain, 'Contact')[0], /gruu/)
})

t.test('RFC 3261 §10.3 the preference of a contact is kept and shown', async (t) => {
  const office = aRegistrar()
  t.match(all(office.registers({ user: '101', contactParams: ';q=0.7' }), 'Contact')[0], /;q=0\.7$/)
  t.notMatch(all(office.registers({ user: '101', contactParams: ';q=7' }), 'Contact')[0], /;q=/)
})

t.test('RFC 3261 §10.2.3 a REGISTER without a contact only asks', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101' })
  const writes = office.writes
  const answer = office.registers({ user: '101', contact: '' })
  t.equal(answer.status, 200)
  t.equal(all(answer, 'Contact').length, 1)
  t.equal(office.writes, writes)
})

/** Moves what these handsets have registered, or only this contact, to a TCP connection. */
function overTcp(
  { bindings }: ReturnType<typeof aRegistrar>,
  of: string[],
  contact?: string,
): Flow {
  let moved: Flow | undefined
  for (const handset of of) {
    for (const binding of bindings.of(handset)) {
      if (contact !== undefined && binding.contact !== contact) continue
      moved = { ...binding.flow, transport: 'tcp' }
      bindings.set({ ...binding, flow: moved })
    }
  }
  if (!moved) throw new Error('nothing is registered')
  return moved
}

t.test('a contact that no call could reach is refused', async (t) => {
  const office = aRegistrar()
  for (const contact of ['mailto:a@b', 'tel:+15551234', `sip:${'1'.repeat(600)}@10.1.1.1`]) {
    t.equal(office.registers({ user: '101', contact }).status, 400, contact.slice(0, 40))
  }
})

t.test('what a telephone loses is told with its reason', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101', contact: 'sip:101@10.1.1.1', instance: INSTANCE })
  office.registers({ user: '101', contact: 'sip:101@10.1.1.2', instance: INSTANCE })
  office.registers({ user: '101', contact: 'sip:101@10.1.1.2', instance: INSTANCE, expires: 0 })
  office.registers({ user: '102', expires: 60 })
  await office.clock.advance(61_100)
  t.strictSame(office.gone, [
    'handset-101 sip:101@10.1.1.1 replaced',
    'handset-101 sip:101@10.1.1.2 unregistered',
    'handset-102 sip:102@10.1.1.1:5062 expired',
  ])
})

t.test(
  'RFC 5626 §5.3 a connection that closes takes the flow with it, a plain contact is tried',
  async (t) => {
    const office = aRegistrar()
    office.registers({
      user: '101',
      port: 40_001,
      instance: INSTANCE,
      contactParams: ';reg-id=1',
      more: OUTBOUND,
    })
    office.registers({ user: '102', port: 40_001 })
    const both = ['handset-101', 'handset-102']
    const flow = overTcp(office, both)
    t.ok(office.bindings.isReachedOver(flow))
    t.notOk(office.bindings.isReachedOver({ ...flow, remote: { ...flow.remote, port: 40_002 } }))
    office.bindings.flowClosed(flow)
    t.equal(office.bindings.of('handset-101').length, 0)
    t.match(office.bindings.of('handset-102'), [{ stale: true }])
    office.registers({ user: '102' })
    t.notOk(office.bindings.isReachedOver(flow))
  },
)

t.test(
  'a telephone behind a router is gone with its connection, unless it has another',
  async (t) => {
    const office = aRegistrar()
    const far = 'sip:101@192.168.7.7:5060;transport=tcp'
    office.registers({ user: '101', contact: far, instance: INSTANCE })
    office.registers({ user: '101', contact: 'sip:101@10.1.1.1:40001', port: 40_001 })
    const [other, lost] = office.bindings.of('handset-101')
    t.equal(lost?.contact, far)
    office.bindings.flowClosed(overTcp(office, ['handset-101'], far))
    t.strictSame(office.bindings.of('handset-101'), [other])
    t.strictSame(office.gone, [`handset-101 ${far} deactivated`])
    office.bindings.flowClosed(overTcp(office, ['handset-101']))
    t.equal(
      office.bindings.of('handset-101').length,
      0,
      'nobody listens at the end of a connection',
    )
  },
)

t.test('telephones that all come up together are spread, one is not', async (t) => {
  const office = aRegistrar()
  const granted = () => {
    const [contact = ''] = all(office.registers({ user: '101', expires: 1000 }), 'Contact')
    return Number(/;expires=(\d+)/.exec(contact)?.[1])
  }
  t.equal(granted(), 1000)
  const rush = Array.from({ length: 200 }, granted).slice(50)
  t.ok(rush.every((seconds) => seconds >= 800 && seconds <= 1000))
  t.ok(new Set(rush).size > 20)
  await office.clock.advance(20_000)
  t.equal(granted(), 1000)
})

t.test('whoever shows telephones that fail hears how each registration went', async (t) => {
  const office = aRegistrar()
  office.registers({ user: '101' })
  office.registers({ user: '101', password: 'guess' })
  office.registers({ user: '101', to: '102' })
  t.strictSame(office.outcomes, [
    'challenged',
    'handset-101',
    'challenged',
    'wrong',
    'challenged',
    'foreign',
  ])
})
