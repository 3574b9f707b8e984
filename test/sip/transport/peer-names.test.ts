import t from 'tap'
import { certificateNames, provesName } from '../../../firmware/sip/transport/peer-names.ts'

t.test('RFC 5922 §7.1 sip URIs, else DNS names; addresses; never a person', async (t) => {
  t.strictSame(certificateNames('DNS:Example.com, DNS:www.example.com'), [
    'example.com',
    'www.example.com',
  ])
  t.strictSame(certificateNames('URI:sip:Example.com, DNS:other.example'), ['example.com'])
  t.strictSame(certificateNames('URI:sip:alice@example.com, DNS:example.org'), ['example.org'])
  t.strictSame(certificateNames('URI:https://example.com/, DNS:example.org'), ['example.org'])
  t.strictSame(certificateNames('IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1'), [
    '192.0.2.1',
    '2001:db8::1',
  ])
  t.strictSame(certificateNames('email:sip@example.com, DirName:"CN=example.com"'), [])
  t.strictSame(certificateNames(undefined), [])
})

t.test('RFC 5922 §7.2 the whole name and no wildcards', async (t) => {
  const names = certificateNames('DNS:example.com, DNS:*.example.net, DNS:*, IP Address:192.0.2.1')
  t.ok(provesName(names, 'EXAMPLE.com'))
  t.ok(provesName(names, 'example.com.'))
  t.ok(provesName(names, '192.0.2.1'))
  for (const other of [
    'sip.example.com',
    'a.example.net',
    '*.example.net',
    '*',
    'com',
    '192.0.2.2',
  ]) {
    t.notOk(provesName(names, other), other)
  }
  t.ok(provesName(certificateNames('IP Address:2001:DB8:0:0:0:0:0:1'), '2001:0db8::0001'))
})

t.test('names that were made to look like two', async (t) => {
  t.strictSame(certificateNames('DNS:"evil.example, DNS:bank.example"'), [])
  t.strictSame(certificateNames('URI:"sip:evil.example\\u0000.bank.example"'), [])
  t.strictSame(certificateNames('othername:"x, DNS:bank.example", DNS:own.example'), [
    'own.example',
  ])
  t.strictSame(certificateNames('DNS:bank.example\0.evil.example'), [])
})
