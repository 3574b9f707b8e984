import t from 'tap'
import { formatUri, parseUri, sameUri } from '../../../firmware/sip/message/uri.ts'

function parsed(text: string) {
  const result = parseUri(text)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

t.test('RFC 3261 §19.1.1 a SIP URI with everything in it', async (t) => {
  const uri = parsed('SIPS:Al%69ce:pa%3Ass@Atlanta.EXAMPLE.com:5061;transport=TCP;lr?Subject=x')
  t.match(uri, {
    scheme: 'sips',
    user: 'Alice',
    password: 'pa:ss',
    host: 'atlanta.example.com',
    port: 5061,
    headers: 'Subject=x',
  })
  t.strictSame(
    [...uri.params],
    [
      ['transport', 'TCP'],
      ['lr', ''],
    ],
  )
})

t.test('RFC 3261 §19.1.1 what is no SIP URI is refused', async (t) => {
  for (const text of [
    '',
    'sip',
    'sip:',
    'sip:@',
    ':a@b',
    'sip:a@b:70000',
    'sip:a@b c',
    'sip:a@<b>',
    'sip:a@b@c',
    'sip:a@[::1',
    'sip:a@b;x=1;x=2',
    'sip:a@b;',
    `sip:${'a'.repeat(2000)}@b`,
    'tel:',
    'tel:abc-nobody',
  ]) {
    t.notOk(parseUri(text).ok, JSON.stringify(text.slice(0, 40)))
  }
})

t.test('RFC 3261 §19.1.1 an IPv6 host stands in brackets', async (t) => {
  t.match(parsed('sip:100@[2001:db8::1]:5070'), { host: '2001:db8::1', port: 5070 })
  t.equal(
    formatUri({ scheme: 'sip', user: '100', host: '2001:db8::1', port: 5070 }),
    'sip:100@[2001:db8::1]:5070',
  )
})

t.test('RFC 3966 §3 a tel URI: visual separators say nothing', async (t) => {
  t.match(parsed('tel:+1-201-555-0123;phone-context=x'), { scheme: 'tel', user: '+12015550123' })
  t.match(parsed('tel:*21#'), { user: '*21#' })
})

t.test(
  'RFC 3261 §25.1 a user part is escaped where the grammar wants it, and comes back',
  async (t) => {
    for (const user of ['*21#', 'a b', 'zoë', 'a@b', 'a:b', 'a%b', 'null\0', '"<>"', 'a;b=c?d/e']) {
      const text = formatUri({ scheme: 'sip', user, host: 'x' })
      t.notMatch(text, /[ #"<>\0]/, text)
      t.equal(parsed(text).user, user)
    }
  },
)

t.test('RFC 3261 §19.1.1 an escape that is no UTF-8 stays as it is', async (t) => {
  t.equal(parsed('sip:a%FFb@x').user, 'a%FFb')
  t.not(parsed('sip:a%FEb@x').user, parsed('sip:a%FFb@x').user)
})

t.test('RFC 3261 §19.1.4 the same URIs', async (t) => {
  for (const [one, other] of [
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;newparam=5'],
    ['sip:b@x.com;transport=udp?to=a&subject=b', 'sip:b@x.com;transport=UDP?subject=b&to=a'],
  ] as const) {
    t.ok(sameUri(one, other), `${one} ${other}`)
    t.ok(sameUri(other, one), `${other} ${one}`)
  }
})

t.test('RFC 3261 §19.1.4 different URIs', async (t) => {
  for (const [one, other] of [
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:bob@biloxi.com', 'sips:bob@biloxi.com'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
    ['sip:a%2Cb@x', 'sip:a,b@x'],
    ['sip:a@x', 'sip:x'],
  ] as const) {
    t.notOk(sameUri(one, other), `${one} ${other}`)
  }
})
