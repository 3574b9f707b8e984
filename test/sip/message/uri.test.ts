import t from 'tap'
import { formatUri, parseUri, sameUri, uriHeaders } from '../../../firmware/sip/message/uri.ts'

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
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER',
      'sip:biloxi.com;method=REGISTER;transport=tcp',
    ],
    [
      'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
      'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    ],
    ['sip:a@x;lr', 'sip:a@x'],
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
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
    ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
    ['sip:a@x;maddr=192.0.2.1', 'sip:a@x'],
    ['sip:a@x;ttl=1', 'sip:a@x'],
    ['sip:a@x;user=phone', 'sip:a@x'],
    ['sip:a@x?subject=b', 'sip:a@x?subject=c'],
    ['sip:a:p@x', 'sip:a:P@x'],
  ] as const) {
    t.notOk(sameUri(one, other), `${one} ${other}`)
  }
})

t.test(
  'RFC 3261 §25.1, RFC 5118 §4.1 an IPv6 address is whole, in brackets and of no zone',
  async (t) => {
    t.match(parsed('sip:[::ffff:192.0.2.1]'), { host: '::ffff:192.0.2.1' })
    for (const text of [
      'sip:a@2001:db8::1',
      'sip:a@[fe80::1%25eth0]',
      'sip:a@[fe80::1%eth0]',
      'sip:a@[2001:db8::1::2]',
      'sip:a@[192.0.2.1]',
      'sip:a@[]',
      'sip:a@[::1]x',
      'sip:a@[::1]:',
      'sip:a@x:',
      'sip:a@x:5060x',
    ]) {
      t.notOk(parseUri(text).ok, text)
    }
  },
)

t.test('RFC 3261 §19.1.1 headers in a URI, few and without line ends', async (t) => {
  t.match(uriHeaders('Replaces=a%3Bto-tag%3D1&subject=x%20y&body='), {
    value: [
      ['replaces', 'a;to-tag=1'],
      ['subject', 'x y'],
      ['body', ''],
    ],
  })
  for (const text of ['a', '=b', 'a=b&', 'a=%0d%0aVia:x', 'a b=c', 'a=b&'.repeat(17)]) {
    t.notOk(uriHeaders(text).ok, text)
  }
})
