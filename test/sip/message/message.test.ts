import t from 'tap'
import { parseCSeq } from '../../../firmware/sip/message/fields.ts'
import { MAX_HEADER_LENGTH, MAX_HEADERS } from '../../../firmware/sip/message/header-index.ts'
import { parseMessage, readMessage } from '../../../firmware/sip/message/message.ts'
import { parseNameAddress } from '../../../firmware/sip/message/name-address.ts'
import { quote, splitList, unquote } from '../../../firmware/sip/message/tokens.ts'

const BASIC = [
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa;rport',
  'From: <sip:a@x>;tag=1',
  'To: <sip:b@x>',
  'Call-ID: c',
  'CSeq: 1 OPTIONS',
]

function message(lines: readonly string[], body = '') {
  return Buffer.from(['OPTIONS sip:b@x SIP/2.0', ...lines, '', body].join('\r\n'))
}

function parsed(lines: readonly string[], body = '') {
  const result = parseMessage(message(lines, body))
  if (!result.ok) throw new Error(result.error)
  return result.value
}

t.test('RFC 3261 §8.1.1.5 the number of a CSeq is below 2**31', async (t) => {
  t.match(parseCSeq('2147483647 BYE'), { ok: true })
  t.match(parseCSeq('2147483648 BYE'), { ok: false })
  t.match(parseCSeq('36893488147419103232 REGISTER'), { ok: false })
})

t.test('RFC 3261 §7.3.3 compact forms are found by their long names, in any case', async (t) => {
  const found = parsed([
    'v: SIP/2.0/UDP h;branch=z9hG4bKa',
    'F: <sip:a@x>;tag=1',
    't: <sip:b@x>',
    'i: c',
    'CSEQ: 1 OPTIONS',
    'k: timer, replaces',
    'm: <sip:a@h>',
    'x: 90',
  ])
  t.equal(found.callId, 'c')
  t.equal(found.fromTag, '1')
  t.strictSame(found.headers('supported'), ['timer', 'replaces'])
  t.equal(found.header('Session-Expires'), '90')
  t.ok(found.lists('Supported', 'TIMER'))
  t.notOk(found.lists('Supported', '100rel'))
})

t.test(
  'RFC 3261 §7.3.1 the elements of a list header come one by one, over several lines',
  async (t) => {
    const found = parsed([
      ...BASIC,
      'Contact: "a, b" <sip:a@h;x=1,2>, <sip:b@h>',
      'Contact: sip:c@h;q=0.5',
      'WWW-Authenticate: Digest realm="a", nonce="b"',
    ])
    t.equal(found.headers('Contact').length, 3)
    t.strictSame(found.headers('WWW-Authenticate'), ['Digest realm="a", nonce="b"'])
    t.match(found.contacts, [
      { name: 'a, b', uri: 'sip:a@h;x=1,2' },
      { uri: 'sip:b@h' },
      { uri: 'sip:c@h' },
    ])
  },
)

t.test('RFC 3261 §20.10 Contact may be a star', async (t) => {
  t.equal(parsed([...BASIC, 'Contact: *']).contacts, '*')
  t.strictSame(parsed(BASIC).contacts, [])
})

t.test('RFC 3261 §7.3.1 header values and bodies are UTF-8', async (t) => {
  const found = parsed([...BASIC, 'Subject: Zoë grüßt', 'Content-Type: Text/Plain;charset=x'], 'né')
  t.equal(found.header('Subject'), 'Zoë grüßt')
  t.equal(found.body, 'né')
  t.equal(found.contentType, 'text/plain')
})

t.test('RFC 3261 §8.1.1 each header that every request needs is missed', async (t) => {
  for (const [position] of BASIC.entries()) {
    const rest = BASIC.filter((_, at) => at !== position)
    t.notOk(parseMessage(message(rest)).ok, BASIC[position] ?? '')
  }
})

t.test('SECURITY row 5 a header that may stand once is refused twice', async (t) => {
  for (const line of [
    ...BASIC.slice(1),
    'Max-Forwards: 1',
    'Content-Type: a/b',
    'Content-Length: 0',
  ]) {
    t.notOk(parseMessage(message([...BASIC, line, line])).ok, line)
  }
})

t.test('SECURITY row 7 more headers or longer ones than anybody needs are refused', async (t) => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => `X-${n}: y`)
  t.ok(parseMessage(message([...BASIC, ...many(MAX_HEADERS - BASIC.length)])).ok)
  t.notOk(parseMessage(message([...BASIC, ...many(MAX_HEADERS)])).ok)
  t.notOk(parseMessage(message([...BASIC, `X: ${'y'.repeat(MAX_HEADER_LENGTH)}`])).ok)
  const folded = Array.from({ length: 100 }, () => ` ${'y'.repeat(100)}`).join('\r\n')
  t.notOk(parseMessage(message([...BASIC, `X:\r\n${folded}`])).ok, 'folding hides nothing')
  const vias = Array.from({ length: 60 }, () => 'SIP/2.0/UDP h').join(',')
  t.notOk(parseMessage(message([...BASIC, `Via: ${vias}`])).ok, 'a list hides nothing')
})

t.test(
  'RFC 3261 §18.3 in a stream the length must be told, and an incomplete message is waited for',
  async (t) => {
    const whole = message([...BASIC, 'Content-Length: 5'], 'hello').toString('latin1')
    t.match(readMessage(`${whole}more`, 'stream'), { end: whole.length })
    t.equal(readMessage(whole.slice(0, -1), 'stream'), whole.length)
    t.type(readMessage(whole.slice(0, 50), 'stream'), 'number')
    t.match(readMessage(message(BASIC).toString('latin1'), 'stream'), {
      problem: { status: 400 },
      end: -1,
    })
    const huge = message([...BASIC, 'Content-Length: 65535']).toString('latin1')
    t.match(readMessage(huge, 'stream'), { problem: { status: 513 }, end: -1 })
  },
)

t.test('RFC 3261 §18.3 octets behind the message are not part of it', async (t) => {
  const found = parsed([...BASIC, 'Content-Length: 2'], 'hi there')
  t.equal(found.body, 'hi')
  t.notMatch(found.text, /there/)
})

t.test('RFC 3261 §25.1 addresses', async (t) => {
  t.match(parseNameAddress('"A \\"B\\" \\\\" <sip:a@x;lr>;tag=1;q=0.7'), {
    value: { name: 'A "B" \\', uri: 'sip:a@x;lr', tag: '1' },
  })
  t.match(parseNameAddress('sip:a@x;tag=1'), { value: { uri: 'sip:a@x', tag: '1' } })
  t.match(parseNameAddress('Zoë (desk) <sip:a@x>'), { value: { name: 'Zoë (desk)' } })
  for (const text of [
    '',
    'a',
    '<sip:a@x',
    '"a <sip:a@x>',
    '<a b>',
    'a, b <sip:a@x>',
    '<sip:a@x> x',
    '"a" b <sip:x>',
    '<sip:a@x>;tag=a b',
    '<sip:\u0001@x>',
  ]) {
    t.notOk(parseNameAddress(text).ok, JSON.stringify(text))
  }
})

t.test("SECURITY row 5 quoting and splitting are each other's opposite", async (t) => {
  for (const text of ['a', 'a"b', 'a\\b', 'a, <b>; c', '']) {
    t.equal(unquote(quote(text)), text)
    t.strictSame(splitList(`${quote(text)}, x`), [quote(text), 'x'])
  }
  t.equal(quote('a\r\nFrom: b'), '"a  From: b"')
})
