import type { Test } from 'tap'
import t, { test } from 'tap'
import { until } from '../../firmware/demo/wait.ts'
import type { Header, SipText } from '../peers/sip-text.ts'
import { header, headersOf, methodOf, statusOf } from '../peers/sip-text.ts'
import { aPhone, aServer, numberOf, office } from './an-office.ts'

t.setTimeout(300_000)
const server = await aServer(t, { office: office(2) })
const [ann, bob] = [numberOf(0), numberOf(1)]

/** What a telephone may be told in a request: all of it is ours. */
const OURS: ReadonlySet<string> = new Set(
  [
    'Via',
    'Max-Forwards',
    'From',
    'To',
    'Call-ID',
    'CSeq',
    'Contact',
    'Allow',
    'Supported',
    'Require',
    'Session-Expires',
    'Min-SE',
    'Accept',
    'Alert-Info',
    'Call-Info',
    'Reason',
    'User-Agent',
    'P-Asserted-Identity',
    'Privacy',
    'Date',
    'Content-Type',
    'Content-Length',
    'Content-Disposition',
    'Allow-Events',
  ].map((name) => name.toLowerCase()),
)

/** Headers that act on telephones which trust their server, in forms that careless parsers take for others. */
const EVIL: readonly Header[] = [
  ['P-Asserted-Identity', '"Boss" <sip:evil-999@127.0.0.1>'],
  ['Remote-Party-ID', '"Boss" <sip:evil-999@127.0.0.1>;party=calling'],
  ['Alert-Info', '<http://evil.example/ring>;info=evil-auto-answer'],
  ['Call-Info', '<sip:evil>;answer-after=0'],
  ['Answer-Mode', 'Auto;evil'],
  ['Priv-Answer-Mode', 'Auto;evil'],
  ['Diversion', '<sip:evil-900@evil.example>;reason=unconditional'],
  ['History-Info', '<sip:evil-900@evil.example>;index=1'],
  ['Referred-By', '<sip:evil-boss@127.0.0.1>'],
  ['Identity', 'evil'],
  ['X-Evil', '1'],
  ['x-evil-two ', 'white space before the colon'],
  ['Subject', 'evil\r\n folded\r\n\tand again'],
  ['s', 'evil, compact'],
  ['X-Fold', 'a\r\n Contact: <sip:evil@evil.example>'],
  ['X-Fold-Two', '\r\n P-Asserted-Identity: <sip:evil@evil.example>'],
  ['X-Quote', '"evil\r\n Via: SIP/2.0/UDP evil.example;branch=z9hG4bKevil"'],
  ['Organization', 'evil'],
  ['User-Agent', 'evil'],
  ['Server', 'evil'],
]

function check(t: Test, request: SipText): void {
  const strange = request.headers.filter(([name]) => !OURS.has(name.toLowerCase()))
  t.strictSame(strange, [], `headers of ${methodOf(request)}`)
  const head = JSON.stringify([request.start, request.headers])
  t.notMatch(head, /evil/i, `nothing of the other party's in ${methodOf(request)}`)
  for (const once of ['From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Max-Forwards']) {
    t.ok(headersOf(request, once).length <= 1, `${once} once`)
  }
}

test('SECURITY row 5 of what a telephone says in its headers nothing reaches the other one, however it is written', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  const out = await caller.call(bob, EVIL)
  const back = await called.incoming()
  check(t, back.invite)
  t.match(header(back.invite, 'From'), new RegExp(`<sip:${ann}@`), 'who calls is who has proved it')
  back.ring()
  back.answer()
  await out.answered()

  t.equal(statusOf(await out.inDialog('BYE', '', EVIL)), 200)
  await back.over()
  const bye = await until('BYE', () => back.requests.find((one) => methodOf(one) === 'BYE'))
  check(t, bye)
})

test('SECURITY row 5 a message with two of what may stand once, or in two spellings, reaches nobody', async (t) => {
  const caller = await aPhone(t, server, ann)
  const called = await aPhone(t, server, bob)
  for (const twice of [
    ['From', `<sip:${bob}@127.0.0.1>;tag=evil`],
    ['f', `<sip:${bob}@127.0.0.1>;tag=evil`],
    ['To', '<sip:900@evil.example>'],
    ['i', 'evil'],
    ['Call-ID ', 'evil'],
    ['CSeq\t', '1 INVITE'],
    ['c', 'text/evil'],
    ['l', '3'],
  ] as const) {
    const out = await caller.call(bob, [twice])
    t.equal(statusOf(await out.status(200, 60_000)), 400, JSON.stringify(twice))
  }
  t.equal(called.calls.length, 0)
})
