import t from 'tap'
import { internalNumber, outsideNumber } from '../../../firmware/model/party-number.ts'
import { outwardSip } from '../../../firmware/numbers/outward.ts'
import type { SipRequest } from '../../../firmware/sip/message/message.ts'
import { parseMessage } from '../../../firmware/sip/message/message.ts'
import { comparable, e164Of } from '../../../firmware/trunks/sip/caller-number.ts'
import { callerOf, dialledOf, divertedBy } from '../../../firmware/trunks/sip/incoming-identity.ts'
import { diversionsOf } from '../../../firmware/trunks/sip/outgoing-diversion.ts'
import type { CallerPolicy } from '../../../firmware/trunks/sip/outgoing-identity.ts'
import { presented } from '../../../firmware/trunks/sip/outgoing-identity.ts'

function invite(...headers: readonly string[]): SipRequest {
  const has = (name: string) => headers.some((one) => one.startsWith(`${name}:`))
  const lines = [
    'INVITE sip:trunk@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1',
    ...(has('From') ? [] : ['From: "Carol" <sip:+12125550123@p.example>;tag=1']),
    ...(has('To') ? [] : ['To: <sip:5855550142@192.0.2.1>']),
    'Call-ID: a',
    'CSeq: 1 INVITE',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ]
  const read = parseMessage(Buffer.from(lines.join('\r\n')))
  if (!read.ok || read.value.kind !== 'request') throw new Error('not a request')
  return read.value
}

const NONE = { identity: 'none' } as const
const ASSERTED = { identity: 'asserted' } as const
const POLICY: CallerPolicy = {
  callerName: 'Office',
  callerNameFromHandset: false,
  callerNameFromOutside: false,
  callerNumber: '',
  callerNumberFromHandset: false,
  callerNumberFromOutside: false,
  userId: '5855550188',
  e164: false,
  userPhone: false,
  identity: 'none',
  diversion: 'never',
}

t.test('SADV-11 an asserted identity is believed only where the trunk is trusted', async (t) => {
  const request = invite('P-Asserted-Identity: "Boss" <sip:+13105550100@p.example>')
  t.match(callerOf(request, ASSERTED), { digits: '13105550100', plan: 'e164', name: 'Boss' })
  t.match(callerOf(request, NONE), { digits: '12125550123', name: 'Carol', screening: 'network' })
})

t.test('INC-2 withheld is who says so; who has no number is not', async (t) => {
  for (const headers of [
    ['Privacy: id'],
    ['From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'],
    ['From: <sip:Anonymous@p.example>;tag=1'],
  ]) {
    const caller = callerOf(invite(...headers), ASSERTED)
    t.match(caller, { digits: '', presentation: 'restricted' }, headers.join())
    t.notOk(caller.name)
  }
  t.match(callerOf(invite('Privacy: none'), NONE), { presentation: 'allowed' })
  t.match(callerOf(invite('From: <sip:p.example>;tag=1'), NONE), { presentation: 'unavailable' })
  const party = invite('Remote-Party-ID: <sip:3105550100@p.example>;party=calling;privacy=full')
  t.match(callerOf(party, { identity: 'remote-party' }), { presentation: 'restricted' })
})

t.test(
  'SECURITY row 16 names from strangers are short and without control characters',
  async (t) => {
    const caller = callerOf(invite(`From: "${'x'.repeat(300)}\x07" <sip:1@p.example>;tag=1`), NONE)
    t.ok((caller.name ?? '').length <= 64)
    t.notMatch(caller.name, /\p{Cc}/u)
  },
)

t.test('SADV-13 the dialled number is where the trunk tells it', async (t) => {
  const request = invite('P-Called-Party-ID: <sip:5855550143@p.example>')
  t.equal(dialledOf(request, { didSource: 'to' }), '5855550142')
  t.equal(dialledOf(request, { didSource: 'request-uri' }), 'trunk')
  t.equal(dialledOf(request, { didSource: 'called-party' }), '5855550143')
  t.equal(dialledOf(invite(), { didSource: 'called-party' }), 'trunk', 'a header that is not there')
  t.equal(dialledOf(invite('To: <tel:+1-585-555-0142>'), { didSource: 'to' }), '+15855550142')
})

t.test('RFC 5806, RFC 7044: who sent the call on', async (t) => {
  t.equal(divertedBy(invite()), undefined)
  const diversion = 'Diversion: <sip:+13105550177@p.example>;reason=user-busy'
  t.strictSame(divertedBy(invite(diversion)), { number: '+13105550177', reason: 'user-busy' })
  const history = [
    'History-Info: <sip:200@p.example?Reason=SIP%3Bcause%3D486>;index=1, <sip:201@p.example>;index=1.1',
  ]
  t.strictSame(divertedBy(invite(...history)), { number: '200', reason: '486' })
})

t.test('SIPT-7, SIPT-8 who is shown as the caller', async (t) => {
  const ann = internalNumber('201', 'Ann')
  const carol = { ...outsideNumber('12125550123', 'e164'), name: 'Carol' }
  const from = (party: typeof ann, change: Partial<CallerPolicy> = {}) =>
    presented(party, { ...POLICY, ...change }, 'p.example').from
  t.strictSame(from(ann), { name: 'Office', uri: 'sip:5855550188@p.example' })
  t.strictSame(from(ann, { callerNumber: '5855550100' }).uri, 'sip:5855550100@p.example')
  const ours = { callerNameFromHandset: true, callerNumberFromHandset: true }
  t.strictSame(from(ann, ours), { name: 'Ann', uri: 'sip:201@p.example' })
  t.strictSame(from(carol, ours), { name: 'Office', uri: 'sip:5855550188@p.example' })
  const theirs = { callerNameFromOutside: true, callerNumberFromOutside: true, e164: true }
  t.strictSame(from(carol, theirs), { name: 'Carol', uri: 'sip:+12125550123@p.example' })
  t.equal(from(ann, { userPhone: true }).uri, 'sip:5855550188@p.example;user=phone', 'SADV-9')
})

t.test('RFC 3323, RFC 3325: a withheld caller is told to the trunk alone', async (t) => {
  const party = { ...internalNumber('201', 'Ann'), presentation: 'restricted' } as const
  const { from, headers } = presented(party, { ...POLICY, identity: 'asserted' }, 'p.example')
  t.equal(from.uri, 'sip:anonymous@anonymous.invalid')
  t.strictSame(headers, [
    ['P-Asserted-Identity', '"Office" <sip:5855550188@p.example>'],
    ['Privacy', 'id'],
  ])
  const remote = presented(party, { ...POLICY, identity: 'remote-party' }, 'p.example').headers
  t.match(remote[0]?.[1], /party=calling;screen=yes;privacy=full/)
})

t.test('SADV-12 Diversion: never, always, or for calls that are sent on', async (t) => {
  const of = (diversion: CallerPolicy['diversion']) =>
    presented(internalNumber('201'), { ...POLICY, diversion }, 'p.example').headers
  t.strictSame(of('never'), [])
  t.strictSame(of('on-redirect'), [])
  t.match(of('always')[0]?.[1], /<sip:5855550188@p.example>/)
})

t.test(
  'SADV-12 on-redirect: who has sent the call on, the latest first; never names nobody',
  async (t) => {
    const route = { numbers: [{ number: '5855550142', extension: 'id-202' }] }
    const by = [
      { number: internalNumber('201'), extension: 'id-201', reason: 'no-answer' },
      { number: internalNumber('202'), extension: 'id-202', reason: 'unconditional' },
    ] as const
    const policy = { ...POLICY, diversion: 'on-redirect', route } as const
    const target = 'sip:5855550199@p.example'
    t.strictSame(diversionsOf({ by }, policy, 'p.example', target), [
      ['Diversion', '<sip:5855550142@p.example>;reason=unconditional'],
      ['Diversion', '<sip:5855550188@p.example>;reason=no-answer'],
      [
        'History-Info',
        '<sip:5855550188@p.example?Reason=SIP%3Bcause%3D408>;index=1, ' +
          '<sip:5855550142@p.example?Reason=SIP%3Bcause%3D302>;index=1.1;mp=1, ' +
          '<sip:5855550199@p.example>;index=1.1.1;mp=1.1',
      ],
    ])
    t.strictSame(diversionsOf({ by: [] }, policy, 'p.example', target), [])
    t.strictSame(diversionsOf({ by }, { ...policy, diversion: 'never' }, 'p.example', target), [])
    const shown = { ...policy, callerNumberFromHandset: true }
    t.match(diversionsOf({ by }, shown, 'p.example', target)[1]?.[1], '<sip:201@p.example>')
  },
)

t.test('RFC 7044 §5 our own History-Info is read as it was meant', async (t) => {
  const by = [{ number: internalNumber('201'), reason: 'user-busy' }] as const
  const policy = { ...POLICY, diversion: 'always', route: { numbers: [] } } as const
  const told = diversionsOf({ by }, policy, 'p.example', 'sip:1@p.example')
  const history = told.find(([name]) => name === 'History-Info')
  t.strictSame(divertedBy(invite(`History-Info: ${history?.[1]}`)), {
    number: '5855550188',
    reason: '486',
  })
})

t.test('SIPT-12, SIPT-13, SIPT-16, SADV-6 the number as the trunk wants it', async (t) => {
  const plain = { sendAsDialed: false, prefixString: '', e164: false } as const
  const national = outsideNumber('5855550100', 'e164', '15855550100')
  t.equal(outwardSip(national, plain), '5855550100', 'as dialled')
  t.equal(outwardSip(national, { ...plain, e164: true }), '+15855550100')
  t.equal(outwardSip(national, { ...plain, e164: true, sendAsDialed: true }), '5855550100')
  t.equal(outwardSip(national, { ...plain, digitsSent: 7 }), '5550100')
  t.equal(outwardSip(national, { ...plain, digitsSent: 20 }), '5855550100')
  t.equal(outwardSip(national, { ...plain, prefixString: '9' }), '95855550100')
  const service = outsideNumber('411', 'service')
  t.equal(outwardSip(service, { ...plain, e164: true }), '411', 'no number of the world')
  const emergency = outsideNumber('911', 'emergency')
  t.equal(outwardSip(emergency, { ...plain, prefixString: '9', digitsSent: 2 }), '911')
})

t.test('numbers are compared without their dress', async (t) => {
  for (const text of ['+1 585-555-0142', '15855550142', '(585) 555-0142', '5855550142']) {
    t.equal(comparable(text), '5855550142', text)
  }
  t.equal(comparable('anonymous'), '')
  t.equal(e164Of('5855550142'), '15855550142')
  t.equal(e164Of('201'), undefined)
})
