import t from 'tap'
import type { Call } from '../../firmware/calls/call.ts'
import type { SipContact } from '../../firmware/calls/sip-leg/contract.ts'
import { Handset } from '../../firmware/model/handset.ts'
import { internalNumber } from '../../firmware/model/party-number.ts'
import type { Binding } from '../../firmware/phones/bindings.ts'
import { handsetDestinations, tellingOf } from '../../firmware/phones/handset-destination.ts'
import type { HandsetAccount } from '../../firmware/phones/handset-directory.ts'

const binding = {
  contact: 'sip:202@192.0.2.20',
  remote: { address: '192.0.2.20', port: 5060 },
  local: { address: '192.0.2.1', port: 5060 },
  transport: 'udp',
  flow: {
    transport: 'udp',
    local: { address: '192.0.2.1', port: 5060 },
    remote: { address: '192.0.2.20', port: 5060 },
  },
} as unknown as Binding

function contactOf(account: Partial<HandsetAccount>): SipContact {
  const handset = { id: 'h', sipUser: '202', caller: undefined, ...account } as HandsetAccount
  const caller = { party: internalNumber('201', 'Ann'), hops: 68 }
  const call = { caller, dialled: { digits: '5855550142' } } as unknown as Call
  const dialled: SipContact[] = []
  const [one] = handsetDestinations(handset, [binding], 24, (_call, _id, _who, contact) => {
    dialled.push(contact)
    return {} as never
  })
  one?.dial(call, 'leg')
  return dialled[0] as SipContact
}

t.test(
  'GSIP-9, GSIP-12 early media, reliable responses and session timer as the phone is set',
  async (t) => {
    t.equal(Handset.fields.earlyMedia.default, false)
    const plain = contactOf({})
    t.equal(plain.earlyMedia, undefined)
    t.equal(plain.options, undefined)
    t.equal(contactOf({ earlyMedia: true }).earlyMedia, undefined)
    t.equal(contactOf({ earlyMedia: false }).earlyMedia, false)
    const options = { reliable: 'offer', timer: 'ask' } as const
    t.strictSame(contactOf({ options }).options, options)
  },
)

t.test(
  'GSIP-14 a call is addressed to the account, or to the number that was dialed',
  async (t) => {
    t.equal(Handset.fields.requestUri.default, 'account')
    t.equal(contactOf({}).target, 'sip:202@192.0.2.20')
    t.equal(contactOf({ calledByNumber: true }).target, 'sip:5855550142@192.0.2.20')
  },
)

t.test(
  'RFC 5806, RFC 3892: a phone is told who has sent the call on, and who asked for it',
  async (t) => {
    const contact = contactOf({})
    const by = [
      { number: internalNumber('203', 'Cal'), reason: 'no-answer' },
      { number: internalNumber('204'), reason: 'unconditional' },
    ] as const
    const { headers } = tellingOf(contact, { by, referredBy: internalNumber('205') })
    t.strictSame(headers.slice(contact.headers.length), [
      ['Diversion', '<sip:204@192.0.2.1:5060>;reason=unconditional'],
      ['Diversion', '"Cal" <sip:203@192.0.2.1:5060>;reason=no-answer'],
      ['Referred-By', '<sip:205@192.0.2.1:5060>'],
    ])
  },
)
