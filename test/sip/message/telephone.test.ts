import t from 'tap'
import type { Telephone } from '../../../firmware/sip/message/telephone.ts'
import {
  formatTelephone,
  parseTelephone,
  phoneUri,
  sameTelephone,
  telephoneOf,
  telUri,
} from '../../../firmware/sip/message/telephone.ts'
import { parseUri, sameUri } from '../../../firmware/sip/message/uri.ts'

function numberIn(text: string): Telephone | undefined {
  const uri = parseUri(text)
  if (!uri.ok) throw new Error(uri.error)
  const telephone = telephoneOf(uri.value)
  if (telephone && !telephone.ok) throw new Error(telephone.error)
  return telephone?.value
}

t.test('RFC 3966 §3 numbers with all that may stand behind them', async (t) => {
  t.match(numberIn('tel:+1-201-555-0123'), { number: '+12015550123', isGlobal: true })
  t.match(numberIn('tel:7042;phone-context=Example.com'), {
    number: '7042',
    isGlobal: false,
    context: 'example.com',
  })
  t.match(numberIn('tel:863-1234;phone-context=+1-914-555'), { context: '+1914555' })
  t.match(numberIn('tel:+1(914)555.1234;ext=1-02;isub=a%2Fb'), {
    extension: '102',
    isdnSubaddress: 'a/b',
  })
  t.match(numberIn('tel:*21%23'), { number: '*21#' })
})

t.test('RFC 3261 §19.1.6 a number in the user part of a SIP URI', async (t) => {
  const text = 'sip:+1-914-555-1234;ext=5;phone-context=x.net@gw.example;user=phone'
  t.match(numberIn(text), { number: '+19145551234', extension: '5' })
  t.equal(numberIn('sip:1234@gw.example'), undefined, 'not said to be one')
  t.equal(numberIn('mailto:a@b'), undefined)
})

t.test('RFC 3966 §3 what is no number is refused', async (t) => {
  for (const text of [
    '',
    '+',
    '+1a',
    '+*1',
    'zoe',
    `+${'1'.repeat(33)}`,
    '1;phone-context=',
    '1;phone-context=+x',
    '1;phone-context=a b',
    '1;ext=x',
    '1;ext=1;EXT=2',
    '1;=2',
  ]) {
    t.notOk(parseTelephone(text).ok, text)
  }
})

t.test('RFC 3966 §4 the same numbers', async (t) => {
  const same = (one: string, other: string) =>
    sameTelephone(numberIn(one) as Telephone, numberIn(other) as Telephone)
  t.ok(same('tel:+1-201-555-0123', 'tel:+1.201.555.0123'))
  t.ok(same('tel:12ab;phone-context=X.com', 'tel:12AB;phone-context=x.com'))
  t.notOk(same('tel:12;phone-context=x.com', 'tel:12;phone-context=y.com'))
  t.notOk(same('tel:+12', 'tel:12'))
  t.ok(sameUri('tel:+1-2;isub=A;ext=3-4', 'TEL:+12;ext=34;isub=a'))
  t.notOk(sameUri('tel:+12;ext=3', 'tel:+12'))
})

t.test('RFC 3966 §3 what is written is read as the same', async (t) => {
  const all: Telephone[] = [
    {
      number: '+12015550123',
      isGlobal: true,
      context: undefined,
      extension: '7',
      isdnSubaddress: undefined,
    },
    {
      number: '*21#',
      isGlobal: false,
      context: 'x.example',
      extension: undefined,
      isdnSubaddress: 'a b',
    },
  ]
  for (const telephone of all) {
    t.strictSame(numberIn(telUri(telephone)), telephone)
    t.strictSame(numberIn(phoneUri(telephone, 'gw.example')), telephone)
    t.notMatch(formatTelephone(telephone), /[ #]/)
  }
})
