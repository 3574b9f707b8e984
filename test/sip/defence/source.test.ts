import t from 'tap'
import { isWithin, parsePrefix, sourceOf } from '../../../firmware/sip/defence/source.ts'

t.test('SECURITY row 9 an IPv6 network of 64 bits is one source', async (t) => {
  t.equal(sourceOf('192.0.2.7'), '192.0.2.7')
  t.equal(sourceOf('2001:db8:0:1::1'), '2001:db8:0:1')
  t.equal(sourceOf('2001:DB8:0000:1:ffff::9'), '2001:db8:0:1')
  t.equal(sourceOf('fe80::1%eth0'), 'fe80:0:0:0')
  t.equal(sourceOf('::1'), '0:0:0:0')
  t.equal(sourceOf('no:address'), 'no:address')
})

t.test('addresses are found in networks', async (t) => {
  const prefixes = [
    '192.0.2.0/24',
    '10.1.2.3',
    '2001:db8::/32',
    '::ffff:198.51.100.0/120',
    '0.0.0.0/32',
  ]
    .map(parsePrefix)
    .flatMap((prefix) => prefix ?? [])
  t.equal(prefixes.length, 5)
  for (const inside of ['192.0.2.255', '10.1.2.3', '2001:db8:ffff::1', '::ffff:198.51.100.9']) {
    t.ok(isWithin(inside, prefixes), inside)
  }
  for (const outside of ['192.0.3.0', '10.1.2.4', '2001:db9::', '198.51.100.9', '::']) {
    t.notOk(isWithin(outside, prefixes), outside)
  }
  t.ok(
    isWithin(
      '203.0.113.9',
      [parsePrefix('0.0.0.0/0')].flatMap((p) => p ?? []),
    ),
  )
})

t.test('what is no network is refused', async (t) => {
  for (const text of [
    '',
    'x',
    '192.0.2.0/33',
    '192.0.2/24',
    '::/129',
    '1.2.3.4/-1',
    '1.2.3.4/24/8',
  ]) {
    t.equal(parsePrefix(text), undefined, text)
  }
})
