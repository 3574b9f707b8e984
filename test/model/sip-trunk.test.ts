import t from 'tap'
import { check } from '../../firmware/model/check.ts'
import { complete } from '../../firmware/model/complete.ts'
import { sentence } from '../../firmware/model/problem.ts'
import { SipTrunk } from '../../firmware/model/sip-trunk.ts'

function complaints(values: Record<string, unknown>): string[] {
  const whole = { description: 'East', server: 'sip.east.example', ...values }
  return check(
    SipTrunk,
    complete(SipTrunk.fields, whole, () => 'invented'),
  ).map(sentence)
}

t.test('SIPT-2 notes have at most 512 characters', async (t) => {
  t.strictSame(complaints({ notes: 'n'.repeat(512) }), [])
  t.match(complaints({ notes: 'n'.repeat(513) }), [/field notes: .*512/])
})

t.test(
  'SIPT-6 SIPT-7 SIPT-8 a login ID has 40 characters, a name 47, a number 24 digits',
  async (t) => {
    const most = {
      loginId: 'l'.repeat(40),
      callerName: 'n'.repeat(47),
      callerNumber: '1'.repeat(24),
    }
    t.strictSame(complaints(most), [])
    const more = Object.entries(most).map(([field, value]) => [field, `${value}1`])
    const [login, name, number, ...others] = complaints(Object.fromEntries(more))
    t.match(login, /field loginId/)
    t.match(name, /field callerName/)
    t.match(number, /field callerNumber/)
    t.strictSame(others, [])
  },
)

t.test('SIPT-15 a gateway with a fixed address is known by a number, not by a name', async (t) => {
  t.match(complaints({ kind: 'gateway' }), [/field server: .*IP address/])
  t.strictSame(complaints({ kind: 'gateway', server: '192.0.2.30' }), [])
})
